"""One sheet of tables.xlsx: a protected table, set as on the page but for what is said once there.

A spreadsheet has no cells over several lines: every line says all its headings.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from openpyxl.cell import Cell as SheetCell  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from fsb_lib.base.package_data import load
from fsb_lib.components.table_layout import TableLayout, cell_text, layout, when_text
from fsb_lib.disclosure.protected import Cell, ProtectedTable, Status, Unit
from fsb_lib.domain.danish import MINUS, NO_BREAK_SPACE
from fsb_lib.outputs.results_json import published_value
from fsb_lib.workbook.cells import (
    LONGEST_TEXT,
    add_table,
    link,
    put_column_heading,
    put_line,
    put_mark,
    put_number,
    put_text,
    put_title,
    set_off,
)

_NARROWEST = 12
_HEAD_ROW = 4


def write_sheet(
    sheet: Worksheet, protected: ProtectedTable, title: str, status: str, audience: str
) -> None:
    """Title, population and status, the table from row 4 on, key, notes and source below."""
    set_as = layout(protected)
    put_title(sheet, title)
    put_line(sheet["A2"], _population(protected, set_as))
    put_line(sheet["A3"], status)
    headings = _headings(set_as)
    for column, heading in enumerate(headings, start=1):
        put_column_heading(
            sheet.cell(_HEAD_ROW, column), heading, of_values=column > len(set_as.stubs)
        )
    last = _HEAD_ROW
    for last, _ in enumerate(set_as.lines, start=_HEAD_ROW + 1):
        _write_line(sheet, last, set_as, audience)
    add_table(sheet, protected.id, (_HEAD_ROW, last), len(headings))
    sheet.freeze_panes = sheet.cell(_HEAD_ROW + 1, 1)
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    _set_widths(sheet, set_as, headings)
    _write_below(sheet, last + 2, protected)


def _population(protected: ProtectedTable, set_as: TableLayout) -> str:
    text = protected.population
    if protected.when is not None:
        words = load("page")["table"]["population"]
        text = words.format(population=text, when=when_text(protected.when))
    if not set_as.spanner:
        return text
    columns = load("workbook")["sheet"]["columns_show"].format(spanner=set_as.spanner)
    return f"{text}. {columns}"


def _headings(set_as: TableLayout) -> list[str]:
    """Every column's heading with its unit, no two alike: a table object cannot have that."""
    words = load("workbook")["sheet"]["heading"]
    headings: list[str] = [_plain(stub) for stub in set_as.stubs]
    for column in set_as.columns:
        label, unit = _plain(column.label), column.unit or set_as.unit
        heading = words.format(label=label, unit=unit) if unit else label
        n_alike = sum(known.startswith(heading) for known in headings)
        headings.append(f"{heading} {n_alike + 1}" if heading in headings else heading)
    return headings


def _write_line(sheet: Worksheet, row: int, set_as: TableLayout, audience: str) -> None:
    line = set_as.lines[row - _HEAD_ROW - 1]
    n_stubs = len(line.headings)
    for column, heading in enumerate(line.headings, start=1):
        put_text(sheet.cell(row, column), _plain(heading.label))
    for column, (cell, unit) in enumerate(line.cells, start=n_stubs + 1):
        put_value(sheet.cell(row, column), cell, unit, audience)
        if set_as.columns[column - n_stubs - 1].is_total:
            set_off([sheet.cell(row, column)], line_above=False)
    if line.is_total:
        set_off(sheet[row], line_above=True)


def put_value(target: SheetCell, cell: Cell, unit: Unit, audience: str) -> None:
    """A shown cell as a number (a verdict as its word), any other as its mark."""
    value = published_value(cell, unit, audience)
    if value is None:
        status = Status.SUPPRESSED if cell.status is Status.SUPPRESSED else Status.NOT_AVAILABLE
        put_mark(target, load("page")["marks"][status.value]["sign"])
    elif unit is Unit.VERDICT:
        put_mark(target, cell_text(cell, unit))
    elif unit is Unit.POINTS:
        put_number(target, float(Decimal(str(value)) * 100), _number_format(unit, cell.decimals))
    else:
        put_number(target, value, _number_format(unit, cell.decimals))


def _number_format(unit: Unit, decimals: int) -> str:
    """The program that opens the file puts its own decimal comma and thousands dot."""
    if unit not in (Unit.RATE, Unit.POINTS):
        return "#,##0"
    figure = f"0.{'0' * decimals}" if decimals else "0"
    if unit is Unit.RATE:
        return f'{figure}"{NO_BREAK_SPACE}"%'
    return f'{figure};"{MINUS}"{figure};{figure}'


def _set_widths(sheet: Worksheet, set_as: TableLayout, headings: Sequence[str]) -> None:
    """Stubs as wide as their longest text, up to a limit; values as the longest word above."""
    for column, heading in enumerate(headings, start=1):
        words = heading.split(" ")
        if column <= len(set_as.stubs):
            words = [heading, *(line.headings[column - 1].label for line in set_as.lines)]
        width = min(max(max(map(len, words)) + 2, _NARROWEST), LONGEST_TEXT)
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write_below(sheet: Worksheet, row: int, protected: ProtectedTable) -> None:
    for text in _below(protected):
        put_line(sheet.cell(row, 1), text)
        row += 1
    words = load("workbook")
    link(sheet.cell(row, 1), words["sheet"]["back"], words["front"]["sheet"])


def _below(protected: ProtectedTable) -> Iterator[str]:
    """The key of the marks that occur, notes and source, in the words of the page."""
    words, marks = load("page")["table"], load("page")["marks"]
    met = {cell.status for row in protected.rows for cell in row.cells}
    signs = [known for known in (Status.SUPPRESSED, Status.NOT_AVAILABLE) if known in met]
    entries = [words["key_entry"].format(**marks[known.value]) for known in signs]
    if entries:
        yield words["key"].format(entries="; ".join(entries))
    yield from protected.notes
    if protected.source:
        yield words["source"].format(source=protected.source)


def _plain(text: str) -> str:
    """Looked up and compared in a spreadsheet, where a no-break space is another letter."""
    return text.replace(NO_BREAK_SPACE, " ")
