"""A question and its answer in rows of their own, to one row of the table.

    cpr         AktivitetNavn      UdfoertDato  Svar        tilbudt     svar        udarbejdet
    0201801234  Tilbud om plan     2009-03-01          ->   2009-03-01  accepteret  2009-05-04
    0201801234  Borgerens svar     2009-03-15   Ja
    0201801234  Plan udarbejdet    2009-05-04

A row of the first kind begins a row of the table; one of the others fills in the latest begun of
its pair, and without one begins a row itself. What is filled in twice is the last one's.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fsb_lib.registers.rows.dates import read_date
from fsb_lib.registers.sources.source_rows import SourceRows, constant, distinct

# By the value of the kind in canonical spelling: the source's column -> the contract's.
Fillings = Mapping[str, Mapping[str, str]]


def paired(
    rows: SourceRows, by: Sequence[str], kind: str, at: str, first: Fillings, then: Fillings
) -> tuple[SourceRows, NDArray[np.int64]]:
    """The rows of the table, and the lines of rows that are of no kind asked for."""
    kinds = distinct(rows.columns[kind])
    asked = kinds.are({*first, *then})
    left = rows.lines[~asked]
    rows = rows.at(asked)
    order = _in_order(rows, by, at)
    rows = rows.at(order)
    kinds = distinct(rows.columns[kind])
    begins = _begun(rows, by, kinds.are(first))
    made = np.cumsum(begins) - 1
    columns = dict.fromkeys([*_targets(first), *_targets(then)])
    filled = {name: constant("", int(begins.sum())) for name in columns}
    for value, filling in {**first, **then}.items():
        hit = np.flatnonzero(kinds.are([value]))
        for source, target in filling.items():
            filled[target] = _put(filled[target], made[hit], rows.columns[source].take(hit))
    starts = rows.at(np.flatnonzero(begins)).having(filled)
    return starts.at(np.argsort(starts.lines, kind="stable")), left


def _targets(fillings: Fillings) -> list[str]:
    return [target for filling in fillings.values() for target in filling.values()]


def _in_order(rows: SourceRows, by: Sequence[str], at: str) -> NDArray[np.int64]:
    """By pair, then day, then the order of the file."""
    days = distinct(rows.columns[at])
    day = np.array([read_date(text) for text in days.texts], np.int64)[days.places]
    keys = [distinct(rows.columns[name]).places for name in by]
    return np.lexsort([rows.lines, day, *reversed(keys)])


def _begun(rows: SourceRows, by: Sequence[str], is_first: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rows, in order, begin a row of the table."""
    begins = is_first.copy()
    keys = [distinct(rows.columns[name]).places for name in by]
    begins[:1] = True
    begins[1:] |= np.logical_or.reduce([np.diff(key) != 0 for key in keys])
    return begins


def _put(column: pa.StringArray, places: NDArray[np.int64], texts: pa.Array) -> pa.StringArray:
    """The column with other texts at places; the last of several at one place stays."""
    held = column.to_pylist()
    for place, text in zip(places.tolist(), texts.to_pylist(), strict=True):
        held[place] = text or held[place]
    return pa.array(held, pa.string())
