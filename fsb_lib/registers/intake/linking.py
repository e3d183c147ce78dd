"""From typed tables to persons: the faults that only the whole delivery shows, and identities.

typed tables -> number changes -> one person per last identity -> rows that are kept
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fsb_lib.registers.intake.dates import NO_DATE
from fsb_lib.registers.intake.judged_table import JudgedTable, judged_undated
from fsb_lib.registers.intake.number_changes import (
    NO_CHANGES,
    OWNERS,
    NumberChanges,
    identity,
    resolve,
)
from fsb_lib.registers.intake.row_store import TypedTable
from fsb_lib.registers.intake.typed_rows import NO_FAULT
from fsb_lib.registers.snapshot_files import CHANGES

PERSONS = "personer"


@dataclass(frozen=True)
class JudgedDelivery:
    """Every table with the final fault of each row, and the changes of number to apply."""

    tables: Mapping[str, JudgedTable]
    changes: NumberChanges
    cycle_lines: NDArray[np.int64]


def judge(tables: Sequence[TypedTable]) -> JudgedDelivery:
    """Finds the faults that need other rows: plausible ages, changes of number, origins."""
    day = max((table.rows.latest for table in tables), default=np.int32(NO_DATE))
    judged = {table.register.name: judged_undated(table, day) for table in tables}
    changes, cycle_lines = NO_CHANGES, np.zeros(0, np.int64)
    if CHANGES in judged:
        others = [table for name, table in judged.items() if name != CHANGES]
        resolved = resolve(judged[CHANGES], others)
        judged[CHANGES] = replace(judged[CHANGES], faults=resolved.fault)
        changes, cycle_lines = resolved.changes, resolved.cycle_lines
    if PERSONS in judged:
        judged[PERSONS] = _judge_origins(judged[PERSONS], changes)
    return JudgedDelivery(judged, changes, cycle_lines)


def last_identities(
    numbers: NDArray[np.int64], owner: int, changes: NumberChanges
) -> NDArray[np.int64]:
    """The last identity of each number in the hands of an owner; nonsense for `NO_NUMBER`."""
    return changes.applied(identity(numbers, owner))


def _judge_origins(table: JudgedTable, changes: NumberChanges) -> JudgedTable:
    """Marks every row of a person who has two different origins."""
    identities = last_identities(table.rows.numbers, OWNERS[table.register.owner], changes)
    _, person = np.unique(identities, return_inverse=True)
    n_persons = int(person.max(initial=-1)) + 1
    least, most = np.full(n_persons, 127, np.int8), np.full(n_persons, -128, np.int8)
    for rows in table.parts():
        clean = rows.fault == NO_FAULT
        of = person[rows.numbers["cpr"][clean]]
        np.minimum.at(least, of, rows.codes["herkomst"][clean])
        np.maximum.at(most, of, rows.codes["herkomst"][clean])
    return replace(table, conflicting=(least < most)[person])
