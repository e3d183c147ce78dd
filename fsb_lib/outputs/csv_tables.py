"""Each released table as a CSV file that a Danish spreadsheet opens as it stands.

Semicolon, decimal comma, UTF-8 with BOM, one line for each row; what is shown and no more:

    Målgruppe;Personer;Aktiveringsgrad (procent)
    Handicappede;97;..
"""

from collections.abc import Iterable

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import Cell, Measure, ProtectedTable, Status, Unit
from fsb_lib.domain.danish import MINUS, NO_BREAK_SPACE, round_half_up

# What a spreadsheet may take for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", MINUS)
_IN_HUNDREDTHS = (Unit.RATE, Unit.POINTS)  # what is held as 0-1


def csv_bytes(table: ProtectedTable) -> bytes:
    """The file of one table."""
    labels = [{category.code: category.label for category in key.categories} for key in table.keys]
    headings = [*(key.label for key in table.keys), *(known.heading for known in table.measures)]
    lines = [[_field(heading) for heading in headings]]
    for row in table.rows:
        names = (known[code] for known, code in zip(labels, row.keys, strict=True))
        cells = zip(row.cells, table.measures, strict=True)
        values = (_value(cell, measure) for cell, measure in cells)
        lines.append([*map(_field, names), *values])
    return "".join(_line(fields) for fields in lines).encode("utf-8-sig")


def _value(cell: Cell, measure: Measure) -> str:
    words = load("page")
    if cell.status is not Status.SHOWN or cell.value is None:
        return str(words["marks"][cell.status.value]["sign"])
    if measure.unit is Unit.VERDICT:
        return str(words["verdicts"][int(cell.value)])
    if measure.unit in _IN_HUNDREDTHS:
        return f"{round_half_up(cell.value * 100, cell.decimals)}".replace(".", ",")
    return str(int(cell.value))


def _line(fields: Iterable[str]) -> str:
    return ";".join(fields) + "\r\n"


def _field(text: str) -> str:
    """A text of the table's words; a value is a number and may begin with a minus."""
    text = text.replace(NO_BREAK_SPACE, " ")
    if text.startswith(_FORMULA_STARTS):
        text = f"'{text}"
    if any(sign in text for sign in ';"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
