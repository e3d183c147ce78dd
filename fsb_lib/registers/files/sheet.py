"""The rows of a workbook's visible sheets that have one header, read as a stream.

    row   A          B                 C           becomes
    1     Sager, udtrukket 1. december (merged)    (a title: above the header, left out)
    3     cpr        Målgruppe         Fra         the header
    4     201801234  handicappede      05-01-2009  row 4: 201801234, handicappede, 2009-01-05
    5                                              (blank, left out)
    6     I alt      1                             (a total line at the end, left out)

A second sheet with the same header goes on where the first ended: its row 2 is row 6 + 2 = 8. A
sheet that is not read is named, and must hold no readable number (contract, section 10).
"""

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from fsb_lib.domain import cpr
from fsb_lib.registers.files.cells import has_mojibake, text_column, without_blank_and_total
from fsb_lib.registers.files.dialect import header_names
from fsb_lib.registers.files.findings import Findings
from fsb_lib.registers.files.limits import DamagedFileError
from fsb_lib.registers.files.text_table import TextBatch
from fsb_lib.registers.files.total_lines import HoldsRow, never, note_limit, note_own_count
from fsb_lib.registers.files.workbook_sheets import DeliveredSheet, Row, sheets
from fsb_lib.registers.safe_names import sayable

_HEADER_WITHIN: Final = 1_000
_ROWS_AT_A_TIME: Final = 8_192


@dataclass(frozen=True, eq=False)
class _Begun:
    """A sheet with its first rows, the place of the best header among them, and its names."""

    sheet: DeliveredSheet
    first: list[Row]
    place: int
    names: tuple[str, ...]
    n_known: int

    @property
    def below(self) -> Iterator[Row]:
        return chain(self.first[self.place + 1 :], self.sheet.rows)


class SheetTable:
    """The rows below the header of the sheets; a `TableSource`.

    `names` is empty when no row names a column of `columns`. Raises RefusedFileError, OSError and
    UnicodeError, when it is made and while it is read.
    """

    def __init__(self, path: Path, columns: Collection[str]) -> None:
        self.wrong_lines = array("q")
        self.findings = Findings()
        self._book = sheets(path)
        begun = [_begun(sheet, columns) for sheet in next(self._book)]
        visible = [one for one in begun if one.sheet.is_visible]
        if not visible:
            raise DamagedFileError("a workbook without a visible sheet")
        best = max(visible, key=lambda one: one.n_known)
        self.names = best.names
        self._read = [one for one in visible if one.names == best.names and best.n_known]
        for one in begun:
            if one not in self._read and self._read:
                _note_unread(one, self.findings)
        heads = [one.first[: one.place + 1] for one in self._read or visible[:1]]
        for _, texts in chain(*(head[:-1] for head in heads)):
            note_own_count(texts, self.findings)
        self.is_mojibake = any(map(_are_destroyed, heads))

    @property
    def share(self) -> float:
        n_bytes = sum(one.sheet.n_bytes for one in self._read)
        return sum(one.sheet.share * one.sheet.n_bytes for one in self._read) / max(n_bytes, 1)

    def batches(self, holds_row: HoldsRow = never) -> Iterator[TextBatch]:
        """Batches of rows, a text per name; cells beyond the header's are left out."""
        for offset, one in self._in_turn():
            batches = self._batches(one, offset)
            yield from without_blank_and_total(batches, self.findings, holds_row)
            self.findings.uncalculated += one.sheet.uncalculated
        if n_hidden := sum(one.sheet.n_hidden for one in self._read):
            self.findings.told.append(("hidden_rows", n_hidden, ""))

    def _in_turn(self) -> Iterator[tuple[int, _Begun]]:
        """Each sheet that is read, and the number that its rows are counted on from."""
        self._last = 0
        for one in self._read:
            offset = self._last
            if offset:
                found = f"the sheet {sayable(one.sheet.name)}: its row 1 is counted as {offset + 1}"
                self.findings.told.append(("counted_on", 0, found))
            self._last += one.first[one.place][0]
            yield offset, one
            note_limit(self._last - offset, self.findings)

    def _batches(self, one: _Begun, offset: int) -> Iterator[TextBatch]:
        below, width = one.below, len(self.names)
        while rows := list(islice(below, _ROWS_AT_A_TIME)):
            self.is_mojibake = self.is_mojibake or _are_destroyed(rows)
            filled = [texts[:width] + [""] * (width - len(texts)) for _, texts in rows]
            lines = np.array([number for number, _ in rows], np.int64) + offset
            self._last = int(lines[-1])
            yield TextBatch(lines, tuple(map(text_column, map(list, zip(*filled, strict=True)))))


def _begun(sheet: DeliveredSheet, columns: Collection[str]) -> _Begun:
    first = list(islice(sheet.rows, _HEADER_WITHIN))
    names = [header_names(texts) for _, texts in first]
    n_known = [len(set(found) & set(columns)) for found in names]
    most = max(n_known, default=0)
    place = n_known.index(most) if most else len(first)
    return _Begun(sheet, first, place, names[place] if most else (), most)


def _note_unread(one: _Begun, findings: Findings) -> None:
    """A sheet that is left out: no table's rows may be in it."""
    texts = [text for _, texts in one.first for text in texts if text.strip()]
    name = sayable(one.sheet.name) + ("" if one.sheet.is_visible else ", hidden")
    if texts and _holds_number(texts):
        findings.fatal.append(("sheet_left_out", f"the sheet {name}"))
    elif texts:
        findings.told.append(("sheet_not_read", 0, f"the sheet {name}"))


def _holds_number(texts: list[str]) -> bool:
    read = cpr.read_texts(pa.array(texts, pa.string()))
    possible = ~cpr.number_facts(read.numbers).impossible_date
    return bool(((read.hindrance == cpr.READ) & possible).any())


def _are_destroyed(rows: Sequence[Row]) -> bool:
    return has_mojibake(text_column([text for _, texts in rows for text in texts]))
