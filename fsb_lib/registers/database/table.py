"""One table of a database -> a typed table, or all that is fatally wrong with it."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fsb_lib.base.errors import Problem
from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.database.address import Dialect
from fsb_lib.registers.database.connection import Backend
from fsb_lib.registers.database.faults import database_fault
from fsb_lib.registers.database.query import as_asked, rounded_columns, unread_columns
from fsb_lib.registers.faults import fatal
from fsb_lib.registers.files.cells import has_mojibake, shortened
from fsb_lib.registers.files.text_table import TextBatch, blank_rows, no_rows
from fsb_lib.registers.intake.delivery import owner_name
from fsb_lib.registers.read_so_far import ReadSoFar, Tell, tell_nobody
from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.rows.row_store import RowStore, TypedTable
from fsb_lib.registers.rows.typing_rules import RowTyper
from fsb_lib.registers.spelling import canonical

ROWS_AT_A_TIME: Final = 100_000
# How databases say that we may not read: PostgreSQL's state, SQL Server's number, DuckDB's class.
_NO_RIGHT = ("42501", "(229)", "Permission Error")


@dataclass(frozen=True)
class DatabaseTable:
    """A table of the contract as it stands in a database's schema, under its own name there."""

    register: RegisterTable
    schema: str
    name: str


@dataclass(frozen=True)
class ReadDatabaseTable:
    """A table that was read. `sha256` is of its content in order, `n_bytes` that of its text."""

    sha256: str
    n_bytes: int
    table: TypedTable
    remarks: tuple[IntakeRemark, ...] = ()


@dataclass
class _Found:
    """What is fatally wrong with one table, each with the words that its message needs."""

    table: DatabaseTable
    problems: list[Problem] = field(default_factory=list)

    def add(self, kind: str, column: str = "") -> None:
        register = self.table.register
        words = {
            "owner": owner_name(register),
            "columns": ", ".join(register.required_columns),
            "column": column,
        }
        self.problems.append(database_fault(kind, register.name, **words))

    def add_of_files(self, kind: str, column: str, told: str = "") -> None:
        """A fault that databases share with files."""
        register = self.table.register
        owner = owner_name(register)
        self.problems.append(fatal(kind, register.name, found=told, column=column, owner=owner))


def read_database_table(
    backend: Backend,
    dialect: Dialect,
    table: DatabaseTable,
    scratch: Path,
    tell: Tell = tell_nobody,
) -> ReadDatabaseTable | list[Problem]:
    """Reads a table to its end in batches, or says everything that stops it.

    `scratch` is a folder for what does not fit in memory (`row_store`).
    """
    found = _Found(table)
    tell(ReadSoFar(table.register.name, 0, None))
    try:
        expression = backend.table(table.name, database=table.schema)
        places = _places(expression, found)
        if found.problems:
            return found.problems
        asked = as_asked(table.register, expression, places)
        rows = _Rows(table.register.name, batches(backend, dialect, asked), tell)
        store = RowStore(table.register, scratch)
        typed = _typed(store, rows, list(places), found)
    except Exception as error:
        # Each driver has its own errors, and all repeat what must not be told.
        if not (isinstance(error, UnicodeError) or is_database_error(error)):
            raise
        found.add(_why_not(error))
        return found.problems
    if typed is None:
        return found.problems
    told = typed.signs.told()
    remarks = [IntakeRemark(kind, table.register.name, column, n) for kind, column, n in told]
    return ReadDatabaseTable(rows.sha256(), rows.n_bytes, typed, tuple(remarks))


def is_database_error(error: Exception) -> bool:
    """Whether an error is the database's or its driver's, and no fault of this program."""
    return type(error).__module__.partition(".")[0] in {"psycopg", "pyodbc", "duckdb", "_duckdb"}


def _why_not(error: Exception) -> str:
    """The kind of fault that an error while reading is."""
    if isinstance(error, UnicodeError):
        return "text_unreadable"
    said = getattr(error, "sqlstate", None) or str(error)
    return "not_readable" if any(mark in said for mark in _NO_RIGHT) else "broken_off"


def _places(table: ir.Table, found: _Found) -> dict[str, str]:
    """The table's own name of each of the contract's columns, in the contract's order."""
    register = found.table.register
    spelled = [(canonical(name), name) for name in table.columns]
    times = Counter(name for name, _ in spelled)
    for column in register.columns:
        if column.required and not times[column.name]:
            found.add("column_missing", column.name)
        if times[column.name] > 1:
            found.add("column_twice", column.name)
    names = dict(spelled)
    places = {one.name: names[one.name] for one in register.columns if one.name in names}
    for name in unread_columns(table, places):
        found.add("column_type", name)
    for name in set(rounded_columns(table, places)) & set(register.cpr_columns):
        found.add_of_files("number_rounded", name)
    return places


def batches(backend: Backend, dialect: Dialect, asked: ir.Table) -> Iterator[pa.RecordBatch]:
    """The answer a batch at a time, in the order asked for."""
    if dialect is Dialect.DUCKDB:
        # Ibis 12 streams by a name that DuckDB 2 no longer has.
        answer = backend.con.sql(backend.compile(asked))
        return iter(answer.to_arrow_reader(ROWS_AT_A_TIME))
    return iter(backend.to_pyarrow_batches(asked, chunk_size=ROWS_AT_A_TIME))


class _Rows:
    """The rows of an answer as batches of text, numbered from 1, told and hashed as they pass.

    A row without any value is left out, as a blank line is, but has its number.
    """

    def __init__(self, name: str, batches: Iterator[pa.RecordBatch], tell: Tell) -> None:
        self._name, self._batches, self._tell = name, batches, tell
        self._hashes: list[Any] = []
        self.n_rows = 0
        self.n_bytes = 0

    def __iter__(self) -> Iterator[TextBatch]:
        for batch in self._batches:
            columns = tuple(as_texts(column) for column in batch.columns)
            self._hash(columns)
            lines = np.arange(self.n_rows + 1, self.n_rows + 1 + len(batch), dtype=np.int64)
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


def _typed(store: RowStore, rows: _Rows, names: list[str], found: _Found) -> TypedTable | None:
    register = found.table.register
    typer = RowTyper(register, {name: place for place, name in enumerate(names)})
    destroyed, n_rows = False, 0
    for batch in rows:
        destroyed = destroyed or any(map(has_mojibake, batch.columns))
        n_rows += len(batch)
        store.add(typer.type_rows(batch))
    for kind, column, told in typer.signs.fatal():
        found.add_of_files(kind, column, told)
    if destroyed:
        found.add("mojibake")
    if register.required and not n_rows:
        found.add("no_rows")
    if found.problems:
        return None
    stored = store.stored(typer.type_rows(no_rows(len(names))))
    return TypedTable(register, stored, np.zeros(0, np.int64), typer.signs)
