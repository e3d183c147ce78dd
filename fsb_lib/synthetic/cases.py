"""Case spells in the target-group teams of SOF."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from fsb_lib.synthetic.draws import NEVER, Generator, IntArray, between, chance, day, sample, within
from fsb_lib.synthetic.persons import NO_CASE, WITHOUT_SPECIAL_NEEDS, Persons


def case_rows(
    persons: Persons, scale: float, city: Mapping[str, Any], rng: Generator
) -> dict[str, IntArray]:
    """Rows of `sof_sager`: person, maalgruppe (position), fra, til (days)."""
    who = np.flatnonzero((persons.group != NO_CASE) & (persons.case_first <= persons.case_last))
    main = (who, persons.group[who], persons.case_first[who], persons.case_last[who])
    other = np.flatnonzero(persons.other_case_first < NEVER)
    before = (
        other,
        np.full(len(other), WITHOUT_SPECIAL_NEEDS, dtype=np.int64),
        persons.other_case_first[other],
        persons.case_first[other] - 1,
    )
    parts = [*_split(main, city, rng), before, _second_groups(persons, scale, city, rng)]
    person, group, first, last = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    extract = day(city["extract_date"])
    kept = (first <= extract) & (first <= last)
    last = np.where(last > extract, NEVER, last)
    names = ("person", "maalgruppe", "fra", "til")
    return {
        name: column[kept] for name, column in zip(names, (person, group, first, last), strict=True)
    }


def _split(
    main: tuple[IntArray, ...], city: Mapping[str, Any], rng: Generator
) -> list[tuple[IntArray, ...]]:
    """Some long cases are delivered as two, which touch or overlap."""
    person, group, first, last = main
    settings = city["cases"]
    until = np.minimum(last, day(city["extract_date"]))
    split = (until - first > 200) & chance(rng, settings["share_split"], len(person))
    at = between(rng, first + 60, until - 60)
    overlapping = chance(rng, settings["share_overlapping"], len(person))
    start = at + 1 - between(rng, 1, 50, len(person)) * overlapping
    whole = ~split
    return [
        (person[whole], group[whole], first[whole], last[whole]),
        (person[split], group[split], first[split], at[split]),
        (person[split], group[split], start[split], last[split]),
    ]


def _second_groups(
    persons: Persons, scale: float, city: Mapping[str, Any], rng: Generator
) -> tuple[IntArray, ...]:
    """Second cases of lower priority, inside the first, so that the target group stands."""
    settings = city["cases"]
    special = (persons.group != NO_CASE) & (persons.group != WITHOUT_SPECIAL_NEEDS)
    long = persons.case_last - persons.case_first > 400
    who = sample(rng, np.flatnonzero(special & long), round(settings["several_groups"] * scale))
    until = np.minimum(persons.case_last[who], day(city["extract_date"]))
    first = between(rng, persons.case_first[who], until)
    last = np.minimum(
        first + within(rng, settings["days_of_second"], len(who)), persons.case_last[who]
    )
    group = between(rng, persons.group[who] + 1, WITHOUT_SPECIAL_NEEDS)
    return who, group, first, last
