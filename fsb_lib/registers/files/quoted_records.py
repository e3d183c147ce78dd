"""Records of several lines: a quoted text with line breaks, or rows that a lone quote swallowed.

101  a;b;c;d;"Haandv. aftalt        one record of three lines, whose middle line is a row:
102  e;f;g;h;ok                     swallowed
103  i;j;k;l;"obs

104  a;b;c;d;"linje 1               a proper comment of two lines
105  linje ""2"" ok"
"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fsb_lib.registers.files.total_lines import HoldsRow

_BREAK = re.compile(r"\r\n|\n|\r")


class LineCount:
    """Counts the line breaks of a text that passes in blocks."""

    def __init__(self) -> None:
        self.n_breaks = self.n_signs = 0
        self._last = "\n"

    def add(self, text: str) -> None:
        """Takes the next block."""
        if not text:
            return
        self.n_signs += len(text)
        self.n_breaks += text.count("\n")
        if "\r" in text or self._last == "\r":
            joined = self._last + text if self._last == "\r" else text
            self.n_breaks += text.count("\r") - joined.count("\r\n")
        self._last = text[-1]

    @property
    def ends_with_break(self) -> bool:
        return self._last in "\r\n"

    @property
    def ends_with_return(self) -> bool:
        return self._last == "\r"


@dataclass
class LongRecords:
    """The records that hold line breaks: how many, by the record's number from 1."""

    n_breaks: dict[int, int] = field(default_factory=dict)

    def note(self, number: int, text: str) -> None:
        """A record as it was written."""
        if n_breaks := len(_BREAK.findall(text)):
            self.n_breaks[number] = n_breaks

    def note_rows(self, numbers: NDArray[np.int64], columns: Iterable[pa.StringArray]) -> None:
        """Parsed records, by their numbers."""
        for column in columns:
            held = pc.or_(pc.match_substring(column, "\n"), pc.match_substring(column, "\r"))
            if not pc.any(held).as_py():
                continue
            for place in np.flatnonzero(held.to_numpy(zero_copy_only=False)):
                number, found = int(numbers[place]), _BREAK.findall(column[place].as_py())
                self.n_breaks[number] = self.n_breaks.get(number, 0) + len(found)

    def texts(self, blocks: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Each such record as it stands in the text, which is read once more."""
        wanted: deque[tuple[int, int, int]] = deque()
        before = 0
        for number, n_breaks in sorted(self.n_breaks.items()):
            wanted.append((number + before, n_breaks + 1, number))
            before += n_breaks
        held: list[str] = []
        first = 1  # the line that `held` begins with
        for lines in _lines(blocks):
            held += lines
            while wanted and wanted[0][0] + wanted[0][1] <= first + len(held):
                place, n_lines, number = wanted.popleft()
                yield number, "\n".join(held[place - first : place - first + n_lines])
            n_done = min(wanted[0][0] - first, len(held)) if wanted else len(held)
            held, first = held[n_done:], first + n_done


def _lines(blocks: Iterable[str]) -> Iterator[list[str]]:
    """The lines of a text, block by block."""
    rest = ""
    for block in blocks:
        text = rest + block
        # A carriage return at the end may be the first half of a line break.
        half = "\r" if text.endswith("\r") else ""
        plain = text.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n")
        *whole, rest = plain.split("\n")
        rest += half
        yield whole
    yield _BREAK.split(rest)


def swallows(record: str, separator: str, holds_row: HoldsRow) -> bool:
    """Whether a record of several lines is no record: badly quoted, or with a row inside."""
    try:
        (cells,) = csv.reader([record], delimiter=separator, strict=True)
    except (csv.Error, ValueError):
        return True
    inner = (line for cell in cells for line in _BREAK.split(cell)[1:])
    return any(
        separator in line and holds_row([cell.strip(' "') for cell in line.split(separator)])
        for line in inner
    )
