"""One delivered file -> a typed table, or all that is fatally wrong with it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fsb_lib.contract import RegisterTable
from fsb_lib.errors import Problem
from fsb_lib.registers.delivery import owner_name
from fsb_lib.registers.dialect import HEAD, Header, find_header
from fsb_lib.registers.faults import fatal, place
from fsb_lib.registers.source_file import CutOffArchiveError, SourceFile, decoded, inspect
from fsb_lib.registers.text_table import TextTable, no_rows
from fsb_lib.registers.typed_rows import TypedRows, TypedTable, concatenated
from fsb_lib.registers.typing_rules import RowTyper


@dataclass(frozen=True)
class ReadTable:
    """A table that was read, with what its file was like."""

    source: SourceFile
    header: Header
    table: TypedTable


@dataclass(frozen=True)
class RefusedTable:
    """Everything that was fatally wrong with a file."""

    problems: tuple[Problem, ...]


def read_table(register: RegisterTable, path: Path) -> ReadTable | RefusedTable:
    """Reads one file of a delivery to its end, whatever is found on the way."""
    faults = _Faults(register, path)
    source = _inspected(path, faults)
    if source is None or not source.encoding:
        return RefusedTable(tuple(faults.problems))
    if source.is_mojibake:
        faults.add("mojibake")
    header = find_header(_head(source), [column.name for column in register.columns])
    if header is None:
        faults.add("header_missing")
        return RefusedTable(tuple(faults.problems))
    places = _places(register, header, faults)
    table = _typed(register, TextTable(source, header), places, faults)
    if table is None:
        return RefusedTable(tuple(faults.problems))
    return ReadTable(source, header, table)


class _Faults:
    """The fatal faults of one file, each with the words that its message needs."""

    def __init__(self, register: RegisterTable, path: Path) -> None:
        self.problems: list[Problem] = []
        self._where = place(register.name, path.name)
        self._words = {
            "owner": owner_name(register),
            "columns": ", ".join(register.required_columns),
        }

    def add(self, kind: str, *, found: str = "", column: str = "") -> None:
        words = {**self._words, "column": column}
        self.problems.append(fatal(kind, self._where, found=found, **words))


def _inspected(path: Path, faults: _Faults) -> SourceFile | None:
    try:
        source = inspect(path)
    except CutOffArchiveError:
        faults.add("cut_off", found="an archive that does not unpack")
    except OSError:
        faults.add("file_not_opened")
    else:
        if not source.encoding:
            faults.add("text_unreadable")
        return source
    return None


def _head(source: SourceFile) -> str:
    head = ""
    for text in decoded(source.path, source.encoding):
        head += text
        if len(head) >= HEAD:
            break
    return head[:HEAD]


def _places(register: RegisterTable, header: Header, faults: _Faults) -> dict[str, int]:
    """Where each contract column stands; the column names in messages are the contract's."""
    times = Counter(header.names)
    for column in register.columns:
        if column.required and not times[column.name]:
            faults.add("column_missing", column=column.name)
        if times[column.name] > 1:
            faults.add("column_twice", column=column.name)
    known = [column.name for column in register.columns if times[column.name]]
    return {name: header.names.index(name) for name in known}


def _typed(
    register: RegisterTable, text: TextTable, places: dict[str, int], faults: _Faults
) -> TypedTable | None:
    """Types the rows unless something fatal is known; reads to the end in any case."""
    typer = None if faults.problems else RowTyper(register, places)
    parts: list[TypedRows] = []
    n_rows = 0
    for batch in text.batches():
        n_rows += len(batch)
        if typer:
            parts.append(typer.type_rows(batch))
    n_rows += len(text.wrong_lines)
    if text.cut_off:
        faults.add("cut_off", found="a last record that is not whole, or a quote left open")
    elif register.required and not n_rows:
        faults.add("no_rows")
    if typer is None or faults.problems:
        return None
    parts = parts or [typer.type_rows(no_rows(len(text.header.names)))]
    return TypedTable(register, concatenated(parts), np.array(text.wrong_lines, np.int64))
