"""One delivered table, in one file or several -> a typed table, or all that is fatally wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from fsb_lib.base.errors import Problem
from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.faults import FaultCount
from fsb_lib.registers.intake.declared_sources import (
    DeclaredFile,
    problems_of_rows,
    rows_left,
    told_of_rows,
    told_of_weeks,
)
from fsb_lib.registers.intake.delivery import names_of
from fsb_lib.registers.intake.mapping import NamesMet, Renaming
from fsb_lib.registers.intake.read_file import FileReading
from fsb_lib.registers.read_so_far import ReadSoFar, Tell, tell_nobody
from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.rows.column_signs import ColumnSigns
from fsb_lib.registers.rows.row_store import RowStore, TypedTable
from fsb_lib.registers.snapshot_files import hash_of_all
from fsb_lib.registers.sources.source_rows import SourceRows

_AS_DELIVERED = Renaming()


@dataclass(frozen=True)
class ReadTable:
    """A table that was read. `met`: what its file was like, as `snapshot.json` says it.

    `left`: rows of the source that are no rows of the table, because the mapping says so.
    """

    table: TypedTable
    met: dict[str, Any]
    names: NamesMet
    remarks: tuple[IntakeRemark, ...] = ()
    left: tuple[FaultCount, ...] = ()


@dataclass(frozen=True)
class RefusedTable:
    """Everything that was fatally wrong with a table."""

    problems: tuple[Problem, ...]
    names: NamesMet
    remarks: tuple[IntakeRemark, ...] = ()


def read_table(
    register: RegisterTable,
    path: Path,
    scratch: Path,
    renaming: Renaming = _AS_DELIVERED,
    further: Sequence[Path] = (),
    tell: Tell = tell_nobody,
) -> ReadTable | RefusedTable:
    """Reads the files of a table to their ends, whatever is found on the way.

    `scratch` is a folder for what does not fit in memory (`row_store`). The rows of a `further`
    file are counted on from the last of the one before. `tell` hears the share of the table.
    A file of which several sources are declared is read for each.
    """
    store, signs, readings = RowStore(register, scratch), ColumnSigns(), list[FileReading]()
    to_read = _to_read((path, *further), renaming)

    def said(file: str, n_rows: int, share: float) -> None:
        tell(ReadSoFar(file, n_rows, (len(readings) - 1 + share) / len(to_read)))

    for one, own, declared in to_read:
        last = readings[-1].last_line if readings else 0
        readings.append(FileReading(register, one, own, store, signs, last, said, declared))
        readings[-1].read()
    names = _names(readings)
    problems = [*(one for each in readings for one in each.problems), *_of_columns(readings, signs)]
    reshapings = [one.reshaping for one in readings if one.reshaping]
    problems += [] if problems else problems_of_rows(reshapings)
    remarks, none = [remark for one in readings for remark in one.remarks], readings[0].none
    if problems or none is None:
        return RefusedTable(tuple(problems), names, tuple(remarks))
    wrong = np.concatenate([one.wrong_lines for one in readings])
    table = TypedTable(register, store.stored(none), wrong, signs)
    remarks += _told_of_all(register, readings, signs)
    left = rows_left(register.name, reshapings, table.n_read)
    return ReadTable(table, _met(readings), names, tuple(dict.fromkeys(remarks)), left)


def _to_read(
    paths: Sequence[Path], renaming: Renaming
) -> list[tuple[Path, Renaming, DeclaredFile | None]]:
    """Each file with what is renamed, or declared, of it; the files of one declaration share
    their rows.
    """
    forms = {path: renaming.forms_of(names_of(path)) for path in paths}
    last = {id(form): path for path in paths for form in forms[path]}
    shared: dict[int, list[SourceRows]] = {id(form): [] for form in renaming.forms}
    found: list[tuple[Path, Renaming, DeclaredFile | None]] = []
    for path in paths:
        found += [(path, renaming, None)] if not forms[path] else []
        for form in forms[path]:
            declared = DeclaredFile(form, shared[id(form)], is_last=last[id(form)] == path)
            found.append((path, _AS_DELIVERED, declared))
    return found


def _of_columns(readings: Sequence[FileReading], signs: ColumnSigns) -> Iterator[Problem]:
    """What only all files of a table together show."""
    first = readings[0]
    for kind, column, found in signs.fatal():
        yield first.problem(kind, found=found, column=column)
    stopped = any(one.problems for one in readings)
    if not stopped and first.register.required and not sum(one.n_rows for one in readings):
        yield first.problem("no_rows")


def _told_of_all(
    register: RegisterTable, readings: Sequence[FileReading], signs: ColumnSigns
) -> Iterator[IntakeRemark]:
    """What only all files of a table together tell."""
    for kind, column, n_rows in signs.told():
        yield IntakeRemark(kind, register.name, column, n_rows)
    for before, one in pairwise(readings):
        found = f"the file {one.met['file']}: its line 1 is counted as {before.last_line + 1}"
        yield IntakeRemark("counted_on", register.name, found=found)
    reshapings = [one.reshaping for one in readings if one.reshaping]
    yield from told_of_weeks(register.name, reshapings)
    yield from told_of_rows(register.name, reshapings)


def _names(readings: Sequence[FileReading]) -> NamesMet:
    """The names of all files together; unknown when one does not tell."""
    if len(readings) == 1:
        return readings[0].names
    headers = [one.names.headers for one in readings]
    codes = [one.names.codes for one in readings]
    both = NamesMet()
    if all(one is not None for one in headers):
        both.headers = tuple(name for one in headers for name in one or ())
    if all(one is not None for one in codes):
        columns = {column for one in codes for column in one or {}}
        both.codes = {
            column: {code for one in codes for code in (one or {}).get(column, ())}
            for column in columns
        }
    return both


def _met(readings: Sequence[FileReading]) -> dict[str, Any]:
    """What the file was like; of several their names, one hash and all their bytes, each once."""
    files = list({one.path: one.met for one in readings}.values())
    if len(files) == 1:
        return files[0]
    return {
        **files[0],
        "file": " + ".join(met["file"] for met in files),
        "sha256": hash_of_all([met["sha256"] for met in files]),
        "bytes": sum(met["bytes"] for met in files),
    }
