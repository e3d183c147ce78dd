"""From texts to typed rows, with the faults that a row shows by itself (contract, section 5).

Every rule works on whole columns; texts are read once per distinct spelling. A row's fault is
the first of `fault_kinds(register)` that fits, so rules may mark in any order.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fsb_lib.domain import cpr
from fsb_lib.domain.contract import Column, Kind, RegisterTable
from fsb_lib.registers.faults import FaultKind, fault_kinds
from fsb_lib.registers.files.text_table import TextBatch
from fsb_lib.registers.rows.codes import (
    NO_CODE,
    UNKNOWN_CODE,
    CodeList,
    code_list,
    life_spans,
    match_rules,
)
from fsb_lib.registers.rows.column_signs import ColumnSigns
from fsb_lib.registers.rows.dates import NO_DATE, UNREADABLE_DATE, read_signed_date
from fsb_lib.registers.rows.typed_rows import (
    MOD11_FAILED,
    NO_FAULT,
    PADDED,
    REPLACEMENT,
    REPLACEMENT_LETTERS,
    TypedRows,
)

_REMEMBERED_DATES = 100_000
_HINDRANCES = {
    cpr.UNREADABLE: "cpr_unreadable",
    cpr.INVALID: "cpr_invalid",
    cpr.INVALID_DATE: "cpr_invalid_date",
}


class RowTyper:
    """Types the batches of one table.

    `places`: where each contract column stands in a batch. `renamed`: by column, the places in
    its code list of codes that the source system calls something else. `signs` takes what whole
    columns show.
    """

    def __init__(
        self,
        register: RegisterTable,
        places: Mapping[str, int],
        renamed: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
        signs: ColumnSigns | None = None,
    ) -> None:
        self.signs = ColumnSigns() if signs is None else signs
        self._register = register
        self._renamed = renamed
        self._places = places
        self._columns = [c for c in register.columns if c.name in places or not c.required]
        self._order = {kind: place for place, kind in enumerate(fault_kinds(register))}
        self._seen_dates: dict[str, tuple[int, int]] = {}

    def type_rows(self, batch: TextBatch) -> TypedRows:
        """The rows of a batch, typed and judged by what they hold themselves."""
        faults = FaultMarks(len(batch), self._order)
        self.signs.n_rows += len(batch)
        dates = {
            column.name: self._read_dates(batch, column)
            for column in self._columns
            if column.kind in (Kind.KEY_DATE, Kind.PLAIN_DATE)
        }
        codes = {
            column.name: self._read_codes(batch, column)
            for column in self._columns
            if column.kind in (Kind.CODE, Kind.MATCH_CODE)
        }
        self.signs.outside_life_span += n_outside_life_span(codes, dates)
        judge_dates(self._register, dates, faults)
        judge_codes(self._register, codes, dates, faults)
        numbers, notes = self._numbers(batch, key_date(self._register, dates, len(batch)), faults)
        return TypedRows(batch.lines, faults.first, notes, numbers, dates, codes)

    def _texts(self, batch: TextBatch, name: str) -> pa.DictionaryArray:
        """A column; one that need not be there is then empty, as another file of the table may
        have it.
        """
        if name not in self._places:
            return pa.array([""] * len(batch), pa.string()).dictionary_encode()
        return batch.columns[self._places[name]].dictionary_encode()

    def _read_dates(self, batch: TextBatch, column: Column) -> NDArray[np.int32]:
        texts = self._texts(batch, column.name)
        read = np.array([*map(self._date, texts.dictionary.to_pylist())], np.int64).reshape(-1, 2)
        rows = texts.indices.to_numpy()
        self.signs.note_dates(column.name, read[rows, 1])
        unreadable = read[:, 0] == UNREADABLE_DATE
        self.signs.note_shapes("unreadable_date", column.name, texts, unreadable)
        by_row: NDArray[np.int32] = read[:, 0].astype(np.int32)[rows]
        return by_row

    def _read_codes(self, batch: TextBatch, column: Column) -> NDArray[np.int8]:
        texts = self._texts(batch, column.name)
        read = self._codes(column).read
        values = np.array([read(text) for text in texts.dictionary.to_pylist()], np.int8)
        self.signs.note_shapes("unknown_code", column.name, texts, values == UNKNOWN_CODE)
        by_row: NDArray[np.int8] = values[texts.indices.to_numpy()]
        return by_row

    def _codes(self, column: Column) -> CodeList:
        return code_list(column).also(self._renamed.get(column.name, {}))

    def _date(self, text: str) -> tuple[int, int]:
        day = self._seen_dates.get(text)
        if day is None:
            if len(self._seen_dates) >= _REMEMBERED_DATES:
                self._seen_dates.clear()
            day = self._seen_dates[text] = read_signed_date(text)
        return day

    def _numbers(
        self, batch: TextBatch, day: NDArray[np.int32], faults: "FaultMarks"
    ) -> tuple[dict[str, NDArray[np.int64]], NDArray[np.int8]]:
        """Number codes by column, and the notes of any of a row's numbers."""
        numbers: dict[str, NDArray[np.int64]] = {}
        notes = np.zeros(len(batch), np.int8)
        for name in self._register.cpr_columns:
            texts = self._texts(batch, name)
            rows = texts.indices.to_numpy()
            read = cpr.read_texts(pa.array(texts.dictionary, pa.string()))
            facts = cpr.number_facts(read.numbers)
            of_text = np.where(
                (read.hindrance == cpr.READ) & facts.impossible_date,
                cpr.INVALID_DATE,
                read.hindrance,
            )
            hindrance = of_text[rows]
            for value, kind in _HINDRANCES.items():
                faults.mark(kind, name, hindrance == value)
                self.signs.note_shapes(kind, name, texts, of_text == value)
            usable = hindrance == cpr.READ
            too_early_or_late = cpr.implausible(cpr.take(facts, rows), day)
            faults.mark("cpr_implausible", name, usable & too_early_or_late)
            numbers[name] = read.numbers[rows]
            notes |= _notes(read, facts)[rows]
        return numbers, notes


class FaultMarks:
    """The first fault of each row so far: `first` holds places in the table's fault kinds."""

    def __init__(self, n_rows: int, order: Mapping[FaultKind, int]) -> None:
        self.first = np.full(n_rows, NO_FAULT)
        self._order = order

    def mark(self, kind: str, column: str, rows: NDArray[np.bool_]) -> None:
        place = np.int16(self._order[FaultKind(kind, column)])
        self.first[rows] = np.minimum(self.first[rows], place)


def key_date(
    register: RegisterTable, dates: Mapping[str, NDArray[np.int32]], n_rows: int
) -> NDArray[np.int32]:
    """The day that dates each row: the first of its key dates that is readable, or none."""
    day = np.full(n_rows, NO_DATE, np.int32)
    for name in register.key_dates:
        day = np.where((day == NO_DATE) & readable(dates[name]), dates[name], day)
    return day


def readable(days: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Where a date was there and could be read."""
    return days > UNREADABLE_DATE


def n_outside_life_span(
    codes: Mapping[str, NDArray[np.int8]], dates: Mapping[str, NDArray[np.int32]]
) -> int:
    """Rows of a benefit that begin before it was there, or go on after it was abolished."""
    if not {"ydelse"} <= codes.keys() or not {"fra", "til"} <= dates.keys():
        return 0
    benefit, spans = codes["ydelse"], life_spans()
    known = benefit >= 0
    first, last = spans[benefit[known]].T
    fra, til = dates["fra"][known], dates["til"][known]
    begun = readable(fra)
    early, late = begun & (fra < first), (begun & (fra > last)) | (readable(til) & (til > last))
    return int(np.count_nonzero(early | late))


def judge_dates(
    register: RegisterTable, dates: Mapping[str, NDArray[np.int32]], faults: FaultMarks
) -> None:
    """Marks missing key dates, unreadable dates and spells that end before they begin."""
    if register.key_dates:
        missing = np.all([dates[name] == NO_DATE for name in register.key_dates], axis=0)
        faults.mark("missing_date", ", ".join(register.key_dates), missing)
    for name, days in dates.items():
        faults.mark("unreadable_date", name, days == UNREADABLE_DATE)
    if {"fra", "til"} <= set(dates):
        both = readable(dates["fra"]) & readable(dates["til"])
        faults.mark("til_before_fra", "til", both & (dates["til"] < dates["fra"]))


def judge_codes(
    register: RegisterTable,
    codes: Mapping[str, NDArray[np.int8]],
    dates: Mapping[str, NDArray[np.int32]],
    faults: FaultMarks,
) -> None:
    """Marks codes outside their list, and match codes against their system and its dates."""
    for name, values in codes.items():
        faults.mark("unknown_code", name, values == UNKNOWN_CODE)
    by_name = {column.name: column for column in register.columns}
    match = [column for column in register.columns if column.kind is Kind.MATCH_CODE]
    for column in match:
        rules = match_rules(by_name["system"], column)
        system, code = codes["system"], codes[column.name]
        fits = rules.holds[system, code] | (code == NO_CODE)
        faults.mark("code_not_in_system", column.name, ~fits)
        for name in register.key_dates:
            day = dates[name]
            outside = (day < rules.first_day[system]) | (day > rules.last_day[system])
            faults.mark("outside_system_validity", name, outside)


def _notes(read: cpr.ReadNumbers, facts: cpr.NumberFacts) -> NDArray[np.int8]:
    bits: NDArray[np.int64] = (
        read.padded * PADDED
        + (facts.kind == cpr.REPLACEMENT) * REPLACEMENT
        + (facts.kind == cpr.REPLACEMENT_LETTERS) * REPLACEMENT_LETTERS
        + facts.fails_mod11 * MOD11_FAILED
    )
    return bits.astype(np.int8)
