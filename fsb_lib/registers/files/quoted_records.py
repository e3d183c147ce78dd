"""Records of several lines: a quoted text with line breaks, or rows that a lone quote swallowed.

101  a;b;c;d;"Haandv. aftalt        one record of three lines, whose middle line is a row:
102  e;f;g;h;ok                     swallowed
103  i;j;k;l;"obs

104  a;b;c;d;"linje 1               a proper comment of two lines
105  linje ""2"" ok"
"""

import csv
import re

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
