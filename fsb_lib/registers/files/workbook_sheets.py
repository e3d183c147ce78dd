"""A workbook as its sheets, each a stream of numbered rows of texts.

Rows are numbered as Excel shows them. Formulas are never evaluated: a cell holds what was last
calculated in it, an error of a formula stays the text that it is, and a formula without a value
is `=`: not known is not empty. Links to other workbooks are not followed.

openpyxl and not calamine, though that is ten times faster: calamine makes an error cell empty,
which would turn `#N/A` into an open end, and one cell far out in a sheet takes all memory.
"""

import os
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from fsb_lib.registers.files.cells import cell_text
from fsb_lib.registers.files.limits import (
    MOST_COLUMNS,
    DamagedFileError,
    RefusedFileError,
    check_workbook,
    seekable,
)

MOST_ROWS_OF_A_SHEET: Final = 1_048_576
UNCALCULATED: Final = "="
_ROWS_AT_A_TIME: Final = 8_192

Row = tuple[int, list[str]]


@dataclass
class DeliveredSheet:
    """One sheet. What `n_hidden` and `uncalculated` say is known when its rows were read.

    `uncalculated`: formulas without a value, by place of the column.
    """

    name: str
    is_visible: bool
    rows: Iterator[Row]
    n_hidden: int = 0
    uncalculated: Counter[int] = field(default_factory=Counter)
    source: Any = None
    n_bytes: int = 1

    @property
    def share(self) -> float:
        """How far its XML was read, 0 to 1."""
        return min(self.source.tell() / self.n_bytes, 1.0) if self.source else 0.0


def sheets(path: Path) -> Iterator[list[DeliveredSheet]]:
    """The workbook's sheets in its order; the file is open until this iterator is let go."""
    with seekable(path) as file:
        check_workbook(file)
        with _quietly():
            opened = _opened(file)
        yield opened


def _opened(file: IO[bytes]) -> list[DeliveredSheet]:
    # What this would guard against, `check_workbook` has refused; it is several times slower.
    os.environ.setdefault("OPENPYXL_DEFUSEDXML", "False")
    # The library takes a second to load: only when there is a sheet.
    from openpyxl import load_workbook  # type: ignore[import-untyped] # noqa: PLC0415

    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    found = []
    for one in book.worksheets:
        sheet = DeliveredSheet(one.title, one.sheet_state == "visible", iter(()))
        sheet.rows = _numbered(_parsed(book, one, sheet))
        found.append(sheet)
    return found


def _parsed(book: Any, one: Any, sheet: DeliveredSheet) -> Iterator[Any]:
    """The rows as openpyxl's parser gives them: number and cells.

    The parser and not the sheet itself, which leaves out rows that are out of order, and fills
    every row up to the width that the file claims.
    """
    sheet.source = one._get_source()
    sheet.n_bytes = max(book._archive.getinfo(one._worksheet_path).file_size, 1)
    rows: Iterator[Any] = _parser(sheet)(
        sheet.source,
        one._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    ).parse()
    return rows


def _parser(sheet: DeliveredSheet) -> Any:
    """The library's parser, which also notes hidden rows and formulas without a value."""
    from openpyxl.worksheet._reader import (  # type: ignore[import-untyped] # noqa: PLC0415
        FORMULA_TAG,
        VALUE_TAG,
        WorkSheetParser,
    )

    class Parser(WorkSheetParser):  # type: ignore[misc]
        def parse_cell(self, element: Any) -> Any:
            cell = super().parse_cell(element)
            if cell["value"] is not None or element.find(FORMULA_TAG) is None:
                return cell
            # An empty text that was calculated says so: `t="str"` and a value of no letters.
            if element.get("t") != "str" or element.find(VALUE_TAG) is None:
                cell["value"] = UNCALCULATED
                sheet.uncalculated[cell["column"] - 1] += 1
            return cell

        def parse_row(self, row: Any) -> Any:
            if row.get("hidden") in ("1", "true") and len(row):
                sheet.n_hidden += 1
            return super().parse_row(row)

    return Parser


def _numbered(rows: Iterator[Any]) -> Iterator[Row]:
    """Each row that the sheet holds, with its number: texts from the first column on."""
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
