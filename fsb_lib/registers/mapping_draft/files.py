"""Foreign files looked at: opened by the readers that will read them, under their own names."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from fsb_lib.registers.files.cells import TableSource
from fsb_lib.registers.files.dialect import HEAD, find_header
from fsb_lib.registers.files.limits import RefusedFileError
from fsb_lib.registers.files.parquet_table import ParquetTable
from fsb_lib.registers.files.sheet import SheetTable
from fsb_lib.registers.files.source_file import SourceFile, beginning, inspect
from fsb_lib.registers.files.text_table import TextTable
from fsb_lib.registers.files.true_form import refuse_other_form
from fsb_lib.registers.files.workbook_sheets import sheets
from fsb_lib.registers.intake.delivery import PARQUET_FORM, SHEET_FORM, form
from fsb_lib.registers.mapping_draft.header import WITHIN, header_of_rows, header_of_text
from fsb_lib.registers.mapping_draft.look import SourceLook, looked_at
from fsb_lib.registers.spelling import canonical

_NO_HEADER = "no row of names above a row with a CPR number"


def look_at_file(path: Path) -> SourceLook:
    """What stands in a file's columns, or why nobody can tell."""
    try:
        header = _header(path)
        source = _opened(path, {canonical(name) for name in header}) if header else None
        if source is None:
            return SourceLook(path.name, why_not=_NO_HEADER)
        return looked_at(path.name, _as_written(header, source.names), source.batches())
    except RefusedFileError as error:
        return SourceLook(path.name, why_not=str(error))
    except (UnicodeError, OSError):
        return SourceLook(path.name, why_not="a file that cannot be read")


def _header(path: Path) -> tuple[str, ...]:
    """The names of the columns as they are written."""
    ending = f".{form(path)}"
    if ending == SHEET_FORM:
        return max(_headers_of_sheets(path), key=len, default=())
    if ending == PARQUET_FORM:
        return ParquetTable(path, ()).names
    refuse_other_form(path)
    return header_of_text(beginning(_inspected(path), HEAD))


def _inspected(path: Path) -> SourceFile:
    """Raises UnicodeError for text that no accepted encoding reads."""
    source = inspect(path)
    if not source.encoding:
        raise UnicodeError("no encoding")
    return source


def _headers_of_sheets(path: Path) -> Iterator[tuple[str, ...]]:
    for book in sheets(path):
        for sheet in book:
            if sheet.is_visible:
                yield header_of_rows([texts for _, texts in islice(sheet.rows, WITHIN)])


def _opened(path: Path, columns: set[str]) -> TableSource | None:
    ending = f".{form(path)}"
    if ending == SHEET_FORM:
        return SheetTable(path, columns)
    if ending == PARQUET_FORM:
        return ParquetTable(path, columns)
    source = _inspected(path)
    header = find_header(beginning(source, HEAD), columns)
    return TextTable(source, header) if header else None


def _as_written(header: tuple[str, ...], names: tuple[str, ...]) -> list[str]:
    """The columns that are read, each as its file writes it."""
    written = {canonical(name): name for name in header}
    return [written.get(name, name) for name in names]
