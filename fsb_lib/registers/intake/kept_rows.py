"""The rows that a snapshot keeps: faultless, sorted by all columns, each once.

Columns are whole numbers here (a person's rank, a code's place, a day), so that sorting is
sorting of a few packed integers however many columns a table has.

    rows in any order -> bucket 0 (persons 0-99), bucket 1 (100-199) ... -> sorted one by one

A table below a million rows is one bucket, in memory; a larger one is never there whole.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from fsb_lib.domain import contract
from fsb_lib.registers.intake.identities import by_owner
from fsb_lib.registers.intake.judged_table import FirstLines, JudgedTable, Survey
from fsb_lib.registers.intake.linking import (
    JudgedDelivery,
    LinkedPersons,
    PersonIndex,
    Ranks,
    persons_of,
)
from fsb_lib.registers.rows.column_file import ColumnFile, Columns, Piece, joined
from fsb_lib.registers.rows.dates import NO_DATE
from fsb_lib.registers.rows.typed_rows import NO_FAULT, TypedRows
from fsb_lib.registers.snapshot_files import CHANGES

ROWS_PER_BUCKET = 1_000_000
_MOST_BUCKETS = 1 << 12
_PACK_BITS = 63
PERSON: Final = "person"
_LINES, _NOTES = "lines", "notes"  # travel with a row, and are no part of what it says


@dataclass
class KeptTable:
    """A table's kept rows; read `pieces` once, to the end, then ask for the rest.

    A piece is `person` as rank, then the contract's columns, as whole numbers. `n_open`: rows
    without an end.
    """

    register: contract.RegisterTable
    _rows: Iterator[Columns]
    n_rows: int = 0
    n_persons: int = 0
    n_open: int = 0
    duplicates: FirstLines = field(default_factory=FirstLines)
    notes: Counter[str] = field(default_factory=Counter)

    def pieces(self) -> Iterator[Columns]:
        """The kept rows, a piece at a time, sorted by all columns within and between them."""
        for rows in self._rows:
            columns = {n: values for n, values in rows.items() if n not in (_LINES, _NOTES)}
            order, first = sorted_once(list(columns.values()))
            kept = order[first]
            self.n_rows += len(kept)
            if PERSON in columns:  # nobody's rows are in two pieces
                self.n_persons += len(np.unique(columns[PERSON]))
            if "til" in columns:
                self.n_open += int(np.count_nonzero(columns["til"][kept] == NO_DATE))
            self.duplicates.add(rows[_LINES][order[~first]])
            self.notes += _counted_notes(rows[_NOTES][kept])
            yield {name: values[kept] for name, values in columns.items()}


@dataclass(frozen=True)
class KeptDelivery:
    """What goes into the snapshot, and the changes of number, which are only counted."""

    persons: LinkedPersons
    tables: tuple[KeptTable, ...]


def keep(
    judged: JudgedDelivery, surveys: Mapping[str, Survey], key: bytes, scratch: Path
) -> KeptDelivery:
    """Faultless rows with their persons; `scratch` is for tables that do not fit in memory."""
    persons = persons_of(judged, surveys, key)
    index = PersonIndex(persons, judged.changes)
    kept = []
    for name, table in judged.tables.items():
        if name == CHANGES:
            rows = _changes(table)
        else:
            rows = _by_person(table, index, len(persons), surveys[name].n_clean, scratch)
        kept.append(KeptTable(table.register, rows))
    return KeptDelivery(persons, tuple(kept))


def _changes(table: JudgedTable) -> Iterator[Columns]:
    """The changes of number by their two numbers; one piece."""
    faults = np.concatenate([part.fault for part in table.parts()])
    rows = table.rows.whole().at(faults == NO_FAULT)
    yield _columns(table.register, rows, dict(rows.numbers))


def _by_person(
    table: JudgedTable, index: PersonIndex, n_persons: int, n_rows: int, scratch: Path
) -> Iterator[Columns]:
    """The faultless rows in buckets of persons."""
    buckets = Buckets(PERSON, n_persons, n_rows, ColumnFile(scratch))
    ranks: dict[int, Ranks] = {}
    for part in table.parts():
        rows = part.at(part.fault == NO_FAULT)
        person = np.zeros(len(rows), np.int32)
        for owner, theirs in by_owner(table.register, rows):
            if owner not in ranks:
                ranks[owner] = index.ranks(table, owner)
            person[theirs] = ranks[owner][rows.numbers["cpr"][theirs]]
        buckets.add(_columns(table.register, rows, {PERSON: person}))
    ranks.clear()
    yield from buckets


def _columns(register: contract.RegisterTable, rows: TypedRows, who: Mapping[str, Any]) -> Columns:
    values = {**rows.dates, **rows.codes}
    said = {
        column.name: values[column.name] for column in register.columns if column.name in values
    }
    return {**who, **said, _LINES: rows.lines, _NOTES: rows.notes}


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


def _counted_notes(notes: NDArray[np.int8]) -> Counter[str]:
    return Counter(
        {kind: int(np.count_nonzero(notes & (1 << bit))) for bit, kind in enumerate(contract.NOTES)}
    )


class Buckets:
    """Takes rows whose `key` is from 0 to `n_keys`, and gives them back bucket by bucket.

    `n_rows` is how many will come. Rows of one bucket keep the order in which they came.
    """

    def __init__(self, key: str, n_keys: int, n_rows: int, file: ColumnFile) -> None:
        self._key = key
        self._n_keys = max(n_keys, 1)
        self._n = min(max(-(-n_rows // ROWS_PER_BUCKET), 1), _MOST_BUCKETS)
        self._file = file
        self._held: list[Columns] = []
        self._pieces: list[list[Piece]] = [[] for _ in range(self._n)]

    def add(self, rows: Columns) -> None:
        """Takes some rows, as columns of one length. Errors: InputError, when there is no room."""
        if self._n == 1:
            self._held.append(rows)
            return
        bucket = (rows[self._key].astype(np.int64) * self._n // self._n_keys).astype(np.int16)
        order = np.argsort(bucket, kind="stable")
        bounds = np.searchsorted(bucket[order], np.arange(self._n + 1))
        ordered = _at(rows, order)
        for place in range(self._n):
            some = slice(bounds[place], bounds[place + 1])
            if some.start < some.stop:
                cut = {name: values[some] for name, values in ordered.items()}
                self._pieces[place].append(self._file.append(cut))

    def __iter__(self) -> Iterator[Columns]:
        """Each bucket that holds rows, in the order of their keys."""
        if self._held:
            yield joined(self._held)
        for pieces in self._pieces:
            if pieces:
                yield joined([self._file.read(piece) for piece in pieces])


def _at(rows: Columns, places: NDArray[np.intp]) -> Columns:
    return {name: values[places] for name, values in rows.items()}
