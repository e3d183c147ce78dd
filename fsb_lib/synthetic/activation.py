"""Activation spells: who is activated on each measuring day, and what happens between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fsb_lib.domain.periods import default_reference_date
from fsb_lib.domain.vocabulary import codes
from fsb_lib.synthetic.draws import (
    NEVER,
    BoolArray,
    Generator,
    IntArray,
    between,
    by_code,
    chance,
    choose_codes,
    constant,
    day,
    within,
)
from fsb_lib.synthetic.others import KINDS, kind_of_column
from fsb_lib.synthetic.persons import NOT_MATCHED, SPECIAL_NEEDS, Persons

INDSATSER = codes("indsats")
REVALIDERING = INDSATSER.index("revalidering")
YEARS = range(2006, 2015)


@dataclass(frozen=True)
class Activation:
    """Rows of `bif_indsatser`, and per person the days in revalidering (NEVER for none)."""

    rows: dict[str, IntArray]
    retraining_first: IntArray
    retraining_last: IntArray


def _rows(person: IntArray, kind: IntArray, first: IntArray, last: IntArray) -> dict[str, IntArray]:
    return {"person": person, "indsats": kind, "fra": first, "til": last}


def n_activated(persons: Persons, year: int, city: Mapping[str, Any]) -> list[int]:
    """Persons to be activated on the measuring day of a year, of each special-needs group."""
    there = persons.in_focus(day(default_reference_date(year)))
    sizes = [int(np.sum(there & (persons.group == group))) for group in SPECIAL_NEEDS]
    names = codes("maalgruppe")
    settings = city["activation"]
    if year != city["baseline_day"].year:
        return [round(settings["rates"][year][names[g]] * sizes[g]) for g in SPECIAL_NEEDS]
    published = city["published_focus"]
    return [
        round(settings["persons_2007"][names[g]] * sizes[g] / published[names[g]])
        for g in SPECIAL_NEEDS
    ]


def activation_of(persons: Persons, city: Mapping[str, Any], rng: Generator) -> Activation:
    """All activation spells; on each measuring day exactly the chosen persons are activated."""
    active = np.zeros(len(persons), dtype=np.bool_)
    retraining_first = constant(NEVER, len(persons))
    retraining_last = constant(NEVER, len(persons))
    parts = []
    for year in YEARS:
        active = _chosen(persons, year, active, city, rng)
        rows = _around_the_day(persons, np.flatnonzero(active), year, city, rng)
        parts.append(rows)
        parts.append(_second(rows, city, rng))
        parts.append(_between_days(persons, year, city, rng))
        parts.append(_edge_of_month(persons, ~active, year, city, rng))
        retrained = rows["indsats"] == REVALIDERING
        retrained &= retraining_first[rows["person"]] == NEVER
        who = rows["person"][retrained]
        retraining_first[who] = rows["fra"][retrained]
        retraining_last[who] = rows["til"][retrained]
    parts += _not_activation(persons, city, rng)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    begun = joined["fra"] <= day(city["extract_date"])
    rows = {name: column[begun] for name, column in joined.items()}
    return Activation(rows, retraining_first, retraining_last)


def _chosen(
    persons: Persons, year: int, before: BoolArray, city: Mapping[str, Any], rng: Generator
) -> BoolArray:
    """Who is activated on the measuring day: exact within the focus population, else drawn."""
    on = day(default_reference_date(year))
    settings = city["activation"]
    there = persons.on_benefit(on)
    focus = persons.in_focus(on)
    rates = by_code(settings["others"], KINDS)[kind_of_column(persons.column)]
    active: BoolArray = there & ~focus & chance(rng, rates, len(persons))
    likeliness = rng.random(len(persons)) + settings["staying"] * before
    for group, n in zip(SPECIAL_NEEDS, n_activated(persons, year, city), strict=True):
        members = np.flatnonzero(focus & (persons.group == group))
        active[members[np.argsort(-likeliness[members], kind="stable")[:n]]] = True
    return active


def _around_the_day(
    persons: Persons, who: IntArray, year: int, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    settings = city["activation"]
    on = day(default_reference_date(year))
    first = np.maximum(
        on - within(rng, settings["days_around"], len(who)), _start(persons, who, on)
    )
    last = np.minimum(
        on + within(rng, settings["days_around"], len(who)), persons.benefit_last[who]
    )
    kinds = settings["kinds_from_2014" if year >= 2014 else "kinds"]
    kind = choose_codes(rng, kinds, INDSATSER, len(who))
    retrained = chance(rng, settings["share_revalidering"], len(who))
    retrained &= persons.column[who] != NOT_MATCHED
    return _rows(who, np.where(retrained, REVALIDERING, kind), first, last)


def _start(persons: Persons, who: IntArray, on: int) -> IntArray:
    """First day of benefit of the run that covers the day."""
    after_gap = np.where(persons.gap_last < on, persons.gap_last + 1, -NEVER)
    return np.maximum(persons.benefit_first, after_gap)[who]


def _second(
    rows: dict[str, IntArray], city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Some have a second offer at the same time, inside the first."""
    twice = chance(rng, city["activation"]["share_second_spell"], len(rows["fra"]))
    twice &= rows["indsats"] != REVALIDERING
    first = between(rng, rows["fra"][twice], rows["til"][twice])
    last = between(rng, first, rows["til"][twice])
    kind = choose_codes(rng, city["activation"]["kinds"], INDSATSER, len(first))
    return _rows(rows["person"][twice], kind, first, last)


def _between_days(
    persons: Persons, year: int, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Spells that start after a measuring day and end before the next."""
    settings = city["activation"]
    on = day(default_reference_date(year))
    first = on + between(rng, 18, 150, len(persons))
    last = np.minimum(first + between(rng, 20, 150, len(persons)), persons.benefit_last)
    last = np.minimum(last, day(city["extract_date"]) + 60)
    has = persons.on_benefit(first) & (last >= first)
    has &= (first <= day(city["extract_date"])) & (persons.column != NOT_MATCHED)
    who = np.flatnonzero(has & chance(rng, settings["share_between"], len(persons)))
    kind = choose_codes(rng, settings["kinds"], INDSATSER, len(who))
    return _rows(who, kind, first[who], last[who])


def _edge_of_month(
    persons: Persons, passive: BoolArray, year: int, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Spells of those not activated on the day that end, or start, in the same month."""
    on = day(default_reference_date(year))
    candidates = passive & persons.on_benefit(on) & persons.on_benefit(on - 80)
    candidates &= persons.on_benefit(on + 14)
    share = city["activation"]["share_edge"]
    who = np.flatnonzero(candidates & chance(rng, share, len(persons)))
    ends = chance(rng, 0.5, len(who))
    length = between(rng, 20, 60, len(who))
    last = np.where(ends, on - between(rng, 1, 13, len(who)), NEVER)
    first = np.where(ends, last - length, on + between(rng, 1, 13, len(who)))
    last = np.where(ends, last, np.minimum(first + length, persons.benefit_last[who]))
    kind = choose_codes(rng, city["activation"]["kinds"], INDSATSER, len(who))
    return _rows(who, kind, first, last)


def _not_activation(
    persons: Persons, city: Mapping[str, Any], rng: Generator
) -> list[dict[str, IntArray]]:
    """Mentor and samtale: rows that must not count."""
    parts = []
    for code, share in city["activation"]["not_activation"].items():
        for year in YEARS:
            first = day(date(year, 1, 1)) + between(rng, 0, 364, len(persons))
            has = persons.on_benefit(first) & chance(rng, share, len(persons))
            who = np.flatnonzero(has)
            length = between(rng, 60, 300, len(who)) if code == "mentor" else constant(0, len(who))
            last = np.minimum(first[who] + length, persons.benefit_last[who])
            parts.append(_rows(who, constant(INDSATSER.index(code), len(who)), first[who], last))
    return parts
