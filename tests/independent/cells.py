"""The cells of results.json as `--audience internal` writes them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Cell = dict[str, Any]
Row = dict[str, Any]
Tables = dict[str, list[Row]]

NOT_AVAILABLE: Cell = {"value": None, "status": "not_available"}


def shown(value: int | float) -> Cell:
    return {"value": value, "status": "shown"}


def not_available() -> Cell:
    return dict(NOT_AVAILABLE)


def rate_cell(numerator: int, denominator: int) -> Cell:
    """Unrounded share; a share of nobody is not available."""
    if denominator == 0:
        return not_available()
    return shown(float(Fraction(numerator, denominator)))
