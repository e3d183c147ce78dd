"""One delivered table, in one file or several -> a typed table, or all that is fatally wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from fsb_lib.base.errors import Problem
from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.intake.mapping import NamesMet, Renaming
from fsb_lib.registers.intake.read_file import FileReading
from fsb_lib.registers.read_so_far import ReadSoFar, Tell, tell_nobody
from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.rows.column_signs import ColumnSigns
from fsb_lib.registers.rows.row_store import RowStore, TypedTable
from fsb_lib.registers.snapshot_files import hash_of_all

_AS_DELIVERED = Renaming()


@dataclass(frozen=True)
class ReadTable:
    """A table that was read. `met`: what its file was like, as `snapshot.json` says it."""

    table: TypedTable
    met: dict[str, Any]
    names: NamesMet
    remarks: tuple[IntakeRemark, ...] = ()


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
    """
    store, signs = RowStore(register, scratch), ColumnSigns()
    readings: list[FileReading] = []

    def said(file: str, n_rows: int, share: float) -> None:
        tell(ReadSoFar(file, n_rows, (len(readings) + share) / (1 + len(further))))

    for one in (path, *further):
        last = readings[-1].last_line if readings else 0
        reading = FileReading(register, one, renaming, store, signs, last, said)
        reading.read()
        readings.append(reading)
    names = _names(readings)
    problems = [*(one for each in readings for one in each.problems), *_of_columns(readings, signs)]
    remarks = [remark for one in readings for remark in one.remarks]
    if problems or readings[0].none is None:
        return RefusedTable(tuple(problems), names, tuple(remarks))
    wrong = np.concatenate([one.wrong_lines for one in readings])
    table = TypedTable(register, store.stored(readings[0].none), wrong, signs)
    remarks += [IntakeRemark(kind, register.name, column, n) for kind, column, n in signs.told()]
    remarks += _counted_on(register, readings)
    return ReadTable(table, _met(readings), names, tuple(remarks))


def _of_columns(readings: Sequence[FileReading], signs: ColumnSigns) -> Iterator[Problem]:
    """What only all files of a table together show."""
    first = readings[0]
    for kind, column, found in signs.fatal():
        yield first.problem(kind, found=found, column=column)
    stopped = any(one.problems for one in readings)
    if not stopped and first.register.required and not sum(one.n_rows for one in readings):
        yield first.problem("no_rows")


def _counted_on(register: RegisterTable, readings: Sequence[FileReading]) -> Iterator[IntakeRemark]:
    for before, one in pairwise(readings):
        found = f"the file {one.met['file']}: its line 1 is counted as {before.last_line + 1}"
        yield IntakeRemark("counted_on", register.name, found=found)


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
    """What the file was like; of several their names, one hash and all their bytes."""
    first = readings[0].met
    if len(readings) == 1:
        return first
    return {
        **first,
        "file": " + ".join(one.met["file"] for one in readings),
        "sha256": hash_of_all([one.met["sha256"] for one in readings]),
        "bytes": sum(one.met["bytes"] for one in readings),
    }
