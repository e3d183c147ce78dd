"""The focus population beside the city's population (D14): sex, age and origin.

Both are counted alike, by sex, origin and age band, so that a share of the one and a share of
the other are made by the same sums:

    (sex, origin, band)          focus   city
    ("mand", "dansk", "18-24")      41  21873
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import ibis
import ibis.expr.types as ir

from fsb_lib.domain.city_population import AGE_BANDS, ORIGINS, SEXES, CityPopulation, Persons
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.periods import Period
from fsb_lib.domain.vocabulary import UNKNOWN
from fsb_lib.measures.counting import counts_by

IMMIGRANTS = "indvandrere_og_efterkommere"
ADULTS = tuple(AGE_BANDS)[1:]
# `population.ages`: the age bands that sex and origin are compared among.
AMONG: Mapping[str, Collection[str]] = {
    "all": (*AGE_BANDS, UNKNOWN),
    "18-64": ADULTS[:-1],
}


@dataclass(frozen=True)
class Fact:
    """What is compared: its place in the key of a count, and its lines with the codes they sum."""

    place: int
    lines: Mapping[str, Collection[str]]


SEX = Fact(0, {sex: (sex,) for sex in SEXES})
ORIGIN = Fact(1, {**{origin: (origin,) for origin in ORIGINS}, IMMIGRANTS: ORIGINS[1:]})
AGE = Fact(
    2,
    {
        **{band: (band,) for band in ADULTS[:-2]},
        "60+": ADULTS[-2:],
        "18-29": ADULTS[:2],
    },
)


def population_comparison(
    facts: ir.Table,
    when: date | Period,
    city: CityPopulation | None,
    ages: str,
    tolerance: Fraction,
) -> MeasuredTable:
    """Shares of the focus population and of the city's, and whether they are about the same.

    fact   | category | share | population_share | about_same
    origin | dansk    | 3/4   | 77/100           | 1

    `facts` is `profile.with_facts`; `ages` says who is compared for sex and origin, age bands
    are compared among adults. Shares leave out unknown sex, age or origin. `tolerance` is the
    largest difference of unrounded shares that is "about the same". Without `city` its shares
    are not available.
    """
    focus = _counted_alike(facts)
    rows: list[MeasuredRow] = []
    for name, fact, bands in _compared(ages):
        of_focus = _shares(focus, fact, bands)
        of_city = _shares(city.persons, fact, bands) if city else {}
        rows += [
            MeasuredRow((name, code), _row(of_focus[code], of_city.get(code), tolerance))
            for code in fact.lines
        ]
    return MeasuredTable("population_comparison", tuple(rows), when)


def origin_in_city(city: CityPopulation | None, ages: str) -> Mapping[str, Ratio]:
    """The city's shares by origin, among these ages; empty when they are not at hand."""
    return _shares(city.persons, ORIGIN, AMONG[ages]) if city else {}


def _compared(ages: str) -> tuple[tuple[str, Fact, Collection[str]], ...]:
    among = AMONG[ages]
    return (("sex", SEX, among), ("age", AGE, ADULTS), ("origin", ORIGIN, among))


def _row(share: Ratio, in_city: Ratio | None, tolerance: Fraction) -> Mapping[str, MeasuredValue]:
    known = None if in_city is None or share.value is None else in_city.value
    same = None
    if known is not None and share.value is not None:
        same = int(abs(share.value - known) <= tolerance)
    return {"share": share, "population_share": in_city, "about_same": same}


def _counted_alike(facts: ir.Table) -> Persons:
    """The focus population by sex, origin and the city's age bands, unknown as a code."""
    limits = [(last, band) for band, (_, last) in AGE_BANDS.items() if last is not None]
    band = ibis.cases(
        (facts.age.isnull(), UNKNOWN),
        *((facts.age <= last, band) for last, band in limits),
        else_=tuple(AGE_BANDS)[-1],
    )
    keys = facts.select(
        sex=facts.sex.fill_null(UNKNOWN), origin=facts.origin.fill_null(UNKNOWN), band=band
    )
    counts = counts_by(keys, ["sex", "origin", "band"])
    return {(sex, origin, age): values["persons"] for (sex, origin, age), values in counts.items()}


def _shares(persons: Persons, fact: Fact, bands: Collection[str]) -> Mapping[str, Ratio]:
    """Share by line; the base is everybody in these age bands whose fact is known."""
    n = {code: 0 for codes in fact.lines.values() for code in codes}
    for key, count in persons.items():
        if key[2] in bands and key[fact.place] in n:
            n[key[fact.place]] += count
    base = sum(n.values())
    return {line: Ratio(sum(n[c] for c in codes), base) for line, codes in fact.lines.items()}
