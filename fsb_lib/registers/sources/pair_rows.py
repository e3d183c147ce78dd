"""A question and its answer in rows of their own, to one row of the table.

    cpr         AktivitetNavn      UdfoertDato  Svar        tilbudt     svar        udarbejdet
    0201801234  Tilbud om plan     2009-03-01          ->   2009-03-01  accepteret  2009-05-04
    0201801234  Borgerens svar     2009-03-15   Ja
    0201801234  Plan udarbejdet    2009-05-04

A row of the first kind begins a row of the table; one of the others fills in the latest begun of
its pair, and without one begins a row itself. What is filled in twice is the last one's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fsb_lib.registers.sources.keys import RowKeys, row_keys
from fsb_lib.registers.sources.moments import UNPLACED, untold
from fsb_lib.registers.sources.source_rows import SourceRows, constant, distinct
from fsb_lib.registers.spelling import is_empty

# By the value of the kind in canonical spelling: the source's column -> the contract's.
Fillings = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Happened:
    """Rows of a source, each with what it belongs to and when it was."""

    rows: SourceRows
    keys: RowKeys
    moments: NDArray[np.int64]

    def at(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> "Happened":
        keys = RowKeys(self.keys.number[which], self.keys.blank[which])
        return Happened(self.rows.at(which), keys, self.moments[which])

    @property
    def order(self) -> NDArray[np.int64]:
        """By key, then moment, then the order of the file."""
        return np.lexsort([self.rows.lines, self.moments, self.keys.number])

    @cached_property
    def untold(self) -> NDArray[np.bool_]:
        """Rows that belong to others, and nothing tells when they were."""
        return untold(self.keys, self.moments)

    @property
    def stands_alone(self) -> NDArray[np.bool_]:
        return self.keys.blank | self.untold


def repeated(happened: Happened, at: str, numbers: tuple[str, ...]) -> NDArray[np.bool_]:
    """The rows that repeat an earlier one in every column that is read, and in their moment."""
    rows = happened.rows
    every = row_keys(rows, [name for name in rows.columns if name != at], numbers).number
    found = np.stack([every, happened.moments])
    first = np.unique(found, axis=1, return_index=True)[1]
    again = np.ones(len(rows), np.bool_)
    again[first] = False
    return np.asarray(again & (happened.moments != UNPLACED))


def paired(happened: Happened, kind: str, first: Fillings, then: Fillings) -> SourceRows:
    """The rows of the table."""
    happened = happened.at(happened.order)
    rows, kinds = happened.rows, distinct(happened.rows.columns[kind])
    begins = kinds.are(first) | _new_pair(happened)
    made = np.cumsum(begins) - 1
    fillings, columns = {**first, **then}, dict.fromkeys([*_targets(first), *_targets(then)])
    starts = rows.at(np.flatnonzero(begins))
    names = kinds.names
    by_row = [names[place] for place in kinds.places.tolist()]
    filled = {
        target: _filled(rows, made, len(starts), by_row, fillings, target) for target in columns
    }
    starts = starts.having(filled)
    return starts.at(np.argsort(starts.lines, kind="stable"))


def tied(happened: Happened, kind: str, first: Fillings) -> NDArray[np.bool_]:
    """The rows that are neither before nor after the beginning of a row of their pair: the order
    of the file decides.
    """
    is_first, in_pairs = distinct(happened.rows.columns[kind]).are(first), ~happened.stands_alone
    together = np.stack([happened.keys.number, happened.moments])
    moment = np.unique(together, axis=1, return_inverse=True)[1].reshape(-1)
    both = np.intersect1d(moment[is_first & in_pairs], moment[~is_first & in_pairs])
    return np.asarray(in_pairs & np.isin(moment, both))


def _targets(fillings: Fillings) -> list[str]:
    return [target for filling in fillings.values() for target in filling.values()]


def _new_pair(happened: Happened) -> NDArray[np.bool_]:
    """Which rows, in order, are the first of their pair, or a pair of their own."""
    alone = happened.stands_alone
    new = alone.copy()
    new[:1] = True
    new[1:] |= (np.diff(happened.keys.number) != 0) | alone[:-1]
    return new


def _filled(
    rows: SourceRows,
    made: NDArray[np.int64],
    n_made: int,
    kinds: list[str],
    fillings: Fillings,
    target: str,
) -> pa.StringArray:
    """A column of the table: of the rows that fill it in, in their order, the last that says
    something.
    """
    from_column = {
        value: source
        for value, filling in fillings.items()
        for source, own in filling.items()
        if own == target
    }
    texts = {name: rows.columns[name].to_pylist() for name in set(from_column.values())}
    held = constant("", n_made).to_pylist()
    for place, (row, value) in enumerate(zip(made.tolist(), kinds, strict=True)):
        said = texts[from_column[value]][place] if value in from_column else ""
        held[row] = held[row] if is_empty(said) else said
    return pa.array(held, pa.string())
