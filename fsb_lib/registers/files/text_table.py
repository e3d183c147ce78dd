"""A text file's records as batches of text columns, each row with its line number.

    line  text                 becomes
    1     Udtraek pr. 1/12     (a title: above the header, left out)
    2     cpr;ydelse;fra;til   (the header)
    3     a;b;c;d              row, line 3
    4                          (blank, left out; so is a line of separators)
    5     a;b                  wrong field count, line 5
    6     a;b;c;d              row, line 6
    7     I alt;2              (a total line at the end, left out)

A quoted field may hold line breaks: a record is one line, as Excel counts.
"""

import re
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from fsb_lib.registers.files.dialect import Header
from fsb_lib.registers.files.source_file import SourceFile, Utf8Text, decoded

LONGEST_RECORD = 1 << 22
_TAIL = 8  # total lines that may stand at the end, one below the other
_END = "\x1eend of file\x1e"
TOTAL_LINE = re.compile(r"\s*(i\s?alt|total|antal\s+r(\u00e6|ae)kker)\b", re.IGNORECASE)


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

    `wrong_lines` are the lines of records with more or fewer fields than the header. `cut_off`
    says that the file ends inside a quoted field or with a record that lacks fields.
    """

    source: SourceFile
    header: Header
    wrong_lines: "array[int]" = field(default_factory=lambda: array("q"))
    cut_off: bool = False
    _wrong_pending: deque[int] = field(default_factory=deque)
    _wrong_tail: deque[tuple[int, str, int]] = field(default_factory=lambda: deque(maxlen=_TAIL))
    _last_number: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        return self.header.names

    @property
    def is_mojibake(self) -> bool:
        return self.source.is_mojibake

    def batches(self) -> Iterator[TextBatch]:
        """Batches of rows with the right number of fields, in the order of the file."""
        held: TextBatch | None = None
        for batch in self._rows():
            joined = held.before(batch) if held else batch
            if len(joined) > _TAIL:
                yield joined.part(slice(None, -_TAIL))
            held = joined.part(slice(-_TAIL, None))
        if held is not None and len(rest := self._without_end(held)):
            yield rest

    def _rows(self) -> Iterator[TextBatch]:
        """Numbered batches without blank rows."""
        try:
            for records in self._parser():
                columns = tuple(records.columns)
                batch = TextBatch(self._lines(len(records)), columns)
                kept = batch.where(~blank_rows(columns))
                if len(kept):
                    yield kept
        except pa.ArrowInvalid:  # a record longer than any line can be: a quote left open
            self.cut_off = True

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
                newlines_in_values=self.source.has_quotes,
                ignore_empty_lines=False,
                invalid_row_handler=self._note_wrong,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )

    def _text(self) -> Iterator[str]:
        """The text below the header, and a last record of our own.

        A quote left open swallows that record: so it shows.
        """
        blocks = decoded(self.source.path, self.source.encoding)
        left = self.header.end
        for block in blocks:
            if left < len(block):
                yield block[left:]
                break
            left -= len(block)
        end = self.header.separator.join([_END] * len(self.header.names))
        yield from chain(blocks, [f"\n{end}\n"])

    def _note_wrong(self, row: Any) -> str:
        self._wrong_pending.append(row.number)
        text = row.text
        if text.strip(self.header.separator + '" \t\u00a0'):
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

    def _without_end(self, rows: TextBatch) -> TextBatch:
        """The last rows without our own record and without total lines; sees a cut-off."""
        if _cells(rows, -1) != [_END] * len(rows.columns):
            self.cut_off = True
            return rows
        rows = rows.part(slice(None, -1))
        while True:
            wrong = self._wrong_tail[-1] if self._wrong_tail else None
            if wrong and not (len(rows) and rows.lines[-1] > wrong[0]):
                if not TOTAL_LINE.match(wrong[1].lstrip(self.header.separator + '" \t')):
                    self.cut_off = self.cut_off or wrong[2] < 0
                    return rows
                self._wrong_tail.pop()
                self.wrong_lines.pop()
            elif len(rows) and TOTAL_LINE.match(next(filter(str.strip, _cells(rows, -1)), "")):
                rows = rows.part(slice(None, -1))
            else:
                return rows


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
