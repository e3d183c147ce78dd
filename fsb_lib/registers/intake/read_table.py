"""One delivered file -> a typed table, or all that is fatally wrong with it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from fsb_lib.base.errors import Problem
from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.faults import fatal, place
from fsb_lib.registers.files.cells import TableSource
from fsb_lib.registers.files.dialect import HEAD, SEPARATOR_NAMES, find_header
from fsb_lib.registers.files.limits import RefusedFileError
from fsb_lib.registers.files.parquet_table import ParquetTable
from fsb_lib.registers.files.sheet import SheetTable
from fsb_lib.registers.files.source_file import SourceFile, decoded, inspect
from fsb_lib.registers.files.text_table import TextBatch, TextTable, no_rows
from fsb_lib.registers.intake.delivery import PARQUET_FORM, SHEET_FORM, form, owner_name
from fsb_lib.registers.intake.mapping import NamesMet, Renaming
from fsb_lib.registers.rows.row_store import RowStore, TypedTable
from fsb_lib.registers.rows.typing_rules import RowTyper
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.snapshot_files import file_hash
from fsb_lib.registers.spelling import canonical

_AS_DELIVERED = Renaming()


@dataclass(frozen=True)
class ReadTable:
    """A table that was read. `met`: what its file was like, as `snapshot.json` says it."""

    table: TypedTable
    met: dict[str, Any]
    names: NamesMet


@dataclass(frozen=True)
class RefusedTable:
    """Everything that was fatally wrong with a file."""

    problems: tuple[Problem, ...]
    names: NamesMet


def read_table(
    register: RegisterTable, path: Path, scratch: Path, renaming: Renaming = _AS_DELIVERED
) -> ReadTable | RefusedTable:
    """Reads one file of a delivery to its end, whatever is found on the way.

    `scratch` is a folder for what does not fit in memory (`row_store`).
    """
    reading = _Reading(register, path, scratch, renaming)
    table = None
    try:
        table = reading.table()
    except RefusedFileError as error:
        reading.add(error.kind, found=str(error))
    except UnicodeError:
        reading.add("text_unreadable")
    except OSError:
        reading.add("file_not_opened")
    if reading.problems or table is None:
        return RefusedTable(tuple(reading.problems), reading.names)
    return ReadTable(table, reading.met, reading.names)


@dataclass
class _Reading:
    """The reading of one file, and the fatal faults and names found on the way."""

    register: RegisterTable
    path: Path
    scratch: Path
    renaming: Renaming
    problems: list[Problem] = field(default_factory=list)
    names: NamesMet = field(default_factory=NamesMet)
    met: dict[str, Any] = field(default_factory=dict)
    nested: set[str] = field(default_factory=set)

    def add(self, kind: str, *, found: str = "", column: str = "") -> None:
        """Notes a fatal fault of the file, in words."""
        where = place(self.register.name, sayable(self.path.name))
        words = {
            "owner": owner_name(self.register),
            "columns": ", ".join(self.register.required_columns),
            "column": column,
        }
        self.problems.append(fatal(kind, where, found=found, **words))

    def table(self) -> TypedTable | None:
        """The typed rows, unless something fatal is known; reads to the end in any case."""
        source = self._opened({*self._columns(), *self.renaming.columns})
        if source is None:
            return None
        if source.is_mojibake:
            self.add("mojibake")
        names = tuple(map(self.renaming.column, source.names))
        if not set(names) & set(self._columns()):
            self.add("header_missing")
            return None
        self.names.headers = source.names
        return self._typed(source, self._places(names))

    def _columns(self) -> list[str]:
        return [column.name for column in self.register.columns]

    def _opened(self, columns: Collection[str]) -> TableSource | None:
        """The file's rows by its form; none for a text in which no header is found."""
        self.met = {
            "file": sayable(self.path.name),
            "form": form(self.path),
            "packed": self.path.suffix.lower() == ".gz",
            "sha256": file_hash(self.path),
            "bytes": self.path.stat().st_size,
            "encoding": None,
            "separator": None,
        }
        if f".{self.met['form']}" == SHEET_FORM:
            return SheetTable(self.path, columns)
        if f".{self.met['form']}" == PARQUET_FORM:
            parquet = ParquetTable(self.path, columns)
            self.nested = set(map(self.renaming.column, parquet.nested))
            for column in sorted(self.nested):
                self.add("column_type", column=column)
            return parquet
        return self._opened_text(columns)

    def _opened_text(self, columns: Collection[str]) -> TableSource | None:
        source = inspect(self.path)
        self.met["encoding"] = source.encoding
        if not source.encoding:
            self.add("text_unreadable")
            return None
        header = find_header(_head(source), columns)
        if header is None:
            if source.is_mojibake:
                self.add("mojibake")
            self.add("header_missing")
            return None
        self.met["separator"] = SEPARATOR_NAMES[header.separator]
        return TextTable(source, header)

    def _places(self, names: tuple[str, ...]) -> dict[str, int]:
        """Where each contract column stands; the names in messages are the contract's."""
        times = Counter(names)
        for column in self.register.columns:
            if column.required and not times[column.name] and column.name not in self.nested:
                self.add("column_missing", column=column.name)
            if times[column.name] > 1:
                self.add("column_twice", column=column.name)
        return {name: names.index(name) for name in self._columns() if times[name]}

    def _typed(self, source: TableSource, places: dict[str, int]) -> TypedTable | None:
        stopped = bool(self.problems)
        typer = None if stopped else RowTyper(self.register, places, self.renaming.codes)
        codes: dict[str, set[str]] = {name: set() for name in self.renaming.codes}
        store = RowStore(self.register, self.scratch)
        n_rows = 0
        for batch in source.batches():
            n_rows += len(batch)
            self._note_codes(batch, places, codes)
            if typer:
                store.add(typer.type_rows(batch))
        self._judge_end(source, n_rows + len(source.wrong_lines))
        if not source.cut_off:
            self.names.codes = codes
        if typer is None or self.problems:
            return None
        stored = store.stored(typer.type_rows(no_rows(len(source.names))))
        return TypedTable(self.register, stored, np.array(source.wrong_lines, np.int64))

    def _judge_end(self, source: TableSource, n_rows: int) -> None:
        """What only the end of a file shows."""
        if source.is_mojibake and "mojibake" not in {problem.kind for problem in self.problems}:
            self.add("mojibake")
        if source.cut_off:
            found = "a last record that is not whole, a quote left open, or a record of over 4 MB"
            self.add("cut_off", found=found)
        elif self.register.required and not n_rows:
            self.add("no_rows")

    def _note_codes(
        self, batch: TextBatch, places: dict[str, int], codes: dict[str, set[str]]
    ) -> None:
        """Which of the mapped codes occur."""
        for column, wanted in self.renaming.codes.items():
            if column in places:
                texts = batch.columns[places[column]].unique().to_pylist()
                codes[column] |= {canonical(text) for text in texts} & wanted.keys()


def _head(source: SourceFile) -> str:
    head = ""
    for text in decoded(source.path, source.encoding):
        head += text
        if len(head) >= HEAD:
            break
    return head[:HEAD]
