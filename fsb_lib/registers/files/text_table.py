"""A text file's records as batches of text columns, each row with its line number.

    line  text                 becomes
    1     Udtraek pr. 1/12     (a title: above the header, left out)
    2     cpr;ydelse;fra;til   (the header)
    3     a;b;c;d              row, line 3
    4                          (blank, left out; so is a line of separators)
    5     a;b                  wrong field count, line 5
    6     a;b;c;d              row, line 6
    7     I alt;2              (a total line at the end, left out)

A quoted field may hold line breaks: a record is one line, as Excel counts. That every line of the
file is in a record, and no row inside another, is proved at the end (contract, section 10).
"""

from array import array
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from fsb_lib.registers.files.dialect import Header
from fsb_lib.registers.files.findings import Findings
from fsb_lib.registers.files.one_line_records import OneLineRecords
from fsb_lib.registers.files.quoted_records import LineCount, swallows
from fsb_lib.registers.files.source_file import SourceFile, Utf8Text, decoded
from fsb_lib.registers.files.total_lines import (
    HoldsRow,
    is_total,
    never,
    note_limit,
    note_own_count,
)

LONGEST_RECORD = 1 << 22
_TAIL = 8  # total lines that may stand at the end, one below the other
_END = "\x1eend of file\x1e"
_DOS_END = "\x1a"  # how DOS, AS/400 and mainframes end a text


@dataclass(frozen=True)
class TextBatch:
    """Some rows of a table: a line number per row, and a text column per header name."""

    lines: NDArray[np.int64]
    columns: tuple[pa.StringArray, ...]

    def __len__(self) -> int:
        return len(self.lines)

    def part(self, rows: slice) -> "TextBatch":
        return TextBatch(self.lines[rows], tuple(column[rows] for column in self.columns))

    def where(self, rows: NDArray[np.bool_]) -> "TextBatch":
        mask = pa.array(rows)
        return TextBatch(self.lines[rows], tuple(column.filter(mask) for column in self.columns))

    def before(self, other: "TextBatch") -> "TextBatch":
        pairs = zip(self.columns, other.columns, strict=True)
        return TextBatch(
            np.concatenate([self.lines, other.lines]),
            tuple(pa.concat_arrays(list(pair)) for pair in pairs),
        )


def no_rows(n_columns: int) -> TextBatch:
    """A batch of a table that has no rows."""
    return TextBatch(np.zeros(0, np.int64), (pa.array([], pa.string()),) * n_columns)


@dataclass
class TextTable:
    """The records below the header of one file; read `batches` once, then ask for the rest.

    `wrong_lines` are the lines of records with more or fewer fields than the header.
    """

    source: SourceFile
    header: Header
    wrong_lines: "array[int]" = field(default_factory=lambda: array("q"))
    findings: Findings = field(default_factory=Findings)
    _wrong_pending: deque[int] = field(default_factory=deque)
    _wrong_tail: deque[tuple[int, str, int]] = field(default_factory=lambda: deque(maxlen=_TAIL))
    _last_number: int = 0
    _n_records: int = 0
    _n_rows: int = 0
    _widths: Counter[int] = field(default_factory=Counter)
    _lines_met: LineCount = field(default_factory=LineCount)
    _long: OneLineRecords | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return self.header.names

    @property
    def is_mojibake(self) -> bool:
        return self.source.is_mojibake

    @property
    def share(self) -> float:
        return min(self._lines_met.n_signs / max(self.source.n_signs, 1), 1.0)

    def batches(self, holds_row: HoldsRow = never) -> Iterator[TextBatch]:
        """Batches of rows with the right number of fields, in the order of the file.

        `holds_row` tells a row from a total line, by the columns that hold numbers and dates.
        """
        held: TextBatch | None = None
        if self.source.has_quotes:
            separator = self.header.separator
            is_bad = partial(swallows, separator=separator, holds_row=holds_row)
            self._long = OneLineRecords(separator.encode(), is_bad, LONGEST_RECORD)
        for batch in self._rows():
            joined = held.before(batch) if held else batch
            if len(joined) > _TAIL:
                yield joined.part(slice(None, -_TAIL))
            held = joined.part(slice(-_TAIL, None))
        if held is not None and len(rest := self._without_end(held, holds_row)):
            yield rest
        self._prove()

    def _rows(self) -> Iterator[TextBatch]:
        """Numbered batches without blank rows."""
        try:
            for records in self._parser():
                columns = tuple(records.columns)
                batch = TextBatch(self._lines(len(records)), columns)
                self._n_records += len(records)
                kept = batch.where(~blank_rows(columns))
                self._n_rows += len(kept)
                if len(kept):
                    yield kept
        except pa.ArrowInvalid:  # a record longer than any line can be: a quote left open
            self._note_open_quote(self.header.line + self._last_number + 1)

    def _parser(self) -> "pyarrow.csv.CSVStreamingReader":
        names = [str(place) for place in range(len(self.header.names))]
        quote: Any = '"' if self.source.has_quotes else False
        return pyarrow.csv.open_csv(
            pa.PythonFile(Utf8Text(self._text()), mode="r"),
            read_options=pyarrow.csv.ReadOptions(
                use_threads=False, block_size=LONGEST_RECORD, column_names=names
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=self.header.separator,
                quote_char=quote,
                ignore_empty_lines=False,
                invalid_row_handler=self._note_wrong,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )

    def _text(self) -> Iterator[bytes]:
        """The text below the header, a line for each record, and a last record of our own.

        Without that record the text was not read to its end: a quote was left open.
        """
        blocks = self._encoded()
        yield from self._long.passed(blocks) if self._long else blocks
        if not (self._long and self._long.open_at):
            end = self.header.separator.join([_END] * len(self.header.names))
            yield f"\n{end}\n".encode()

    def _encoded(self) -> Iterator[bytes]:
        for block in self._below_header():
            self._lines_met.add(block)
            yield block.encode("utf-8")

    def _below_header(self) -> Iterator[str]:
        blocks = decoded(self.source.path, self.source.encoding)
        left = self.header.end
        for block in blocks:
            if left < len(block):
                blocks = chain([block[left:]], blocks)
                break
            left -= len(block)
        marks = ""
        for block in blocks:
            text = (marks + block).rstrip(_DOS_END)
            marks = (marks + block)[len(text) :]
            yield text

    def _note_wrong(self, row: Any) -> str:
        self._wrong_pending.append(row.number)
        self._n_records += 1
        text = row.text
        if text.strip(self.header.separator + '" \t\u00a0'):
            self._widths[row.actual_columns] += 1
            self.wrong_lines.append(self.header.line + row.number)
            fields = row.actual_columns - row.expected_columns
            self._wrong_tail.append((self.header.line + row.number, text, fields))
        return "skip"

    def _lines(self, n_rows: int) -> NDArray[np.int64]:
        """Line numbers of the next rows: the numbers that no wrong record took."""
        wrong = np.array(self._wrong_pending, np.int64)
        numbers = np.arange(self._last_number + 1, self._last_number + 1 + n_rows + len(wrong))
        numbers = numbers[~np.isin(numbers, wrong)][:n_rows]
        if n_rows:
            self._last_number = int(numbers[-1])
        while self._wrong_pending and self._wrong_pending[0] < self._last_number:
            self._wrong_pending.popleft()
        return numbers + self.header.line

    def _without_end(self, rows: TextBatch, holds_row: HoldsRow) -> TextBatch:
        """The last rows without our own record and without total lines; sees what is no end."""
        if _cells(rows, -1) != [_END] * len(rows.columns):
            return rows
        rows = rows.part(slice(None, -1))
        self._n_rows -= 1
        is_last = True
        while True:
            line, text, fields = self._wrong_tail[-1] if self._wrong_tail else (0, "", 0)
            if line and not (len(rows) and rows.lines[-1] > line):
                cells = text.replace('"', "").split(self.header.separator)
                if not is_total(cells, holds_row):
                    where = f"line {line}" if text.strip("\0") else f"line {line} (zero bytes)"
                    self._note_short_end(where, len(cells), fields, is_last=is_last)
                    return rows
                self._wrong_tail.pop()
                self.wrong_lines.pop()
            elif len(rows) and is_total(cells := _cells(rows, -1), holds_row):
                rows = rows.part(slice(None, -1))
                self._n_rows -= 1
            else:
                return rows
            is_last = False
            note_own_count(cells, self.findings)

    def _note_open_quote(self, line: int) -> None:
        self.findings.fatal.append(("open_quote", f"a quote in line {line} that is never closed"))

    def _note_short_end(self, where: str, n_cells: int, fields: int, *, is_last: bool) -> None:
        """A last line that lacks fields: the file broke off in it, or it is a remark."""
        if fields < 0:
            is_broken = is_last and not self._lines_met.ends_with_break and "zero" not in where
            n_names = len(self.header.names)
            found = f"{where}, the last one, has {n_cells} of {n_names} fields"
            self.findings.fatal.append(("cut_off" if is_broken else "end_line", found))

    def _prove(self) -> None:
        """That every line is in a record, no row inside another, and rows are as the header."""
        if self._long and self._long.open_at and not self.findings.has("open_quote"):
            self._note_open_quote(self.header.line + self._long.open_at)
        if self.findings.has("open_quote"):
            return
        self._note_swallowed()
        if not self._lines_met.ends_with_break:
            self.findings.told.append(("no_line_end", 0, ""))
        n_lines = self._n_records + (self._long.n_inside if self._long else 0)
        # With those of our own record; the first becomes one with a carriage return before it.
        n_breaks = self._lines_met.n_breaks + (1 if self._lines_met.ends_with_return else 2)
        if n_lines != n_breaks:
            found = f"{n_breaks:,} lines below the header, {n_lines:,} of them in records"
            self.findings.fatal.append(("lines_lost", found))
        n_wrong = len(self.wrong_lines)
        if n_wrong > self._n_rows:
            (width, _), n_names = self._widths.most_common(1)[0], len(self.header.names)
            self.findings.fatal[:] = [
                ("fields_differ", f"{n_names} fields in the header (line {self.header.line}), "
                 f"{width} in most rows, such as line {self.wrong_lines[0]}")
            ]  # fmt: skip
        is_open = not self._lines_met.ends_with_break
        note_limit(self.header.line + self._lines_met.n_breaks + is_open, self.findings)

    def _note_swallowed(self) -> None:
        if found := self._long.bad[:5] if self._long else []:
            first = self.header.line
            where = ", ".join(f"line {first + number} ({n} lines)" for number, n in found)
            self.findings.fatal.append(("swallowed", f"a quote that opens in {where}"))


def _cells(rows: TextBatch, row: int) -> list[str]:
    return [column[row].as_py() for column in rows.columns] if len(rows) else []


def blank_rows(columns: tuple[pa.StringArray, ...]) -> NDArray[np.bool_]:
    """Rows whose every cell is white space."""
    blank = pc.equal(pc.utf8_trim_whitespace(columns[0]), "").to_numpy(zero_copy_only=False)
    if not blank.any():
        return np.asarray(blank)
    places = np.flatnonzero(blank)
    for column in columns[1:]:
        cells = pc.utf8_trim_whitespace(column.take(pa.array(places)))
        places = places[pc.equal(cells, "").to_numpy(zero_copy_only=False)]
    blank = np.zeros(len(blank), np.bool_)
    blank[places] = True
    return blank
