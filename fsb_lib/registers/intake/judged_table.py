"""A table with the final fault of each row, judged again each time that its rows are asked for.

What only the whole delivery shows of a row follows from its number: it is kept once per number
here, not once per row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from fsb_lib.domain import cpr
from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.faults import FaultKind, fault_kinds
from fsb_lib.registers.intake.dates import NO_DATE
from fsb_lib.registers.intake.row_store import StoredRows, TypedTable
from fsb_lib.registers.intake.typed_rows import NO_FAULT, TypedRows
from fsb_lib.registers.intake.typing_rules import key_date

ORIGIN_FAULT = FaultKind("conflicting_origin", "herkomst")
_NUMBERS_AT_A_TIME = 1 << 18  # what is known of a number takes twenty times its own space
Flags = NDArray[np.bool_]
_NOWHERE: Flags = np.zeros(0, np.bool_)


@dataclass(frozen=True)
class JudgedTable:
    """A typed table and what the rest of the delivery says of its rows.

    `implausible`, by place of a number: whether it is so on the day that judges rows without a
    date of their own; empty when no row is. `conflicting`: whether its person has two origins.
    `faults`: the fault of every row, where rows were judged beside each other.
    """

    typed: TypedTable
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


def judged_undated(typed: TypedTable, day: np.int32) -> JudgedTable:
    """Judges ages in rows without a date of their own by the delivery's latest day."""
    if not typed.rows.has_undated:
        return JudgedTable(typed)
    numbers = typed.rows.numbers
    implausible = np.zeros(len(numbers), np.bool_)
    for start in range(0, len(numbers), _NUMBERS_AT_A_TIME):
        some = slice(start, start + _NUMBERS_AT_A_TIME)
        facts = cpr.number_facts(numbers[some])
        implausible[some] = cpr.implausible(facts, np.full(len(facts.born), day))
    return JudgedTable(typed, implausible)
