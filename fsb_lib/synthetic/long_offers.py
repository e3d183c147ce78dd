"""Longer offers: some who are activated at two measurements running are so all the year between.

15 November 2010        2011            15 November 2011
 ======| . . . . . . . . . . . . . . . |=======              spells around the days
        |==============================|                     a longer offer fills the gap

Nobody is activated on another measuring day for it, so no published figure moves.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from fsb_lib.domain.periods import default_reference_date
from fsb_lib.domain.vocabulary import activation_codes, codes
from fsb_lib.synthetic.activation import YEARS
from fsb_lib.synthetic.draws import NEVER, Generator, IntArray, chance, constant, day
from fsb_lib.synthetic.persons import Persons

INDSATSER = codes("indsats")


def long_offer_rows(
    persons: Persons, rows: Mapping[str, IntArray], city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Rows of `bif_indsatser` between two measurements; `rows` are all others."""
    counting = np.isin(rows["indsats"], [INDSATSER.index(code) for code in activation_codes()])
    spells = {name: column[counting] for name, column in rows.items()}
    days = [day(default_reference_date(year)) for year in YEARS]
    parts = [_filled(persons, spells, pair, city, rng) for pair in pairwise(days)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _filled(
    persons: Persons,
    spells: Mapping[str, IntArray],
    between: tuple[int, int],
    city: Mapping[str, Any],
    rng: Generator,
) -> dict[str, IntArray]:
    settings, n = city["long_offers"], len(persons)
    until, since = constant(-NEVER, n), constant(NEVER, n)
    at_first, at_last = ((spells["fra"] <= on) & (on <= spells["til"]) for on in between)
    np.maximum.at(until, spells["person"][at_first], spells["til"][at_first])
    np.minimum.at(since, spells["person"][at_last], spells["fra"][at_last])
    first, last = until + 1, since - 1
    there = persons.on_benefit(first) & persons.on_benefit(last)
    there &= (persons.gap_first > last) | (persons.gap_last < first)
    has = (until > -NEVER) & (since < NEVER) & (first <= last) & there
    who = np.flatnonzero(has & chance(rng, settings["share"], n))
    kind = constant(INDSATSER.index(settings["kind"]), len(who))
    return {"person": who, "indsats": kind, "fra": first[who], "til": last[who]}
