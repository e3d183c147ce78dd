"""The rows of a Parquet file as batches of text.

A row's number is its place in the file plus one: the line that a sheet or a text file made of
it would show, with the header on line 1. Nested columns are left out.
"""

from array import array
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fsb_lib.registers.files.cells import (
    cell_text,
    has_mojibake,
    shortened,
    without_blank_and_total,
)
from fsb_lib.registers.files.dialect import header_names
from fsb_lib.registers.files.findings import Findings
from fsb_lib.registers.files.limits import (
    MOST_COLUMNS,
    MOST_ROWS,
    CutOffArchiveError,
    DamagedFileError,
    TooLargeError,
    WrongFormError,
    most_unpacked,
    seekable,
)
from fsb_lib.registers.files.text_table import TextBatch
from fsb_lib.registers.files.total_lines import HoldsRow, never

_MAGIC: Final = b"PAR1"
_ROWS_AT_A_TIME: Final = 16_384
_OUR_TIME: Final = "Europe/Copenhagen"  # a moment is a date only where one is


class ParquetTable:
    """The rows of a Parquet file; a `TableSource`.

    `nested` are the columns, by canonical name, that hold more than one value per row. Raises
    RefusedFileError, OSError and UnicodeError, when it is made and while it is read.
    """

    def __init__(self, path: Path, columns: Collection[str]) -> None:
        self.wrong_lines = array("q")
        self._path = path
        self.share = 0.0
        with seekable(path) as file, _as_our_errors(file):
            opened = _checked(pq.ParquetFile(file), file)
            schema = opened.schema_arrow
            self._n_rows = opened.metadata.num_rows
        plain = [name for name, kind in _columns(schema) if _is_plain(kind)]
        nested = [name for name, kind in _columns(schema) if not _is_plain(kind)]
        self._plain = plain
        self._texts = [name for name, kind in _columns(schema) if _is_text(kind)]
        self._moments = _moments(opened)
        self.names = header_names(plain)
        rounded = header_names(name for name, kind in _columns(schema) if _is_rounded(kind))
        self.findings = Findings(rounded=rounded)
        self.nested = tuple(set(header_names(nested)) & set(columns))
        self.is_mojibake = has_mojibake(pa.array([*plain, *nested], pa.string()))

    def batches(self, holds_row: HoldsRow = never) -> Iterator[TextBatch]:
        """Batches of rows, a text per name."""
        return without_blank_and_total(self._batches(), self.findings, holds_row)

    def _batches(self) -> Iterator[TextBatch]:
        first = 2
        with seekable(self._path) as file, _as_our_errors(file):
            # As dictionaries, so that one long value in many rows is held once.
            opened = pq.ParquetFile(file, read_dictionary=self._texts)
            for batch in opened.iter_batches(_ROWS_AT_A_TIME, columns=self._plain):
                columns = tuple(
                    self._as_text(_in_utc(values) if name in self._moments else values)
                    for name, values in zip(self._plain, batch.columns, strict=True)
                )
                lines = np.arange(first, first + len(batch), dtype=np.int64)
                first += len(batch)
                self.share = (first - 2) / max(self._n_rows, 1)
                yield TextBatch(lines, columns)

    def _as_text(self, values: pa.Array) -> pa.StringArray:
        if pa.types.is_dictionary(values.type):
            texts = self._as_text(values.dictionary)
            return pc.fill_null(texts.take(values.indices), "")
        texts = _distinctly(values) if _is_fraction(values.type) else _cast(values)
        self.is_mojibake = self.is_mojibake or has_mojibake(texts)
        return shortened(texts)


def _cast(values: pa.Array) -> pa.StringArray:
    kind = values.type
    if pa.types.is_timestamp(kind) and kind.tz:
        values = pc.local_timestamp(values.cast(pa.timestamp(kind.unit, _OUR_TIME)))
    elif _is_text(kind):
        values = values.cast(pa.binary())  # so that the next cast looks at every sign
    return pc.fill_null(values.cast(pa.string()), "")


def _distinctly(values: pa.Array) -> pa.StringArray:
    """Numbers that may have decimals, each distinct one written once."""
    found = values.dictionary_encode()
    texts = pa.array([cell_text(value) for value in found.dictionary.to_pylist()], pa.string())
    return pc.fill_null(texts.take(found.indices), "")


def _moments(opened: pq.ParquetFile) -> set[str]:
    """Columns of INT96: moments in UTC, though their type names no time zone."""
    columns = map(opened.schema.column, range(len(opened.schema)))
    return {column.path for column in columns if column.physical_type == "INT96"}


def _in_utc(values: pa.Array) -> pa.Array:
    return values.cast(pa.timestamp(values.type.unit)).cast(pa.timestamp(values.type.unit, "UTC"))


def _columns(schema: pa.Schema) -> list[tuple[str, pa.DataType]]:
    return [(column.name, column.type) for column in schema]


def _is_plain(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_plain(kind.value_type)
    tests = (
        pa.types.is_null,
        pa.types.is_boolean,
        pa.types.is_integer,
        pa.types.is_date,
        pa.types.is_timestamp,
        pa.types.is_time,
    )
    return _is_text(kind) or _is_fraction(kind) or any(test(kind) for test in tests)


def _is_text(kind: pa.DataType) -> bool:
    tests = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_string_view,
        pa.types.is_binary,
        pa.types.is_large_binary,
        pa.types.is_binary_view,
    )
    return any(test(kind) for test in tests)


def _is_rounded(kind: pa.DataType) -> bool:
    """Whether a number of ten digits does not fit."""
    return bool(pa.types.is_float16(kind) or pa.types.is_float32(kind))


def _is_fraction(kind: pa.DataType) -> bool:
    return bool(pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _checked(opened: pq.ParquetFile, file: IO[bytes]) -> pq.ParquetFile:
    """Refuses what claims more rows, columns or bytes than a register can have."""
    described = opened.metadata
    if described.num_rows > MOST_ROWS or described.num_columns > MOST_COLUMNS:
        found = f"more than {MOST_ROWS // 1_000_000} million rows or {MOST_COLUMNS} columns"
        raise TooLargeError(found)
    groups = (described.row_group(place) for place in range(described.num_row_groups))
    if sum(group.total_byte_size for group in groups) > most_unpacked(_size(file)):
        raise TooLargeError("a file that grows beyond reason when it is unpacked")
    return opened


def _size(file: IO[bytes]) -> int:
    here = file.tell()
    size = file.seek(0, 2)
    file.seek(here)
    return size


@contextmanager
def _as_our_errors(file: IO[bytes]) -> Iterator[None]:
    """A look at both ends of the file, and the library's errors as ours, without its words."""
    size = _size(file)
    if file.read(len(_MAGIC)) != _MAGIC:
        raise WrongFormError("a file that is not in Parquet's form")
    file.seek(max(size - len(_MAGIC), 0))
    if file.read() != _MAGIC or size < 3 * len(_MAGIC):
        raise CutOffArchiveError("a file without its end")
    file.seek(0)
    try:
        yield
    except (pa.ArrowException, OSError, OverflowError, MemoryError) as error:
        if isinstance(error, pa.ArrowInvalid) and "UTF8" in str(error):
            raise UnicodeError("no text") from None
        raise DamagedFileError("a file that cannot be read to its end") from None
