"""Each released table as a CSV file that a Danish spreadsheet opens as it stands.

Semicolon, decimal comma, UTF-8 with BOM, one line for each row; what is shown and no more:

    Målgruppe;Personer;Aktiveringsgrad (procent)
    Handicappede;97;..
"""

from collections.abc import Iterable

from fsb_lib.danish import MINUS, NO_BREAK_SPACE, round_half_up
from fsb_lib.disclosure.released import Cell, Measure, ReleasedTable, Status, Unit
from fsb_lib.package_data import load

# What a spreadsheet may take for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", MINUS)


def csv_bytes(table: ReleasedTable) -> bytes:
    """The file of one table."""
    labels = [{category.code: category.label for category in key.categories} for key in table.keys]
    lines = [[*(key.label for key in table.keys), *(_heading(known) for known in table.measures)]]
    for row in table.rows:
        headings = [names[code] for names, code in zip(labels, row.keys, strict=True)]
        cells = zip(row.cells, table.measures, strict=True)
        lines.append([*headings, *(_value(cell, measure) for cell, measure in cells)])
    return "".join(_line(fields) for fields in lines).encode("utf-8-sig")


def _heading(measure: Measure) -> str:
    return f"{measure.label} (procent)" if measure.unit is Unit.RATE else measure.label


def _value(cell: Cell, measure: Measure) -> str:
    words = load("page")
    if cell.status is not Status.SHOWN or cell.value is None:
        return str(words["marks"][cell.status.value]["sign"])
    if measure.unit is Unit.VERDICT:
        return str(words["verdicts"][int(cell.value)])
    if measure.unit is Unit.RATE:
        return f"{round_half_up(cell.value * 100, cell.decimals)}".replace(".", ",")
    return str(int(cell.value))


def _line(fields: Iterable[str]) -> str:
    return ";".join(_field(field) for field in fields) + "\r\n"


def _field(text: str) -> str:
    text = text.replace(NO_BREAK_SPACE, " ")
    if text.startswith(_FORMULA_STARTS):
        text = f"'{text}"
    if any(sign in text for sign in ';"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
