"""The measurement before and this one under each definition: how much of a change is the ruler.

                              o 2009   * 2010
    Dette notat               35 % o-------------* 51 %
    Fem matchgrupper          34 % o-------------* 50 %
    Tre matchgrupper          35 % o----------* 48 %
    Årets egne registre       vises ikke

The first measurement has dots without lines. A hidden value is no dot: its row says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from fsb_lib.charts.axis import Scale, scale_for
from fsb_lib.charts.canvas import NARROW, Anchor, Canvas, Format
from fsb_lib.charts.figure import FigurePlan, Words, figure
from fsb_lib.charts.spoken import label_text, levels_text, value_text
from fsb_lib.components.fragment import Fragment, words
from fsb_lib.components.text_metrics import text_width
from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable, Unit
from fsb_lib.domain import danish
from fsb_lib.domain.periods import previous_measurement

LABEL_COLUMN = 176
RIGHT_MARGIN = {"wide": 64, "narrow": 44}
LEAST_STEP = Fraction(1, 10)
DOT = 11
AIR = 9  # pixels between the middle of a dot and its label


@dataclass(frozen=True)
class Pair:
    """One definition: the rate of the measurement before, if there was one, and of this one."""

    label: str
    before: Cell | None
    now: Cell

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.now,) if self.before is None else (self.before, self.now)


@dataclass(frozen=True)
class Comparison:
    """All definitions in order, and the years compared: one for the first measurement."""

    pairs: tuple[Pair, ...]
    years: tuple[int, ...]


def definitions(protected: ProtectedReport, *, headline: str) -> Fragment:
    """The rate at this measurement and the one before, by definition, on one axis from zero.

    Reads `activation_by_definition`; the numbers behind hold every measurement.
    """
    table = protected.table("activation_by_definition")
    compared = _comparison(table, protected.year)

    def plan(fmt: Format) -> FigurePlan:
        return _plan(compared, fmt)

    name = "subtitle" if len(compared.years) > 1 else "subtitle_first"
    subtitle = words("charts")["definitions"][name].format(
        years=danish.enumeration([str(year) for year in compared.years]),
        population=table.population,
    )
    text = Words(headline, subtitle, _description(compared, subtitle), table.source)
    return figure(text, plan, table)


def _comparison(table: ProtectedTable, year: int) -> Comparison:
    previous = previous_measurement(year)
    pairs = (
        Pair(
            category.label,
            None if previous is None else table.cell("rate", str(previous), category.code),
            table.cell("rate", str(year), category.code),
        )
        for category in table.keys[1].categories
    )
    return Comparison(tuple(pairs), (year,) if previous is None else (previous, year))


def _description(compared: Comparison, subtitle: str) -> str:
    fixed = words("charts")["definitions"]
    by_year = (
        fixed["levels"].format(
            year=year,
            levels=levels_text(
                [(pair.label, pair.cells[at]) for pair in compared.pairs], Unit.RATE
            ),
        )
        for at, year in enumerate(compared.years)
    )
    return str(fixed["description"].format(subtitle=subtitle, levels=" ".join(by_year)))


def _plan(compared: Comparison, fmt: Format) -> FigurePlan:
    left = 12 if fmt is NARROW else LABEL_COLUMN
    values = [
        cell.value for pair in compared.pairs for cell in pair.cells if cell.value is not None
    ]
    margin = max(RIGHT_MARGIN[fmt.name], _widest(compared, fmt) + AIR)
    scale = scale_for(values, LEAST_STEP, fmt.width - left - margin, fmt.most_ticks)
    sheet = _Sheet(compared, fmt, scale, left)
    return FigurePlan(sheet.bottom + fmt.small * 1.9, sheet.paint)


def _widest(compared: Comparison, fmt: Format) -> float:
    """The longest label that may stand right of the highest value."""
    shown = (cell for pair in compared.pairs for cell in pair.cells if cell.shown)
    return max(
        (text_width(label_text(cell, Unit.RATE), fmt.label, weight="bold") for cell in shown),
        default=0.0,
    )


@dataclass(frozen=True)
class _Sheet:
    """One drawing: legend, axis, and a row for each definition."""

    compared: Comparison
    fmt: Format
    scale: Scale
    left: float

    @property
    def top(self) -> float:
        return self.fmt.label * 1.9

    @property
    def row(self) -> float:
        return self.fmt.label * (3.3 if self.fmt is NARROW else 2.1)

    @property
    def bottom(self) -> float:
        return self.top + self.row * len(self.compared.pairs)

    def x(self, value: Fraction | int) -> float:
        return self.left + self.scale.place(value)

    def paint(self, canvas: Canvas) -> None:
        self._legend(canvas)
        self._axis(canvas)
        for place, pair in enumerate(self.compared.pairs):
            middle = self.top + self.row * (place + (0.72 if self.fmt is NARROW else 0.5))
            self._label(canvas, pair, middle)
            self._dumbbell(canvas, pair, middle)

    def _legend(self, canvas: Canvas) -> None:
        x, middle = self.left, self.fmt.label * 0.7
        for at, year in enumerate(self.compared.years):
            self._dot(canvas, at, x + DOT / 2, middle)
            canvas.text(x + DOT + 6, middle, str(year), self.fmt.label)
            x += DOT + 6 + text_width(str(year), self.fmt.label) + 24

    def _axis(self, canvas: Canvas) -> None:
        for tick in self.scale.ticks:
            x = self.x(tick)
            canvas.line([(x, self.top), (x, self.bottom)], "rule" if tick == 0 else "grid", 1)
            middle = self.bottom + self.fmt.small * 0.9
            text = value_text(tick, Unit.RATE)
            canvas.text(x, middle, text, self.fmt.small, ink="muted", anchor="middle")

    def _label(self, canvas: Canvas, pair: Pair, middle: float) -> None:
        """The definition and what its row does not draw: below on the page, beside on a phone."""
        size, small, hidden = self.fmt.label, self.fmt.small, self._hidden_text(pair)
        if all(cell.value is None for cell in pair.cells):
            canvas.text(self.left + AIR, middle, hidden, small, ink="muted")
            hidden = ""
        if self.fmt is NARROW:
            above, width = middle - size * 1.45, text_width(pair.label, size)
            canvas.cover(0, above, width + AIR + text_width(hidden, small), size)
            canvas.text(0, above, pair.label, size)
            canvas.text(width + AIR, above, hidden, small, ink="muted")
            return
        x, rise = self.left - 16, size * 0.55 if hidden else 0
        canvas.text(x, middle - rise, pair.label, size, anchor="end")
        canvas.text(x, middle + rise, hidden, small, ink="muted", anchor="end")

    def _dumbbell(self, canvas: Canvas, pair: Pair, middle: float) -> None:
        drawn = [(at, cell) for at, cell in enumerate(pair.cells) if cell.value is not None]
        ends = [(self.x(cell.value), middle) for _, cell in drawn if cell.value is not None]
        if len(ends) > 1:
            canvas.line(ends, "context", 2)
        for (at, _), (x, _) in zip(drawn, ends, strict=True):
            self._dot(canvas, at, x, middle)
        for x, text, anchor in self._value_labels(pair):
            width = text_width(text, self.fmt.label, weight="bold")
            canvas.cover(x if anchor == "start" else x - width, middle, width, self.fmt.label)
            canvas.text(x, middle, text, self.fmt.label, anchor=anchor, weight="bold")

    def _dot(self, canvas: Canvas, at: int, x: float, y: float) -> None:
        """Hollow for the measurement before, filled for this one."""
        is_now = at == len(self.compared.years) - 1
        canvas.dot(x, y, DOT, "navy" if is_now else "paper", "navy")

    def _value_labels(self, pair: Pair) -> Iterator[tuple[float, str, Anchor]]:
        """Each value on the outer side of its dot; near zero between the dots or with the other."""
        shown = sorted((cell for cell in pair.cells if cell.value is not None), key=_value)
        if not shown:
            return
        low, high = (label_text(cell, Unit.RATE) for cell in (shown[0], shown[-1]))
        first, last = (self.x(_value(cell)) for cell in (shown[0], shown[-1]))
        width = text_width(low, self.fmt.label, weight="bold")
        if low == high:
            yield last + AIR, high, "start"
        elif first - AIR - width >= self.left:
            yield first - AIR, low, "end"
            yield last + AIR, high, "start"
        elif last - first >= width + 3 * AIR:
            yield first + AIR, low, "start"
            yield last + AIR, high, "start"
        else:
            yield last + AIR, f"{low}; {high}", "start"

    def _hidden_text(self, pair: Pair) -> str:
        """ "2009: vises ikke" for what a row does not draw."""
        template = words("charts")["definitions"]["hidden"]
        return "; ".join(
            template.format(year=year, value=label_text(cell, Unit.RATE))
            for year, cell in zip(self.compared.years, pair.cells, strict=True)
            if cell.value is None
        )


def _value(cell: Cell) -> Fraction:
    return Fraction(cell.value or 0)
