"""The city's population in a quarter, which a profile is compared with (D14).

The figures come from Danmarks Statistik, table FOLK1E, and stand in the committed snapshot
data/population.yaml; `fsb population` writes it. FOLK1E counts on the first day of the quarter.

    cells    FOLK1E whole: sex, origin, age             every share is known
    margins  sex and age on other days, by another count    a share lies between those days'
    share    immigrants and descendants, as published       a value or a range
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, Literal

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.package_data import load
from fsb_lib.domain import vocabulary
from fsb_lib.domain.periods import Period

SEXES = ("kvinde", "mand")
ORIGINS = vocabulary.codes("herkomst")
# Years of age, first and last, of the bands that the snapshot keeps.
AGE_BANDS: Mapping[str, tuple[int, int | None]] = {
    "0-17": (0, 17),
    "18-24": (18, 24),
    "25-29": (25, 29),
    "30-39": (30, 39),
    "40-49": (40, 49),
    "50-59": (50, 59),
    "60-64": (60, 64),
    "65+": (65, None),
}

# (sex, origin, age band) -> persons; (sex, age band) -> persons
Persons = Mapping[tuple[str, str, str], int]
Margin = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class PublishedShare:
    """A share as it was published, in percent: its least and its greatest value."""

    least: Fraction
    greatest: Fraction


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    year: int
    number: int

    @property
    def code(self) -> str:
        """As the StatBank writes it: `2014K4`."""
        return f"{self.year}K{self.number}"


@dataclass(frozen=True)
class CityPopulation:
    """Who lived in the city on the first day of a quarter; one count per combination.

    Where these are not at hand `persons` is empty: `margins` are then counts by sex and age of
    days around the quarter, and `origin` the share of immigrants and descendants.
    """

    quarter: Quarter
    persons: Persons
    margins: tuple[Margin, ...] = ()
    origin: PublishedShare | None = None


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in: 15 November is in the fourth."""
    return Quarter(day.year, (day.month + 2) // 3)


def compared_quarter(when: date | Period) -> Quarter:
    """The quarter that a profile is compared with: its day's, or that of its period's last day."""
    return quarter_of(when.last if isinstance(when, Period) else when)


def quarter_from_code(code: str) -> Quarter | None:
    """`2014K4` as a quarter, `2014` as its fourth; None for anything else."""
    found = re.fullmatch(r"((?:19|20)[0-9]{2})(?:K([1-4]))?", code)
    return Quarter(int(found[1]), int(found[2] or 4)) if found else None


def first_quarter() -> Quarter:
    """Where FOLK1E begins; no earlier quarter can be fetched."""
    return Quarter(**load("statbank")["first_quarter"])


def availability(
    quarter: Quarter, snapshot: Mapping[str, Any]
) -> Literal["at_hand", "published", "not_fetched", "before_table"]:
    """Whether the snapshot holds the quarter, whole or as far as it was published; if not, whether
    FOLK1E has it at all.
    """
    if (city := population_in(quarter, snapshot)) is not None:
        return "at_hand" if city.persons else "published"
    return "before_table" if quarter < first_quarter() else "not_fetched"


def population_in(quarter: Quarter, snapshot: Mapping[str, Any]) -> CityPopulation | None:
    """The city's population in a quarter; None where the snapshot does not hold it.

    `snapshot` is the content of data/population.yaml.

    Errors: InputError when an entry is not as `fsb population` writes it.
    """
    entry = snapshot["quarters"].get(quarter.code)
    if entry is None or "not_at_hand" in entry:
        return None
    if "cells" not in entry:
        return _published(quarter, entry, snapshot)
    try:
        persons = {
            (sex, origin, band): _whole(n)
            for sex, by_origin in entry["cells"].items()
            for origin, counts in by_origin.items()
            for band, n in zip(snapshot["ages"], counts, strict=True)
        }
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InputError(_damaged(quarter)) from None
    complete = persons.keys() == set(product(SEXES, ORIGINS, AGE_BANDS))
    if not complete or sum(persons.values()) != entry["total"]:
        raise InputError(_damaged(quarter))
    return CityPopulation(quarter, persons)


def _published(
    quarter: Quarter, entry: Mapping[str, Any], snapshot: Mapping[str, Any]
) -> CityPopulation:
    """A quarter of which only margins and a share are at hand."""
    try:
        margins = tuple(_margin(snapshot["margins"][day], snapshot) for day in entry["margins"])
        share = entry["share"]
        origin = PublishedShare(Fraction(str(share["from"])), Fraction(str(share["to"])))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InputError(_damaged(quarter)) from None
    if not margins or not 0 <= origin.least <= origin.greatest <= 100:
        raise InputError(_damaged(quarter))
    return CityPopulation(quarter, {}, margins, origin)


def _margin(entry: Mapping[str, Any], snapshot: Mapping[str, Any]) -> Margin:
    """Raises ValueError for counts that do not add up to their total."""
    counts = {
        (sex, band): _whole(n)
        for sex in SEXES
        for band, n in zip(snapshot["ages"], entry[sex], strict=True)
    }
    if sum(counts.values()) != entry["total"]:
        raise ValueError("margins add up to their total")
    return counts


def _whole(n: object) -> int:
    if not isinstance(n, int) or isinstance(n, bool) or n < 0:
        raise ValueError("persons are whole numbers")
    return n


def _damaged(quarter: Quarter) -> Problem:
    return Problem(
        "the city's population cannot be read",
        f"data/population.yaml, {quarter.code}",
        "a count for every sex, origin and age band, adding up to the total",
        remedy=f"Fetch it again: fsb population {quarter.code}",
    )
