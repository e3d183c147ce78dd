"""Rows of a source on their way to a table: the frame that every verb takes and gives.

lines  columns: pnr          y_0901  y_0902
2               0201801234   730     730
3               1012801235           121
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fsb_lib.registers.files.text_table import TextBatch
from fsb_lib.registers.spelling import canonical, is_empty


@dataclass(frozen=True)
class SourceRows:
    """A line of the file per row, and a text column per name in canonical spelling."""

    lines: NDArray[np.int64]
    columns: Mapping[str, pa.StringArray]

    def __len__(self) -> int:
        return len(self.lines)

    def at(self, rows: NDArray[Any]) -> "SourceRows":
        """The rows of a mask or of places."""
        places = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        taken = pa.array(places, pa.int64())
        return SourceRows(
            self.lines[places], {name: texts.take(taken) for name, texts in self.columns.items()}
        )

    def having(self, columns: Mapping[str, pa.StringArray]) -> "SourceRows":
        """The same rows with these columns beside theirs, or in their place."""
        return SourceRows(self.lines, {**self.columns, **columns})

    def column(self, name: str) -> pa.StringArray:
        """A column, empty where there is none of that name."""
        return self.columns.get(name, constant("", len(self)))

    def as_batch(self, names: Iterable[str]) -> TextBatch:
        """The rows as the typing of rows takes them."""
        return TextBatch(self.lines, tuple(self.columns[name] for name in names))


def rows_of(batch: TextBatch, names: Sequence[str], wanted: Mapping[str, str]) -> SourceRows:
    """The wanted columns of a batch under other names. `wanted`: the new name by the source's."""
    return SourceRows(
        batch.lines,
        {wanted[name]: batch.columns[place] for place, name in enumerate(names) if name in wanted},
    )


def together(parts: Sequence[SourceRows]) -> SourceRows:
    """Rows of several batches as one frame; there is at least one. What a file has no column for
    is empty in its rows.
    """
    names = dict.fromkeys(name for part in parts for name in part.columns)
    return SourceRows(
        np.concatenate([part.lines for part in parts]),
        {name: _joined([part.column(name) for part in parts]) for name in names},
    )


def _joined(arrays: Sequence[pa.StringArray]) -> pa.StringArray:
    """As one array. Errors: pa.ArrowInvalid, when one column holds more than 2 GB of text."""
    return pa.concat_arrays(list(arrays))


@dataclass(frozen=True)
class Distinct:
    """A column as its distinct texts and a place among them for each row."""

    texts: tuple[str, ...]
    places: NDArray[np.int64]

    @property
    def names(self) -> tuple[str, ...]:
        """The texts in canonical spelling; an empty cell is nothing."""
        return tuple("" if is_empty(text) else canonical(text) for text in self.texts)

    def are(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """The rows with one of these values, in canonical spelling."""
        among = set(wanted)
        return np.asarray(self.by_row([name in among for name in self.names]) != 0)

    def by_row(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """For each row the number of its text."""
        rows: NDArray[np.int64] = np.array(numbers, np.int64)[self.places]
        return rows

    def replaced(self, texts: Sequence[str]) -> pa.StringArray:
        """The column with another text for each distinct one."""
        return pa.array(texts, pa.string()).take(pa.array(self.places))


def distinct(column: pa.StringArray) -> Distinct:
    """Each text of a column once."""
    encoded = pc.dictionary_encode(column)
    places = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Distinct(tuple(encoded.dictionary.to_pylist()), places)


def constant(text: str, n_rows: int) -> pa.StringArray:
    """One text in every row."""
    return pa.array([text], pa.string()).take(pa.array(np.zeros(n_rows, np.int64)))
