"""Values and lists of values in Danish, for labels in a figure and for its text alternative."""

from collections.abc import Sequence
from fractions import Fraction

from fsb_lib.components.fragment import words
from fsb_lib.disclosure.protected import Cell, Unit
from fsb_lib.domain import danish

Level = tuple[str, Cell]
Shown = tuple[str, Fraction, Cell]


def value_text(value: Fraction | int, unit: Unit, decimals: int = 0) -> str:
    """`45 %` for a rate, `3.357` for a count."""
    return danish.percent(value, decimals) if unit is Unit.RATE else danish.number(value, decimals)


def label_text(cell: Cell, unit: Unit) -> str:
    """A cell as a label in a figure: its value, or in words that none is shown."""
    if cell.value is None:
        return str(words("marks")[cell.status]["in_figure"])
    return value_text(cell.value, unit, cell.decimals)


def levels_text(levels: Sequence[Level], unit: Unit) -> str:
    """`Handicappede 37 %; Misbrugere i behandling vises ikke af hensyn til diskretion`."""
    return "; ".join(
        words("charts")["level"].format(label=label, value=_spoken(cell, unit))
        for label, cell in levels
    )


def extremes_text(levels: Sequence[Level], unit: Unit) -> str:
    """Which is highest and which lowest, when at least two are shown and they differ."""
    shown: list[Shown] = [
        (label, Fraction(cell.value), cell) for label, cell in levels if cell.value is not None
    ]
    if len(shown) < 2:
        return ""
    highest = max(shown, key=lambda entry: entry[1])
    lowest = min(shown, key=lambda entry: entry[1])
    if label_text(highest[2], unit) == label_text(lowest[2], unit):
        return ""
    sentence = "extremes" if len(shown) == len(levels) else "extremes_of_shown"
    return str(words("charts")[sentence].format(highest=highest[0], lowest=lowest[0]))


def _spoken(cell: Cell, unit: Unit) -> str:
    if cell.value is None:
        return str(words("marks")[cell.status]["spoken"])
    return label_text(cell, unit)
