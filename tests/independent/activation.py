"""`activation_measurement` (D4)."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from .cells import Cell, Row, Tables, not_available, rate_cell, shown
from .codes import ACTIVATION, NOT_JOB_READY, SPECIAL_NEEDS
from .people import (
    Person,
    focus_on,
    has_matched_benefit,
    has_special_needs,
    is_not_job_ready,
    is_placeable,
    is_shared,
    is_sof_citizen,
    match_column,
    others_on,
    system_in_force,
    target_group,
)
from .settings import Settings, november_15

TARGETS = {2009: Fraction(2, 5), 2010: Fraction(1, 2), 2011: Fraction(3, 5)}
BASELINE = 2007
EVERY_YEAR_FROM = 2009


def earlier_years(year: int) -> list[int]:
    """D0: the baseline, then every year from the strategy's first."""
    return [y for y in (BASELINE, *range(EVERY_YEAR_FROM, year)) if y < year]


PUBLISHED_RATES = {2007: 0.19}


def activation_tables(people: list[Person], settings: Settings) -> Tables:
    tables = _tables_of_every_year(people, settings)
    if settings.year in TARGETS:
        tables["activation_verdicts"] = _verdicts(people, settings)
    return tables


def _tables_of_every_year(people: list[Person], settings: Settings) -> Tables:
    return {
        "activation_by_target_group": by_target_group(people, settings.day, settings),
        "activation_by_match_class": _by_match_class(people, settings),
        "target_status": [_target_status(people, settings)],
        "activation_sensitivity": _sensitivity(people, settings),
        "activation_comparison": _comparison(people, settings),
        "activation_trend": _trend(people, settings),
        "activation_trend_by_target_group": _trend_by_target_group(people, settings),
    }


def is_activated(person: Person, day: date) -> bool:
    return any(s.covers(day) and s.code in ACTIVATION for s in person.activations)


def measures(persons: Iterable[Person], activated: Callable[[Person], bool]) -> dict[str, Cell]:
    persons = list(persons)
    n_activated = sum(activated(person) for person in persons)
    return _figures(len(persons), n_activated)


def _figures(n_persons: int, n_activated: int) -> dict[str, Cell]:
    return {
        "persons": shown(n_persons),
        "activated": shown(n_activated),
        "rate": rate_cell(n_activated, n_persons),
    }


def by_target_group(people: list[Person], day: date, settings: Settings) -> list[Row]:
    focus = focus_on(people, day, settings)
    rows = []
    for group in (*SPECIAL_NEEDS, "i_alt"):
        members = _of_group(focus, group, day, settings)
        rows.append({"target_group": group, **measures(members, lambda p: is_activated(p, day))})
    return rows


def _of_group(focus: list[Person], group: str, day: date, settings: Settings) -> list[Person]:
    if group == "i_alt":
        return focus
    return [p for p in focus if target_group(p, day, settings) == group]


def _by_match_class(people: list[Person], settings: Settings) -> list[Row]:
    focus = focus_on(people, settings.day, settings)
    codes = sorted(NOT_JOB_READY[system_in_force(settings.day)])
    rows = []
    for group in (*SPECIAL_NEEDS, "i_alt"):
        for code in (*codes, "i_alt"):
            members = [
                p
                for p in _of_group(focus, group, settings.day, settings)
                if code in ("i_alt", match_column(p, settings.day, settings))
            ]
            figures = measures(members, lambda p: is_activated(p, settings.day))
            rows.append({"target_group": group, "match_group": code, **figures})
    return rows


def _target_status(people: list[Person], settings: Settings) -> Row:
    focus = focus_on(people, settings.day, settings)
    n_activated = sum(is_activated(p, settings.day) for p in focus)
    row: Row = {"measurement": str(settings.year), **_figures(len(focus), n_activated)}
    if settings.year not in TARGETS:
        return row | {k: not_available() for k in ("target", "missing_persons", "reached")}
    return row | _against_target(TARGETS[settings.year], len(focus), n_activated)


def _against_target(target: Fraction, n_persons: int, n_activated: int) -> Row:
    """Nobody to measure: nobody is missing, and the target can not be judged."""
    needed = -(-target.numerator * n_persons // target.denominator)  # rounded up
    reached = not_available()
    if n_persons:
        reached = shown(int(Fraction(n_activated, n_persons) >= target))
    return {
        "target": shown(float(target)),
        "missing_persons": shown(max(0, needed - n_activated)),
        "reached": reached,
    }


def _verdicts(people: list[Person], settings: Settings) -> list[Row]:
    """D13: the year's target, met or not under each assumption of D4."""
    rows: list[Row] = []
    for line in _sensitivity(people, settings):
        n_persons, n_activated = line["persons"]["value"], line["activated"]["value"]
        verdict = _against_target(TARGETS[settings.year], n_persons, n_activated)
        rows.append({"definition": line["definition"], **verdict})
    return rows


def _sensitivity(people: list[Person], settings: Settings) -> list[Row]:
    day = settings.day
    focus = focus_on(people, day, settings)
    n_activated = sum(is_activated(p, day) for p in focus)
    n_unlinkable = sum(
        p.number.is_replacement and is_sof_citizen(p, day) and has_special_needs(p, day, settings)
        for p in people
    )
    any_benefit = [
        p
        for p in people
        if is_shared(p, day)
        and has_special_needs(p, day, settings)
        and is_not_job_ready(p, day)
        and is_placeable(p, day)
    ]
    otherwise = [p for p in focus if has_matched_benefit(p, day, _without_retraining(settings))]
    figures = {
        "reference_date": _figures(len(focus), n_activated),
        "any_day_in_month": measures(focus, lambda p: _is_activated_in_month(p, day)),
        "all_benefits": measures(any_benefit, lambda p: is_activated(p, day)),
        "without_retraining": measures(otherwise, lambda p: is_activated(p, day)),
        "mentor_counted": measures(focus, lambda p: is_activated(p, day) or _has_mentor(p, day)),
        "unlinkable_none_activated": _figures(len(focus) + n_unlinkable, n_activated),
        "unlinkable_all_activated": _figures(len(focus) + n_unlinkable, n_activated + n_unlinkable),
    }
    return [{"definition": name, **cells} for name, cells in figures.items()]


def _without_retraining(settings: Settings) -> Settings:
    others = tuple(code for code in settings.matched_benefits if code != "revalideringsydelse")
    return replace(settings, matched_benefits=others)


def _comparison(people: list[Person], settings: Settings) -> list[Row]:
    """D15: the focus population beside those of the match class whom no case covers that day."""
    day = settings.day
    groups = {
        "focus": focus_on(people, day, settings),
        "others": others_on(people, day, settings),
    }
    return [
        {
            "whom": whom,
            **measures(persons, lambda p: is_activated(p, day)),
            "unlinkable": shown(sum(p.number.is_replacement for p in persons)),
        }
        for whom, persons in groups.items()
    ]


def _is_activated_in_month(person: Person, day: date) -> bool:
    first = day.replace(day=1)
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return any(s.meets(first, last) and s.code in ACTIVATION for s in person.activations)


def _has_mentor(person: Person, day: date) -> bool:
    return any(s.covers(day) and s.code == "mentor" for s in person.activations)


def trend_days(settings: Settings) -> dict[int, date]:
    """Every measurement year up to the report's, and the day each is measured on."""
    years = [*earlier_years(settings.year), settings.year]
    return {y: settings.day if y == settings.year else november_15(y) for y in years}


def _trend(people: list[Person], settings: Settings) -> list[Row]:
    rows: list[Row] = []
    for year, day in trend_days(settings).items():
        published = PUBLISHED_RATES.get(year)
        rows.append(
            {
                "measurement": str(year),
                "source": "published",
                "rate": not_available() if published is None else shown(published),
            }
        )
        focus = focus_on(people, day, settings)
        n_activated = sum(is_activated(p, day) for p in focus)
        rate = rate_cell(n_activated, len(focus))
        rows.append({"measurement": str(year), "source": "measured", "rate": rate})
    return rows


def _trend_by_target_group(people: list[Person], settings: Settings) -> list[Row]:
    return [
        {"measurement": str(year), **row}
        for year, day in trend_days(settings).items()
        for row in by_target_group(people, day, settings)
    ]
