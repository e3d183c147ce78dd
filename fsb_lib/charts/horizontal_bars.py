"""Horizontal bars with what they are compared with: the form of most figures.

    Misbrugere i behandling  ########o#############43 %   | Mål 2010: 50 %
                                 2007: 18 %               |
    Handicappede             vises ikke                   |
    I alt                    ########o##############45 %  |

A hidden value is neither bar nor gap: its row says so at the zero line. On a phone the label
stands above its bar.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fsb_lib.charts.axis import Scale, Span, Value, beside, inside, scale_for, span_around
from fsb_lib.charts.canvas import NARROW, Anchor, Canvas, Format, Weight
from fsb_lib.charts.figure import FigurePlan
from fsb_lib.charts.spoken import label_text, value_text
from fsb_lib.components.text_metrics import text_width, wrap
from fsb_lib.disclosure.protected import Cell, Unit

LABEL_COLUMN = 236
RIGHT_MARGIN = {"wide": 80, "narrow": 46}
LEADING = 1.25
GAP = 11
DOT = 10
AIR = 7
_START: Anchor = "start"
_END: Anchor = "end"
LEAST_STEP = {Unit.RATE: Fraction(1, 10)}


@dataclass(frozen=True)
class ReferenceMark:
    """A value to compare with, and what is written beside it."""

    value: Value
    label: str


@dataclass(frozen=True)
class Bar:
    """One row: a protected cell, perhaps a hollow dot and a goal of its own."""

    label: str
    cell: Cell
    is_total: bool = False
    baseline: ReferenceMark | None = None
    goal: ReferenceMark | None = None


@dataclass(frozen=True)
class Chart:
    """Bars in order on one axis from zero, perhaps with one goal line through all."""

    bars: tuple[Bar, ...]
    unit: Unit
    goal: ReferenceMark | None = None


@dataclass(frozen=True)
class PlacedBar:
    """Where one bar stands: its label's lines, its top, the middle of the bar, its height."""

    bar: Bar
    lines: tuple[str, ...]
    top: float
    middle: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


def plan(chart: Chart, fmt: Format) -> FigurePlan:
    """The chart laid out in a format."""
    left = 0 if fmt is NARROW else LABEL_COLUMN
    scale = _scale(chart, fmt.width - left - RIGHT_MARGIN[fmt.name], fmt.most_ticks)
    places = tuple(_places(chart.bars, fmt, fmt.label * 1.9 if chart.goal else 4))

    def paint(canvas: Canvas) -> None:
        _Sheet(canvas, chart, fmt, scale, left, places).paint()

    return FigurePlan(places[-1].bottom + fmt.small * 1.9, paint)


def _scale(chart: Chart, pixels: float, most_ticks: int) -> Scale:
    marks = [mark for bar in chart.bars for mark in (bar.baseline, bar.goal)] + [chart.goal]
    values = [mark.value for mark in marks if mark]
    values += [bar.cell.value for bar in chart.bars if bar.cell.value is not None]
    return scale_for(values, LEAST_STEP.get(chart.unit, Fraction(1)), pixels, most_ticks)


def _places(bars: Sequence[Bar], fmt: Format, top: float) -> Iterator[PlacedBar]:
    for bar in bars:
        width = fmt.width if fmt is NARROW else LABEL_COLUMN - 16
        lines = _label_lines(bar, width, fmt)
        label = len(lines) * fmt.label * LEADING
        below = fmt.small * 1.45 if bar.baseline or bar.goal else 0
        overhang = max(0, (label - fmt.bar) / 2)
        above = label + 3 if fmt is NARROW else overhang
        height = above + fmt.bar + max(below, 0 if fmt is NARROW else overhang)
        yield PlacedBar(bar, lines, top, top + above + fmt.bar / 2, height)
        top += height + GAP


def _label_lines(bar: Bar, width: float, fmt: Format) -> tuple[str, ...]:
    """The label in as few lines as fit, about equally long: no "alt" alone on the last one."""
    weight = "bold" if bar.is_total else "regular"
    lines = wrap(bar.label, width, fmt.label, weight=weight)
    for narrower in range(int(width), 0, -2):
        tried = wrap(bar.label, narrower, fmt.label, weight=weight)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


@dataclass(frozen=True)
class _Sheet:
    """One drawing under way: axis, bars, goal line, then everything that must stay on top."""

    canvas: Canvas
    chart: Chart
    fmt: Format
    scale: Scale
    left: float
    places: tuple[PlacedBar, ...]

    @property
    def bottom(self) -> float:
        return self.places[-1].bottom + 4

    def x(self, value: Value) -> float:
        return self.left + self.scale.place(value)

    def paint(self) -> None:
        self._axis()
        for place in self.places:
            self._bar(place)
        if self.chart.goal:
            self._goal_line(self.chart.goal)
        for place in self.places:
            self._label(place)
            self._marks(place)
            self._value(place)

    def _axis(self) -> None:
        for tick in self.scale.ticks:
            x, text = self.x(tick), value_text(tick, self.chart.unit)
            ink = "rule" if tick == 0 else "grid"
            self.canvas.line([(x, self.places[0].top), (x, self.bottom)], ink, 1)
            anchor: Anchor = "start" if self.fmt is NARROW and tick == 0 else "middle"
            middle = self.bottom + self.fmt.small * 0.9
            self.canvas.text(x, middle, text, self.fmt.small, ink="muted", anchor=anchor)

    def _bar(self, place: PlacedBar) -> None:
        cell = place.bar.cell
        if cell.value:
            fill = "ink" if place.bar.is_total else "navy"
            self.canvas.bar(
                self.left, place.middle, self.scale.place(cell.value), self.fmt.bar, fill
            )

    def _goal_line(self, goal: ReferenceMark) -> None:
        """White beside the line keeps it visible on a bar, also in grey print."""
        x, top = self.x(goal.value), self.places[0].top - 5
        self.canvas.line([(x, top), (x, self.bottom)], "paper", 6)
        self.canvas.line([(x, top), (x, self.bottom)], "orange", 2.5)
        half = text_width(goal.label, self.fmt.label, weight="bold") / 2
        middle = min(max(x, half), self.fmt.width - half)
        self.canvas.text(
            middle,
            top - self.fmt.label * 0.65,
            goal.label,
            self.fmt.label,
            ink="orange",
            anchor="middle",
            weight="bold",
        )

    def _label(self, place: PlacedBar) -> None:
        size = self.fmt.label
        weight: Weight = "bold" if place.bar.is_total else "regular"
        step = size * LEADING
        first = place.middle - step * (len(place.lines) - 1) / 2
        x, anchor = self.left - 14.0, _END
        if self.fmt is NARROW:
            x, anchor, first = 0.0, _START, place.top + step / 2
        for number, line in enumerate(place.lines):
            if anchor == _START:
                width = text_width(line, size, weight=weight)
                self.canvas.cover(x, first + number * step, width, size)
            self.canvas.text(x, first + number * step, line, size, anchor=anchor, weight=weight)

    def _marks(self, place: PlacedBar) -> None:
        below = place.middle + self.fmt.bar / 2 + self.fmt.small * 0.95
        if goal := place.bar.goal:
            x, half = self.x(goal.value), self.fmt.bar / 2 + 3
            tick = [(x, place.middle - half), (x, place.middle + half)]
            self.canvas.line(tick, "paper", 7)
            self.canvas.line(tick, "orange", 3)
            self._below(goal, below, "orange")
        if baseline := place.bar.baseline:
            self.canvas.dot(self.x(baseline.value), place.middle, DOT, "paper", "ink")
            self._below(baseline, below, "muted")

    def _below(self, mark: ReferenceMark, middle: float, ink: str) -> None:
        """A mark's label under it, kept within the drawing and off the goal line."""
        width = text_width(mark.label, self.fmt.small)
        start = max(self.left, self.x(mark.value) - width / 2)
        start = min(start, self.fmt.width - width)
        for low, high in self._goal_span():
            if start < high and low < start + width:
                start = max(self.left, low - width)
        self.canvas.cover(start, middle, width, self.fmt.small)
        self.canvas.text(start, middle, mark.label, self.fmt.small, ink=ink)

    def _goal_span(self) -> list[Span]:
        goal = self.chart.goal
        return [span_around(self.x(goal.value), 2 * AIR)] if goal else []

    def _value(self, place: PlacedBar) -> None:
        """The value in the bar's end; beside the bar where a dot or a line is in the way."""
        cell, unit, size = place.bar.cell, self.chart.unit, self.fmt.label
        text = label_text(cell, unit)
        taken = self._goal_span()
        taken += [
            span_around(self.x(mark.value), DOT + 2 * AIR)
            for mark in (place.bar.baseline, place.bar.goal)
            if mark
        ]
        width = text_width(text, size, weight="bold")
        if cell.value is None:
            start = beside(self.left, width, AIR, taken)
            self.canvas.text(start, place.middle, text, self.fmt.small, ink="muted")
            return
        end = self.x(cell.value)
        within = inside(self.left, end, width, AIR, taken)
        ink = "ink" if within is None else "paper"
        start = beside(end, width, AIR, taken) if within is None else within
        self.canvas.text(start, place.middle, text, size, ink=ink, weight="bold")
