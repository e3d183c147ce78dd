"""Which row of a foreign file names its columns: above the first row with a CPR number.

1  Udtraek fra fagsystem; 2006-2015       (a title)
2  PERSONNR;YD_KODE;START;SLUT            the header
3  020180-1234;07;05-01-2009;

A file without a header has its first record in that place, so a row that holds a number or a day
is never taken for one: it would put a person into the draft.
"""

import csv
import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Final

from fsb_lib.base.package_data import load
from fsb_lib.registers.files.dialect import SEPARATORS
from fsb_lib.registers.mapping_draft.look import reads_as_number
from fsb_lib.registers.mapping_draft.words import column_words, is_about_something_else, likeness
from fsb_lib.registers.rows.dates import UNREADABLE_DATE, read_date
from fsb_lib.registers.spelling import is_empty

WITHIN: Final = 1_000  # rows
_MOST_DIGITS = 4
_NUMBERED = re.compile(r"[^\W\d_]{0,4}[\W_]?[0-9]{1,3}|[^\W\d_]{1,2}")
_FEWEST_KNOWN = 2


def header_of_text(head: str) -> tuple[str, ...]:
    """The names of a text's columns as they are written; none when no row can be a header."""
    found = [header_of_rows(_rows_of(head, separator)) for separator in SEPARATORS]
    return max(found, key=len)


def header_of_rows(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The same of rows of cells."""
    first = next((place for place, cells in enumerate(rows) if _is_record(cells)), len(rows))
    width = _n_filled(rows[first]) if first < len(rows) else 0
    headers = [cells for cells in rows[:first] if _may_be_header(cells, width)]
    best = max(headers, key=lambda cells: (_n_known(cells), _n_filled(cells)), default=())
    if _n_known(best) < (1 if width else _FEWEST_KNOWN) and not _are_numbered(best):
        return ()
    return tuple(cell.strip() for cell in best)


def _rows_of(head: str, separator: str) -> list[list[str]]:
    """The first rows of a text under one separator, as far as it can be read so."""
    rows: list[list[str]] = []
    try:
        for cells in islice(csv.reader(head.splitlines(), delimiter=separator), WITHIN):
            rows.append(cells)
    except csv.Error:  # a field longer than any name
        pass
    return rows


def _is_record(cells: Sequence[str]) -> bool:
    return _n_filled(cells) > 1 and any(map(reads_as_number, cells))


def _may_be_header(cells: Sequence[str], width: int) -> bool:
    """Whether a row is of names alone, and of nearly as many as a record has fields."""
    return _n_filled(cells) > 1 and 2 * _n_filled(cells) > width and not any(map(_is_value, cells))


def _are_numbered(cells: Sequence[str]) -> bool:
    """Whether most cells say nothing, as F1 or KOL_2, or name what no table of ours holds.

    Words of no known kind may be people's names.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    return 2 * sum(map(_says_nothing, filled)) >= len(filled) > 0


def _says_nothing(cell: str) -> bool:
    return _NUMBERED.fullmatch(cell) is not None or is_about_something_else(cell)


def _is_value(cell: str) -> bool:
    if is_empty(cell):
        return False
    is_date = read_date(cell) != UNREADABLE_DATE
    return is_date or sum(map(str.isdigit, cell)) > _MOST_DIGITS or reads_as_number(cell)


def _n_filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _n_known(cells: Sequence[str]) -> int:
    """How many of the cells may be one of the contract's columns by their names."""
    return sum(any(likeness(cell, words) for words in _words()) for cell in cells)


@cache
def _words() -> tuple[frozenset[str], ...]:
    return tuple(map(column_words, sorted(load("foreign_names")["columns"])))
