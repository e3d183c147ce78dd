"""Small multiples of the trend on one axis: I alt first, then the target groups.

wide                     narrow       every panel has the same width, height and axis, so
I alt      Misbrugere    I alt        slopes and levels can be held against each other;
Handicap.  Psykisk       Misbrugere   the breaks are lettered in every panel and named
a  26. april 2010: …     …            once below

One panel is a line over measurements, with what may stand beside it:

                    a
60 %  |             :    Mål 60 %     measured   solid; thin and cut where it meets a break
40 %  |   <> - - - <:>  _*            targets    dashed with diamonds
20 %  |*------*--   :  *'             break      dotted line with a letter
 0 %  |____________ : ______          hidden     "vises ikke" at the foot, in a bracket
       2007   2009    2010  2011
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fsb_lib.charts.axis import Scale, scale_for
from fsb_lib.charts.canvas import Canvas, Format
from fsb_lib.charts.figure import FigurePlan
from fsb_lib.charts.spoken import value_text
from fsb_lib.charts.trend.course import Course, Frame, headroom, stretches
from fsb_lib.charts.trend.labels import Box, box_of, labels, placed, unshown
from fsb_lib.components.fragment import words
from fsb_lib.components.text_metrics import text_width, wrap
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
DIAMOND = 4.5
DOT = 8
CAP = 4  # half the height of the ends of a bracket
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WHOLE, OVER_A_BREAK = 3, 1.5  # widths of the line


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


def plan_panels(courses: Sequence[Course], fmt: Format) -> FigurePlan:
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

    return FigurePlan(panels + len(key) * fmt.small * LEADING, paint)


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
    _paint_course(canvas, course, frame)


def _key(breaks: Sequence[Break], fmt: Format) -> list[tuple[str, str]]:
    """Letter and line; a letter stands at the first line of its break only."""
    lines: list[tuple[str, str]] = []
    for letter, known in zip(LETTERS, breaks, strict=False):
        text = words("charts")["trend"]["break"].format(mark=known.mark)
        first, *rest = wrap(text, fmt.width - fmt.small, fmt.small)
        lines += [(letter, first), *(("", line) for line in rest)]
    return lines


def _paint_course(canvas: Canvas, course: Course, frame: Frame) -> None:
    """The course in its frame, without title and value axis."""
    _grid(canvas, frame)
    for letter, known in zip(LETTERS, course.breaks, strict=False):
        _break(canvas, frame, frame.x(known.day), letter)
    _target_path(canvas, course, frame)
    for piece, over_a_break in stretches(course, frame):
        canvas.line(piece, course.ink, OVER_A_BREAK if over_a_break else WHOLE)
    for run in course.runs():
        for point in run:
            canvas.dot(*frame.at(point), DOT, course.ink, course.ink)
    _write(canvas, course, frame, _say_what_is_not_shown(canvas, course, frame))


def _grid(canvas: Canvas, frame: Frame) -> None:
    small = frame.fmt.small
    for tick in frame.scale.ticks:
        y = frame.y(tick)
        canvas.line([(frame.left, y), (frame.right, y)], "grid" if tick else "rule", 1)
    taken: list[float] = []
    # The ends are named first; a year between them only where it has room.
    for day in dict.fromkeys((frame.days[0], frame.days[-1], *frame.days)):
        x, room = frame.x(day), text_width(str(day.year), small) + 5
        canvas.line([(x, frame.foot), (x, frame.foot + 5)], "rule", 1)
        if all(abs(x - other) >= room for other in taken):
            taken.append(x)
            y = frame.foot + small * 1.2
            canvas.text(x, y, str(day.year), small, ink="muted", anchor="middle")


def _break(canvas: Canvas, frame: Frame, x: float, letter: str) -> None:
    small = frame.fmt.small
    head = frame.top - headroom(frame.fmt)
    canvas.line([(x, head + small), (x, frame.foot)], "context", 1.5, (0, (2, 3)))
    canvas.text(x, head + small / 2, letter, small, ink="muted", anchor="middle", weight="bold")


def _target_path(canvas: Canvas, course: Course, frame: Frame) -> None:
    places = [frame.at(point) for point in course.targets.points]
    if len(places) > 1:
        canvas.line(places, "orange", 2, (0, (5, 3)))
    for x, y in places:
        corners = [(x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND), (x - DIAMOND, y)]
        canvas.line([*corners, corners[0], corners[1]], "orange", 3)


def _say_what_is_not_shown(canvas: Canvas, course: Course, frame: Frame) -> list[Box]:
    """At the foot, over the years it holds for; where two would meet, the later is higher."""
    small, taken = frame.fmt.small, list[Box]()
    for first, last, text in unshown(course, frame):
        width = text_width(text, small)
        left = min(max((first + last - width) / 2, frame.left), frame.right - width)
        y = frame.foot - small
        while any(left < box[2] and box[0] < left + width and y > box[1] for box in taken):
            y -= small * 1.3
        if last > first:
            canvas.line([(first, y - CAP), (first, y + CAP)], "context", 1)
            canvas.line([(first, y), (last, y)], "context", 1)
            canvas.line([(last, y - CAP), (last, y + CAP)], "context", 1)
        canvas.cover(left - CAP, y, width + 2 * CAP, small)
        canvas.text(left, y, text, small, ink="muted")
        taken.append(box_of(left, y, width, small))
    return taken


def _write(canvas: Canvas, course: Course, frame: Frame, taken: list[Box]) -> None:
    size = frame.fmt.label
    for label, box in placed(labels(course, frame), course, frame, taken):
        left, middle = box[0] + 3, (box[1] + box[3]) / 2
        canvas.cover(left, middle, box[2] - box[0] - 6, size)
        canvas.text(left, middle, label.text, size, ink=label.ink, weight="bold")
