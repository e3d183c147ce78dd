"""The focus population beside the city's population (D14): sex, age and origin.

Both are counted alike, by sex, origin and age band, so that a share of the one and a share of
the other are made by the same sums:

    sex          focus   city, of the ages compared
    "mand"         1241  191873
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import ibis.expr.types as ir

from fsb_lib.domain.city_population import (
    AGE_BANDS,
    ORIGINS,
    SEXES,
    CityPopulation,
    Persons,
    PublishedShare,
)
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


# The least and the greatest share that may be the city's; both are the one that is known.
Range = tuple[Ratio, Ratio]


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

    fact   | category | share | population_share | population_share_high | about_same
    origin | dansk    | 3/4   | 77/100           | 78/100                | 1

    `ages` says who is compared for sex and origin, age bands are compared among adults. Shares
    leave out unknown sex, age or origin. `tolerance` is the largest difference of unrounded
    shares that is "about the same". The city's share may be a range, from `population_share` to
    `population_share_high`: the verdict is given where the whole range gives it. Without `city`
    its shares are not available.
    """
    rows: list[MeasuredRow] = []
    for name, fact, among in (("sex", SEX, ages), ("age", AGE, "adults"), ("origin", ORIGIN, ages)):
        of_focus = _shares_of(facts.counts(fact.of_focus[among]), fact)
        of_city = _ranges(city, fact, among) if city else {}
        rows += [
            MeasuredRow((name, code), _row(of_focus[code], of_city.get(code), tolerance))
            for code in fact.lines
        ]
    return MeasuredTable("population_comparison", tuple(rows), when)


def origin_in_city(city: CityPopulation | None, ages: str) -> Mapping[str, Ratio]:
    """The city's shares by origin, among these ages; empty when they are not at hand."""
    return _shares(city.persons, ORIGIN, AMONG[ages]) if city and city.persons else {}


def _row(share: Ratio, in_city: Range | None, tolerance: Fraction) -> Mapping[str, MeasuredValue]:
    low, high = in_city or (None, None)
    same = None
    if low is not None and high is not None:
        same = _verdict(share.value, low.value, high.value, tolerance)
    return {
        "share": share,
        "population_share": low,
        "population_share_high": high,
        "about_same": same,
    }


def _verdict(
    share: Fraction | None, low: Fraction | None, high: Fraction | None, tolerance: Fraction
) -> int | None:
    """Whether the share is about the city's; None where one end says so and the other not, or one
    says more and the other fewer.
    """
    if share is None or low is None or high is None:
        return None
    if high - tolerance <= share <= low + tolerance:
        return 1
    is_other = share > high + tolerance or share < low - tolerance
    return 0 if is_other else None


def _ranges(city: CityPopulation, fact: Fact, among: str) -> Mapping[str, Range]:
    """The least and the greatest share of each line that can be known."""
    if city.persons:
        shares = _shares(city.persons, fact, AMONG[among])
        return {line: (share, share) for line, share in shares.items()}
    if fact is ORIGIN:
        return _published_origin(city.origin) if city.origin and among == "all" else {}
    by_day = [
        _shares({(sex, "", band): n for (sex, band), n in margin.items()}, fact, AMONG[among])
        for margin in city.margins
    ]
    return {
        line: _range([shares[line] for shares in by_day])
        for line in fact.lines
        if all(shares[line].value is not None for shares in by_day)
    }


def _range(shares: Sequence[Ratio]) -> Range:
    ordered = sorted(shares, key=lambda share: share.value or Fraction())
    return ordered[0], ordered[-1]


def _published_origin(share: PublishedShare) -> Mapping[str, Range]:
    """Immigrants and descendants as published, and the others as the rest of it."""
    least, greatest = _as_ratio(share.least), _as_ratio(share.greatest)
    rest = _as_ratio(100 - share.greatest), _as_ratio(100 - share.least)
    return {IMMIGRANTS: (least, greatest), ORIGINS[0]: rest}


def _as_ratio(percent: Fraction) -> Ratio:
    """In ten-thousandths: published shares have at most two decimals."""
    return Ratio(int(percent * 100), 10_000)


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
