"""Lines that are no rows: totals, and what a program says of its own output.

I alt;2    Total    Antal rækker: 2.056    (2056 rows affected)
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from fsb_lib.registers.files.findings import Findings

HoldsRow = Callable[[Sequence[str]], bool]

_ROWS = r"(?:r(?:\u00e6|ae)kker|poster|records|rows)"
_NUMBER = r"(\d{1,3}(?:[.\u00a0 ]\d{3})+|\d+)"
_TOTAL = re.compile(
    rf"\s*(?:(?:i\s?alt|total|antal\s+{_ROWS})\b|\(?{_NUMBER}\s+{_ROWS}\b)", re.IGNORECASE
)
_OWN_COUNT = re.compile(
    rf"\W*(?:antal\s+{_ROWS}\W*{_NUMBER}|{_NUMBER}\s+{_ROWS}(?:\s+(?:affected|selected|i\s?alt))?)\W*",
    re.IGNORECASE,
)
# Lines at which programs stop: Excel before and since 2007, with the header or without.
_PROGRAM_LIMITS: Final = (65_535, 65_536, 1_048_575, 1_048_576)


def never(_: Sequence[str]) -> bool:
    """For readers that do not know which columns hold numbers and dates."""
    return False


def is_total(cells: Sequence[str], holds_row: HoldsRow) -> bool:
    """Whether a line at the end begins as a total line does, and holds no number and no date."""
    first = next(filter(str.strip, cells), "")
    return _TOTAL.match(first) is not None and not holds_row(cells)


def note_own_count(cells: Sequence[str], findings: Findings) -> None:
    """Notes how many rows the file says it has, when the line says that and nothing else."""
    line = " ".join(cell.strip() for cell in cells if cell.strip())
    if match := _OWN_COUNT.fullmatch(line):
        findings.own_counts.append(int(re.sub(r"\D", "", match[1] or match[2])))


def note_limit(n_lines: int, findings: Findings) -> None:
    """Notes a number of lines at which programs stop writing."""
    if n_lines in _PROGRAM_LIMITS:
        findings.told.append(("program_limit", 0, f"{n_lines:,} lines"))
