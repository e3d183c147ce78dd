"""`contact_followup` (D16): who of last year's focus population fell out; who is talked with."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from .activation import earlier_years
from .cells import Row, Tables, not_available, rate_cell, shown
from .codes import SPECIAL_NEEDS
from .outcomes import OUT_OF_THE_BASE, state_of
from .people import Person, Spell, focus_on, target_group
from .runs import ONE_DAY, Run, runs_without
from .settings import Settings, november_15, on_day_of

COURSES = (OUT_OF_THE_BASE, "flere_ophoer", "et_ophoer", "kendt_afgang", "ubrudt")
GAPS = ("0_92", "93_183", "184_364", "hele_aaret")
INTERVIEW_DAYS = 92
GROUPS = (*SPECIAL_NEEDS, "i_alt")


def contact_tables(people: list[Person], settings: Settings) -> Tables:
    then, now = on_day_of(settings.day, settings.day.year - 1), settings.day
    cohort = focus_on(people, then, settings)
    return {
        "contact_course": _courses(cohort, then, now, settings),
        "contact_fallen_out": _fallen_out(cohort, then, now, settings),
        "contact_interview": _interviews(people, settings),
        "contact_longest_gap": _longest_gaps(cohort, then, now, settings),
        **_before(people, settings),
    }


def _of_group(persons: list[Person], group: str, day: date, settings: Settings) -> list[Person]:
    return [p for p in persons if group in ("i_alt", target_group(p, day, settings))]


def _courses(cohort: list[Person], then: date, now: date, settings: Settings) -> list[Row]:
    rows: list[Row] = []
    for group in GROUPS:
        members = _of_group(cohort, group, then, settings)
        found = Counter(course_of(p, then, now, settings.max_gap_days) for p in members)
        rows += [{"target_group": group, **row} for row in _shares_of_courses(found)]
    return rows


def _shares_of_courses(found: Counter[str]) -> list[Row]:
    n_base = found.total() - found[OUT_OF_THE_BASE]
    rows: list[Row] = []
    for course in COURSES:
        share = not_available() if course == OUT_OF_THE_BASE else rate_cell(found[course], n_base)
        rows.append({"course": course, "persons": shown(found[course]), "share": share})
    return rows


def _before(people: list[Person], settings: Settings) -> Tables:
    """Under the conditions of `outcome_before` (D7)."""
    if settings.year - 1 not in earlier_years(settings.year) or settings.year - 1 < 2009:
        return {}
    then, now = november_15(settings.year - 2), november_15(settings.year - 1)
    cohort = focus_on(people, then, settings)
    found = Counter(course_of(p, then, now, settings.max_gap_days) for p in cohort)
    return {"contact_before": _shares_of_courses(found)}


def course_of(person: Person, then: date, now: date, max_gap_days: int) -> str:
    """The first of D16's courses that fits."""
    if state_of(person, then, now) == OUT_OF_THE_BASE:
        return OUT_OF_THE_BASE
    stops = stops_of(person, then, now, max_gap_days)
    n_unexplained = sum(not is_explained(person, stop) for stop in stops)
    if n_unexplained:
        return "et_ophoer" if n_unexplained == 1 else "flere_ophoer"
    return "kendt_afgang" if stops else "ubrudt"


def stops_of(person: Person, then: date, now: date, max_gap_days: int) -> list[Run]:
    """More days in a row without any benefit than break a run; none is followed past `now`."""
    runs = runs_without(person.benefits, then + ONE_DAY, now)
    return [run for run in runs if run.n_days > max_gap_days]


def is_explained(person: Person, stop: Run) -> bool:
    """By an exit of any kind, from the day before the stop to its last day."""
    return any(stop.first - ONE_DAY <= one.day <= stop.last for one in person.exits)


def _fallen_out(cohort: list[Person], then: date, now: date, settings: Settings) -> list[Row]:
    rows: list[Row] = []
    for group in GROUPS:
        members = [
            p
            for p in _of_group(cohort, group, then, settings)
            if state_of(p, then, now) != OUT_OF_THE_BASE
        ]
        n = sum(has_fallen_out(p, then, now, settings.max_gap_days) for p in members)
        figures = {"persons": shown(len(members)), "fallen_out": shown(n)}
        rows.append({"target_group": group, **figures, "rate": rate_cell(n, len(members))})
    return rows


def has_fallen_out(person: Person, then: date, now: date, max_gap_days: int) -> bool:
    """Only the case is left; no exit tells why, and the benefit is gone for longer than a gap."""
    since = now - timedelta(days=max_gap_days)
    return (
        state_of(person, then, now) == "kun_sag"
        and not any(then <= one.day <= now for one in person.exits)
        and not any(benefit.meets(since, now) for benefit in person.benefits)
    )


def _interviews(people: list[Person], settings: Settings) -> list[Row]:
    focus = focus_on(people, settings.day, settings)
    rows: list[Row] = []
    for group in GROUPS:
        members = _of_group(focus, group, settings.day, settings)
        n = sum(has_interview(p, settings.day) for p in members)
        figures = {"persons": shown(len(members)), "with_interview": shown(n)}
        rows.append({"target_group": group, **figures, "rate": rate_cell(n, len(members))})
    return rows


def has_interview(person: Person, day: date) -> bool:
    since = day - timedelta(days=INTERVIEW_DAYS - 1)
    return any(s.code == "samtale" and s.meets(since, day) for s in _contacts(person))


def _contacts(person: Person) -> list[Spell]:
    """Every row of `bif_indsatser`; an interview was held on its first day."""
    return [
        spell._replace(end=spell.start) if spell.code == "samtale" else spell
        for spell in person.activations
    ]


def _longest_gaps(cohort: list[Person], then: date, now: date, settings: Settings) -> list[Row]:
    unbroken = [p for p in cohort if course_of(p, then, now, settings.max_gap_days) == "ubrudt"]
    found = Counter(longest_gap(p, then, now) for p in unbroken)
    return [
        {"gap": gap, "persons": shown(found[gap]), "share": rate_cell(found[gap], len(unbroken))}
        for gap in GAPS
    ]


def longest_gap(person: Person, then: date, now: date) -> str:
    """The whole year is not one day of contact: 365 days of 366 are not the whole of it."""
    gaps = runs_without(_contacts(person), then + ONE_DAY, now)
    if gaps == [Run(then + ONE_DAY, now)]:
        return "hele_aaret"
    longest = max((gap.n_days for gap in gaps), default=0)
    if longest <= 92:
        return "0_92"
    return "93_183" if longest <= 183 else "184_364"
