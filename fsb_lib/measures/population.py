"""The focus population beside the city's population (D14): sex, age and origin.

Both are counted alike, by sex, origin and age band, so that a share of the one and a share of
the other are made by the same sums:

    sex          focus   city, of the ages compared
    "mand"         1241  191873
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import ibis.expr.types as ir

from fsb_lib.domain.city_population import AGE_BANDS, ORIGINS, SEXES, CityPopulation, Persons
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.periods import Period
from fsb_lib.domain.vocabulary import UNKNOWN
from fsb_lib.measures.counting import Counts, Grouping, persons_in
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.profile import band_of

IMMIGRANTS = "indvandrere_og_efterkommere"
ADULTS = tuple(AGE_BANDS)[1:]
# Who is compared: by `population.ages` for sex and origin, adults for age.
AMONG: Mapping[str, Collection[str]] = {
    "all": (*AGE_BANDS, UNKNOWN),
    "18-64": ADULTS[:-1],
    "adults": ADULTS,
}


@dataclass(frozen=True)
class Fact:
    """What is compared: its place in the key of the city's persons, its lines with the codes that
    they sum, and how the focus population is counted by who is compared."""

    place: int
    lines: Mapping[str, Collection[str]]
    of_focus: Mapping[str, Grouping]

    @property
    def codes(self) -> Collection[str]:
        return dict.fromkeys(code for codes in self.lines.values() for code in codes)


def _by_ages(column: str) -> Mapping[str, Grouping]:
    return {"all": Grouping(by=(column,)), "18-64": Grouping(("of_18_to_64",), by=(column,))}


SEX = Fact(0, {sex: (sex,) for sex in SEXES}, _by_ages("sex"))
ORIGIN = Fact(
    1,
    {**{origin: (origin,) for origin in ORIGINS}, IMMIGRANTS: ORIGINS[1:]},
    _by_ages("origin"),
)
AGE = Fact(
    2,
    {
        **{band: (band,) for band in ADULTS[:-2]},
        "60+": ADULTS[-2:],
        "18-29": ADULTS[:2],
    },
    {"adults": Grouping(("adult",), by=("band",))},
)
GROUPINGS = tuple(one for fact in (SEX, ORIGIN, AGE) for one in fact.of_focus.values())


def with_ages(facts: ir.Table) -> ir.Table:
    """Facts with what decides who is compared: the city's age band, `adult` and `of_18_to_64`."""
    limits = [last + 1 for _, last in AGE_BANDS.values() if last is not None]
    there = facts.mutate(band=band_of(facts.age, limits, tuple(AGE_BANDS)))
    return there.mutate(adult=there.band.isin(ADULTS), of_18_to_64=there.band.isin(AMONG["18-64"]))


def population_comparison(
    facts: Measurement,
    when: date | Period,
    city: CityPopulation | None,
    ages: str,
    tolerance: Fraction,
) -> MeasuredTable:
    """Shares of the focus population and of the city's, and whether they are about the same.

    fact   | category | share | population_share | about_same
    origin | dansk    | 3/4   | 77/100           | 1

    `ages` says who is compared for sex and origin, age bands are compared among adults. Shares
    leave out unknown sex, age or origin. `tolerance` is the largest difference of unrounded
    shares that is "about the same". Without `city` its shares are not available.
    """
    rows: list[MeasuredRow] = []
    for name, fact, among in (("sex", SEX, ages), ("age", AGE, "adults"), ("origin", ORIGIN, ages)):
        of_focus = _shares_of(facts.counts(fact.of_focus[among]), fact)
        of_city = _shares(city.persons, fact, AMONG[among]) if city else {}
        rows += [
            MeasuredRow((name, code), _row(of_focus[code], of_city.get(code), tolerance))
            for code in fact.lines
        ]
    return MeasuredTable("population_comparison", tuple(rows), when)


def origin_in_city(city: CityPopulation | None, ages: str) -> Mapping[str, Ratio]:
    """The city's shares by origin, among these ages; empty when they are not at hand."""
    return _shares(city.persons, ORIGIN, AMONG[ages]) if city else {}


def _row(share: Ratio, in_city: Ratio | None, tolerance: Fraction) -> Mapping[str, MeasuredValue]:
    known = None if in_city is None or share.value is None else in_city.value
    same = None
    if known is not None and share.value is not None:
        same = int(abs(share.value - known) <= tolerance)
    return {"share": share, "population_share": in_city, "about_same": same}


def _shares_of(counts: Counts, fact: Fact) -> Mapping[str, Ratio]:
    """Share by line; the base is everybody counted whose fact is known."""
    return _by_line({code: persons_in(counts, code) for code in fact.codes}, fact)


def _shares(persons: Persons, fact: Fact, bands: Collection[str]) -> Mapping[str, Ratio]:
    """The same of the city's persons in these age bands."""
    n = dict.fromkeys(fact.codes, 0)
    for key, count in persons.items():
        if key[2] in bands and key[fact.place] in n:
            n[key[fact.place]] += count
    return _by_line(n, fact)


def _by_line(n: Mapping[str, int], fact: Fact) -> Mapping[str, Ratio]:
    base = sum(n.values())
    return {line: Ratio(sum(n[c] for c in codes), base) for line, codes in fact.lines.items()}
