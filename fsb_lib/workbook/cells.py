"""How cells of tables.xlsx are written: texts that stay texts, headings, links, table objects."""

import re
from collections.abc import Sequence

from openpyxl.cell import Cell  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.hyperlink import Hyperlink  # type: ignore[import-untyped]
from openpyxl.worksheet.table import Table, TableStyleInfo  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from fsb_lib.base.package_data import load

LONGEST_TEXT = 70  # letters, from which a text is wrapped
_FORMULA_STARTS = ("=", "+", "-", "@", "\u2212")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_RIGHT = Alignment(horizontal="right", vertical="top")
_RIGHT_WRAPPED = Alignment(horizontal="right", vertical="bottom", wrap_text=True)
_A4 = 9


def put_text(cell: Cell, text: str) -> None:
    """A text; one that begins like a formula stays a text, also when it is edited."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.alignment = _WRAPPED
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)


def put_line(cell: Cell, text: str) -> None:
    """A text that runs on over the empty cells beside it."""
    put_text(cell, text)
    cell.alignment = Alignment(vertical="top")


def put_title(sheet: Worksheet, text: str) -> None:
    put_line(sheet["A1"], text)
    sheet["A1"].font = Font(bold=True, size=14)


def put_heading(cell: Cell, text: str) -> None:
    put_text(cell, text)
    cell.font = Font(bold=True)


def put_column_heading(cell: Cell, text: str, *, of_values: bool) -> None:
    """The heading of a column; that of values stands over their right edge."""
    put_heading(cell, text)
    if of_values:
        cell.alignment = _RIGHT_WRAPPED
    cell.fill = PatternFill("solid", start_color=_colour("panel"))
    cell.border = Border(bottom=Side("medium", color=_colour("rule")))


def put_mark(cell: Cell, sign: str) -> None:
    put_text(cell, sign)
    cell.alignment = _RIGHT


def put_number(cell: Cell, value: float, number_format: str) -> None:
    cell.value = value
    cell.number_format = number_format
    cell.alignment = _RIGHT


def set_off(cells: Sequence[Cell], *, line_above: bool) -> None:
    """Totals: bold, and a line of them under a rule."""
    for cell in cells:
        cell.font = Font(bold=True)
        if line_above:
            cell.border = Border(top=Side("thin", color=_colour("rule")))


def link(cell: Cell, text: str, sheet_name: str) -> None:
    """A link to the first cell of a sheet."""
    put_text(cell, text)
    quoted = sheet_name.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1", display=text)
    cell.font = Font(color=_colour("navy"), underline="single")


def add_table(sheet: Worksheet, name: str, rows: tuple[int, int], n_columns: int) -> None:
    """Make a table object of the rows from first (its headings) to last, without filter buttons:
    a screen reader says the headings, and no line can be filtered away."""
    first, last = rows
    reference = f"A{first}:{get_column_letter(n_columns)}{max(last, first + 1)}"
    table = Table(displayName=re.sub(r"\W", "_", name), ref=reference)
    table._initialise_columns()  # the public way comes with filter buttons
    table.autoFilter = None
    for column, cell in zip(table.tableColumns, sheet[first], strict=False):
        column.name = cell.value
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showFirstColumn=True)
    sheet.add_table(table)


def set_page(sheet: Worksheet, sender: str, status: str) -> None:
    """A4 across, as wide as the paper; sender, status and page number on each."""
    setup = sheet.page_setup
    setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight = _A4, "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    words = load("page")["page"]
    sheet.oddHeader.left.text = sender.replace("&", "&&")
    sheet.oddHeader.right.text = status.replace("&", "&&")
    sheet.oddFooter.right.text = f"{words['page_number']} &P {words['of']} &N"


def _colour(name: str) -> str:
    colour: str = load("style")["colours"][name]
    return f"FF{colour.removeprefix('#').upper()}"
