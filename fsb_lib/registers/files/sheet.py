"""The rows of a workbook's first visible sheet, read as a stream.

    row   A          B                 C           becomes
    1     Sager, udtrukket 1. december (merged)    (a title: above the header, left out)
    3     cpr        Målgruppe         Fra         the header
    4     201801234  handicappede      05-01-2009  row 4: 201801234, handicappede, 2009-01-05
    5                                              (blank, left out)
    6     I alt      1                             (a total line at the end, left out)

Rows are numbered as Excel shows them. Formulas are never evaluated: a cell holds what was last
calculated in it, an error of a formula stays the text that it is, and a formula that was never
calculated is an empty cell. Links to other workbooks are not followed.

openpyxl and not calamine, though that is ten times faster: calamine makes an error cell empty,
which would turn `#N/A` into an open end, and one cell far out in a sheet takes all memory.
"""

import os
import warnings
from array import array
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Final

import numpy as np

from fsb_lib.registers.files.cells import (
    cell_text,
    has_mojibake,
    text_column,
    without_blank_and_total,
)
from fsb_lib.registers.files.dialect import header_names
from fsb_lib.registers.files.limits import (
    MOST_COLUMNS,
    DamagedFileError,
    RefusedFileError,
    check_workbook,
    seekable,
)
from fsb_lib.registers.files.text_table import TextBatch

MOST_ROWS_OF_A_SHEET: Final = 1_048_576
_HEADER_WITHIN: Final = 1_000
_ROWS_AT_A_TIME: Final = 8_192

Row = tuple[int, list[str]]


class SheetTable:
    """The rows below the header of a sheet; a `TableSource`.

    `names` is empty when no row names a column of `columns`. Raises RefusedFileError, OSError and
    UnicodeError, when it is made and while it is read.
    """

    cut_off = False

    def __init__(self, path: Path, columns: Collection[str]) -> None:
        self.wrong_lines = array("q")
        self.is_mojibake = False
        self._rows = _numbered_rows(path)
        first = list(islice(self._rows, _HEADER_WITHIN))
        place, self.names = _header(first, columns)
        self.is_mojibake = _are_destroyed(first[: place + 1])
        self._rows = chain(first[place + 1 :], self._rows)

    def batches(self) -> Iterator[TextBatch]:
        """Batches of rows, a text per name; cells beyond the header's are left out."""
        return without_blank_and_total(self._batches())

    def _batches(self) -> Iterator[TextBatch]:
        while rows := list(islice(self._rows, _ROWS_AT_A_TIME)):
            self.is_mojibake = self.is_mojibake or _are_destroyed(rows)
            width = len(self.names)
            filled = [texts[:width] + [""] * (width - len(texts)) for _, texts in rows]
            lines = np.array([number for number, _ in rows], np.int64)
            yield TextBatch(lines, tuple(map(text_column, map(list, zip(*filled, strict=True)))))


def _header(rows: Sequence[Row], columns: Collection[str]) -> tuple[int, tuple[str, ...]]:
    """The place of the row that names most of the columns, and its names."""
    names = [header_names(texts) for _, texts in rows]
    n_known = [len(set(found) & set(columns)) for found in names]
    if not any(n_known):
        return len(rows), ()
    place = n_known.index(max(n_known))
    return place, names[place]


def _are_destroyed(rows: Sequence[Row]) -> bool:
    return has_mojibake(text_column([text for _, texts in rows for text in texts]))


def _numbered_rows(path: Path) -> Iterator[Row]:
    """Each row that the sheet holds, with its number: texts from the first column on."""
    with seekable(path) as file:
        check_workbook(file)
        with _quietly():
            rows = _rows(file)
        last = 0
        while some := _next(rows):
            for number, cells in some:
                if not last < number <= MOST_ROWS_OF_A_SHEET:
                    raise DamagedFileError("a sheet whose rows are not in order")
                last = number
                yield number, _texts(cells)


def _next(rows: Iterator[Any]) -> list[Any]:
    with _quietly():
        return list(islice(rows, _ROWS_AT_A_TIME))


def _rows(file: IO[bytes]) -> Iterator[Any]:
    """The rows of the first visible sheet as openpyxl's parser gives them: number and cells.

    The parser and not the sheet itself, which leaves out rows that are out of order, and fills
    every row up to the width that the file claims.
    """
    # What this would guard against, `check_workbook` has refused; it is several times slower.
    os.environ.setdefault("OPENPYXL_DEFUSEDXML", "False")
    # The library takes a second to load: only when there is a sheet.
    from openpyxl import load_workbook  # type: ignore[import-untyped] # noqa: PLC0415
    from openpyxl.worksheet._reader import (  # type: ignore[import-untyped] # noqa: PLC0415
        WorkSheetParser,
    )

    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise DamagedFileError("a workbook without a visible sheet")
    parser = WorkSheetParser(
        visible[0]._get_source(),
        visible[0]._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )
    rows: Iterator[Any] = parser.parse()
    return rows


def _texts(cells: Sequence[dict[str, Any]]) -> list[str]:
    texts: list[str] = []
    for cell in cells:
        column = cell["column"]
        if column <= len(texts):
            raise DamagedFileError("a sheet whose columns are not in order")
        if column <= MOST_COLUMNS:
            texts += [""] * (column - len(texts) - 1)
            texts.append(cell_text(cell["value"]))
    return texts


@contextmanager
def _quietly() -> Iterator[None]:
    """Whatever the library meets in a file becomes one error; its own words hold values."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except RefusedFileError:
        raise
    except Exception:
        raise DamagedFileError("a workbook that cannot be read") from None
