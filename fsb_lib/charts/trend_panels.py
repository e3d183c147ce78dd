"""Small multiples of the trend on one axis: I alt first, then the target groups.

wide                     narrow       every panel has the same width, height and axis, so
I alt      Misbrugere    I alt        slopes and levels can be held against each other;
Handicap.  Psykisk       Misbrugere   the breaks are lettered in every panel and named
a  26. april 2010: …     …            once below
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fsb_lib.charts.canvas import Canvas, Format
from fsb_lib.charts.figure import Plan
from fsb_lib.charts.scale import Scale, scale_for
from fsb_lib.charts.spoken import value_text
from fsb_lib.charts.trend_course import Course, Frame, headroom
from fsb_lib.charts.trend_drawing import LETTERS, paint_course
from fsb_lib.components.fragment import words
from fsb_lib.components.text_metrics import wrap
from fsb_lib.disclosure.protected import Unit
from fsb_lib.domain.breaks import Break

ACROSS = {"wide": 2, "narrow": 1}
PLOT_HEIGHT = {"wide": 165, "narrow": 135}
ALONE_HEIGHT = {"wide": 215, "narrow": 200}
AXIS = {"wide": 52, "narrow": 44}  # room for the value axis
GAP = 26
ROW_GAP = 18
LEADING = 1.35
MOST_TICKS = 5


@dataclass(frozen=True)
class Layout:
    """Where panels stand: `across` side by side, each plot of one size under its title."""

    fmt: Format
    across: int
    scale: Scale

    @property
    def plot(self) -> float:
        """Width of a plot."""
        left = self.fmt.width - AXIS[self.fmt.name] - 4
        return (left - (self.across - 1) * GAP) / self.across

    @property
    def title(self) -> float:
        """From the top of a panel to its plot."""
        return self.fmt.label * LEADING + 4 + headroom(self.fmt)

    @property
    def block(self) -> float:
        """Height of a row of panels."""
        return self.title + self.scale.pixels + self.fmt.small * 1.8 + ROW_GAP

    def corner(self, position: int) -> tuple[float, float]:
        """Left end of the plot and top of the panel's title."""
        down, along = divmod(position, self.across)
        return AXIS[self.fmt.name] + along * (self.plot + GAP), down * self.block


def plan_panels(courses: Sequence[Course], fmt: Format) -> Plan:
    """The panels laid out in a format, and below them what the letters of the breaks mean."""
    alone = len(courses) == 1
    height = (ALONE_HEIGHT if alone else PLOT_HEIGHT)[fmt.name]
    values = [value for course in courses for value in course.values]
    scale = scale_for(values, Fraction(1, 10), height, MOST_TICKS)
    layout = Layout(fmt, 1 if alone else ACROSS[fmt.name], scale)
    panels = -(-len(courses) // layout.across) * layout.block
    key = _key(courses[0].breaks, fmt)

    def paint(canvas: Canvas) -> None:
        for position, course in enumerate(courses):
            _paint_panel(canvas, course, _frame(courses, layout, position), layout, position)
        for number, (letter, line) in enumerate(key):
            y = panels + (number + 0.5) * fmt.small * LEADING
            canvas.text(0, y, letter, fmt.small, ink="muted", weight="bold")
            canvas.text(fmt.small, y, line, fmt.small, ink="muted")

    return Plan(panels + len(key) * fmt.small * LEADING, paint)


def _frame(courses: Sequence[Course], layout: Layout, position: int) -> Frame:
    left, top = layout.corner(position)
    days = tuple(sorted(set().union(*(course.days for course in courses))))
    return Frame(left, left + layout.plot, top + layout.title, layout.scale, days, layout.fmt)


def _paint_panel(
    canvas: Canvas, course: Course, frame: Frame, layout: Layout, position: int
) -> None:
    fmt = layout.fmt
    left, top = layout.corner(position)
    start = 0 if position % layout.across == 0 else left
    canvas.text(start, top + fmt.label * LEADING / 2, course.label, fmt.label, weight="bold")
    if position % layout.across == 0:
        for tick in frame.scale.ticks:
            text = value_text(tick, Unit.RATE)
            canvas.text(left - 8, frame.y(tick), text, fmt.small, ink="muted", anchor="end")
    paint_course(canvas, course, frame)


def _key(breaks: Sequence[Break], fmt: Format) -> list[tuple[str, str]]:
    """Letter and line; a letter stands at the first line of its break only."""
    lines: list[tuple[str, str]] = []
    for letter, known in zip(LETTERS, breaks, strict=False):
        text = words("charts")["trend"]["break"].format(mark=known.mark)
        first, *rest = wrap(text, fmt.width - fmt.small, fmt.small)
        lines += [(letter, first), *(("", line) for line in rest)]
    return lines
