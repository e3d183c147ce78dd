"""Benefit spells: the runs of all persons, cut into the pieces that a register holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fsb_lib.domain.vocabulary import codes
from fsb_lib.synthetic.draws import (
    NEVER,
    BoolArray,
    Generator,
    IntArray,
    between,
    chance,
    choose_codes,
    constant,
    day,
)
from fsb_lib.synthetic.persons import NOT_MATCHED, Persons
from fsb_lib.synthetic.traits import OF_AGE

YDELSER = codes("ydelse")
NOTHING = -1


def position(code: str) -> int:
    """Position in the benefit code list."""
    return YDELSER.index(code)


@dataclass(frozen=True)
class Spells:
    """One element per benefit spell; both days are in it."""

    person: IntArray
    benefit: IntArray
    first: IntArray
    last: IntArray

    def where(self, kept: BoolArray) -> "Spells":
        return Spells(self.person[kept], self.benefit[kept], self.first[kept], self.last[kept])

    def with_others(self, *others: "Spells") -> "Spells":
        """These and the others, without empty ones."""
        parts = (self, *others)
        joined = Spells(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("person", "benefit", "first", "last")
            )
        )
        return joined.where(joined.first <= joined.last)

    def carved(self, first: IntArray, last: IntArray, benefit: int) -> "Spells":
        """With each person's days from `first` to `last` given to another benefit, or to none.

        before   |--------- kontanthjaelp ----------|
        after    |-- k. --||-- another --||--- k. --|
        """
        low, high = first[self.person], last[self.person]
        left = Spells(self.person, self.benefit, self.first, np.minimum(self.last, low - 1))
        right = Spells(self.person, self.benefit, np.maximum(self.first, high + 1), self.last)
        untouched = (low > high) | (low > self.last) | (high < self.first)
        pieces = self.where(untouched).with_others(left.where(~untouched), right.where(~untouched))
        if benefit == NOTHING:
            return pieces
        middle = Spells(
            self.person,
            constant(benefit, len(self.person)),
            np.maximum(self.first, low),
            np.minimum(self.last, high),
        )
        return pieces.with_others(middle.where(~untouched))


@dataclass(frozen=True)
class Change:
    """Days (per person; NEVER for none) on which the run is of another benefit."""

    benefit: str
    first: IntArray
    last: IntArray


def benefit_of_runs(persons: Persons, city: Mapping[str, Any], rng: Generator) -> IntArray:
    """The benefit of each person's run, before any change: position in the code list."""
    settings = city["benefits"]
    matched = choose_codes(rng, settings["matched"], YDELSER, len(persons))
    other = choose_codes(rng, settings["not_matched"], YDELSER, len(persons))
    return np.where(persons.column == NOT_MATCHED, other, matched)


def changes_by_law(
    persons: Persons, benefit: IntArray, born: IntArray, city: Mapping[str, Any], rng: Generator
) -> list[Change]:
    """What the reforms of 2012 and 2014 made of running benefits."""
    settings = city["benefits"]
    n = len(persons)
    reform = day(settings["uddannelseshjaelp_starts"])
    thirty = born + 10_957  # 30 years, leap days included
    young = np.isin(benefit, [position("kontanthjaelp"), position("starthjaelp")])
    young &= (thirty > reform) & chance(rng, settings["share_uddannelseshjaelp"], n)
    sick = (benefit == position("sygedagpenge")) & chance(rng, settings["share_jobafklaring"], n)
    started = np.maximum(persons.benefit_first + 154, day(settings["jobafklaring_starts"]))
    starthjaelp = benefit == position("starthjaelp")
    never = constant(NEVER, n)
    return [
        Change(
            "kontanthjaelp",
            np.where(starthjaelp, day(settings["starthjaelp_ends"]), NEVER),
            never,
        ),
        Change("uddannelseshjaelp", np.where(young, reform, NEVER), thirty - 1),
        Change("jobafklaringsydelse", np.where(sick, started, NEVER), never),
    ]


def benefit_rows(
    persons: Persons,
    benefit: IntArray,
    born: IntArray,
    changes: list[Change],
    city: Mapping[str, Any],
    rng: Generator,
) -> dict[str, IntArray]:
    """Rows of `bif_ydelser`: person, ydelse (position), fra, til (days)."""
    who = np.flatnonzero(persons.benefit_first < NEVER)
    spells = Spells(who, benefit[who], persons.benefit_first[who], persons.benefit_last[who])
    spells = spells.carved(persons.gap_first, persons.gap_last, NOTHING)
    for change in changes:
        spells = spells.carved(change.first, change.last, position(change.benefit))
    spells = _split(spells, city, rng)
    spells = spells.with_others(
        _sick_meanwhile(spells, city, rng), _earlier_runs(persons, born, city, rng)
    )
    spells = spells.where(spells.first <= day(city["extract_date"]))
    open_end = np.where(spells.last > day(city["extract_date"]), NEVER, spells.last)
    return {
        "person": spells.person,
        "ydelse": spells.benefit,
        "fra": spells.first,
        "til": open_end,
    }


def _split(spells: Spells, city: Mapping[str, Any], rng: Generator) -> Spells:
    """Some long spells are delivered as two, which touch or overlap by some days."""
    settings = city["benefits"]
    n = len(spells.person)
    last = np.minimum(spells.last, day(city["extract_date"]))
    at = between(rng, spells.first + 40, last - 40)
    split = (last - spells.first > 120) & chance(rng, settings["share_split"], n)
    overlap = between(rng, 1, 10, n) * chance(rng, settings["share_overlapping"], n)
    left = Spells(spells.person, spells.benefit, spells.first, at)
    right = Spells(spells.person, spells.benefit, at + 1 - overlap, spells.last)
    return spells.where(~split).with_others(left.where(split), right.where(split))


def _sick_meanwhile(spells: Spells, city: Mapping[str, Any], rng: Generator) -> Spells:
    """A second benefit inside a spell: sygedagpenge beside kontanthjaelp."""
    last = np.minimum(spells.last, day(city["extract_date"]))
    sick = chance(rng, city["benefits"]["share_sick_meanwhile"], len(last))
    inside = spells.where(sick & (spells.benefit == position("kontanthjaelp")))
    until = np.minimum(inside.last, day(city["extract_date"]))
    first = between(rng, inside.first, until)
    stop = np.minimum(first + between(rng, 10, 60, len(first)), inside.last)
    return Spells(inside.person, constant(position("sygedagpenge"), len(first)), first, stop)


def _earlier_runs(
    persons: Persons, born: IntArray, city: Mapping[str, Any], rng: Generator
) -> Spells:
    """An older, short run before which and after which the person had no benefit.

    It ends at least a break before the run, never covers the baseline day, and of those who are
    ever in focus it ends before their cases began, so it is never a membership.
    """
    n = len(persons)
    baseline = day(city["baseline_day"])
    last = np.minimum(persons.benefit_first - 60, NEVER - 1)
    member = persons.ever_in_focus
    last = np.where(member, np.minimum(last, persons.case_first - 10), last)
    last = last - between(rng, 0, 500, n)
    first = last - between(rng, 60, 400, n)
    gets = chance(rng, city["benefits"]["share_earlier_run"], n)
    gets &= (persons.benefit_first < NEVER) & ((last < baseline) | (first > baseline))
    gets &= (first > day(date(1998, 1, 1))) & (first > born + 366 * OF_AGE)
    who = np.flatnonzero(gets)
    kontanthjaelp = constant(position("kontanthjaelp"), len(who))
    return Spells(who, kontanthjaelp, first[who], last[who])
