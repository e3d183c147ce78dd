"""A drawing against the values it may show: no bar or point that no shown cell explains.

    M236 4H253V28H236z   a bar of 17 pixels; in its row stands "3 %"
    M70 176H70           a point, drawn as the round end of a line without length

Lengths are held to the values beside them by one scale for all bars of the drawing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fsb_lib.auditor.channels.markup import SvgDrawing
from fsb_lib.auditor.channels.values import told
from fsb_lib.auditor.published_tables import CellStatus
from fsb_lib.base.package_data import load

_N = r"(-?\d+(?:\.\d+)?)"
_BAR = re.compile(rf"M{_N}[ ,]{_N}H{_N}V{_N}H{_N}z", re.IGNORECASE)
_BOX = re.compile(rf"M{_N}[ ,]{_N}L{_N}[ ,]{_N}L{_N}[ ,]{_N}L{_N}[ ,]{_N}z", re.IGNORECASE)
_POINT = re.compile(rf"M{_N}[ ,]{_N}[HV]{_N}(?![\d.])")
_STILL = re.compile(rf"M{_N}[ ,]{_N}L{_N}[ ,]{_N}(?![\d.L])")
_PAPER = frozenset(load("auditor/channels")["page"]["paper"])
_WHERE = re.compile(r"(?<=%) i .*")
_BESIDE = 12.0  # pixels between the middle of a bar and the foot of its value
_NEAR_ACROSS, _NEAR_DOWN = 60.0, 40.0
_LETTER = 6.0  # pixels of a narrow letter
_ROUNDED = 1.6  # pixels: both ends of a bar are whole


@dataclass(frozen=True)
class DrawnBar:
    """From `start` to `end`, in the row of `middle`."""

    start: float
    end: float
    middle: float

    @property
    def length(self) -> float:
        return abs(self.end - self.start)


def has_unexplained(drawing: SvgDrawing, n_shown: int | None) -> bool:
    """Whether a mark stands for no shown value. `n_shown`: how many its table shows, if known."""
    bars, points = list(_bars(drawing)), list(_points(drawing))
    if n_shown is not None and len(bars) > n_shown:
        return True
    if not all(_has_value(point, drawing) for point in points):
        return True
    pairs = [(bar, _value(bar, drawing)) for bar in bars]
    if any(value is None for _, value in pairs):
        return True
    scales = [bar.length / value for bar, value in pairs if value]
    scale = max(scales, default=0.0, key=lambda each: _fit(each, pairs))
    return any(abs(bar.length - scale * (value or 0)) > _ROUNDED for bar, value in pairs)


def _fit(scale: float, pairs: list[tuple[DrawnBar, float | None]]) -> float:
    """The scale of the longest bar fits most others; the sum of misses, negative."""
    return -sum(min(abs(bar.length - scale * (value or 0)), 10.0) for bar, value in pairs)


def _bars(drawing: SvgDrawing) -> Iterator[DrawnBar]:
    for tag, attributes in drawing.shapes:
        if tag == "rect" and attributes.get("fill", "") not in _PAPER:
            left, top, width, height = (
                _number(attributes, n) for n in ("x", "y", "width", "height")
            )
            yield DrawnBar(left, left + width, top + height / 2)
        if tag == "path" and attributes.get("fill", "") not in _PAPER:
            for x, y, across, down, _ in _BAR.findall(attributes.get("d", "")):
                yield DrawnBar(float(x), float(across), (float(y) + float(down)) / 2)
            for x, y, across, _, _, down, _, _ in _BOX.findall(attributes.get("d", "")):
                yield DrawnBar(float(x), float(across), (float(y) + float(down)) / 2)


def _points(drawing: SvgDrawing) -> Iterator[tuple[float, float]]:
    for tag, attributes in drawing.shapes:
        if tag in ("circle", "ellipse"):
            yield _number(attributes, "cx"), _number(attributes, "cy")
        if tag == "path" and attributes.get("stroke-linecap") == "round":
            for x, y, end in _POINT.findall(attributes.get("d", "")):
                if float(end) in (float(x), float(y)):
                    yield float(x), float(y)
            for x, y, across, down in _STILL.findall(attributes.get("d", "")):
                if (float(x), float(y)) == (float(across), float(down)):
                    yield float(x), float(y)


def _has_value(point: tuple[float, float], drawing: SvgDrawing) -> bool:
    """Whether a number stands close to a point."""
    return any(
        told(_told_of_point(text)).status is CellStatus.SHOWN
        and _begins(attributes) - _NEAR_ACROSS <= point[0] <= _ends(attributes, text) + _NEAR_ACROSS
        and abs(_number(attributes, "y") - 5 - point[1]) <= _NEAR_DOWN
        for attributes, text in drawing.texts
    )


def _begins(attributes: Mapping[str, str]) -> float:
    return _number(attributes, "x")


def _ends(attributes: Mapping[str, str], text: str) -> float:
    """Where a text ends at the least: set from its start it may reach over a point, as long words
    before a number do."""
    is_set_from_start = attributes.get("text-anchor", "start") == "start"
    return _begins(attributes) + (_LETTER * len(text) if is_set_from_start else 0)


def _told_of_point(text: str) -> str:
    """ "19 % i strategien" and "2007: 19 %" tell of 19 %."""
    return _WHERE.sub("", text.rpartition(":")[2])


def _value(bar: DrawnBar, drawing: SvgDrawing) -> float | None:
    """The value that stands in the row of a bar, the nearest to its end."""
    beside = [
        (abs(_number(attributes, "x") - bar.end), float(told(text).value or 0))
        for attributes, text in drawing.texts
        if told(text).status is CellStatus.SHOWN
        and abs(_number(attributes, "y") - 5 - bar.middle) <= _BESIDE
        and _number(attributes, "x") >= bar.start
        and attributes.get("text-anchor") != "middle"
    ]
    return min(beside)[1] if beside else None


def _number(attributes: Mapping[str, str], name: str) -> float:
    try:
        return float(attributes.get(name, "0"))
    except ValueError:
        return 0.0
