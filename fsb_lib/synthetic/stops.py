"""Stops of benefit: some lose it again and again and come back, and some exits do not last.

15 November 2009                                    15 November 2010
 |==========|          |=======|         |==================|     two stops without an exit
 |==========| exit            |=====|                             an exit, and back for a while

A benefit on a measuring day is neither taken nor given, so no published figure moves; a stop is
far enough from 2014 that no run becomes shorter than the three years that the note of 2015 asks.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from fsb_lib.domain.periods import default_reference_date
from fsb_lib.domain.vocabulary import codes
from fsb_lib.synthetic.benefits import NOTHING, Spells, position
from fsb_lib.synthetic.draws import NEVER, Generator, IntArray, chance, constant, day, within
from fsb_lib.synthetic.persons import Persons

UDFALD = codes("udfald")
LASTING = [UDFALD.index(code) for code in ("ordinaert_arbejde", "uddannelse")]


def with_stops_and_returns(
    persons: Persons,
    rows: Mapping[str, IntArray],
    exits: Mapping[str, IntArray],
    city: Mapping[str, Any],
    rng: Generator,
) -> dict[str, IntArray]:
    """Rows of `bif_ydelser`; `exits` are those of `bif_afgange`."""
    settings = city["stops"]
    spells = Spells(rows["person"], rows["ydelse"], rows["fra"], rows["til"])
    days = [day(default_reference_date(year)) for year in settings["years"]]
    for pair in pairwise(days):
        spells = _stopped_twice(spells, persons, pair, settings, rng)
    spells = spells.with_others(_back_for_a_while(exits, days, settings, rng))
    return {
        "person": spells.person,
        "ydelse": spells.benefit,
        "fra": spells.first,
        "til": spells.last,
    }


def _stopped_twice(
    spells: Spells,
    persons: Persons,
    between: tuple[int, int],
    settings: Mapping[str, Any],
    rng: Generator,
) -> Spells:
    """Without the days of two stops of some who are in focus on both days."""
    n = len(persons)
    stopped = persons.in_focus(between[0]) & persons.in_focus(between[1])
    stopped &= chance(rng, settings["share"], n)
    day_before = constant(between[0], n)
    for after in (settings["days_before"], settings["days_between"]):
        first = day_before + 1 + within(rng, after, n)
        day_before = first + within(rng, settings["days"], n) - 1
        spells = spells.carved(
            np.where(stopped, first, NEVER), np.where(stopped, day_before, -NEVER), NOTHING
        )
    return spells


def _back_for_a_while(
    exits: Mapping[str, IntArray], days: list[int], settings: Mapping[str, Any], rng: Generator
) -> Spells:
    """Spells between two measuring days, after exits to work or education between them."""
    n = len(exits["person"])
    first = exits["dato"] + 1 + within(rng, settings["days_away"], n)
    last = first + within(rng, settings["days_back"], n) - 1
    back = np.isin(exits["udfald"], LASTING) & chance(rng, settings["share_back"], n)
    between = np.searchsorted(days, exits["dato"], side="right")
    back &= (between > 0) & (between < len(days)) & (between == np.searchsorted(days, last))
    benefit = constant(position("kontanthjaelp"), n)
    return Spells(exits["person"], benefit, first, last).where(back)
