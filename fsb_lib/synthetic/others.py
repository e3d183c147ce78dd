"""Everybody outside the focus population: the rest of the published table, and after.

Each cell of the table holds so many persons on the baseline day. Others come and go before and
after it at a rate that keeps the cell about as large; none of them is there on the day itself.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from fsb_lib.domain.vocabulary import codes
from fsb_lib.synthetic.draws import (
    DAYS_PER_YEAR,
    NEVER,
    FloatArray,
    Generator,
    IntArray,
    between,
    by_code,
    choose_codes,
    constant,
    day,
    stays,
    within,
)
from fsb_lib.synthetic.memberships import days_of_year
from fsb_lib.synthetic.persons import (
    NO_CASE,
    NOT_JOB_READY,
    NOT_MATCHED,
    WITHOUT_SPECIAL_NEEDS,
    Persons,
    join,
    outside_focus,
)

BIF_ONLY = 4
"""Row of the table after the four target groups."""


def baseline_table(persons: Persons, baseline: int) -> IntArray:
    """Recipients on the baseline day: 4 target groups and BIF only x 6 columns."""
    there = persons.on_benefit(baseline)
    with_other = (persons.other_case_first <= baseline) & (baseline < persons.case_first)
    row = np.where(with_other, WITHOUT_SPECIAL_NEEDS, BIF_ONLY)
    row = np.where(persons.with_case(baseline), persons.group, row)
    table = np.zeros((5, 6), dtype=np.int64)
    np.add.at(table, (row[there], persons.column[there]), 1)
    return table


def kind_of_column(column: IntArray) -> IntArray:
    """Position in KINDS of each column of the table."""
    return np.where(column == NOT_MATCHED, 2, np.isin(column, NOT_JOB_READY).astype(np.int64))


KINDS = ("job_ready", "not_job_ready", "not_matched")


def other_recipients(missing: IntArray, city: Mapping[str, Any], rng: Generator) -> Persons:
    """The persons `missing` in the table on the baseline day, and their like before and after."""
    baseline = day(city["baseline_day"])
    row, column = (index.ravel() for index in np.indices(missing.shape))
    years = by_code(city["others"]["mean_years"], KINDS)[kind_of_column(column)]
    counts = missing.ravel()
    parts = [_stock(row, column, counts, baseline, city, rng)]
    parts.append(_left_before(row, column, counts / years, baseline, city, rng))
    for year, level in city["others"]["level"].items():
        first, last = days_of_year(year, city)
        expected = counts / years * level * (last - first + 1) / DAYS_PER_YEAR
        parts.append(_entrants(row, column, expected, (first, last), city, rng))
    return join(parts)


def _mean_years(column: IntArray, city: Mapping[str, Any], name: str) -> FloatArray:
    years: FloatArray = by_code(city["others"][name], KINDS)[kind_of_column(column)]
    return years


def _stock(
    row: IntArray,
    column: IntArray,
    counts: IntArray,
    baseline: int,
    city: Mapping[str, Any],
    rng: Generator,
) -> Persons:
    row, column = np.repeat(row, counts), np.repeat(column, counts)
    n = len(row)
    before = stays(rng, _mean_years(column, city, "years_before_baseline"), n)
    after = stays(rng, _mean_years(column, city, "mean_years"), n)
    case_years = city["others"]["case_mean_years"]
    case_after = np.minimum(stays(rng, case_years, n), after + between(rng, 0, 700, n))
    return _persons(
        row,
        column,
        np.maximum(baseline - before, day(city["earliest_benefit"]) + before % 700),
        baseline + after,
        baseline - stays(rng, case_years, n) % 3000,
        baseline + case_after,
    )


def _left_before(
    row: IntArray,
    column: IntArray,
    rate: FloatArray,
    baseline: int,
    city: Mapping[str, Any],
    rng: Generator,
) -> Persons:
    start = day(city["history_start"])
    years = (baseline - start) / DAYS_PER_YEAR
    counts = _whole(rng, rate * years * city["others"]["level_before_baseline"])
    row, column = np.repeat(row, counts), np.repeat(column, counts)
    n = len(row)
    last = between(rng, start, baseline - 1, n)
    first = last - stays(rng, _mean_years(column, city, "years_before_baseline"), n) % 2500
    case_first = first + between(rng, -400, 200, n)
    return _persons(row, column, first, last, case_first, last + between(rng, -200, 700, n))


def _entrants(
    row: IntArray,
    column: IntArray,
    expected: FloatArray,
    period: tuple[int, int],
    city: Mapping[str, Any],
    rng: Generator,
) -> Persons:
    counts = _whole(rng, expected)
    row, column = np.repeat(row, counts), np.repeat(column, counts)
    n = len(row)
    first = within(rng, period, n)
    last = first + stays(rng, _mean_years(column, city, "mean_years"), n)
    case_first = first + between(rng, -400, 250, n)
    case_last = np.maximum(case_first, first) + stays(rng, city["others"]["case_mean_years"], n)
    case_last = np.minimum(case_last, last + between(rng, 0, 700, n))
    return _persons(row, column, first, last, case_first, case_last)


def _persons(
    row: IntArray,
    column: IntArray,
    first: IntArray,
    last: IntArray,
    case_first: IntArray,
    case_last: IntArray,
) -> Persons:
    with_case = row != BIF_ONLY
    return outside_focus(
        np.where(with_case, row, NO_CASE),
        column,
        benefit_first=first,
        benefit_last=last,
        case_first=np.where(with_case, case_first, NEVER),
        case_last=np.where(with_case, np.maximum(case_first, case_last), -NEVER),
    )


def _whole(rng: Generator, expected: FloatArray) -> IntArray:
    """Whole numbers with these means, so that small cells are not always rounded away."""
    return np.floor(expected + rng.random(len(expected))).astype(np.int64)


def sof_only_persons(scale: float, city: Mapping[str, Any], rng: Generator) -> Persons:
    """Persons with a case and never a benefit."""
    settings = city["sof_only"]
    period = day(settings["first_day"]), day(city["extract_date"])
    n = round(settings["cases_per_year"] * scale * (period[1] - period[0]) / DAYS_PER_YEAR)
    group = choose_codes(rng, settings["weights"], codes("maalgruppe"), n)
    first = within(rng, period, n)
    return outside_focus(
        group,
        constant(NOT_MATCHED, n),
        case_first=first,
        case_last=first + stays(rng, settings["mean_years"], n),
    )
