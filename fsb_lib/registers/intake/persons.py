"""The persons of a delivery, and whose each number of a table is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fsb_lib.registers.intake.distinct_numbers import ascending
from fsb_lib.registers.intake.first_look import Survey
from fsb_lib.registers.intake.judged_table import JudgedTable
from fsb_lib.registers.intake.linking import JudgedDelivery, last_identities
from fsb_lib.registers.intake.number_changes import NumberChanges
from fsb_lib.registers.intake.pseudonyms import pseudonyms

Ranks = NDArray[np.int32]


@dataclass(frozen=True)
class Persons:
    """The persons of a delivery in the order of their pseudonyms.

    `identities[rank]` and `pseudonyms[rank]` (32 bytes) are the same person's.
    """

    identities: NDArray[np.int64]
    pseudonyms: NDArray[Any]

    def __len__(self) -> int:
        return len(self.identities)


def persons_of(judged: JudgedDelivery, surveys: Mapping[str, Survey], key: bytes) -> Persons:
    """Everybody whom a faultless row is about."""
    found: list[NDArray[np.int64]] = []
    for name, table in judged.tables.items():
        for owner, seen in surveys[name].seen.items():
            found.append(last_identities(table.rows.numbers[seen], owner, judged.changes))
    identities = ascending(found)
    made = pseudonyms(identities, key)
    words = made.view(">u8").reshape(-1, 4)
    order = np.lexsort(words.T[::-1])
    return Persons(identities[order], made[order])


class PersonIndex:
    """Finds the rank of a number's person."""

    def __init__(self, persons: Persons, changes: NumberChanges) -> None:
        self._ranks = np.argsort(persons.identities).astype(np.int32)
        self._ascending = persons.identities[self._ranks]
        self._changes = changes

    def ranks(self, table: JudgedTable, owner: int) -> Ranks:
        """By place of a number: its person's rank; any, where no faultless row holds it."""
        identities = last_identities(table.rows.numbers, owner, self._changes)
        at = np.searchsorted(self._ascending, identities)
        found: Ranks = self._ranks[np.minimum(at, len(self._ranks) - 1)]
        return found
