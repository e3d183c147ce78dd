"""One table of a database -> a typed table, or all that is fatally wrong with it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ibis.expr.types as ir
import numpy as np

from fsb_lib.base.errors import Problem
from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.database.address import Dialect
from fsb_lib.registers.database.answered_rows import AnsweredRows, batches
from fsb_lib.registers.database.connection import Backend
from fsb_lib.registers.database.faults import database_fault
from fsb_lib.registers.database.query import as_asked, rounded_columns, unread_columns
from fsb_lib.registers.faults import FaultCount, fatal
from fsb_lib.registers.files.text_table import TextBatch, no_rows
from fsb_lib.registers.intake.declared_sources import (
    problems_of_header,
    problems_of_rows,
    rows_left,
    told_of_rows,
    told_of_weeks,
)
from fsb_lib.registers.intake.delivery import owner_name
from fsb_lib.registers.read_so_far import ReadSoFar, Tell, tell_nobody
from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.rows.column_signs import ColumnSigns
from fsb_lib.registers.rows.row_store import RowStore, TypedTable
from fsb_lib.registers.rows.typed_rows import TypedRows
from fsb_lib.registers.rows.typing_rules import RowTyper
from fsb_lib.registers.snapshot_files import hash_of_all
from fsb_lib.registers.sources.form import SourceForm
from fsb_lib.registers.sources.reshaping import Reshaping
from fsb_lib.registers.sources.source_rows import SourceRows
from fsb_lib.registers.spelling import canonical

# How databases say that we may not read: PostgreSQL's state, SQL Server's number, DuckDB's class.
_NO_RIGHT = ("42501", "(229)", "Permission Error")


@dataclass(frozen=True)
class DatabaseTable:
    """A table of the contract as it stands in a database's schema, under its own name there.

    `form`: what is done to a source of another form.
    """

    register: RegisterTable
    schema: str
    name: str
    form: SourceForm | None = None


@dataclass(frozen=True)
class ReadDatabaseTable:
    """A table that was read. `sha256` is of its content in order, `n_bytes` that of its text.

    `left`: rows of its sources that are no rows of the table, because the mapping says so.
    """

    sha256: str
    n_bytes: int
    table: TypedTable
    remarks: tuple[IntakeRemark, ...] = ()
    left: tuple[FaultCount, ...] = ()


@dataclass
class _Found:
    """What is fatally wrong with one table, each with the words that its message needs."""

    register: RegisterTable
    problems: list[Problem] = field(default_factory=list)

    def add(self, kind: str, column: str = "") -> None:
        words = {
            "owner": owner_name(self.register),
            "columns": ", ".join(self.register.required_columns),
            "column": column,
        }
        self.problems.append(database_fault(kind, self.register.name, **words))

    def add_of_files(self, kind: str, column: str, told: str = "") -> None:
        """A fault that databases share with files."""
        owner = owner_name(self.register)
        self.problems.append(
            fatal(kind, self.register.name, found=told, column=column, owner=owner)
        )


def read_database_table(
    backend: Backend,
    dialect: Dialect,
    tables: Sequence[DatabaseTable],
    scratch: Path,
    tell: Tell = tell_nobody,
) -> ReadDatabaseTable | list[Problem]:
    """Reads the tables that make one of the contract's to their ends in batches, or says
    everything that stops it.

    `scratch` is a folder for what does not fit in memory (`row_store`).
    """
    register = tables[0].register
    found = _Found(register)
    reading = _Reading(found, RowStore(register, scratch), ColumnSigns(), tell)
    tell(ReadSoFar(register.name, 0, None))
    last = {id(one.form): one for one in tables}
    try:
        for one in tables:
            reading.read(backend, dialect, one, is_last=last[id(one.form)] is one)
    except Exception as error:
        # Each driver has its own errors, and all repeat what must not be told.
        if not (isinstance(error, UnicodeError) or is_database_error(error)):
            raise
        found.add(_why_not(error))
        return found.problems
    return reading.ended()


def is_database_error(error: Exception) -> bool:
    """Whether an error is the database's or its driver's, and no fault of this program."""
    return type(error).__module__.partition(".")[0] in {"psycopg", "pyodbc", "duckdb", "_duckdb"}


def _why_not(error: Exception) -> str:
    """The kind of fault that an error while reading is."""
    if isinstance(error, UnicodeError):
        return "text_unreadable"
    said = getattr(error, "sqlstate", None) or str(error)
    return "not_readable" if any(mark in said for mark in _NO_RIGHT) else "broken_off"


def _places(table: ir.Table, one: DatabaseTable, found: _Found) -> dict[str, str]:
    """The table's own name of each of the contract's columns, in the contract's order; of a
    declared source, of each column that it names, in its own order.
    """
    register, form = one.register, one.form
    spelled = [(canonical(name), name) for name in table.columns]
    times = Counter(name for name, _ in spelled)
    names = dict(spelled)
    there = [name for name in (column.name for column in register.columns) if name in names]
    places = {name: names[name] for name in (form.wanted(names) if form else there)}
    for column in register.columns if form is None else ():
        if column.required and not times[column.name]:
            found.add("column_missing", column.name)
    for name in dict.fromkeys([*(column.name for column in register.columns), *places]):
        if times[name] > 1:
            found.add("column_twice", name)
    for name in unread_columns(table, places):
        found.add("column_type", name)
    for name in rounded_columns(table, places):
        if (form.name(name) if form else name) in register.cpr_columns:
            found.add_of_files("number_rounded", name)
    return places


@dataclass
class _Reading:
    """The tables that make one of the contract's, read one after the other into one store."""

    found: _Found
    store: RowStore
    signs: ColumnSigns
    tell: Tell
    reshapings: list[Reshaping] = field(default_factory=list)
    n_rows: int = 0
    n_last: int = 0
    destroyed: bool = False
    read_rows: list[AnsweredRows] = field(default_factory=list)
    none: TypedRows | None = None
    _waiting: dict[int, list[SourceRows]] = field(default_factory=lambda: defaultdict(list))

    def read(
        self, backend: Backend, dialect: Dialect, one: DatabaseTable, *, is_last: bool
    ) -> None:
        """Reads one table, unless its columns already stop it."""
        table = backend.table(one.name, database=one.schema)
        places = _places(table, one, self.found)
        names, reshaping = tuple(places), None
        timed = [n for n in places if one.form and one.form.name(n) in one.form.moments]
        if one.form:
            before = self._waiting[id(one.form)]
            reshaping = Reshaping(one.form, names, self.n_last, before, is_last)
            names = self._reshaped(reshaping)
        if self.found.problems:
            return
        asked = as_asked(table, places, timed)
        rows = AnsweredRows(one.register.name, batches(backend, dialect, asked), self.tell,
                            self.n_last if reshaping is None else 0)  # fmt: skip
        self._type(names, reshaping.batches(iter(rows)) if reshaping else iter(rows))
        self.read_rows.append(rows)
        self.destroyed |= rows.destroyed
        self.n_last += rows.n_rows

    def _reshaped(self, reshaping: Reshaping) -> tuple[str, ...]:
        self.reshapings.append(reshaping)
        self.found.problems += problems_of_header(reshaping)
        for column in self.found.register.columns:
            if column.required and column.name not in reshaping.names:
                self.found.add("column_missing", column.name)
        return reshaping.names

    def _type(self, names: tuple[str, ...], incoming: Iterator[TextBatch]) -> None:
        places = {name: place for place, name in enumerate(names)}
        typer = RowTyper(self.found.register, places, signs=self.signs)
        self.none = typer.type_rows(no_rows(len(names)))
        for batch in incoming:
            self.n_rows += len(batch)
            self.store.add(typer.type_rows(batch))

    def ended(self) -> ReadDatabaseTable | list[Problem]:
        """The table, or everything that stops it."""
        found, register = self.found, self.found.register
        for kind, column, told in self.signs.fatal():
            found.add_of_files(kind, column, told)
        if self.destroyed:
            found.add("mojibake")
        if register.required and self.none is not None and not self.n_rows:
            found.add("no_rows")
        found.problems += [] if found.problems else problems_of_rows(self.reshapings)
        if found.problems or self.none is None:
            return found.problems
        stored = self.store.stored(self.none)
        typed = TypedTable(register, stored, np.zeros(0, np.int64), self.signs)
        return ReadDatabaseTable(
            hash_of_all([rows.sha256() for rows in self.read_rows]),
            sum(rows.n_bytes for rows in self.read_rows),
            typed,
            tuple(self._remarks()),
            rows_left(register.name, self.reshapings, typed.n_read),
        )

    def _remarks(self) -> Iterator[IntakeRemark]:
        name = self.found.register.name
        yield from (IntakeRemark(kind, name, column, n) for kind, column, n in self.signs.told())
        yield from told_of_weeks(name, self.reshapings)
        yield from told_of_rows(name, self.reshapings)
