"""Which rows of a source belong together: those with one key.

CPR          SagNr     number  blank
030475-1000  s1        0
0304751000   S1        0               the same: a number and a name, however they are written
140682-1000  S1        1
                       2       blank   no key at all
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fsb_lib.domain import cpr
from fsb_lib.registers.sources.source_rows import SourceRows, distinct


@dataclass(frozen=True)
class RowKeys:
    """`number`: equal for rows with one key. `blank`: the rows whose key is empty."""

    number: NDArray[np.int64]
    blank: NDArray[np.bool_]

    @cached_property
    def alone(self) -> NDArray[np.bool_]:
        """The rows that share their key with no other."""
        _, inverse, times = np.unique(self.number, return_inverse=True, return_counts=True)
        return np.asarray(times[inverse] == 1)


def row_keys(rows: SourceRows, names: Sequence[str], numbers: Collection[str]) -> RowKeys:
    """The keys of rows by some of their columns. `numbers`: those that hold CPR numbers."""
    key, blank = np.zeros(len(rows), np.int64), np.ones(len(rows), np.bool_)
    for name in names:
        column = rows.columns[name]
        places = _numbers(column) if name in numbers else _names(column)
        blank &= places == 0
        paired = key * (int(places.max(initial=0)) + 1) + places
        key = np.unique(paired, return_inverse=True)[1].reshape(-1)
    return RowKeys(key, blank)


def shared_by_several(keys: RowKeys, column: pa.StringArray) -> NDArray[np.bool_]:
    """The rows whose key persons with different numbers have."""
    person = _numbers(column)
    told = (person != 0) & ~keys.blank
    pairs = np.unique(np.stack([keys.number[told], person[told]]), axis=1)
    key, times = np.unique(pairs[0], return_counts=True)
    return np.isin(keys.number, key[times > 1]) & ~keys.blank


def _names(column: pa.StringArray) -> NDArray[np.int64]:
    """A number for each text in canonical spelling, 0 for none."""
    found = distinct(column)
    known = {"": 0}
    return found.by_row([known.setdefault(name, len(known)) for name in found.names])


def _numbers(column: pa.StringArray) -> NDArray[np.int64]:
    """The same for CPR numbers; what is no number is taken as it is written."""
    found = distinct(column)
    read = cpr.read_texts(pa.array(found.texts, pa.string()))
    known: dict[str | int, int] = {"": 0}
    return found.by_row(
        [
            known.setdefault(int(number) if hindrance == cpr.READ else name, len(known))
            for name, number, hindrance in zip(
                found.names, read.numbers, read.hindrance, strict=True
            )
        ]
    )
