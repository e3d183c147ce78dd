"""The answer to a question as batches of text, numbered, told and hashed as they pass."""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fsb_lib.registers.database.address import Dialect
from fsb_lib.registers.database.connection import Backend
from fsb_lib.registers.files.cells import has_mojibake, shortened
from fsb_lib.registers.files.text_table import TextBatch, blank_rows
from fsb_lib.registers.read_so_far import ReadSoFar, Tell

ROWS_AT_A_TIME: Final = 100_000


def batches(backend: Backend, dialect: Dialect, asked: ir.Table) -> Iterator[pa.RecordBatch]:
    """The answer a batch at a time, in the order asked for."""
    if dialect is Dialect.DUCKDB:
        # Ibis 12 streams by a name that DuckDB 2 no longer has.
        answer = backend.con.sql(backend.compile(asked))
        return iter(answer.to_arrow_reader(ROWS_AT_A_TIME))
    return iter(backend.to_pyarrow_batches(asked, chunk_size=ROWS_AT_A_TIME))


class AnsweredRows:
    """The rows of an answer as batches of text, numbered from 1, told and hashed as they pass.

    A row without any value is left out, as a blank line is, but has its number. `before`: rows of
    other tables that are counted before.
    """

    def __init__(
        self, name: str, batches: Iterator[pa.RecordBatch], tell: Tell, before: int
    ) -> None:
        self._name, self._batches, self._tell, self._before = name, batches, tell, before
        self._hashes: list[Any] = []
        self.n_rows = 0
        self.n_bytes = 0
        self.destroyed = False

    def __iter__(self) -> Iterator[TextBatch]:
        for batch in self._batches:
            columns = tuple(as_texts(column) for column in batch.columns)
            self._hash(columns)
            self.destroyed = self.destroyed or any(map(has_mojibake, columns))
            first = self._before + self.n_rows + 1
            lines = np.arange(first, first + len(batch), dtype=np.int64)
            self.n_rows += len(batch)
            self._tell(ReadSoFar(self._name, self.n_rows, None))
            yield TextBatch(lines, columns).where(~blank_rows(columns))

    def sha256(self) -> str:
        """The hash of all columns; the same rows give it however they were batched."""
        return hashlib.sha256(b"".join(one.digest() for one in self._hashes)).hexdigest()

    def _hash(self, columns: tuple[pa.StringArray, ...]) -> None:
        """Feeds two hashes per column: one of the texts, one of their lengths."""
        self._hashes = self._hashes or [hashlib.sha256() for _ in range(2 * len(columns))]
        for place, column in enumerate(columns):
            text = _joined(column)
            self._hashes[2 * place].update(text)
            self._hashes[2 * place + 1].update(pc.binary_length(column).to_numpy())
            self.n_bytes += len(text)


def as_texts(column: pa.Array) -> pa.StringArray:
    """A column of an answer, a missing value as an empty text."""
    return shortened(pc.fill_null(column.cast(pa.string()), ""))


def _joined(column: pa.StringArray) -> pa.Buffer:
    as_one = pa.ListArray.from_arrays(pa.array([0, len(column)], pa.int32()), column)
    return pc.binary_join(as_one, "")[0].as_buffer()
