"""Interviews (samtaler): regular with some of those who are not job-ready, seldom with the rest."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from fsb_lib.domain.vocabulary import codes
from fsb_lib.synthetic.draws import (
    BoolArray,
    Generator,
    IntArray,
    between,
    chance,
    constant,
    day,
    renewals,
)
from fsb_lib.synthetic.persons import NOT_MATCHED, Persons

SAMTALE = codes("indsats").index("samtale")


def interview_rows(
    persons: Persons, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Rows of `bif_indsatser` of one day each, on days on which the person has a benefit.

    Who is talked with regularly is so only while assessed as not job-ready.
    """
    settings = city["interviews"]
    regular = chance(rng, settings["share_regular"], len(persons))
    who, on = _held(persons, regular, settings["days_between"]["regular"], city, rng)
    low = persons.at(who).low_on(on)
    often = who[low], on[low]
    seldom = _held(persons, ~regular, settings["days_between"]["seldom"], city, rng)
    person, days = (np.concatenate(pair) for pair in zip(often, seldom, strict=True))
    code = constant(SAMTALE, len(person))
    return {"person": person, "indsats": code, "fra": days, "til": days}


def _held(
    persons: Persons,
    members: BoolArray,
    days_between: tuple[int, int],
    city: Mapping[str, Any],
    rng: Generator,
) -> tuple[IntArray, IntArray]:
    """(person, day) of interviews from some day of the run of benefit to its end."""
    who = np.flatnonzero(members & (persons.column != NOT_MATCHED))
    first = np.maximum(persons.benefit_first[who], day(city["interviews"]["first_day"]))
    first = first + between(rng, 0, days_between[1], len(who))
    last = np.minimum(persons.benefit_last[who], day(city["extract_date"]))
    position, on = renewals(rng, first, last, days_between)
    there = persons.at(who[position]).on_benefit(on)
    return who[position][there], on[there]
