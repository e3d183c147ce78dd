"""Which number a number became (register contract, section 4, 9).

cpr_skift   a -> b        every a and b leads to c, whatever the dates
            b -> c
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fsb_lib.domain import cpr
from fsb_lib.registers.faults import FaultKind, fault_kinds
from fsb_lib.registers.intake.identities import (
    BIF,
    SOF,
    UNRESOLVED,
    Identities,
    identity,
    row_owners,
)
from fsb_lib.registers.intake.judged_table import JudgedTable
from fsb_lib.registers.rows.typed_rows import NO_FAULT, TypedRows


@dataclass(frozen=True)
class NumberChanges:
    """Each changed identity, ascending, and the identity at the end of its chain."""

    old: Identities
    last: Identities

    def applied(self, identities: Identities) -> Identities:
        """The last identities of the given ones."""
        if not len(self.old):
            return identities
        places = np.minimum(np.searchsorted(self.old, identities), len(self.old) - 1)
        return np.where(self.old[places] == identities, self.last[places], identities)


NO_CHANGES: Final = NumberChanges(np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True)
class ResolvedChanges:
    """The changes of a delivery; the fault of every row of `cpr_skift`; lines in a cycle."""

    changes: NumberChanges
    fault: NDArray[np.int16]
    cycle_lines: NDArray[np.int64]


def resolve(skift: JudgedTable, others: Sequence[JudgedTable]) -> ResolvedChanges:
    """Follows the changes of number; `others` hold the rows that tell a number's owner."""
    fault = np.concatenate([part.fault for part in skift.parts()])
    clean = np.flatnonzero(fault == NO_FAULT)
    rows = skift.rows.whole().at(clean)
    old, new = rows.numbers["gammelt_cpr"], rows.numbers["nyt_cpr"]
    changing = old != new  # an old number that is the new one says nothing
    old_id, new_id = (_resolved(numbers, _said_owner(rows), others) for numbers in (old, new))

    conflicting = np.zeros(len(rows), np.bool_)
    conflicting[changing] = _leads_to_several(old_id[changing], new_id[changing])
    unresolved = (old_id % 4 == UNRESOLVED) | (new_id % 4 == UNRESOLVED)
    ambiguous = changing & ~conflicting & unresolved
    order = {kind: place for place, kind in enumerate(fault_kinds(skift.register))}
    fault[clean[conflicting]] = order[FaultKind("conflicting_change", "gammelt_cpr")]
    fault[clean[ambiguous]] = order[FaultKind("ambiguous_replacement", "gammelt_cpr")]

    used = changing & ~conflicting & ~ambiguous
    changes, circling = _followed(old_id[used], new_id[used])
    in_cycle = used & np.isin(old_id, circling)
    return ResolvedChanges(changes, fault, rows.lines[in_cycle])


def _said_owner(rows: TypedRows) -> NDArray[np.int64]:
    """What the optional column `ejer` says."""
    said = rows.codes["ejer"].astype(np.int64)
    return np.where(said < 0, UNRESOLVED, said + BIF)


def _resolved(
    numbers: Identities, said: NDArray[np.int64], others: Sequence[JudgedTable]
) -> Identities:
    """The numbers with the owner said, or else the only one whose faultless rows hold them."""
    asked = np.unique(numbers[cpr.is_replacement(numbers) & (said == UNRESOLVED)])
    if not len(asked):
        return identity(numbers, said)
    holders = np.zeros(len(asked), np.int64)
    for table in others:
        _note_holders(table, asked, holders)
    only = np.select([holders == 1 << BIF, holders == 1 << SOF], [BIF, SOF], UNRESOLVED)
    places = np.minimum(np.searchsorted(asked, numbers), len(asked) - 1)
    found = (said == UNRESOLVED) & (asked[places] == numbers)
    return identity(numbers, np.where(found, only[places], said))


def _note_holders(table: JudgedTable, asked: Identities, holders: Identities) -> None:
    """Adds the owners of the faultless rows that hold one of the numbers asked about."""
    held = table.rows.numbers
    is_asked = np.isin(held, asked)
    if not is_asked.any():
        return
    for part in table.parts():
        rows = part.at((part.fault == NO_FAULT) & is_asked[part.numbers["cpr"]])
        place = np.searchsorted(asked, held[rows.numbers["cpr"]])
        np.bitwise_or.at(holders, place, 1 << row_owners(table.register, rows))


def _leads_to_several(old: Identities, new: Identities) -> NDArray[np.bool_]:
    """Rows whose old identity has more than one new one anywhere."""
    _, place = np.unique(old, return_inverse=True)
    pairs = np.unique(np.stack([place, new], axis=1), axis=0)
    return np.asarray(np.bincount(pairs[:, 0])[place] > 1) if len(old) else old > 0


def _followed(old: Identities, new: Identities) -> tuple[NumberChanges, Identities]:
    """The end of every chain by doubling the steps, and the identities that go in a circle."""
    start, first = np.unique(old, return_index=True)
    step = NumberChanges(start, new[first])
    for _ in range(len(start).bit_length() + 1):
        step = NumberChanges(start, step.applied(step.last))
    circling = np.unique(step.last[np.isin(step.last, start)])
    return (NO_CHANGES if len(circling) else step), circling
