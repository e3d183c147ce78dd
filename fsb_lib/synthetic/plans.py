"""Social action plans (social handleplan) and job plans."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from fsb_lib.domain.periods import STRATEGY_START, calendar_year
from fsb_lib.domain.vocabulary import codes
from fsb_lib.synthetic.draws import (
    NEVER,
    BoolArray,
    Generator,
    IntArray,
    between,
    by_code,
    chance,
    choose,
    constant,
    day,
    renewals,
    sample,
    sample_weighted,
    within,
)
from fsb_lib.synthetic.others import KINDS, kind_of_column
from fsb_lib.synthetic.persons import Persons, is_special

ACCEPTED, REFUSED = (codes("svar").index(code) for code in ("accepteret", "afvist"))
OWN_INITIATIVE, ASKED = (codes("af_egen_drift").index(code) for code in ("J", "N"))
EMPTY = -1


def plan_rows(
    persons: Persons, scale: float, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Rows of `sof_handleplaner`: person, tilbudt, svar, udarbejdet, af_egen_drift, slut."""
    who, offered = _first_offers(persons, scale, city, rng)
    outside, outside_on = _offers_outside_focus(persons, scale, city, rng)
    early, early_on = _offers_before_strategy(persons, scale, city, rng)
    first = _courses(
        np.concatenate([who, outside, early]),
        np.concatenate([offered, outside_on, early_on]),
        city,
        rng,
    )
    parts = [
        first,
        _second_offers(first, city, rng),
        _plans_before_strategy(persons, scale, city, rng),
        _own_initiative(persons, who, scale, city, rng),
    ]
    rows = {name: np.concatenate([part[name] for part in parts]) for name in first}
    return rows | {"slut": _ends(rows["udarbejdet"], city, rng)}


def _first_offers(
    persons: Persons, scale: float, city: Mapping[str, Any], rng: Generator
) -> tuple[IntArray, IntArray]:
    """(person, day) of first offers made to members of the focus population, so many each year."""
    settings = city["plans"]
    weights = by_code(settings["weights"], codes("maalgruppe"))
    offered = np.zeros(len(persons), dtype=np.bool_)
    people, days = [], []
    for year, n in settings["first_offers"].items():
        first, last, there = _membership_in(persons, year, city)
        candidates = np.flatnonzero(there & ~offered)
        chosen = sample_weighted(
            rng, candidates, weights[persons.group[candidates]], round(n * scale)
        )
        offered[chosen] = True
        people.append(chosen)
        days.append(between(rng, first[chosen], last[chosen]))
    return np.concatenate(people), np.concatenate(days)


def _membership_in(
    persons: Persons, year: int, city: Mapping[str, Any]
) -> tuple[IntArray, IntArray, BoolArray]:
    """First and last day in the focus population in a year, and who has an unbroken such spell."""
    period = calendar_year(year)
    first = np.maximum(persons.focus_first, day(period.first))
    last = np.minimum(persons.focus_last, day(period.last))
    last = np.minimum(last, day(city["extract_date"]))
    broken = (persons.gap_first <= last) & (persons.gap_last >= first)
    return first, last, (first <= last) & ~broken


def _offers_outside_focus(
    persons: Persons, scale: float, city: Mapping[str, Any], rng: Generator
) -> tuple[IntArray, IntArray]:
    """(person, day) of offers to SOF citizens with special needs who are never in focus."""
    special = is_special(persons.group) & ~persons.ever_in_focus
    people, days = [], []
    for year, n in city["plans"]["offers_outside_focus"].items():
        period = calendar_year(year)
        first = np.maximum(persons.case_first, day(period.first))
        last = np.minimum(persons.case_last, day(period.last))
        last = np.minimum(last, day(city["extract_date"]))
        chosen = sample(rng, np.flatnonzero(special & (first <= last)), round(n * scale))
        special[chosen] = False
        people.append(chosen)
        days.append(between(rng, first[chosen], last[chosen]))
    return np.concatenate(people), np.concatenate(days)


def _offers_before_strategy(
    persons: Persons, scale: float, city: Mapping[str, Any], rng: Generator
) -> tuple[IntArray, IntArray]:
    """(person, day) of offers that the strategy does not count: made before it."""
    start = day(city["baseline_day"])
    there = np.flatnonzero(persons.in_focus(start) & persons.in_focus(start + 200))
    chosen = sample(rng, there, round(city["plans"]["offers_before_strategy"] * scale))
    return chosen, between(rng, start, day(STRATEGY_START) - 1, len(chosen))


def _courses(
    who: IntArray, offered: IntArray, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """What came of each offer."""
    settings = city["plans"]
    names = np.array(list(settings["courses"]))
    course = names[choose(rng, settings["courses"], len(who))]
    prepared = offered + within(rng, settings["days_to_plan"], len(who))
    has_plan = np.isin(course, ["accepted_and_prepared", "refused_then_own_initiative"])
    has_plan &= prepared <= day(city["extract_date"])
    svar = np.where(np.isin(course, ["accepted_and_prepared", "accepted"]), ACCEPTED, REFUSED)
    own = has_plan & (course == "refused_then_own_initiative")
    return {
        "person": who,
        "tilbudt": offered,
        "svar": np.where(course == "no_answer", EMPTY, svar),
        "udarbejdet": np.where(has_plan, prepared, NEVER),
        "af_egen_drift": np.where(own, OWN_INITIATIVE, np.where(has_plan, ASKED, EMPTY)),
    }


def _without_offer(who: IntArray, prepared: IntArray, own: int) -> dict[str, IntArray]:
    """Plans that no offer went before."""
    return {
        "person": who,
        "tilbudt": constant(NEVER, len(who)),
        "svar": constant(EMPTY, len(who)),
        "udarbejdet": prepared,
        "af_egen_drift": constant(own, len(who)),
    }


def _ends(prepared: IntArray, city: Mapping[str, Any], rng: Generator) -> IntArray:
    """Last day in force of each plan; NEVER when it still is, or was never prepared."""
    settings = city["plans"]
    end = prepared + within(rng, settings["days_in_force"], len(prepared))
    ended = chance(rng, settings["share_ended"], len(end)) & (end <= day(city["extract_date"]))
    return np.where(ended, end, NEVER)


def _second_offers(
    first: dict[str, IntArray], city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Some without a plan are asked again."""
    settings = city["plans"]
    again = (first["udarbejdet"] == NEVER) & chance(
        rng, settings["share_second_offer"], len(first["person"])
    )
    who = first["person"][again]
    offered = first["tilbudt"][again] + within(rng, settings["days_to_second_offer"], len(who))
    in_time = offered <= day(city["extract_date"])
    return _courses(who[in_time], offered[in_time], city, rng)


def _plans_before_strategy(
    persons: Persons, scale: float, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Plans from before the strategy, when offers were not registered."""
    first, last = day(date(2006, 6, 1)), day(STRATEGY_START) - 1
    there = is_special(persons.group) & persons.with_case(first) & persons.with_case(last)
    who = sample(rng, np.flatnonzero(there), round(city["plans"]["plans_before_strategy"] * scale))
    prepared = between(rng, first, last, len(who))
    return _without_offer(who, prepared, EMPTY)


def _own_initiative(
    persons: Persons, offered: IntArray, scale: float, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Plans that SOF made without any offer."""
    never_offered = np.ones(len(persons), dtype=np.bool_)
    never_offered[offered] = False
    n = round(city["plans"]["own_initiative_each_year"] * scale)
    people, days = [], []
    for year in range(STRATEGY_START.year, city["profile_year"] + 1):
        first, last, there = _membership_in(persons, year, city)
        chosen = sample(rng, np.flatnonzero(there & never_offered), n)
        people.append(chosen)
        days.append(between(rng, first[chosen], last[chosen]))
    return _without_offer(np.concatenate(people), np.concatenate(days), OWN_INITIATIVE)


def jobplan_rows(persons: Persons, city: Mapping[str, Any], rng: Generator) -> dict[str, IntArray]:
    """Rows of `bif_jobplaner`: person, godkendt, slut. Each plan follows the one before it."""
    settings = city["plans"]
    shares = by_code(settings["jobplan_share"], KINDS)[kind_of_column(persons.column)]
    n = len(persons)
    has = np.flatnonzero(chance(rng, shares, n) & (persons.benefit_first < NEVER))
    start = day(city["history_start"]) - between(rng, 0, 300, len(has))
    first = np.maximum(persons.benefit_first[has] + between(rng, 14, 130, len(has)), start)
    last = np.minimum(persons.benefit_last[has], day(city["extract_date"]))
    position, approved = renewals(rng, first, last, settings["jobplan_days"])
    who = has[position]
    order = np.lexsort((approved, who))
    who, approved = who[order], approved[order]
    following = np.append(np.where(who[1:] == who[:-1], approved[1:], NEVER), NEVER)[: len(who)]
    ended = persons.benefit_last[who] <= day(city["extract_date"])
    ended &= ~chance(rng, settings["share_jobplan_left_open"], len(who))
    final = np.where(ended, persons.benefit_last[who], NEVER)
    return {
        "person": who,
        "godkendt": approved,
        "slut": np.where(following < NEVER, following - 1, final),
    }
