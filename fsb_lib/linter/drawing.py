"""What lies where in a drawing: marks in painting order, and the ground under a point.

Only what the charts write is understood: paths of straight lines, discs, lines of text, and
groups that lend their look. A mark of another form has no known ground; `unknown` names it.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, takewhile
from math import hypot

from bs4 import Tag

from fsb_lib.components.text_metrics import text_width
from fsb_lib.linter.parsed_page import attribute, words_of

Point = tuple[float, float]
NONE = "none"
BLACK = "#000000"  # what SVG paints when nothing is said
PAPER = "#ffffff"
# A stroke so broad is ground for what is drawn over it: the halo of a target line.
GROUND_STROKE = 4.0
_STEP = re.compile(r"([MLHVZz])([^MLHVZz]*)")
_COORDINATE = re.compile(r"-?\d*\.?\d+")
_MOVED = re.compile(r"translate\((-?[\d.]+)[ ,](-?[\d.]+)\)")
_CURVED = re.compile("[^MLHVZz0-9. ,-]")
_GROUPS = {"g", "title", "desc"}
_CAPITAL = 0.7  # height of a capital in type sizes


@dataclass(frozen=True)
class Box:
    """Left, top, right, bottom in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """Square pixels that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0) * max(height, 0)


@dataclass(frozen=True, eq=False)
class DrawnMark:
    """A path, disc or rectangle with its paint."""

    element: Tag
    fill: str
    stroke: str
    width: float
    lines: tuple[tuple[Point, ...], ...]
    radius: float = 0.0

    @property
    def samples(self) -> tuple[Point, ...]:
        """Where to look what lies under it: the middle of each part, or along the line."""
        if self.fill != NONE:
            return tuple(_centre(line) for line in self.lines)
        return tuple(
            (one[0] + (two[0] - one[0]) * part, one[1] + (two[1] - one[1]) * part)
            for line in self.lines
            for one, two in pairwise(line)
            for part in (0.1, 0.3, 0.5, 0.7, 0.9)
        )

    def ground_at(self, point: Point) -> str:
        """The colour it lays under a point; empty when it does not reach it."""
        if self.fill != NONE and self._holds(point):
            return self.fill
        if self.stroke != NONE and self.width >= GROUND_STROKE and self._strokes(point):
            return self.stroke
        return ""

    def _holds(self, point: Point) -> bool:
        if self.radius:
            (centre,) = self.lines[0]
            return hypot(point[0] - centre[0], point[1] - centre[1]) <= self.radius
        return any(_inside(point, line) for line in self.lines)

    def _strokes(self, point: Point) -> bool:
        pieces = (piece for line in self.lines for piece in pairwise(line))
        return any(_distance(point, *piece) <= self.width / 2 for piece in pieces)


@dataclass(frozen=True, eq=False)
class DrawnLabel:
    """One line of text with the box that its letters fill."""

    element: Tag
    words: str
    fill: str
    size: float
    box: Box

    @property
    def middle(self) -> float:
        return (self.box.top + self.box.bottom) / 2

    @property
    def samples(self) -> tuple[Point, ...]:
        """Left, middle and right of the letters."""
        inset = min(1.0, (self.box.right - self.box.left) / 4)
        across = (
            self.box.left + inset,
            (self.box.left + self.box.right) / 2,
            self.box.right - inset,
        )
        return tuple((x, self.middle) for x in across)


@dataclass(frozen=True, eq=False)
class Drawing:
    """An SVG figure."""

    element: Tag

    @cached_property
    def size(self) -> tuple[float, float]:
        box = attribute(self.element, "viewBox") or attribute(self.element, "viewbox")
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", box)]
        return (numbers[2], numbers[3]) if len(numbers) == 4 else (0.0, 0.0)

    @cached_property
    def painted(self) -> tuple[DrawnMark | DrawnLabel, ...]:
        """Everything on it, what lies below first."""
        found = (_painted(element) for element in self.element.find_all(True))
        return tuple(one for one in found if one is not None)

    @cached_property
    def labels(self) -> tuple[DrawnLabel, ...]:
        return tuple(one for one in self.painted if isinstance(one, DrawnLabel))

    @cached_property
    def unknown(self) -> tuple[Tag, ...]:
        """Elements whose place or paint cannot be told."""
        known = {id(one.element) for one in self.painted}
        found = (one for one in self.element.find_all(True) if one.name not in _GROUPS)
        return tuple(element for element in found if id(element) not in known)

    def ground(self, over: DrawnMark | DrawnLabel, point: Point) -> str:
        """The colour that lies under a mark or label at a point."""
        below = self.painted[: self.painted.index(over)]
        marks = (one for one in reversed(below) if isinstance(one, DrawnMark))
        return next((colour for mark in marks if (colour := mark.ground_at(point))), PAPER)


def _painted(element: Tag) -> DrawnMark | DrawnLabel | None:
    if element.name == "text":
        return _label(element)
    fill, stroke = _colour(element, "fill", BLACK), _colour(element, "stroke", NONE)
    width = _number(element, "stroke-width", 1.0) if stroke != NONE else 0.0
    if element.name == "circle":
        centre = (_number(element, "cx"), _number(element, "cy"))
        return DrawnMark(element, fill, stroke, width, ((centre,),), _number(element, "r"))
    if element.name == "rect":
        left, top = _number(element, "x"), _number(element, "y")
        right, bottom = left + _number(element, "width"), top + _number(element, "height")
        corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        return DrawnMark(element, fill, stroke, width, (corners,))
    outline = attribute(element, "d")
    if element.name != "path" or not outline or _CURVED.search(outline):
        return None
    lines = _lines(outline, attribute(element, "transform"))
    return DrawnMark(element, fill, stroke, width, lines) if lines else None


def _look(element: Tag, name: str) -> str:
    """An attribute of the element or, as SVG inherits, of the groups around it."""
    within = takewhile(lambda one: one.name != "svg", chain([element], element.parents))
    around = (one for one in within if one.name in {element.name, "g"})
    return next((attribute(one, name) for one in around if name in one.attrs), "")


def _colour(element: Tag, name: str, default: str) -> str:
    """`#fff` and `#FFFFFF` as "#ffffff"."""
    found = (_look(element, name) or default).lower()
    short = len(found) == 4 and found.startswith("#")
    return "#" + "".join(2 * digit for digit in found[1:]) if short else found


def _number(element: Tag, name: str, default: float = 0.0) -> float:
    try:
        return float(_look(element, name).removesuffix("px") or default)
    except ValueError:
        return default


def _lines(outline: str, transform: str) -> tuple[tuple[Point, ...], ...]:
    moved = _MOVED.match(transform)
    dx, dy = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
    lines: list[list[Point]] = []
    x = y = 0.0
    for letter, rest in _STEP.findall(outline):
        numbers = [float(number) for number in _COORDINATE.findall(rest)]
        if letter == "M":
            lines.append([])
        elif letter in "zZ" and lines:
            lines[-1].append(lines[-1][0])
        for pair in _pairs(letter, numbers, (x, y)):
            x, y = pair
            lines[-1].append((x + dx, y + dy))
    return tuple(tuple(line) for line in lines if line)


def _pairs(letter: str, numbers: list[float], before: Point) -> list[Point]:
    if letter == "H":
        return [(number, before[1]) for number in numbers]
    if letter == "V":
        return [(before[0], number) for number in numbers]
    return [*zip(numbers[::2], numbers[1::2], strict=False)]


def _label(element: Tag) -> DrawnLabel:
    words, size = words_of(element), _number(element, "font-size")
    weight = "bold" if _look(element, "font-weight") in ("600", "700", "bold") else "regular"
    width, x, y = (
        text_width(words, size, weight=weight),
        _number(element, "x"),
        _number(element, "y"),
    )
    left = x - {"middle": width / 2, "end": width}.get(_look(element, "text-anchor"), 0.0)
    box = Box(left, y - _CAPITAL * size, left + width, y)
    return DrawnLabel(element, words, _colour(element, "fill", BLACK), size, box)


def _centre(line: tuple[Point, ...]) -> Point:
    across, down = [x for x, _ in line], [y for _, y in line]
    return (min(across) + max(across)) / 2, (min(down) + max(down)) / 2


def _inside(point: Point, outline: tuple[Point, ...]) -> bool:
    """Whether a point lies in a polygon: an odd number of its sides lie to the right."""
    x, y = point
    crossed = (
        (one[1] > y) != (two[1] > y)
        and x < (two[0] - one[0]) * (y - one[1]) / (two[1] - one[1]) + one[0]
        for one, two in pairwise((*outline, outline[0]))
    )
    return sum(crossed) % 2 == 1


def _distance(point: Point, one: Point, two: Point) -> float:
    """From a point to the nearest point of a line between two."""
    dx, dy = two[0] - one[0], two[1] - one[1]
    length = dx * dx + dy * dy
    along = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return hypot(point[0] - one[0] - along * dx, point[1] - one[1] - along * dy)
