"""One delivered file: opened by its form, its columns found, its rows typed into a store."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fsb_lib.base.errors import Problem
from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.faults import fatal, place
from fsb_lib.registers.files.cells import TableSource
from fsb_lib.registers.files.dialect import (
    HEAD,
    SEPARATOR_NAMES,
    find_header,
    foreign_separator,
    header_like,
)
from fsb_lib.registers.files.findings import Findings
from fsb_lib.registers.files.json_table import JsonTable
from fsb_lib.registers.files.limits import RefusedFileError
from fsb_lib.registers.files.parquet_table import ParquetTable
from fsb_lib.registers.files.sheet import SheetTable
from fsb_lib.registers.files.source_file import SourceFile, beginning, inspect
from fsb_lib.registers.files.text_table import TextBatch, TextTable, no_rows
from fsb_lib.registers.files.true_form import UTF_16, is_utf_16, refuse_other_form
from fsb_lib.registers.intake.declared_sources import DeclaredFile, naming, problems_of_header
from fsb_lib.registers.intake.delivery import (
    JSON_FORM,
    PARQUET_FORM,
    SHEET_FORM,
    form,
    owner_name,
)
from fsb_lib.registers.intake.mapping import NamesMet, Renaming
from fsb_lib.registers.intake.private_columns import private_columns
from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.rows.column_signs import ColumnSigns, RowPlaces
from fsb_lib.registers.rows.row_store import RowStore
from fsb_lib.registers.rows.typed_rows import NO_FAULT, TypedRows
from fsb_lib.registers.rows.typing_rules import RowTyper
from fsb_lib.registers.safe_names import listed, sayable
from fsb_lib.registers.snapshot_files import file_hash
from fsb_lib.registers.sources.reshaped_file import ReshapedFile
from fsb_lib.registers.sources.reshaping import Reshaping
from fsb_lib.registers.spelling import canonical

_LOOKED_AT = 1_000  # faulty rows of a batch
_SAID = 12


@dataclass
class FileReading:
    """What reading one file has found so far.

    Its rows go to `store`, counted on from `first_line`; `signs` are the table's; `tell` hears
    the file's name, its rows so far and how much of it that is. When it was
    read, `wrong_lines` are lines with a wrong number of fields, `last_line` the last met, and
    `none` no rows in the form of all. `declared`: what is done to a source of another form.
    """

    register: RegisterTable
    path: Path
    renaming: Renaming
    store: RowStore
    signs: ColumnSigns
    first_line: int = 0
    tell: Callable[[str, int, float], None] = lambda _file, _rows, _share: None
    declared: DeclaredFile | None = None
    reshaping: Reshaping | None = None
    problems: list[Problem] = field(default_factory=list)
    remarks: list[IntakeRemark] = field(default_factory=list)
    names: NamesMet = field(default_factory=NamesMet)
    met: dict[str, Any] = field(default_factory=dict)
    nested: set[str] = field(default_factory=set)
    n_rows: int = 0
    last_line: int = 0
    wrong_lines: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    none: TypedRows | None = None

    def read(self) -> None:
        """Reads the file to its end; what stops it becomes a problem."""
        self.last_line = self.first_line
        try:
            self._read()
        except RefusedFileError as error:
            self.add(error.kind, found=str(error))
        except UnicodeError:
            self.add("text_unreadable")
        except OSError:
            self.add("file_not_opened")

    def problem(self, kind: str, *, found: str = "", column: str = "") -> Problem:
        """A fatal fault of the file, in words."""
        where = place(self.register.name, sayable(self.path.name))
        asked = self.declared.form.needed if self.declared else self.register.required_columns
        words = {
            "owner": owner_name(self.register),
            "columns": listed(list(asked), _SAID),
            "table": self.register.name,
            "column": column,
            "naming": naming(self.register, self.declared, column),
        }
        return fatal(kind, where, found=found, **words)

    def add(self, kind: str, *, found: str = "", column: str = "") -> None:
        """Notes a fatal fault of the file."""
        self.problems.append(self.problem(kind, found=found, column=column))

    def _read(self) -> None:
        named = self.declared.form.header_names() if self.declared else self.renaming.columns
        source = self._opened({*self._columns(), *named})
        if source is None:
            return
        self._judge_mojibake(source)
        self._tell_private(source.names)
        if self.declared:
            source = self._reshaped(self.declared, source)
            if self.problems:
                return
        names = tuple(map(self.renaming.column, source.names))
        if not set(names) & set(self._columns()):
            self.add("header_missing", found="no row with any of these names")
            return
        self.names.headers = source.names
        self._type(source, self._places(names))

    def _tell_private(self, header: tuple[str, ...]) -> None:
        """Names, addresses and telephones beside the number: told, never kept."""
        form = self.declared.form if self.declared else None
        read = [n for n in header if self.renaming.column(n) in self._columns()]
        if found := private_columns(header, form.wanted(header) if form else read):
            said = ", ".join(found[:_SAID])
            self.remarks.append(IntakeRemark("private_column", self.register.name, found=said))

    def _reshaped(self, declared: DeclaredFile, source: TableSource) -> TableSource:
        """The source with its verbs before it; what its header lacks becomes a problem."""
        self.reshaping = Reshaping(
            declared.form, source.names, self.first_line, declared.before, declared.is_last
        )
        self.problems += problems_of_header(self.reshaping)
        self._places(self.reshaping.names)
        return ReshapedFile(source, self.reshaping)

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
        if f".{self.met['form']}" == JSON_FORM:
            return JsonTable(self.path, columns)
        return self._opened_text(columns)

    def _opened_text(self, columns: Collection[str]) -> TableSource | None:
        refuse_other_form(self.path)
        source = inspect(self.path)
        self.met["encoding"] = source.encoding
        if source.is_code_page:
            self.add("code_page")
        elif not source.encoding:
            self.add("text_unreadable")
        if not source.encoding:
            return None
        header = find_header(head := beginning(source, HEAD), columns)
        if header is None:
            self._judge_headless(source, head, columns)
            return None
        self.met["separator"] = SEPARATOR_NAMES[header.separator]
        return TextTable(source, header)

    def _judge_headless(self, source: SourceFile, head: str, columns: Collection[str]) -> None:
        """Why no header is found, as far as the text's beginning tells."""
        if source.is_mojibake:
            self._judge_mojibake(source)
        if is_utf_16(head.encode("utf-8")):
            self.add("text_unreadable", found=UTF_16)
        elif separator := foreign_separator(head, columns):
            self.add("other_separator", found=separator)
        else:
            self.add("header_missing", found=_said(header_like(head)))

    def _judge_mojibake(self, source: TableSource | SourceFile) -> None:
        text = source if isinstance(source, SourceFile) else getattr(source, "source", None)
        if source.is_mojibake and "mojibake" not in {problem.kind for problem in self.problems}:
            where = f"first in line {text.first_mojibake}" if text else ""
            self.add("two_encodings" if text and text.is_mixed else "mojibake", found=where)

    def _places(self, names: tuple[str, ...]) -> dict[str, int]:
        """Where each contract column stands; the names in messages are the contract's."""
        times = Counter(names)
        found = _said([name for name in names if name and name not in self._columns()])
        told = self.declared.form.renamed.values() if self.declared else ()
        for column in self.register.columns:
            hindered = column.name in self.nested or column.name in told
            if column.required and not times[column.name] and not hindered:
                self.add("column_missing", column=column.name, found=found)
            if times[column.name] > 1:
                self.add("column_twice", column=column.name)
        return {name: names.index(name) for name in self._columns() if times[name]}

    def _type(self, source: TableSource, places: dict[str, int]) -> None:
        typer = RowTyper(self.register, places, self.renaming.codes, self.signs)
        stopped = bool(self.problems)
        self.none = None if stopped else typer.type_rows(no_rows(len(source.names)))
        codes: dict[str, set[str]] = {name: set() for name in self.renaming.codes}
        for batch in source.batches(RowPlaces.of(self.register, places).holds_row):
            self.n_rows += len(batch)
            self._note_codes(batch, places, codes)
            first = 0 if self.reshaping else self.first_line
            counted = TextBatch(batch.lines + first, batch.columns)
            self.last_line = max(self.last_line, int(counted.lines[-1]))
            self.tell(self.met["file"], self.n_rows, source.share)
            if not stopped:
                typed = typer.type_rows(counted)
                self.store.add(typed)
                self._look_for_header(counted, typed, source.names)
        self.wrong_lines = np.array(source.wrong_lines, np.int64) + self.first_line
        self.n_rows += len(self.wrong_lines)
        seen = self.reshaping.last_line if self.reshaping else 0
        self.last_line = max(self.last_line, seen, *self.wrong_lines[-1:].tolist(), 0)
        self._judge_end(source, places)
        if not source.findings.has("cut_off", "open_quote", "swallowed"):
            self.names.codes = codes

    def _look_for_header(self, batch: TextBatch, typed: TypedRows, names: tuple[str, ...]) -> None:
        """A header among the rows that is another than the first: two files put together."""
        for row in np.flatnonzero(typed.fault != NO_FAULT)[:_LOOKED_AT].tolist():
            cells = tuple(canonical(column[row].as_py()) for column in batch.columns)
            if cells != names and len(set(cells) & set(names) - {""}) > 1:
                kinds = {problem.kind for problem in self.problems}
                if "header_again" not in kinds:
                    self.add("header_again", found=f"line {batch.lines[row]}")

    def _judge_end(self, source: TableSource, places: dict[str, int]) -> None:
        """What only the end of a file shows."""
        if not {"mojibake", "two_encodings"} & {problem.kind for problem in self.problems}:
            self._judge_mojibake(source)
        findings = source.findings
        for kind, found in findings.fatal:
            self.add(kind, found=found)
        for kind, n_rows, found in findings.told:
            self.remarks.append(IntakeRemark(kind, self.register.name, n_rows=n_rows, found=found))
        n_read = self.n_rows
        if self.reshaping:
            n_read = self.reshaping.n_in + len(self.wrong_lines)
        for count in findings.own_counts:
            if count != n_read and not findings.fatal:
                self.add("own_count", found=f"{count:,} by its own words, {n_read:,} read")
        self._judge_columns(findings, places)

    def _judge_columns(self, findings: Findings, places: dict[str, int]) -> None:
        rounded = set(map(self.renaming.column, findings.rounded))
        for column in self.register.cpr_columns:
            if column in rounded:
                self.add("number_rounded", column=column)
        for column in self.register.dates:
            if n_cells := findings.uncalculated[places.get(column, -1)]:
                found = f"{n_cells:,} cells with a formula and without a value"
                self.add("formula_empty", found=found, column=column)

    def _note_codes(
        self, batch: TextBatch, places: dict[str, int], codes: dict[str, set[str]]
    ) -> None:
        """Which of the mapped codes occur."""
        for column, wanted in self.renaming.codes.items():
            if column in places:
                texts = batch.columns[places[column]].unique().to_pylist()
                codes[column] |= {canonical(text) for text in texts} & wanted.keys()


def _said(names: Sequence[str]) -> str:
    """Names of a header that may be said, and only those that are no contract's."""
    if not names:
        return ""
    said = listed([name.strip("'\"") for name in names], _SAID)
    return f"other names in the header: {said}"
