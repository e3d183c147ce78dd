"""Typed rows of one table while it is read and after: a part at a time, however many there are.

    typed batches -> parts of a million rows -> all but the last on disk, numbers as places

    number codes   101801234   905531111   101801234
    places                 0           1           0        in order of appearance

A delivery with tables below a million rows never touches the disk.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.rows.column_file import ColumnFile, Columns, Piece
from fsb_lib.registers.rows.column_signs import ColumnSigns
from fsb_lib.registers.rows.dates import NO_DATE
from fsb_lib.registers.rows.robust_day import DatedRows
from fsb_lib.registers.rows.typed_rows import TypedRows, concatenated
from fsb_lib.registers.rows.typing_rules import key_date

ROWS_PER_PART = 1_000_000


@dataclass(frozen=True)
class StoredRows:
    """The rows of a table that was read to its end.

    `numbers`: the number code at each place; the rows hold places. `dated`: rows by readable key
    date, faulty rows included. `has_undated`: whether any row lacks a readable key date.
    """

    numbers: NDArray[np.int64]
    dated: DatedRows
    has_undated: bool
    _file: ColumnFile
    _pieces: tuple[Piece, ...]
    _rest: TypedRows

    def __len__(self) -> int:
        return sum(piece.n_rows for piece in self._pieces) + len(self._rest)

    def parts(self) -> Iterator[TypedRows]:
        """The rows in the order of the file, with places in `numbers`; may be asked again."""
        for piece in self._pieces:
            yield _rows(self._file.read(piece))
        yield self._rest

    def whole(self) -> TypedRows:
        """All rows at once, with number codes; for a table that is known to be short."""
        rows = concatenated(list(self.parts()))
        return replace(rows, numbers={c: self.numbers[p] for c, p in rows.numbers.items()})


@dataclass(frozen=True)
class TypedTable:
    """A delivered table after typing. `wrong_lines`: records with a wrong number of fields."""

    register: RegisterTable
    rows: StoredRows
    wrong_lines: NDArray[np.int64]
    signs: ColumnSigns = field(default_factory=ColumnSigns)

    @property
    def n_read(self) -> int:
        return len(self.rows) + len(self.wrong_lines)


class RowStore:
    """Takes the typed rows of one table, batch by batch; `scratch` is where a file may be made."""

    def __init__(self, register: RegisterTable, scratch: Path) -> None:
        self._register = register
        self._file = ColumnFile(scratch)
        self._distinct = DistinctNumbers()
        self._pieces: list[Piece] = []
        self._batches: list[TypedRows] = []
        self._n_held = 0
        self._dated = DatedRows.none()
        self._has_undated = False

    def add(self, rows: TypedRows) -> None:
        """Takes a batch, with number codes. Errors: InputError, when a disk has no room."""
        days = key_date(self._register, rows.dates, len(rows))
        self._dated.add(days)
        self._has_undated = self._has_undated or bool((days == NO_DATE).any())
        self._batches.append(rows)
        self._n_held += len(rows)
        if self._n_held >= ROWS_PER_PART:
            self._pieces.append(self._file.append(_columns(self._held())))
            self._batches, self._n_held = [], 0

    def stored(self, none: TypedRows) -> StoredRows:
        """What was taken; `none` are no rows of the right kind."""
        self._batches.append(none)
        held, numbers = self._held(), self._distinct.numbers()
        pieces = tuple(self._pieces)
        return StoredRows(numbers, self._dated, self._has_undated, self._file, pieces, held)

    def _held(self) -> TypedRows:
        rows = concatenated(self._batches)
        places = {name: self._distinct.places(codes) for name, codes in rows.numbers.items()}
        return replace(rows, numbers=places)


def _columns(rows: TypedRows) -> Columns:
    """The columns of rows under one name each: `fault`, `dates.fra` ..."""
    columns: Columns = {}
    for one in fields(rows):
        value = getattr(rows, one.name)
        if isinstance(value, dict):
            columns |= {f"{one.name}.{name}": values for name, values in value.items()}
        else:
            columns[one.name] = value
    return columns


def _rows(columns: Mapping[str, NDArray[Any]]) -> TypedRows:
    """The same way back."""
    made: dict[str, Any] = {"numbers": {}, "dates": {}, "codes": {}}
    for name, values in columns.items():
        kind, dot, column = name.partition(".")
        if dot:
            made[kind][column] = values
        else:
            made[kind] = values
    return TypedRows(**made)


class DistinctNumbers:
    """Gives each number code a place of its own; a code keeps its place."""

    def __init__(self) -> None:
        self._ascending = np.zeros(0, np.int64)
        self._places = np.zeros(0, np.int32)  # of each of `_ascending`

    def __len__(self) -> int:
        return len(self._ascending)

    def places(self, codes: NDArray[np.int64]) -> NDArray[np.int32]:
        """The place of each of many codes; new ones come after all that were there."""
        encoded = pa.array(codes).dictionary_encode()
        found = encoded.dictionary.to_numpy()
        order = np.argsort(found)
        place = np.empty(len(found), np.int32)
        place[order] = self._places_of(found[order])
        by_row: NDArray[np.int32] = place[encoded.indices.to_numpy()]
        return by_row

    def numbers(self) -> NDArray[np.int64]:
        """The code at each place."""
        by_place = np.empty(len(self), np.int64)
        by_place[self._places] = self._ascending
        return by_place

    def _places_of(self, found: NDArray[np.int64]) -> NDArray[np.int32]:
        """The places of distinct codes in ascending order."""
        at = np.searchsorted(self._ascending, found)
        is_new = np.ones(len(found), np.bool_)
        inside = at < len(self)
        is_new[inside] = self._ascending[at[inside]] != found[inside]
        places = np.cumsum(is_new, dtype=np.int32) + np.int32(len(self) - 1)
        places[~is_new] = self._places[at[~is_new]]
        self._ascending = np.insert(self._ascending, at[is_new], found[is_new])
        self._places = np.insert(self._places, at[is_new], places[is_new])
        return places


def ascending(lists: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The distinct numbers of several lists; hashed before they are sorted, which is faster."""
    found = pc.unique(pa.chunked_array(list(map(pa.array, lists)), pa.int64()))
    return np.sort(found.to_numpy())
