"""`activation_by_definition` (D11): the same citizens under four definitions of the group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from .activation import is_activated, measures, trend_days
from .cells import Tables
from .people import (
    Person,
    assessment_on,
    covering,
    has_special_needs,
    is_focus,
    is_not_job_ready,
    is_placeable,
    is_shared,
    system_in_force,
)
from .settings import Settings

# What the five-group model covered, and the benefit that later took over part of it.
MATCH5_BENEFITS = {"kontanthjaelp", "starthjaelp", "a_dagpenge", "uddannelseshjaelp"}
VISITATION_BENEFITS = {"kontanthjaelp", "uddannelseshjaelp"}
Asked = Callable[[Person, date, Settings], bool]


def ruler_tables(people: list[Person], settings: Settings) -> Tables:
    rows = [
        {
            "measurement": str(year),
            "definition": definition,
            **measures(
                [p for p in people if asked(p, day, settings)], partial(is_activated, day=day)
            ),
        }
        for year, day in trend_days(settings).items()
        for definition, asked in DEFINITIONS.items()
    ]
    return {"activation_by_definition": rows}


def _by_match5(person: Person, day: date, settings: Settings) -> bool:
    return (
        _is_citizen_in_question(person, day, settings)
        and is_not_job_ready(person, day)
        and _has_one_of(person, day, MATCH5_BENEFITS)
    )


def _by_match3(person: Person, day: date, settings: Settings) -> bool:
    """Any benefit that any system placed will do."""
    return (
        _is_citizen_in_question(person, day, settings)
        and is_not_job_ready(person, day)
        and is_placeable(person, day)
    )


def _as_printed(person: Person, day: date, settings: Settings) -> bool:
    """No conversion: an assessment of another system than the day's counts for nothing."""
    holds = assessment_on(person, day)
    system = system_in_force(day)
    covered = {"match5": MATCH5_BENEFITS, "visitation": VISITATION_BENEFITS}
    return (
        _is_citizen_in_question(person, day, settings)
        and holds is not None
        and holds.system == system
        and holds.not_job_ready
        and (
            is_placeable(person, day)
            if system == "match3"
            else _has_one_of(person, day, covered[system])
        )
    )


def _is_citizen_in_question(person: Person, day: date, settings: Settings) -> bool:
    """With benefit and case on one ordinary number, and special needs."""
    return is_shared(person, day) and has_special_needs(person, day, settings)


def _has_one_of(person: Person, day: date, benefits: set[str]) -> bool:
    return any(benefit.code in benefits for benefit in covering(person.benefits, day))


DEFINITIONS: dict[str, Asked] = {
    "this_report": is_focus,
    "match5": _by_match5,
    "match3": _by_match3,
    "as_printed": _as_printed,
}
