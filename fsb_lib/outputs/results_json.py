"""`results.json`: the released tables as plain JSON, in the fixed form of the interface."""

import json
from fractions import Fraction
from typing import Any

from fsb_lib.disclosure.protected import INTERNAL, Cell, ProtectedReport, ProtectedTable, Row, Unit
from fsb_lib.domain.danish import round_half_up


def results_document(protected: ProtectedReport) -> dict[str, Any]:
    """The document of one report.

    Counts and verdicts are integers, rates 0-1 and their differences alike: unrounded for the
    internal audience, as published for the committee. A cell that is not shown has None.
    """
    return {
        "report": protected.report,
        "year": protected.year,
        "reference_date": protected.reference_date.isoformat(),
        "audience": protected.audience,
        "synthetic": protected.synthetic,
        "tables": [_table(table, protected.audience) for table in protected.tables],
    }


def as_text(document: Any) -> str:
    """A JSON document as the text of a file: readable, stable, ended by a line break."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _table(table: ProtectedTable, audience: str) -> dict[str, Any]:
    return {
        "id": table.id,
        "keys": [key.name for key in table.keys],
        "measures": [measure.name for measure in table.measures],
        "rows": [_row(row, table, audience) for row in table.rows],
    }


def _row(row: Row, table: ProtectedTable, audience: str) -> dict[str, Any]:
    keys = {key.name: code for key, code in zip(table.keys, row.keys, strict=True)}
    values = {
        measure.name: {
            "value": published_value(cell, measure.unit, audience),
            "status": cell.status.value,
        }
        for measure, cell in zip(table.measures, row.cells, strict=True)
    }
    return {**keys, **values}


def published_value(cell: Cell, unit: Unit, audience: str) -> int | float | None:
    """What programs get of a cell; None of one that is not shown, whatever it holds."""
    if not cell.shown or cell.value is None:
        return None
    if unit not in (Unit.RATE, Unit.POINTS):
        return int(cell.value)
    if audience == INTERNAL:
        return float(Fraction(cell.value))
    return float(round_half_up(Fraction(cell.value) * 100, cell.decimals) / 100)
