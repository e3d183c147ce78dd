"""Membership of the focus population: who, from when, until when.

Exactly the published cells are members on the baseline day, and exactly the published number of
different persons are members at some time of the profile year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fsb_lib.domain.vocabulary import codes
from fsb_lib.synthetic.draws import (
    BoolArray,
    FloatArray,
    Generator,
    IntArray,
    apportion,
    between,
    by_code,
    day,
    stays,
    within,
)
from fsb_lib.synthetic.persons import NOT_JOB_READY, SPECIAL_NEEDS

LONGEST_BEFORE = 3400
"""No membership starts more days than this before the baseline day."""


@dataclass(frozen=True)
class Spans:
    """Membership of the focus population: one element per person."""

    group: IntArray
    column: IntArray
    first: IntArray
    last: IntArray

    def in_period(self, period: tuple[int, int]) -> BoolArray:
        """Who is a member on at least one day of it."""
        return (self.first <= period[1]) & (self.last >= period[0])


FIELDS = ("group", "column", "first", "last")


def spans_of(
    table: IntArray, n_in_profile_year: int, scale: float, city: Mapping[str, Any], rng: Generator
) -> Spans:
    """All membership spans: `table` is 5 rows x 6 columns as published, scaled.

    Exactly the published cells are members on the baseline day; the profile year's entries are
    what is then missing to its number of persons.
    """
    settings = city["focus"]
    cells = table[np.ix_(SPECIAL_NEEDS, NOT_JOB_READY)]
    years = by_code(settings["mean_years"], codes("maalgruppe"))
    n_before = round(settings["entries_before_baseline"] * scale)
    parts = [
        _stock(cells, day(city["baseline_day"]), years, rng),
        _left_before(cells, n_before, city, years, rng),
    ]
    for year, entries in settings["entries"].items():
        period = days_of_year(year, city)
        parts.append(_entrants(cells, round(entries * scale), period, years, rng))
    period = days_of_year(city["profile_year"], city)
    n_there = sum(int(np.sum(part.in_period(period))) for part in parts)
    parts.append(_entrants(cells, max(0, n_in_profile_year - n_there), period, years, rng))
    return Spans(*(np.concatenate([getattr(part, name) for part in parts]) for name in FIELDS))


def days_of_year(year: int, city: Mapping[str, Any]) -> tuple[int, int]:
    """First and last day of a year, as far as it lies after the baseline day and is delivered."""
    first = max(day(date(year, 1, 1)), day(city["baseline_day"]) + 1)
    return first, min(day(date(year, 12, 31)), day(city["extract_date"]))


def _members(cells: IntArray) -> tuple[IntArray, IntArray]:
    """Group and column of each person counted in the cells."""
    group, column = np.meshgrid(SPECIAL_NEEDS, NOT_JOB_READY, indexing="ij")
    return np.repeat(group, cells.ravel()), np.repeat(column, cells.ravel())


def _stock(cells: IntArray, baseline: int, years: FloatArray, rng: Generator) -> Spans:
    group, column = _members(cells)
    n = len(group)
    return Spans(
        group,
        column,
        baseline - stays(rng, 0.75 * years[group], n) % LONGEST_BEFORE,
        baseline + stays(rng, years[group], n),
    )


def _entrants(
    cells: IntArray, n: int, period: tuple[int, int], years: FloatArray, rng: Generator
) -> Spans:
    group, column = _members(apportion(cells, n))
    first = within(rng, period, n)
    return Spans(group, column, first, first + stays(rng, years[group], n))


def _left_before(
    cells: IntArray, n: int, city: Mapping[str, Any], years: FloatArray, rng: Generator
) -> Spans:
    group, column = _members(apportion(cells, n))
    last = between(rng, day(city["history_start"]), day(city["baseline_day"]) - 1, n)
    return Spans(
        group, column, last - stays(rng, years[group] / 2, n) % (LONGEST_BEFORE - 730), last
    )
