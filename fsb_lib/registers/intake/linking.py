"""From typed tables to persons: the faults that only the whole delivery shows, and who is who.

typed tables -> judged tables, number changes -> one person per last identity -> pseudonyms
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fsb_lib.registers.intake.identities import OWNERS, identity
from fsb_lib.registers.intake.judged_table import NO_LIMIT, JudgedTable, Survey, judged_undated
from fsb_lib.registers.intake.number_changes import NO_CHANGES, NumberChanges, resolve
from fsb_lib.registers.intake.pseudonyms import pseudonyms
from fsb_lib.registers.rows.dates import NO_DATE
from fsb_lib.registers.rows.robust_day import FAR, THIN, DatedRows
from fsb_lib.registers.rows.row_store import TypedTable, ascending
from fsb_lib.registers.rows.typed_rows import NO_FAULT
from fsb_lib.registers.snapshot_files import CHANGES

PERSONS = "personer"


Ranks = NDArray[np.int32]


@dataclass(frozen=True)
class JudgedDelivery:
    """Every table with the final fault of each row, and the changes of number to apply."""

    tables: Mapping[str, JudgedTable]
    changes: NumberChanges
    cycle_lines: NDArray[np.int64]


def judge(tables: Sequence[TypedTable]) -> JudgedDelivery:
    """Finds the faults that need other rows: plausible ages, changes of number, origins."""
    day = _delivery_day(tables)
    judged = {
        table.register.name: judged_undated(table, day, _last_day(table, tables))
        for table in tables
    }
    changes, cycle_lines = NO_CHANGES, np.zeros(0, np.int64)
    if CHANGES in judged:
        others = [table for name, table in judged.items() if name != CHANGES]
        resolved = resolve(judged[CHANGES], others)
        judged[CHANGES] = replace(judged[CHANGES], faults=resolved.fault)
        changes, cycle_lines = resolved.changes, resolved.cycle_lines
    if PERSONS in judged:
        judged[PERSONS] = _judge_origins(judged[PERSONS], changes)
    return JudgedDelivery(judged, changes, cycle_lines)


def _robust_day(tables: Sequence[TypedTable]) -> int:
    """The latest robust day of a table that is not thin; of thin ones, that of all together."""
    dated = [table.rows.dated for table in tables]
    if many := [one.robust_day for one in dated if one.n_rows >= THIN]:
        return max(many)
    together = (
        DatedRows(np.sum([one.counts for one in dated], axis=0)) if dated else DatedRows.none()
    )
    return together.robust_day if together.n_rows >= THIN else NO_DATE


def _delivery_day(tables: Sequence[TypedTable]) -> int:
    """The day that judges rows without a date: the delivery's robust day, else the latest."""
    latest = max((table.rows.dated.latest for table in tables), default=NO_DATE)
    return latest if (robust := _robust_day(tables)) == NO_DATE else robust


def _last_day(table: TypedTable, tables: Sequence[TypedTable]) -> int:
    """The last key date that is not far; a thin table is measured by the whole delivery."""
    dated = table.rows.dated
    day = _robust_day(tables) if dated.n_rows < THIN else dated.robust_day
    return NO_LIMIT if day == NO_DATE else day + FAR


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


@dataclass(frozen=True)
class LinkedPersons:
    """The persons of a delivery in the order of their pseudonyms.

    `identities[rank]` and `pseudonyms[rank]` (32 bytes) are the same person's.
    """

    identities: NDArray[np.int64]
    pseudonyms: NDArray[Any]

    def __len__(self) -> int:
        return len(self.identities)


def persons_of(judged: JudgedDelivery, surveys: Mapping[str, Survey], key: bytes) -> LinkedPersons:
    """Everybody whom a faultless row is about."""
    found: list[NDArray[np.int64]] = []
    for name, table in judged.tables.items():
        for owner, seen in surveys[name].seen.items():
            found.append(last_identities(table.rows.numbers[seen], owner, judged.changes))
    identities = ascending(found)
    made = pseudonyms(identities, key)
    words = made.view(">u8").reshape(-1, 4)
    order = np.lexsort(words.T[::-1])
    return LinkedPersons(identities[order], made[order])


class PersonIndex:
    """Finds the rank of a number's person."""

    def __init__(self, persons: LinkedPersons, changes: NumberChanges) -> None:
        self._ranks = np.argsort(persons.identities).astype(np.int32)
        self._ascending = persons.identities[self._ranks]
        self._changes = changes

    def ranks(self, table: JudgedTable, owner: int) -> Ranks:
        """By place of a number: its person's rank; any, where no faultless row holds it."""
        identities = last_identities(table.rows.numbers, owner, self._changes)
        at = np.searchsorted(self._ascending, identities)
        found: Ranks = self._ranks[np.minimum(at, len(self._ranks) - 1)]
        return found
