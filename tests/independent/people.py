"""One person's registers, and what can be asked of a person on a day (D0 to D3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from .codes import FIRST_DAY, MATCH_CODES, NEVER_PLACED, NOT_JOB_READY, SPECIAL_NEEDS, SYSTEMS
from .cpr_numbers import Number
from .settings import Settings


class Spell(NamedTuple):
    code: str
    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or self.end >= day)

    def meets(self, first: date, last: date) -> bool:
        return self.start <= last and (self.end is None or self.end >= first)


class Assessment(NamedTuple):
    system: str
    code: str
    day: date

    @property
    def not_job_ready(self) -> bool:
        return self.code in NOT_JOB_READY[self.system]


class Exit(NamedTuple):
    outcome: str
    day: date


class Scheme(NamedTuple):
    """A spell in a joint scheme, and which administration coordinates it (`bif` or `sof`)."""

    spell: Spell
    coordinator: str


class Plan(NamedTuple):
    offered: date | None
    answer: str
    prepared: date | None
    own_initiative: bool
    end: date | None


@dataclass
class Person:
    number: Number
    benefits: list[Spell] = field(default_factory=list)
    cases: list[Spell] = field(default_factory=list)
    activations: list[Spell] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    job_plans: list[Spell] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    exits: list[Exit] = field(default_factory=list)
    schemes: list[Scheme] = field(default_factory=list)
    origin: str | None = None


class Match(NamedTuple):
    """The code in the system in force on the day, and how it came about."""

    system: str
    code: str
    converted: bool
    one_of_several: bool

    @property
    def not_job_ready(self) -> bool:
        return self.code in NOT_JOB_READY[self.system]


def covering(spells: Iterable[Spell], day: date) -> list[Spell]:
    return [spell for spell in spells if spell.covers(day)]


def is_recipient(person: Person, day: date) -> bool:
    return bool(covering(person.benefits, day))


def is_sof_citizen(person: Person, day: date) -> bool:
    return bool(covering(person.cases, day))


def is_shared(person: Person, day: date) -> bool:
    """In both registers; a replacement number is never linked across them."""
    return (
        not person.number.is_replacement
        and is_recipient(person, day)
        and is_sof_citizen(person, day)
    )


def covering_target_groups(person: Person, day: date) -> set[str]:
    return {case.code for case in covering(person.cases, day)}


def target_group(person: Person, day: date, settings: Settings) -> str | None:
    held = covering_target_groups(person, day)
    return next((group for group in settings.target_group_priority if group in held), None)


def has_special_needs(person: Person, day: date, settings: Settings) -> bool:
    return target_group(person, day, settings) in SPECIAL_NEEDS


def has_matched_benefit(person: Person, day: date, settings: Settings) -> bool:
    held = {benefit.code for benefit in covering(person.benefits, day)}
    return any(code in settings.matched_benefits for code in held)


def is_placeable(person: Person, day: date) -> bool:
    """With a benefit whose recipients a match system placed."""
    return any(benefit.code not in NEVER_PLACED for benefit in covering(person.benefits, day))


def match_on(person: Person, day: date) -> Match | None:
    """The assessment that holds on the day, in the codes of the system in force; None if empty."""
    holds = assessment_on(person, day)
    if holds is None or holds.code == "":
        return None
    system = system_in_force(day)
    code = convert(holds.system, holds.code, system)
    n_that_day = sum(a.day == holds.day for a in person.assessments)
    return Match(system, code, holds.system != system, n_that_day > 1)


def assessment_on(person: Person, day: date) -> Assessment | None:
    """The assessment that holds on the day, as it was made; it may have an empty code."""
    latest = max((a.day for a in person.assessments if a.day <= day), default=None)
    return max((a for a in person.assessments if a.day == latest), key=_strength, default=None)


def _strength(assessment: Assessment) -> tuple[bool, bool, int, int]:
    """Code before none, not job ready before ready, newest system, later in its list."""
    codes = MATCH_CODES[assessment.system]
    place = codes.index(assessment.code) if assessment.code else -1
    return (
        assessment.code != "",
        assessment.not_job_ready,
        SYSTEMS.index(assessment.system),
        place,
    )


def system_in_force(day: date) -> str:
    """Which system gives the columns: visitation from 2014, though assessed from October 2013."""
    if day < FIRST_DAY["match3"]:
        return "match5"
    return "match3" if day <= date(2013, 12, 31) else "visitation"


def convert(system: str, code: str, to_system: str) -> str:
    """One step of the crosswalk after the other."""
    if system == to_system:
        return code
    if system == "match5":
        code = {"1": "1", "2": "1", "3": "1", "4": "2", "5": "3"}[code]
        return convert("match3", code, to_system)
    if system == "match3" and to_system == "visitation":
        return {"1": "jobparat", "2": "aktivitetsparat", "3": "aktivitetsparat"}[code]
    if system == "visitation" and to_system == "match3":
        return "2" if code == "aktivitetsparat" else "1"
    raise AssertionError(f"no way from {system} to {to_system}")


def match_column(person: Person, day: date, settings: Settings) -> str:
    """The column of the table on D."""
    match = match_on(person, day)
    if match is None or not has_matched_benefit(person, day, settings):
        return "ikke_matchet"
    return match.code


def is_not_job_ready(person: Person, day: date) -> bool:
    match = match_on(person, day)
    return match is not None and match.not_job_ready


def is_placed_not_job_ready(person: Person, day: date, settings: Settings) -> bool:
    return has_matched_benefit(person, day, settings) and is_not_job_ready(person, day)


def is_focus(person: Person, day: date, settings: Settings) -> bool:
    return (
        is_shared(person, day)
        and has_special_needs(person, day, settings)
        and is_placed_not_job_ready(person, day, settings)
    )


def focus_on(people: list[Person], day: date, settings: Settings) -> list[Person]:
    return [person for person in people if is_focus(person, day, settings)]


def first_focus_day(person: Person, first: date, last: date, settings: Settings) -> date | None:
    """The first day of the period in the focus population."""
    stretches = _unchanged(person, first, last)
    return next((start for start, _ in stretches if is_focus(person, start, settings)), None)


def last_focus_day(person: Person, first: date, last: date, settings: Settings) -> date | None:
    """The last day of the period in the focus population."""
    stretches = reversed(_unchanged(person, first, last))
    return next((end for start, end in stretches if is_focus(person, start, settings)), None)


def _unchanged(person: Person, first: date, last: date) -> list[tuple[date, date]]:
    """The period in stretches of days that are alike.

    A person's state changes only when something starts or the day after it ends, so it is
    enough to ask on the first day of each stretch.
    """
    one = timedelta(days=1)
    changes = {first, FIRST_DAY["match3"], date(2014, 1, 1), last + one}
    for spell in (*person.benefits, *person.cases):
        changes.add(spell.start)
        if spell.end is not None:
            changes.add(spell.end + one)
    changes.update(assessment.day for assessment in person.assessments)
    days = sorted(day for day in changes if first <= day <= last + one)
    return [(start, after - one) for start, after in pairwise(days)]


def others_on(people: list[Person], day: date, settings: Settings) -> list[Person]:
    """D15: of the match class, with a matched benefit, and no case that day."""
    return [
        p
        for p in people
        if not is_sof_citizen(p, day) and is_placed_not_job_ready(p, day, settings)
    ]
