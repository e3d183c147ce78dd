"""From typed tables to persons: the faults that only the whole delivery shows, and identities.

typed tables -> number changes -> one person per last identity -> rows that are kept
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fsb_lib import cpr
from fsb_lib.registers.dates import NO_DATE
from fsb_lib.registers.faults import FaultKind, fault_kinds
from fsb_lib.registers.number_changes import (
    NO_CHANGES,
    NumberChanges,
    identity,
    resolve,
    row_owners,
)
from fsb_lib.registers.snapshot_files import CHANGES
from fsb_lib.registers.typed_rows import NO_FAULT, TypedTable
from fsb_lib.registers.typing_rules import key_date

PERSONS = "personer"


@dataclass(frozen=True)
class JudgedDelivery:
    """Every table with the final fault of each row, and the changes of number to apply."""

    tables: Mapping[str, TypedTable]
    changes: NumberChanges
    cycle_lines: NDArray[np.int64]


def judge(tables: Sequence[TypedTable]) -> JudgedDelivery:
    """Finds the faults that need other rows: plausible ages, changes of number, origins."""
    day = latest_key_date(tables)
    judged = {table.register.name: _judge_undated(table, day) for table in tables}
    changes, cycle_lines = NO_CHANGES, np.zeros(0, np.int64)
    if CHANGES in judged:
        others = [table for name, table in judged.items() if name != CHANGES]
        resolved = resolve(judged[CHANGES], others)
        judged[CHANGES] = _with_fault(judged[CHANGES], resolved.fault)
        changes, cycle_lines = resolved.changes, resolved.cycle_lines
    if PERSONS in judged:
        judged[PERSONS] = _judge_origins(judged[PERSONS], changes)
    return JudgedDelivery(judged, changes, cycle_lines)


def latest_key_date(tables: Sequence[TypedTable]) -> np.int32:
    """The latest readable key date of the delivery, faulty rows included."""
    days = [key_date(table.register, table.rows.dates, len(table.rows)) for table in tables]
    return max((day.max(initial=np.int32(NO_DATE)) for day in days), default=np.int32(NO_DATE))


def person_identities(table: TypedTable, changes: NumberChanges) -> NDArray[np.int64]:
    """The last identity of each row's number; meaningless for a row whose number was not read."""
    numbers = table.rows.numbers["cpr"]
    return changes.applied(identity(numbers, row_owners(table.register, table.rows)))


def _with_fault(table: TypedTable, fault: NDArray[np.int16]) -> TypedTable:
    return replace(table, rows=replace(table.rows, fault=fault))


def _judge_undated(table: TypedTable, day: np.int32) -> TypedTable:
    """Judges ages in rows without a date of their own by the delivery's latest day."""
    rows = table.rows
    undated = np.flatnonzero(key_date(table.register, rows.dates, len(rows)) == NO_DATE)
    fault = rows.fault.copy()
    order = {kind: place for place, kind in enumerate(fault_kinds(table.register))}
    for name in table.register.cpr_columns:
        numbers, place = np.unique(rows.numbers[name][undated], return_inverse=True)
        facts = cpr.number_facts(numbers)
        implausible = cpr.implausible(facts, np.full(len(numbers), day))
        hit = undated[implausible[place]]
        fault[hit] = np.minimum(fault[hit], order[FaultKind("cpr_implausible", name)])
    return _with_fault(table, fault)


def _judge_origins(table: TypedTable, changes: NumberChanges) -> TypedTable:
    """Marks every row of a person who has two different origins."""
    clean = np.flatnonzero(table.rows.fault == NO_FAULT)
    persons = person_identities(table, changes)[clean]
    origins = table.rows.codes["herkomst"][clean]
    _, place = np.unique(persons, return_inverse=True)
    n_persons = int(place.max(initial=-1)) + 1
    least, most = np.full(n_persons, 127, np.int8), np.full(n_persons, -128, np.int8)
    np.minimum.at(least, place, origins)
    np.maximum.at(most, place, origins)
    kinds = fault_kinds(table.register)
    fault = table.rows.fault.copy()
    fault[clean[(least != most)[place]]] = kinds.index(FaultKind("conflicting_origin", "herkomst"))
    return _with_fault(table, fault)
