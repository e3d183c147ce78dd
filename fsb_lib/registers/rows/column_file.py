"""Columns of whole numbers on disk, in a file that has no name and ends with its process.

Nobody can open such a file from outside, and nothing is left of it however the process ends. What
goes into it holds no CPR number all the same: persons are places in a list that stays in memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fsb_lib.base.errors import InputError, Problem

Columns: TypeAlias = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Piece:
    """Some rows in a file: where they begin, how many, and the type of each column."""

    start: int
    n_rows: int
    types: Mapping[str, np.dtype[Any]]


class ColumnFile:
    """Pieces of columns, written one after the other and read back in any order.

    The file is made in `folder` when the first piece is written, not before.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._end = 0

    def append(self, columns: Mapping[str, NDArray[Any]]) -> Piece:
        """Writes columns of one length. Errors: InputError when there is no room for them."""
        start = self._end
        n_rows = len(next(iter(columns.values())))
        try:
            file = self._opened()
            file.seek(start)
            for values in columns.values():
                self._end += file.write(np.ascontiguousarray(values).data)
            file.flush()
        except OSError as error:
            raise InputError(_no_room(self._folder)) from error
        return Piece(start, n_rows, {name: values.dtype for name, values in columns.items()})

    def read(self, piece: Piece) -> Columns:
        """The columns of a piece, not to be written to."""
        file = self._opened()
        file.seek(piece.start)
        return {
            name: np.frombuffer(file.read(kind.itemsize * piece.n_rows), kind)
            for name, kind in piece.types.items()
        }

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = TemporaryFile(dir=self._folder)  # noqa: SIM115 (as long as its rows)
        return self._file


def joined(pieces: Sequence[Columns]) -> Columns:
    """The rows of some pieces as one; there is at least one."""
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}


def _no_room(folder: Path) -> Problem:
    return Problem(
        "a large delivery needs room for its rows while it is taken in, and there is none",
        str(folder),
        "a folder that can be written to, with as much free space as the delivery takes unpacked",
        remedy="free some space there, or take the delivery in to a folder on another disk",
    )
