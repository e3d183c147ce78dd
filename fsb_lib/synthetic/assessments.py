"""Match assessments under the three systems that followed each other."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from fsb_lib.domain.vocabulary import codes, match_systems
from fsb_lib.synthetic.draws import (
    DAYS_PER_YEAR,
    NEVER,
    BoolArray,
    Generator,
    IntArray,
    between,
    chance,
    choose_codes,
    constant,
    day,
    renewals,
)
from fsb_lib.synthetic.persons import NOT_MATCHED, Persons

NO_CODE = -1
SYSTEMS = match_systems()
MATCH_CODES = tuple(dict.fromkeys(code for system in SYSTEMS for code in system.codes))
"""The codes of all systems; a digit stands for its match group in either of the older two."""
MATCH5, MATCH3, VISITATION = range(3)


def _day_or_never(bound: date | None) -> int:
    return NEVER if bound is None else day(bound)


MATCH3_FIRST = _day_or_never(SYSTEMS[MATCH3].assessed[0])
VISITATION_FIRST = _day_or_never(SYSTEMS[VISITATION].assessed[0])
VISITATION_IN_FORCE = _day_or_never(SYSTEMS[VISITATION].in_force[0])


def _position(code: str) -> int:
    return MATCH_CODES.index(code)


def assessment_rows(
    persons: Persons,
    benefit: IntArray,
    born: IntArray,
    city: Mapping[str, Any],
    rng: Generator,
) -> dict[str, IntArray]:
    """Rows of `bif_matchvurderinger`: person, system, kode (positions), vurderet (day).

    `benefit` is the kind of each person's run: position in the benefit code list.
    """
    matched = _of_matched(persons, born, city, rng)
    widened = _of_other_benefits(persons, benefit, city, rng)
    roughly = _without_code(persons, benefit, city, rng)
    parts = [matched, _second_on_the_day(matched, city, rng), widened, roughly]
    return {name: np.concatenate([part[name] for part in parts]) for name in matched}


def _rows(person: IntArray, system: IntArray, code: IntArray, on: IntArray) -> dict[str, IntArray]:
    return {"person": person, "system": system, "kode": code, "vurderet": on}


def _of_matched(
    persons: Persons, born: IntArray, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Assessments of those who have a match group, from their first day on benefit."""
    settings = city["assessments"]
    person, on = _days(persons, city, rng)
    low = (persons.low_first[person] <= on) & (on <= persons.low_last[person])
    young = on - born[person] < int(30 * DAYS_PER_YEAR)
    system = _system(on, young | chance(rng, settings["share_visited_early"], len(on)))
    drifts = (on > day(city["baseline_day"])) & chance(rng, settings["share_changed_code"], len(on))
    code = _codes(persons.column[person], system, low, drifts)
    code = _visitation_codes(code, system, low, young, settings, rng)
    empty = ~low & (on > day(city["baseline_day"])) & chance(rng, settings["share_empty"], len(on))
    unsorted = persons.ever_in_focus & chance(
        rng, settings["share_empty_after_class"], len(persons)
    )
    empty |= unsorted[person] & (on > persons.low_last[person])
    return _rows(person, system, np.where(empty, NO_CODE, code), on)


def _days(persons: Persons, city: Mapping[str, Any], rng: Generator) -> tuple[IntArray, IntArray]:
    """(person, day) of assessments: on the first day, on every change of class, and regularly."""
    settings = city["assessments"]
    start = day(settings["first_match5"])
    n = len(persons)
    first = np.maximum(persons.benefit_first, start + between(rng, 0, 330, n))
    first = np.where(persons.column == NOT_MATCHED, NEVER, first)
    last = np.minimum(persons.benefit_last, day(city["extract_date"]))
    parts = []
    for members, kind in ((persons.ever_in_focus, "focus"), (~persons.ever_in_focus, "others")):
        who = np.flatnonzero(members)
        position, on = renewals(rng, first[who], last[who], settings["days_between"][kind])
        parts.append((who[position], on))
    for change in (persons.low_first, persons.low_last + 1):
        changes = np.flatnonzero((first < change) & (change <= last))
        parts.append((changes, change[changes]))
    keys = np.sort(np.concatenate([person * 10**6 + on for person, on in parts]))
    keys = keys[np.diff(keys, prepend=-1) > 0]
    return keys // 10**6, keys % 10**6


def _system(on: IntArray, visited_early: BoolArray) -> IntArray:
    """The system of each assessment by its day."""
    visited = (on >= VISITATION_IN_FORCE) | ((on >= VISITATION_FIRST) & visited_early)
    return np.where(visited, VISITATION, np.where(on >= MATCH3_FIRST, MATCH3, MATCH5))


def _codes(column: IntArray, system: IntArray, low: BoolArray, drifts: BoolArray) -> IntArray:
    """Positions of match5 and match3 codes: 4 and 5 became 2 and 3, the others 1."""
    upper = np.where(drifts, 7 - column, column)
    job_ready = np.where(column <= 2, np.where(drifts, (column + 1) % 3, column), 2)
    match5 = np.where(low, upper, job_ready)
    match3 = np.where(low, upper - 2, 0)
    return np.where(system == MATCH5, match5, match3)


def _visitation_codes(
    code: IntArray,
    system: IntArray,
    low: BoolArray,
    young: BoolArray,
    settings: Mapping[str, Any],
    rng: Generator,
) -> IntArray:
    drawn = choose_codes(rng, settings["under_30"], MATCH_CODES, len(code))
    job_ready = np.where(young, drawn, _position("jobparat"))
    visited = np.where(low, _position("aktivitetsparat"), job_ready)
    return np.where(system == VISITATION, visited, code)


def _second_on_the_day(
    rows: dict[str, IntArray], city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """A second assessment on the day of one as not job-ready: without a code, or job-ready.

    In force is the one as not job-ready, so it changes nobody's class.
    """
    low = np.zeros(len(rows["kode"]), dtype=np.bool_)
    for place, system in enumerate(SYSTEMS):
        positions = [_position(code) for code in system.not_job_ready]
        low |= (rows["system"] == place) & np.isin(rows["kode"], positions)
    again = np.flatnonzero(low & chance(rng, city["assessments"]["share_two_on_one_day"], len(low)))
    again_system = rows["system"][again]
    job_ready = np.where(again_system == VISITATION, _position("jobparat"), _position("1"))
    code = np.where(chance(rng, 0.5, len(again)), NO_CODE, job_ready)
    return _rows(rows["person"][again], again_system, code, rows["vurderet"][again])


def _of_other_benefits(
    persons: Persons, benefit: IntArray, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """From 2010 sick-benefit recipients and others outside kontanthjaelp have match3, too.

    Before, some kept a match5 code from kontanthjaelp; their benefit is not a matched one.
    """
    settings = city["assessments"]
    kinds = [codes("ydelse").index(code) for code in settings["widened_benefits"]]
    who = np.flatnonzero((persons.column == NOT_MATCHED) & np.isin(benefit, kinds))
    start = np.maximum(persons.benefit_first[who], MATCH3_FIRST) + between(rng, 0, 90, len(who))
    last = np.minimum(persons.benefit_last[who], day(city["extract_date"]))
    position, on = renewals(rng, start, last, settings["days_between"]["others"])
    code = choose_codes(rng, settings["widened"], MATCH_CODES, len(who))[position]
    kept_on = np.maximum(persons.benefit_first[who], day(settings["first_match5"]))
    kept = (kept_on < MATCH3_FIRST) & chance(rng, settings["share_old_code"], len(who))
    old_code = between(rng, _position("1"), _position("5"), int(np.sum(kept)))
    return _rows(
        np.concatenate([who[kept], who[position]]),
        np.repeat([MATCH5, MATCH3], [len(old_code), len(on)]),
        np.concatenate([old_code, code]),
        np.concatenate([kept_on[kept], on]),
    )


def _without_code(
    persons: Persons, benefit: IntArray, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Some of those on kontanthjaelp without a match group have a row that says so."""
    settings = city["assessments"]
    kontanthjaelp = codes("ydelse").index("kontanthjaelp")
    roughly = (persons.column == NOT_MATCHED) & (benefit == kontanthjaelp)
    roughly &= chance(rng, settings["share_roughly_matched"], len(roughly))
    on = np.maximum(persons.benefit_first + 14, day(settings["first_match5"]) + 30)
    who = np.flatnonzero(roughly & (on <= persons.benefit_last) & (on <= day(city["extract_date"])))
    no_code = constant(NO_CODE, len(who))
    return _rows(who, _system(on[who], np.zeros(len(who), dtype=np.bool_)), no_code, on[who])
