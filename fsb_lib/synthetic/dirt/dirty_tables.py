"""A dirty city as texts, every row with the label that intake must come to.

cpr            ydelse          fra          til           kind
040280-1234    Kontanthjælp    5-1-2009                   kept
402801234      KONTANTHJAELP   2009-01-05   31-12-9999    duplicate
040280 1234    kontanthjaelp   05.01.2009   04-01-2009    til_before_fra
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fsb_lib.domain.contract import DUPLICATE, NOTES, Column, Kind, RegisterTable, table
from fsb_lib.synthetic.dirt.fresh_numbers import FreshNumbers
from fsb_lib.synthetic.dirt.new_numbers import renumbered
from fsb_lib.synthetic.dirt.spellings import (
    spelled_codes,
    spelled_dates,
    spelled_name,
    spelled_numbers,
)
from fsb_lib.synthetic.dirt.spoiled_rows import PlantedRow, Spoiling
from fsb_lib.synthetic.draws import BoolArray, Generator, IntArray
from fsb_lib.synthetic.numbers import fails_modulus_11

FIRST_ROWS = 5
# The share of faulty rows stays below what stops a delivery: in a table too small for every kind,
# some kinds are left out.
SHARE_OF_FAULTS = 0.04
MOST_OF_A_KIND = 25
MOST_OF_KINDS = {"far_date": 4}  # with the first one four: five are what a table reaches to
SHARE_OF_DUPLICATES = 0.005
MOST_DUPLICATES = 200
ORIGINS = "personer"
KEPT = "kept"


@dataclass(frozen=True)
class DirtyTable:
    """A table as it is delivered. One entry per row in `n_fields_off`, `kinds` and columns.

    `header` are the spelled names and `columns` the texts below them. `kinds` are `kept`,
    `duplicate` or a row fault of the contract; `notes` count kept rows.
    """

    register: RegisterTable
    header: tuple[str, ...]
    columns: tuple[pa.StringArray, ...]
    n_fields_off: IntArray
    kinds: NDArray[Any]
    notes: dict[str, int]

    def answer(self, lines: Sequence[int]) -> dict[str, Any]:
        """What intake must say of the table, given the row number of each row in the file."""
        dropped = sorted(set(self.kinds.tolist()) - {KEPT})
        places = {kind: np.flatnonzero(self.kinds == kind) for kind in dropped}
        return {
            "rows_read": len(self.kinds),
            "rows_kept": int((self.kinds == KEPT).sum()),
            "dropped": {kind: len(rows) for kind, rows in places.items()},
            "notes": {note: n for note, n in self.notes.items() if n},
            "first_rows": {
                kind: [lines[row] for row in rows[:FIRST_ROWS]] for kind, rows in places.items()
            },
        }


def dirty_city(
    city: Mapping[str, pa.Table], seed: int, ragged: Collection[str]
) -> dict[str, DirtyTable]:
    """The city with faults of every kind of the contract, in the contract's spellings.

    `ragged` names the tables whose form can hold rows with too few or too many fields. The same
    city and seed give the same tables, and the dirty city measures as the clean one.
    """
    streams = [np.random.default_rng(one) for one in np.random.SeedSequence(seed).spawn(12)]
    fresh = FreshNumbers(_numbers(city), streams[-1])
    changed = renumbered(city, fresh, streams[-2])
    dirty = {}
    for (name, rows), rng in zip(sorted(changed.tables.items()), streams, strict=False):
        draw = Spoiling(table(name), rows, fresh, rng)
        added = _planted(draw, changed.numbers_of, ragged=name in ragged)
        dirty[name] = _assembled(draw, added)
    return {name: dirty[name] for name in city}


def _numbers(city: Mapping[str, pa.Table]) -> set[str]:
    columns = [
        pc.unique(rows[column]).to_pylist()
        for name, rows in city.items()
        for column in table(name).cpr_columns
    ]
    return set(chain.from_iterable(columns))


def _planted(
    draw: Spoiling, numbers_of: Mapping[str, tuple[str, ...]], *, ragged: bool
) -> list[PlantedRow]:
    """Faulty rows, duplicates, and rows that are kept for the note that they bring."""
    return [*_faulty(draw, ragged=ragged), *_duplicates(draw, numbers_of), *_noted(draw)]


def _faulty(draw: Spoiling, *, ragged: bool) -> list[PlantedRow]:
    """One of every kind, as far as there is room, then more of them."""
    room = int(SHARE_OF_FAULTS * draw.rows.num_rows)
    kinds = draw.kinds(ragged=ragged)
    rows: list[PlantedRow] = []
    more = [
        kind
        for kind in kinds
        for _ in range(int(draw.rng.integers(MOST_OF_KINDS.get(kind, MOST_OF_A_KIND))))
    ]
    one_each, shuffled = draw.rng.permutation(kinds), draw.rng.permutation(more)
    for kind in [*one_each.tolist(), *shuffled.tolist()]:
        unit = draw.unit(kind)
        if len(rows) + len(unit) <= room:
            rows += unit
    return rows


def _duplicates(draw: Spoiling, numbers_of: Mapping[str, tuple[str, ...]]) -> list[PlantedRow]:
    """Rows delivered again, in another spelling or under another number of the same person."""
    n_rows = draw.rows.num_rows
    n = min(MOST_DUPLICATES, max(2, round(SHARE_OF_DUPLICATES * n_rows)))
    again = [PlantedRow(int(base), DUPLICATE) for base in draw.rng.integers(n_rows, size=n)]
    if draw.register.cpr_columns != ("cpr",):
        return again
    for base, number in enumerate(draw.rows["cpr"].to_pylist()):
        if number in numbers_of and draw.rng.random() < 0.1:
            again.append(PlantedRow(base, DUPLICATE, {"cpr": draw.one_of(numbers_of[number])}))
    return again


def _noted(draw: Spoiling) -> list[PlantedRow]:
    """Persons of whom BIF knows the origin alone: no figure counts them."""
    if draw.register.name != ORIGINS:
        return []
    numbers = [draw.fresh.replacement(), draw.fresh.lettered(), draw.fresh.real()]
    return [PlantedRow(0, KEPT, {"cpr": number}) for number in numbers]


def _assembled(draw: Spoiling, added: Sequence[PlantedRow]) -> DirtyTable:
    """All rows in their final order, spelled, and labelled by that order."""
    order = _order(draw.rows.num_rows, len(added), draw.rng)
    n_clean = draw.rows.num_rows
    base = np.concatenate([np.arange(n_clean), [row.base for row in added]]).astype(np.int64)
    at = {place: added[row - n_clean] for place, row in enumerate(order.tolist()) if row >= n_clean}
    kinds = np.full(len(order), KEPT, object)
    n_off = np.zeros(len(order), np.int64)
    for place, row in at.items():
        kinds[place], n_off[place] = row.kind, row.n_fields_off
    copies = np.array([row.kind == DUPLICATE for row in added], np.bool_)
    says_the_same = np.concatenate([np.ones(n_clean, np.bool_), copies])[order]
    kinds = _first_is_kept(kinds, base[order], says_the_same)
    rows = draw.rows.take(pa.array(base[order]))
    columns, notes = _spelled(draw, rows, at, kinds == KEPT)
    header = tuple(spelled_name(name, draw.rng) for name in rows.schema.names)
    return DirtyTable(draw.register, header, columns, n_off, kinds, notes)


def _order(n_clean: int, n_added: int, rng: Generator) -> IntArray:
    """Added rows (counted after the city's) anywhere but last.

    A last row that lacks fields would be a file cut off.
    """
    between = rng.uniform(-1, n_clean - 1, n_added)
    return np.argsort(np.concatenate([np.arange(n_clean), between]), kind="stable")


def _first_is_kept(kinds: NDArray[Any], base: IntArray, says_the_same: BoolArray) -> NDArray[Any]:
    """Of a row and its copies the first delivered is kept, wherever they stand."""
    equal = np.flatnonzero(says_the_same)
    _, first = np.unique(base[equal], return_index=True)
    settled = kinds.copy()
    settled[equal] = DUPLICATE
    settled[equal[first]] = KEPT
    return settled


def _spelled(
    draw: Spoiling, rows: pa.Table, at: Mapping[int, PlantedRow], kept: BoolArray
) -> tuple[tuple[pa.StringArray, ...], dict[str, int]]:
    """The columns as texts, with the planted cells, and the notes of the rows that are kept."""
    columns = {column.name: column for column in draw.register.columns}
    notes = _Notes(len(rows))
    texts = []
    for name in rows.schema.names:
        values = rows[name].combine_chunks()
        if columns[name].kind is Kind.CPR:
            numbers = _with_cells(values, name, {p: row.numbers for p, row in at.items()})
            spelled, zero_lost = spelled_numbers(numbers, draw.rng)
            notes.add(numbers, zero_lost)
        else:
            spelled = _spelled_values(columns[name], values, draw.rng)
        texts.append(_with_cells(spelled, name, {p: row.cells for p, row in at.items()}))
    return tuple(texts), notes.counted(kept)


def _spelled_values(column: Column, values: pa.Array, rng: Generator) -> pa.StringArray:
    if column.kind in (Kind.CODE, Kind.MATCH_CODE):
        return spelled_codes(column, values, rng)
    return spelled_dates(values, rng)


def _with_cells(
    texts: pa.StringArray, name: str, cells: Mapping[int, Mapping[str, str]]
) -> pa.StringArray:
    """The column with other cells at some places."""
    said = {place: row[name] for place, row in cells.items() if name in row}
    mask = np.zeros(len(texts), np.bool_)
    mask[list(said)] = True
    return pc.replace_with_mask(texts, mask, pa.array(list(said.values()), pa.string()))


class _Notes:
    """The notes of each row; a row with two numbers has one when either number has it."""

    def __init__(self, n_rows: int) -> None:
        self._rows = {note: np.zeros(n_rows, np.bool_) for note in NOTES}

    def add(self, numbers: pa.StringArray, zero_lost: BoolArray) -> None:
        encoded = numbers.dictionary_encode()
        distinct = encoded.dictionary.to_pylist()
        letters = np.array([not number.isdigit() for number in distinct], np.bool_)
        by_day = np.array([number[0] in "6789" for number in distinct], np.bool_)
        digits = np.array([int(n) if n.isdigit() else 0 for n in distinct], np.int64)
        fails = ~letters & ~by_day & fails_modulus_11(digits)
        found = (np.zeros(len(distinct), np.bool_), by_day & ~letters, letters, fails)
        for note, has_note in zip(NOTES, found, strict=True):
            self._rows[note] |= has_note[encoded.indices.to_numpy()]
        self._rows[NOTES[0]] |= zero_lost

    def counted(self, kept: BoolArray) -> dict[str, int]:
        return {note: int((rows & kept).sum()) for note, rows in self._rows.items()}
