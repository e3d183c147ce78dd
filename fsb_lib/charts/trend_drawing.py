"""Drawing of a course over years: solid line, dashed target path, hollow dots, breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from fsb_lib.charts.canvas import Anchor, Canvas, Format
from fsb_lib.charts.figure import Plan
from fsb_lib.charts.scale import Scale, scale_for
from fsb_lib.charts.spoken import label_text, value_text
from fsb_lib.disclosure.released import Cell, Unit
from fsb_lib.fragment import words
from fsb_lib.periods import default_reference_date
from fsb_lib.text_metrics import text_width, wrap

PLOT_HEIGHT = {"wide": 215, "narrow": 200}
LEFT = {"wide": 64, "narrow": 42}
RIGHT = {"wide": 84, "narrow": 30}
BREAK_LABEL = {"wide": 240, "narrow": 110}
LIFT = 14
DIAMOND = 4.5
LEADING = 1.25


@dataclass(frozen=True)
class Break:
    """A day from which figures are made another way, and what is written at it."""

    day: date
    label: str


@dataclass(frozen=True)
class Course:
    """What is drawn: cells and targets by year in order, and the breaks between them.

    `last` is the day of the last measurement; the others are made on the default day.
    """

    measured: tuple[tuple[int, Cell], ...]
    published: tuple[tuple[int, Cell], ...]
    targets: tuple[tuple[int, Fraction], ...]
    breaks: tuple[Break, ...]
    last: date

    def day_of(self, year: int) -> date:
        """The day of a year's measurement."""
        return self.last if year == self.last.year else default_reference_date(year)

    @property
    def years(self) -> list[int]:
        known = [year for year, _ in (*self.measured, *self.published)]
        return sorted({*known, *(year for year, _ in self.targets)})


@dataclass(frozen=True)
class Label:
    """A value's label: at a point, above (`side` -1) or below it (1), in an ink."""

    x: float
    y: float
    text: str
    side: int
    ink: str


def plan_course(course: Course, fmt: Format) -> Plan:
    """The course laid out in a format."""
    lines = max(
        (len(wrap(known.label, BREAK_LABEL[fmt.name], fmt.small)) for known in course.breaks),
        default=0,
    )
    # The highest value's label stands between the break labels and the plot.
    top = lines * fmt.small * LEADING + fmt.label + LIFT
    values = [cell.value for _, cell in (*course.measured, *course.published) if cell.value]
    values += [target for _, target in course.targets]
    height = PLOT_HEIGHT[fmt.name]
    scale = scale_for(values, Fraction(1, 10), height, fmt.most_ticks)
    sheet = _Sheet(course, fmt, scale, top)
    return Plan(top + height + fmt.small * 2, sheet.paint)


@dataclass(frozen=True)
class _Sheet:
    """One drawing: axis first, then breaks, target path, measured line, labels."""

    course: Course
    fmt: Format
    scale: Scale
    top: float

    @property
    def foot(self) -> float:
        return self.top + self.scale.pixels

    @property
    def right(self) -> float:
        return self.fmt.width - RIGHT[self.fmt.name]

    def x(self, day: date) -> float:
        first, last = (self.course.day_of(year) for year in self._ends())
        share = (day - first).days / (last - first).days
        left = LEFT[self.fmt.name] + 14
        return left + share * (self.right - left)

    def y(self, value: Fraction | int) -> float:
        return self.foot - self.scale.place(value)

    def at(self, year: int, value: Fraction | int) -> tuple[float, float]:
        return self.x(self.course.day_of(year)), self.y(value)

    def _ends(self) -> tuple[int, int]:
        years = self.course.years
        return years[0], max(years[-1], years[0] + 1)

    def paint(self, canvas: Canvas) -> None:
        self._axis(canvas)
        for known in self.course.breaks:
            self._break(canvas, known)
        self._target_path(canvas)
        self._measured(canvas)
        self._published(canvas)
        for label in self._labels():
            self._write(canvas, label)

    def _axis(self, canvas: Canvas) -> None:
        small, left = self.fmt.small, LEFT[self.fmt.name]
        for tick in self.scale.ticks:
            ink = "grid" if tick else "rule"
            y, text = self.y(tick), value_text(tick, Unit.RATE)
            canvas.line([(left, y), (self.right + 14, y)], ink, 1)
            canvas.text(left - 8, y, text, small, ink="muted", anchor="end")
        for year in self.course.years:
            x = self.x(self.course.day_of(year))
            canvas.line([(x, self.foot), (x, self.foot + 5)], "rule", 1)
            canvas.text(x, self.foot + small * 1.2, str(year), small, ink="muted", anchor="middle")

    def _break(self, canvas: Canvas, known: Break) -> None:
        x, small = self.x(known.day), self.fmt.small
        canvas.line([(x, self.top - 4), (x, self.foot)], "context", 1.5, (0, (2, 3)))
        lines = wrap(known.label, BREAK_LABEL[self.fmt.name], small)
        half = max(text_width(line, small) for line in lines) / 2
        middle = min(max(x, half), self.fmt.width - half)
        for number, line in enumerate(lines):
            y = (number + 0.5) * small * LEADING
            canvas.text(middle, y, line, small, ink="muted", anchor="middle")

    def _target_path(self, canvas: Canvas) -> None:
        points = [self.at(year, target) for year, target in self.course.targets]
        if len(points) > 1:
            canvas.line(points, "orange", 2, (0, (5, 3)))
        for x, y in points:
            corners = [(x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND), (x - DIAMOND, y)]
            canvas.line([*corners, corners[0], corners[1]], "orange", 3)

    def _measured(self, canvas: Canvas) -> None:
        """The line stops at a hidden year, which says so at the foot."""
        runs = groupby(self.course.measured, key=lambda point: point[1].value is not None)
        for shown, run in runs:
            if not shown:
                self._hidden(canvas, run)
                continue
            points = [self.at(year, cell.value) for year, cell in run if cell.value is not None]
            if len(points) > 1:
                canvas.line(points, "navy", 3)
            for x, y in points:
                canvas.dot(x, y, 8, "navy", "navy")

    def _hidden(self, canvas: Canvas, run: Iterator[tuple[int, Cell]]) -> None:
        for year, cell in run:
            x, _ = self.at(year, 0)
            text, small = label_text(cell, Unit.RATE), self.fmt.small
            canvas.text(x, self.foot - small, text, small, ink="muted", anchor="middle")

    def _published(self, canvas: Canvas) -> None:
        for year, cell in self.course.published:
            if cell.value is not None:
                canvas.dot(*self.at(year, cell.value), 10, "paper", "navy")

    def _labels(self) -> Iterator[Label]:
        """Of measured value and target of a year the higher is labelled above, the other below."""
        targets = dict(self.course.targets)
        measured = {y: c for y, c in self.course.measured if c.value is not None}
        yield from self._published_labels(measured)
        measured = {**dict(self.course.published), **measured}
        for year, cell in measured.items():
            if cell.value is not None:
                over = (year in targets and cell.value >= targets[year]) or self._tops(year, cell)
                text = label_text(cell, Unit.RATE)
                yield Label(*self.at(year, cell.value), text, -1 if over else 1, "navy")
        for year, target in targets.items():
            below = year in measured and (measured[year].value or 0) >= target
            text = value_text(target, Unit.RATE)
            if year == max(targets):
                text = f"{words('charts')['trend']['target']} {text}"
            yield Label(*self.at(year, target), text, 1 if below else -1, "orange")

    def _tops(self, year: int, cell: Cell) -> bool:
        """Whether a measured value stands above the printed one of its year."""
        printed = dict(self.course.published).get(year, cell)
        return printed.value is not None and cell.value is not None and cell.value > printed.value

    def _published_labels(self, measured: dict[int, Cell]) -> Iterator[Label]:
        """A printed level that the measurement does not give back is named as the strategy's."""
        for year, cell in self.course.published:
            again = measured.get(year)
            if again is None or again.value is None or cell.value is None:
                continue
            value = label_text(cell, Unit.RATE)
            if value != label_text(again, Unit.RATE):
                text = words("charts")["trend"]["published"].format(year=year, value=value)
                side = -1 if cell.value > again.value else 1
                yield Label(*self.at(year, cell.value), text, side, "muted")

    def _write(self, canvas: Canvas, label: Label) -> None:
        size = self.fmt.label
        width = text_width(label.text, size, weight="bold")
        anchor: Anchor = "end" if label.side < 0 else "start"
        x = label.x + label.side * -6
        start = x - width if anchor == "end" else x
        start = min(max(start, LEFT[self.fmt.name]), self.fmt.width - width)
        x = start + width if anchor == "end" else start
        y = label.y + label.side * LIFT
        canvas.cover(start, y, width, size)
        canvas.text(x, y, label.text, size, ink=label.ink, anchor=anchor, weight="bold")
