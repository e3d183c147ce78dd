"""Labels beside the points of a trend: where there is room, and none over a line or a mark.

A value that finds no room keeps its dot; it stands in the table and in the text alternative.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from fsb_lib.charts.spoken import label_text, value_text
from fsb_lib.charts.trend.course import Course, Frame, Place, stretches
from fsb_lib.components.fragment import words
from fsb_lib.components.text_metrics import text_width
from fsb_lib.disclosure.protected import Unit
from fsb_lib.domain.comparable import Point, first_day

Box = tuple[float, float, float, float]  # left, upper, right, lower

AIR = 3
LIFT = 15  # from a point to the middle of a label above or below it
ASIDE = 9  # from a point to the near end of a label beside it
MARK = 12  # side of the square that a dot or a diamond takes
SAMPLES = 24
# Share of a label's width left of its point, and direction (-1 above, 1 below, 0 beside).
ABOVE = ((0.5, -1), (0.85, -1), (0.15, -1))
BELOW = ((0.5, 1), (0.15, 1), (0.85, 1))
BESIDE = ((0.0, 0), (1.0, 0))


@dataclass(frozen=True)
class PointLabel:
    """A text that belongs to a point; `side` -1 wants to stand above it, 1 below."""

    at: Place
    text: str
    side: int
    ink: str


def labels(course: Course, frame: Frame) -> list[PointLabel]:
    """All labels of a course, those that must have room first: last, first, targets, others."""
    points = [point for run in course.runs() for point in run]
    measured = list(_measured(course, frame, points))
    ends = [measured[-1], *measured[:1]] if measured else []
    between = measured[1:-1]
    return list(dict.fromkeys((*ends, *_targets(course, frame, points), *between)))


def placed(
    wanted: Iterable[PointLabel], course: Course, frame: Frame, taken: Sequence[Box]
) -> Iterator[tuple[PointLabel, Box]]:
    """The labels that find room, each with its box, in the order they are wanted."""
    size = frame.fmt.label
    bounds = (frame.left - 4, frame.top - size * 1.65, frame.right + 4, frame.foot - 2)
    lines = list(_on_lines(course, frame))
    full = [*taken, *_marks(course, frame)]
    for label in wanted:
        fitting = [
            (_crossings(box, lines) + place / 3, box)
            for place, box in enumerate(_candidates(label, size))
            if _within(box, bounds) and not any(_overlap(box, other) for other in full)
        ]
        if fitting:
            box = min(fitting)[1]
            full.append(box)
            yield label, box


def box_of(left: float, middle: float, width: float, size: float) -> Box:
    """The box of one line of text."""
    return left - AIR, middle - size * 0.6, left + width + AIR, middle + size * 0.6


def _measured(
    course: Course, frame: Frame, points: Sequence[Point[Fraction]]
) -> Iterator[PointLabel]:
    """Of measured value and target of a day the higher is labelled above, the other below."""
    cells = {first_day(point.when): point.value for point in course.measured.points}
    targets = {first_day(point.when): point.value for point in course.targets.points}
    for point in points:
        day = first_day(point.when)
        side = 1 if day in targets and point.value < targets[day] else -1
        yield PointLabel(frame.at(point), label_text(cells[day], Unit.RATE), side, course.ink)


def _targets(
    course: Course, frame: Frame, points: Sequence[Point[Fraction]]
) -> Iterator[PointLabel]:
    measured = {first_day(point.when): point.value for point in points}
    for point in reversed(course.targets.points):
        text = value_text(point.value, Unit.RATE)
        if point == course.targets.points[-1]:
            text = f"{words('charts')['trend']['target']} {text}"
        day = first_day(point.when)
        side = 1 if day in measured and measured[day] >= point.value else -1
        yield PointLabel(frame.at(point), text, side, "orange")


def _candidates(label: PointLabel, size: float) -> Iterator[Box]:
    """Where the label may stand, best first."""
    width = text_width(label.text, size, weight="bold")
    x, y = label.at
    first, second = (ABOVE, BELOW) if label.side < 0 else (BELOW, ABOVE)
    for share, direction in (*first, *second, *BESIDE):
        left = x - share * width if direction else x + (ASIDE if not share else -ASIDE - width)
        yield box_of(left, y + direction * LIFT, width, size)


def _marks(course: Course, frame: Frame) -> Iterator[Box]:
    """The squares of dots and diamonds."""
    points = [point for run in course.runs() for point in run]
    for point in (*points, *course.targets.points):
        x, y = frame.at(point)
        yield x - MARK / 2, y - MARK / 2, x + MARK / 2, y + MARK / 2


def _on_lines(course: Course, frame: Frame) -> Iterator[Place]:
    """Points along everything that is drawn as a line."""
    targets = [frame.at(point) for point in course.targets.points]
    marked = [frame.x(known.day) for known in course.breaks]
    lines = [piece for piece, _ in stretches(course, frame)]
    lines += list(pairwise(targets))
    lines += [((x, frame.top), (x, frame.foot)) for x in marked]
    for (x0, y0), (x1, y1) in lines:
        for step in range(SAMPLES + 1):
            share = step / SAMPLES
            yield x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def _crossings(box: Box, places: Sequence[Place]) -> int:
    left, upper, right, lower = box
    return sum(left <= x <= right and upper <= y <= lower for x, y in places)


def _within(box: Box, bounds: Box) -> bool:
    return (
        box[0] >= bounds[0] and box[1] >= bounds[1] and box[2] <= bounds[2] and box[3] <= bounds[3]
    )


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def unshown(course: Course, frame: Frame) -> Iterator[tuple[float, float, str]]:
    """From where to where nothing is shown, and why: once for neighbours that are alike."""
    for _, run in groupby(course.measured.points, key=lambda point: point.value.status):
        points = list(run)
        first, last = (frame.x(first_day(points[end].when)) for end in (0, -1))
        if not points[0].value.shown:
            yield first, last, label_text(points[0].value, Unit.RATE)
