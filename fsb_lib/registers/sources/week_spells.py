"""Weeks to spells: the run of consecutive weeks with one value, from its Monday to its Sunday.

    cpr         y_0852  y_0901  y_0902  y_0903
    0201801234  730     730             731

    cpr         ydelse         fra         til
    0201801234  kontanthjaelp  2008-12-22  2009-01-04
    0201801234  731            2009-01-12  2009-01-18

Values are compared as what they mean, so two codes of one benefit make one spell. A week without
a value, or without a column, ends a spell.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fsb_lib.registers.rows.dates import UNREADABLE_DATE, read_date
from fsb_lib.registers.sources.source_rows import Distinct, SourceRows, distinct, together
from fsb_lib.registers.sources.week_names import read_week

_WEEK = 7
_CELLS_AT_A_TIME = 4_000_000
KeyOf = Callable[[SourceRows], NDArray[np.int64]]
Meaning = Callable[[Distinct], Sequence[str]]  # what each distinct text stands for; "" is nothing


def wide_weeks(
    rows: SourceRows, mondays: Mapping[str, int], value: str, meaning: Meaning
) -> Iterator[SourceRows]:
    """A row per person -> a row per spell, some rows at a time. `mondays`: by week column."""
    ordered = sorted(mondays, key=lambda name: mondays[name])
    n_rows = max(_CELLS_AT_A_TIME // max(len(ordered), 1), 1)
    for start in range(0, len(rows), n_rows):
        yield _wide_part(rows.at(np.arange(start, min(start + n_rows, len(rows)))),
                         ordered, mondays, value, meaning)  # fmt: skip


def _wide_part(
    rows: SourceRows,
    ordered: Sequence[str],
    mondays: Mapping[str, int],
    value: str,
    meaning: Meaning,
) -> SourceRows:
    """The spells of some rows: the run of equal cells along each row of a matrix."""
    cells = distinct(pa.concat_arrays([rows.columns[name] for name in ordered]))
    texts, codes = _meant(cells, meaning)
    by_row = codes.reshape(len(ordered), len(rows)).T
    days = np.array([mondays[name] for name in ordered], np.int64)
    row, first, last = _runs(by_row, days)
    kept = {name: texts for name, texts in rows.columns.items() if name not in mondays}
    spells = SourceRows(rows.lines, kept).at(row)
    return spells.having(
        {
            value: pa.array(texts, pa.string()).take(pa.array(by_row[row, first])),
            "fra": _day_texts(days[first]),
            "til": _day_texts(days[last] + _WEEK - 1),
        }
    )


def _meant(cells: Distinct, meaning: Meaning) -> tuple[list[str], NDArray[np.int64]]:
    """The meanings, nothing first, and the place of each cell's among them."""
    meant = meaning(cells)
    texts = ["", *sorted(set(meant) - {""})]
    place = {text: number for number, text in enumerate(texts)}
    by_text = np.array([place[text] for text in meant], np.int64)
    return texts, by_text[cells.places]


def _runs(
    by_row: NDArray[np.int64], days: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Row, first and last column of each run of one value in consecutive weeks."""
    n_rows, n_weeks = by_row.shape
    begins = np.ones((n_rows, n_weeks), np.bool_)
    follows = np.diff(days) == _WEEK
    begins[:, 1:] = (by_row[:, 1:] != by_row[:, :-1]) | ~follows
    row, first = np.nonzero(begins)
    flat = row * n_weeks + first
    last = np.append(flat[1:], n_rows * n_weeks) - 1 - row * n_weeks
    filled = by_row[row, first] > 0
    return row[filled], first[filled], last[filled]


def long_weeks(
    rows: SourceRows, week: str, value: str, key: KeyOf, since: int, meaning: Meaning
) -> SourceRows:
    """A row per person, week and value -> a row per spell, on the line of its first week.

    A week that cannot be read becomes the row's `fra`: an unreadable date. `key`: what the weeks
    of one spell have in common.
    """
    weeks = distinct(rows.columns[week])
    read = [read_week(text) for text in weeks.texts]
    day = weeks.by_row([-1 if one is None else one for one in read])
    unread = weeks.by_row([one is None for one in read]) != 0
    rows = rows.having({value: _meant_column(rows.columns[value], meaning)})
    asked = ~unread & (day >= since)
    spells = _long_spells(rows.at(asked), day[asked], key(rows.at(asked)))
    bad, found = rows.at(unread), distinct(rows.at(unread).columns[week])
    as_dates = found.replaced([_no_date(text) for text in found.texts])
    return _by_line(together([spells, bad.having({"fra": as_dates, "til": as_dates})]))


def _no_date(text: str) -> str:
    """What is no week, so that it is not taken for a day: 2009-11-09 would be one."""
    return f"week {text}" if read_date(text) > UNREADABLE_DATE else text


def _meant_column(column: pa.StringArray, meaning: Meaning) -> pa.StringArray:
    found = distinct(column)
    return found.replaced(meaning(found))


def _long_spells(rows: SourceRows, day: NDArray[np.int64], key: NDArray[np.int64]) -> SourceRows:
    order = np.lexsort([rows.lines, day, key])
    sorted_days = day[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = ~((np.diff(key[order]) == 0) & (np.diff(sorted_days) <= _WEEK))
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(order))[: len(first)] - 1
    return rows.at(order[first]).having(
        {"fra": _day_texts(sorted_days[first]), "til": _day_texts(sorted_days[last] + _WEEK - 1)}
    )


def _by_line(rows: SourceRows) -> SourceRows:
    return rows.at(np.argsort(rows.lines, kind="stable"))


def _day_texts(days: NDArray[np.int64]) -> pa.StringArray:
    return pa.array(days.astype("M8[D]")).cast(pa.string())
