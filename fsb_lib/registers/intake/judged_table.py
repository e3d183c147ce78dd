"""A table with the final fault of each row, judged again each time that its rows are asked for.

What only the whole delivery shows of a row follows from its number: it is kept once per number
here, not once per row. A survey of the table says what is wrong with it, and whose its faultless
rows are:

    kind          rows  first lines          owner  seen (by place of a number)
    missing_date    12  4, 9, 31, 88, 90     BIF    [True, False, True ...]
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from fsb_lib.domain import cpr
from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.faults import FIRST_LINES, FaultCount, FaultKind, fault_kinds
from fsb_lib.registers.intake.identities import by_owner
from fsb_lib.registers.rows.dates import NO_DATE
from fsb_lib.registers.rows.row_store import StoredRows, TypedTable
from fsb_lib.registers.rows.typed_rows import NO_FAULT, TypedRows
from fsb_lib.registers.rows.typing_rules import key_date
from fsb_lib.registers.snapshot_files import CHANGES

ORIGIN_FAULT = FaultKind("conflicting_origin", "herkomst")
NO_LIMIT = 2**31 - 1
_NUMBERS_AT_A_TIME = 1 << 18  # what is known of a number takes twenty times its own space
Flags = NDArray[np.bool_]
Lines = NDArray[np.int64]
_NOWHERE: Flags = np.zeros(0, np.bool_)


@dataclass(frozen=True)
class JudgedTable:
    """A typed table and what the rest of the delivery says of its rows.

    `last_day`: a row with a key date after it is far. `implausible`, by place of a number:
    whether it is so on the day that judges rows without a date of their own; empty when no row
    is. `conflicting`: whether its person has two origins. `faults`: the fault of every row, where
    rows were judged beside each other.
    """

    typed: TypedTable
    last_day: int = NO_LIMIT
    implausible: Flags = field(default_factory=lambda: _NOWHERE)
    conflicting: Flags = field(default_factory=lambda: _NOWHERE)
    faults: NDArray[np.int16] | None = None

    @property
    def register(self) -> RegisterTable:
        return self.typed.register

    @property
    def rows(self) -> StoredRows:
        return self.typed.rows

    def parts(self) -> Iterator[TypedRows]:
        """The rows a part at a time, with places in `numbers` and their final fault."""
        start = 0
        order = {kind: place for place, kind in enumerate(fault_kinds(self.register))}
        for rows in self.rows.parts():
            given = rows.fault if self.faults is None else self.faults[start : start + len(rows)]
            fault = given.copy()
            for name in self.register.key_dates:
                hit = np.flatnonzero(rows.dates[name] > self.last_day)
                fault[hit] = np.minimum(fault[hit], order[FaultKind("far_date", name)])
            if len(self.implausible):
                self._mark_undated(rows, fault, order)
            if len(self.conflicting):
                hit = self.conflicting[rows.numbers["cpr"]] & (fault == NO_FAULT)
                fault[hit] = order[ORIGIN_FAULT]
            start += len(rows)
            yield replace(rows, fault=fault)

    def _mark_undated(
        self, rows: TypedRows, fault: NDArray[np.int16], order: Mapping[FaultKind, int]
    ) -> None:
        undated = np.flatnonzero(key_date(self.register, rows.dates, len(rows)) == NO_DATE)
        for name in self.register.cpr_columns:
            hit = undated[self.implausible[rows.numbers[name][undated]]]
            fault[hit] = np.minimum(fault[hit], order[FaultKind("cpr_implausible", name)])


def judged_undated(typed: TypedTable, day: int, last_day: int) -> JudgedTable:
    """Judges ages in rows without a date of their own by the delivery's day."""
    if not typed.rows.has_undated:
        return JudgedTable(typed, last_day)
    numbers = typed.rows.numbers
    implausible = np.zeros(len(numbers), np.bool_)
    for start in range(0, len(numbers), _NUMBERS_AT_A_TIME):
        some = slice(start, start + _NUMBERS_AT_A_TIME)
        facts = cpr.number_facts(numbers[some])
        implausible[some] = cpr.implausible(facts, np.full(len(facts.born), day, np.int32))
    return JudgedTable(typed, last_day, implausible)


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
    """Row faults in the contract's order; faultless rows; by owner, the numbers they hold.

    `most_of_one`: the largest number of rows that one readable number stands on.
    """

    faults: list[FaultCount]
    n_clean: int
    most_of_one: int
    seen: Mapping[int, NDArray[np.bool_]]


def survey(table: JudgedTable) -> Survey:
    """Reads the table once."""
    kinds = fault_kinds(table.register)
    met = {place: FirstLines() for place in range(len(kinds))}
    met[kinds.index(FaultKind("wrong_field_count"))].add(table.typed.wrong_lines)
    seen: dict[int, NDArray[np.bool_]] = {}
    n_clean = 0
    n_rows_of = np.zeros(len(table.rows.numbers), np.int64)
    for rows in table.parts():
        faulty = np.flatnonzero(rows.fault != NO_FAULT)
        for place in np.unique(rows.fault[faulty]):
            met[int(place)].add(rows.lines[faulty[rows.fault[faulty] == place]])
        n_clean += len(rows) - len(faulty)
        if table.register.name != CHANGES:
            n_rows_of += np.bincount(rows.numbers["cpr"], minlength=len(n_rows_of))
            _note_seen(table, rows.at(rows.fault == NO_FAULT), seen)
    counts = [
        FaultCount(
            table.register.name,
            kinds[place],
            one.n_rows,
            table.typed.n_read,
            tuple(map(int, one.lines)),
            table.typed.signs.shapes_of(kinds[place].kind, kinds[place].column),
        )
        for place, one in met.items()
        if one.n_rows
    ]
    n_rows_of[table.rows.numbers == cpr.NO_NUMBER] = 0
    return Survey(counts, n_clean, int(n_rows_of.max(initial=0)), seen)


def _note_seen(table: JudgedTable, rows: TypedRows, seen: dict[int, NDArray[np.bool_]]) -> None:
    for owner, theirs in by_owner(table.register, rows):
        nobody = np.zeros(len(table.rows.numbers), np.bool_)
        seen.setdefault(owner, nobody)[rows.numbers["cpr"][theirs]] = True
