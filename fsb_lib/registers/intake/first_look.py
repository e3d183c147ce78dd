"""The first look at a judged table: what is wrong with it, and whose its faultless rows are.

kind          rows  first lines          owner  seen (by place of a number)
missing_date    12  4, 9, 31, 88, 90     BIF    [True, False, True ...]
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fsb_lib.registers.faults import FIRST_LINES, FaultCount, FaultKind, fault_kinds
from fsb_lib.registers.intake.judged_table import JudgedTable
from fsb_lib.registers.intake.number_changes import by_owner
from fsb_lib.registers.intake.typed_rows import NO_FAULT, TypedRows
from fsb_lib.registers.snapshot_files import CHANGES

Lines = NDArray[np.int64]


@dataclass
class FirstLines:
    """How many rows there were, and the first few of their lines."""

    n_rows: int = 0
    lines: Lines = field(default_factory=lambda: np.zeros(0, np.int64))

    def add(self, lines: Lines) -> None:
        self.n_rows += len(lines)
        self.lines = np.sort(np.concatenate([self.lines, lines]))[:FIRST_LINES]


@dataclass(frozen=True)
class Survey:
    """Row faults in the contract's order; faultless rows; by owner, the numbers they hold."""

    faults: list[FaultCount]
    n_clean: int
    seen: Mapping[int, NDArray[np.bool_]]


def survey(table: JudgedTable) -> Survey:
    """Reads the table once."""
    kinds = fault_kinds(table.register)
    met = {place: FirstLines() for place in range(len(kinds))}
    met[kinds.index(FaultKind("wrong_field_count"))].add(table.typed.wrong_lines)
    seen: dict[int, NDArray[np.bool_]] = {}
    n_clean = 0
    for rows in table.parts():
        faulty = np.flatnonzero(rows.fault != NO_FAULT)
        for place in np.unique(rows.fault[faulty]):
            met[int(place)].add(rows.lines[faulty[rows.fault[faulty] == place]])
        n_clean += len(rows) - len(faulty)
        if table.register.name != CHANGES:
            _note_seen(table, rows.at(rows.fault == NO_FAULT), seen)
    counts = [
        FaultCount(
            table.register.name,
            kinds[place],
            one.n_rows,
            table.typed.n_read,
            tuple(map(int, one.lines)),
        )
        for place, one in met.items()
        if one.n_rows
    ]
    return Survey(counts, n_clean, seen)


def _note_seen(table: JudgedTable, rows: TypedRows, seen: dict[int, NDArray[np.bool_]]) -> None:
    for owner, theirs in by_owner(table.register, rows):
        nobody = np.zeros(len(table.rows.numbers), np.bool_)
        seen.setdefault(owner, nobody)[rows.numbers["cpr"][theirs]] = True
