"""A workbook as its sheets, each a stream of numbered rows of texts.

Rows are numbered as Excel shows them. Formulas are never evaluated: a cell holds what was last
calculated in it, an error of a formula stays the text that it is, and a formula without a value
is `=`: not known is not empty. Links to other workbooks are not followed.

openpyxl and not calamine, though that is faster: calamine makes an error cell empty, which would
turn `#N/A` into an open end, and one cell far out in a sheet takes all memory. Of openpyxl the
styles, dates and shared texts; the cells are read by `sheet_xml`, which asks a quarter of its time.
"""

import os
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from fsb_lib.registers.files.limits import (
    MOST_COLUMNS,
    DamagedFileError,
    RefusedFileError,
    check_workbook,
    seekable,
)
from fsb_lib.registers.files.sheet_xml import Cells, SheetMeaning, SheetXml

MOST_ROWS_OF_A_SHEET: Final = 1_048_576
_ROWS_AT_A_TIME: Final = 8_192

Row = tuple[int, list[str]]


@dataclass(frozen=True, eq=False)
class DeliveredSheet:
    """One sheet. What `n_hidden` and `uncalculated` say is known when its rows were read."""

    name: str
    is_visible: bool
    rows: Iterator[Row]
    _xml: SheetXml
    _source: IO[bytes]
    n_bytes: int

    @property
    def n_hidden(self) -> int:
        """Rows that a filter hides."""
        return self._xml.n_hidden

    @property
    def uncalculated(self) -> Counter[int]:
        """Formulas without a value, by place of the column."""
        return Counter(self._xml.uncalculated)

    @property
    def share(self) -> float:
        """How far its XML was read, 0 to 1."""
        return min(self._source.tell() / self.n_bytes, 1.0)


def sheets(path: Path) -> Iterator[list[DeliveredSheet]]:
    """The workbook's sheets in its order; the file is open until this iterator is let go."""
    with seekable(path) as file:
        check_workbook(file)
        with _quietly():
            opened = _opened(file)
        yield opened


def _opened(file: IO[bytes]) -> list[DeliveredSheet]:
    """The sheets, without what the library's own reader does: it parses a sheet that does not
    say its size to the end, to find it.
    """
    # What this would guard against, `check_workbook` has refused; it is several times slower.
    os.environ.setdefault("OPENPYXL_DEFUSEDXML", "False")
    # The library takes a second to load: only when there is a sheet.
    from openpyxl.reader.excel import (  # type: ignore[import-untyped] # noqa: PLC0415
        ExcelReader,
        apply_stylesheet,
    )

    reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    return [
        _sheet(reader, sheet, rel.target)
        for sheet, rel in reader.parser.find_sheets()
        if rel.target in reader.valid_files and "chartsheet" not in rel.Type
    ]


def _sheet(reader: Any, sheet: Any, member: str) -> DeliveredSheet:
    book = reader.wb
    dates, durations = frozenset(book._date_formats), frozenset(book._timedelta_formats)
    source = reader.archive.open(member)
    xml = SheetXml(source, SheetMeaning(reader.shared_strings, dates, durations, book.epoch))
    n_bytes = max(reader.archive.getinfo(member).file_size, 1)
    is_visible = sheet.state == "visible"
    return DeliveredSheet(sheet.name, is_visible, _numbered(xml.rows()), xml, source, n_bytes)


def _numbered(rows: Iterator[Cells]) -> Iterator[Row]:
    """Each row that the sheet holds, with its number: texts from the first column on."""
    last = 0
    while some := _next(rows):
        for number, cells in some:
            if not last < number <= MOST_ROWS_OF_A_SHEET:
                raise DamagedFileError("a sheet whose rows are not in order")
            last = number
            yield number, _texts(cells)


def _next(rows: Iterator[Cells]) -> list[Cells]:
    with _quietly():
        return list(islice(rows, _ROWS_AT_A_TIME))


def _texts(cells: Sequence[tuple[int, str]]) -> list[str]:
    texts: list[str] = []
    for column, text in cells:
        if column <= len(texts):
            raise DamagedFileError("a sheet whose columns are not in order")
        if column <= MOST_COLUMNS:
            texts += [""] * (column - len(texts) - 1)
            texts.append(text)
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
