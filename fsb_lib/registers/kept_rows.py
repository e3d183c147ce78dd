"""The rows that a snapshot keeps: faultless, sorted by all columns, each once.

Columns are whole numbers here (a person's rank, a code's place, a day), so that sorting is
sorting of a few packed integers however many columns a table has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fsb_lib import contract
from fsb_lib.registers.linking import JudgedDelivery, person_identities
from fsb_lib.registers.pseudonyms import pseudonyms
from fsb_lib.registers.snapshot_files import CHANGES
from fsb_lib.registers.typed_rows import NO_FAULT, TypedRows, TypedTable

_PACK_BITS = 63
PERSON = "person"


@dataclass(frozen=True)
class Persons:
    """The persons of a delivery in the order of their pseudonyms.

    `identities[rank]` and `pseudonyms[rank]` (32 bytes) are the same person's.
    """

    identities: NDArray[np.int64]
    pseudonyms: NDArray[Any]


@dataclass(frozen=True)
class KeptTable:
    """A table's kept rows. `columns`: `person` as rank, then the contract's, as whole numbers.

    `duplicate_lines`: the lines of the rows that repeat another one, ascending.
    """

    register: contract.RegisterTable
    columns: dict[str, NDArray[Any]]
    duplicate_lines: NDArray[np.int64]
    notes: dict[str, int]

    @property
    def n_duplicates(self) -> int:
        return len(self.duplicate_lines)

    @property
    def n_rows(self) -> int:
        return len(next(iter(self.columns.values())))


@dataclass(frozen=True)
class KeptDelivery:
    """What goes into the snapshot, and the changes of number, which are only counted."""

    persons: Persons
    tables: tuple[KeptTable, ...]


def keep(judged: JudgedDelivery, key: bytes) -> KeptDelivery:
    """Faultless rows with their persons."""
    clean = {name: _clean(table) for name, table in judged.tables.items()}
    linked = {
        name: pa.array(person_identities(table, judged.changes)).dictionary_encode()
        for name, table in clean.items()
        if name != CHANGES
    }
    persons = _persons([encoded.dictionary.to_numpy() for encoded in linked.values()], key)
    ranks = np.argsort(persons.identities)
    ascending = persons.identities[ranks]
    kept = []
    for name, table in clean.items():
        if name == CHANGES:
            kept.append(_kept(table, dict(table.rows.numbers)))
            continue
        found = linked[name].dictionary.to_numpy()
        person = ranks[np.searchsorted(ascending, found)].astype(np.int32)
        person = person[linked[name].indices.to_numpy()]
        kept.append(_kept(table, {PERSON: person}))
    return KeptDelivery(persons, tuple(kept))


def _clean(table: TypedTable) -> TypedTable:
    rows = table.rows.at(table.rows.fault == NO_FAULT)
    return TypedTable(table.register, rows, table.wrong_lines)


def _persons(found: list[NDArray[np.int64]], key: bytes) -> Persons:
    identities = np.unique(np.concatenate([*found, np.zeros(0, np.int64)]))
    made = pseudonyms(identities, key)
    words = made.view(">u8").reshape(-1, 4)
    order = np.lexsort(words.T[::-1])
    return Persons(identities[order], made[order])


def _kept(table: TypedTable, who: Mapping[str, NDArray[Any]]) -> KeptTable:
    columns = {**who, **_contract_columns(table)}
    order, first = sorted_once(list(columns.values()))
    kept = order[first]
    return KeptTable(
        table.register,
        {name: values[kept] for name, values in columns.items()},
        np.sort(table.rows.lines[order[~first]]),
        _counted_notes(table.rows, kept),
    )


def _contract_columns(table: TypedTable) -> dict[str, NDArray[Any]]:
    values = {**table.rows.dates, **table.rows.codes}
    names = [column.name for column in table.register.columns if column.name in values]
    return {name: values[name] for name in names}


def sorted_once(columns: list[NDArray[Any]]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The rows' order by all columns, and which in that order are the first of their equals.

    Equal rows keep the order of the file, so the one that stays is the first delivered.
    """
    packs = _packed(columns)
    order = np.lexsort(packs[::-1])
    first = np.ones(len(order), np.bool_)
    if len(order):
        changes = [pack[order][1:] != pack[order][:-1] for pack in packs]
        first[1:] = np.any(changes, axis=0)
    return order, first


def _packed(columns: list[NDArray[Any]]) -> list[NDArray[np.int64]]:
    """Columns put side by side in as few integers as hold them, in the same order."""
    packs: list[NDArray[np.int64]] = []
    used = 0
    for column in columns:
        values, n_bits = _narrowed(column)
        if not packs or used + n_bits > _PACK_BITS:
            packs.append(values)
            used = n_bits
        else:
            packs[-1] = (packs[-1] << n_bits) | values
            used += n_bits
    return packs


def _narrowed(column: NDArray[Any]) -> tuple[NDArray[np.int64], int]:
    """The values counted from the least, and the bits they need. A missing value comes first."""
    values = column.astype(np.int64)
    missing = values == np.iinfo(np.int32).min
    least = values[~missing].min(initial=np.iinfo(np.int32).max)
    values = np.where(missing, 0, values - least + 1)
    return values, int(values.max(initial=0)).bit_length()


def _counted_notes(rows: TypedRows, kept: NDArray[np.intp]) -> dict[str, int]:
    notes = rows.notes[kept]
    return {
        kind: int(np.count_nonzero(notes & (1 << bit))) for bit, kind in enumerate(contract.NOTES)
    }
