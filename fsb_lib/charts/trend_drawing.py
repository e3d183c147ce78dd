"""One panel of the trend: a line over measurements, with what may stand beside it.

                    a
60 %  |             :    Mål 60 %     measured   solid; thin and cut where it meets a break
40 %  |   <> - - - <:>  _*            targets    dashed with diamonds
20 %  |o------*--   :  *'             published  hollow dot
 0 %  |____________ : ______          break      dotted line with a letter
       2007   2009    2010  2011      hidden     "vises ikke" at the foot, in a bracket
"""

from fsb_lib.charts.canvas import Canvas
from fsb_lib.charts.trend_course import Course, Frame, headroom, stretches
from fsb_lib.charts.trend_labels import Box, box_of, labels, placed, unshown
from fsb_lib.components.text_metrics import text_width

DIAMOND = 4.5
DOT, RING = 8, 10
CAP = 4  # half the height of the ends of a bracket
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WHOLE, OVER_A_BREAK = 3, 1.5  # widths of the line


def paint_course(canvas: Canvas, course: Course, frame: Frame) -> None:
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
    for point in course.published.points:
        canvas.dot(*frame.at(point), RING, "paper", course.ink)
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
