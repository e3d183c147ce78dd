"""Rows put in buckets by their first key, so that each bucket is sorted by itself.

    rows in any order -> bucket 0 (keys 0-99), bucket 1 (keys 100-199) ... -> sorted one by one

A table below a million rows is one bucket, in memory.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fsb_lib.registers.intake.column_file import ColumnFile, Columns, Piece

ROWS_PER_BUCKET = 1_000_000
_MOST_BUCKETS = 1 << 12


class Buckets:
    """Takes rows whose `key` is from 0 to `n_keys`, and gives them back bucket by bucket.

    `n_rows` is how many will come. Rows of one bucket keep the order in which they came.
    """

    def __init__(self, key: str, n_keys: int, n_rows: int, file: ColumnFile) -> None:
        self._key = key
        self._n_keys = max(n_keys, 1)
        self._n = min(max(-(-n_rows // ROWS_PER_BUCKET), 1), _MOST_BUCKETS)
        self._file = file
        self._held: list[Columns] = []
        self._pieces: list[list[Piece]] = [[] for _ in range(self._n)]

    def add(self, rows: Columns) -> None:
        """Takes some rows, as columns of one length. Errors: InputError, when there is no room."""
        if self._n == 1:
            self._held.append(rows)
            return
        bucket = (rows[self._key].astype(np.int64) * self._n // self._n_keys).astype(np.int16)
        order = np.argsort(bucket, kind="stable")
        bounds = np.searchsorted(bucket[order], np.arange(self._n + 1))
        ordered = _at(rows, order)
        for place in range(self._n):
            some = slice(bounds[place], bounds[place + 1])
            if some.start < some.stop:
                cut = {name: values[some] for name, values in ordered.items()}
                self._pieces[place].append(self._file.append(cut))

    def __iter__(self) -> Iterator[Columns]:
        """Each bucket that holds rows, in the order of their keys."""
        if self._held:
            yield _joined(self._held)
        for pieces in self._pieces:
            if pieces:
                yield _joined([self._file.read(piece) for piece in pieces])


def _at(rows: Columns, places: NDArray[np.intp]) -> Columns:
    return {name: values[places] for name, values in rows.items()}


def _joined(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
