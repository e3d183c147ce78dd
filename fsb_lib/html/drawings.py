"""Drawings written short for the page: they look the same and take a third of the bytes.

    <path d="M52 228.4L395 228.4" fill="none" stroke="#d5d8dc"/>      <path d="M52 228.4H395
    <text x="44" y="233" fill="#555555" font-size="14">0 %</text>  ->   M52 173.4H395" …/>
    <path d="M52 173.4L395 173.4" fill="none" stroke="#d5d8dc"/>      <g fill="#555" …><text …>

A mark joins the marks of its look that were painted before it when nothing painted in between
reaches it, so every pair of marks that meets keeps its order.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from math import floor
from xml.etree import ElementTree

from fsb_lib.components.text_metrics import text_width

DRAWING = re.compile(r'(<svg [^>]*role="img"[^>]*>)(.*?)</svg>', re.DOTALL)
# What a mark is; all else is how it looks.
PLACES = ("d", "x", "y", "cx", "cy", "r", "transform")
STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
SIX_DIGITS = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3")
SHARE_LEFT = {"middle": 0.5, "end": 1.0}
# What a browser may paint beyond the sizes that are written: mitres, other letters.
AIR = 2.0

Box = tuple[float, float, float, float]  # left, upper, right, lower
Look = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Mark:
    """A shape or a text: kind of element, look, place, what is written, and where it reaches."""

    kind: str
    look: Look
    place: str
    written: str
    box: Box


@dataclass
class _Run:
    """Marks of one kind and look, in painting order."""

    kind: str
    look: Look
    marks: list[_Mark] = field(default_factory=list)

    def takes(self, mark: _Mark) -> bool:
        return (self.kind, self.look) == (mark.kind, mark.look)

    def meets(self, mark: _Mark) -> bool:
        return any(_meet(mark.box, other.box) for other in self.marks)


def short_drawings(body: str) -> str:
    """A page's body with each drawing that has a text alternative written short."""
    return DRAWING.sub(lambda found: f"{found[1]}{short(found[2])}</svg>", body)


def short(marks: str) -> str:
    """The marks of one drawing, as charts/svg.py writes them, in as few bytes as they need."""
    # Made by this library and read back from the page, not from outside.
    root = ElementTree.fromstring(f"<g>{marks}</g>")  # noqa: S314
    return "".join(_written(run) for run in _runs(_mark(_on_pixels(each)) for each in root))


def _mark(element: ElementTree.Element) -> _Mark:
    box = _reach(element)
    element = _as_dot(element)
    look = tuple(
        (name, SIX_DIGITS.sub(r"#\1\2\3", value))
        for name, value in element.items()
        if name not in PLACES
    )
    if element.tag == "path" and "transform" not in element.attrib:
        place = _outline(element.get("d", ""))
    else:
        held = ((name, element.get(name)) for name in PLACES if name in element.attrib)
        place = "".join(f' {name}="{value}"' for name, value in held)
    return _Mark(element.tag, look, place, element.text or "", box)


def _as_dot(element: ElementTree.Element) -> ElementTree.Element:
    """A disc in one colour as a line of no length with round ends, which can join others."""
    colour = element.get("fill")
    if element.tag != "circle" or colour != element.get("stroke"):
        return element
    width = 2 * float(element.get("r", "0")) + float(element.get("stroke-width", "1"))
    x, y = element.get("cx"), element.get("cy")
    look = {
        "fill": "none",
        "stroke": str(colour),
        "stroke-width": f"{width:g}",
        "stroke-linecap": "round",
    }
    return ElementTree.Element("path", {"d": f"M{x} {y}H{x}"} | look)


def _on_pixels(element: ElementTree.Element) -> ElementTree.Element:
    """Places in whole pixels, of which a drawing has at least as many as it is wide on screen."""
    for name in ("x", "y", "cx", "cy"):
        if name in element.attrib:
            element.set(name, _whole(element.attrib[name]))
    if "d" in element.attrib and "transform" not in element.attrib:
        element.set("d", NUMBER.sub(lambda number: _whole(number[0]), element.attrib["d"]))
    return element


def _whole(number: str) -> str:
    return str(floor(float(number) + 0.5))


def _reach(element: ElementTree.Element) -> Box:
    """The rectangle that a mark stays within; everything for a form that is not known here."""
    number = {name: float(element.get(name, "0")) for name in ("x", "y", "cx", "cy", "r")}
    around = float(element.get("stroke-width", "1")) / 2 + AIR
    if element.tag == "text":
        size = float(element.get("font-size", "16"))
        width = text_width(element.text or "", size, weight="bold")
        left = number["x"] - SHARE_LEFT.get(element.get("text-anchor", ""), 0.0) * width
        return left - AIR, number["y"] - size - AIR, left + width + AIR, number["y"] + size * 0.4
    if element.tag == "circle":
        x, y, r = number["cx"], number["cy"], number["r"] + around
        return x - r, y - r, x + r, y + r
    found = [float(each) for each in NUMBER.findall(element.get("d", ""))]
    if "transform" in element.attrib or not found or len(found) % 2:
        return float("-inf"), float("-inf"), float("inf"), float("inf")
    xs, ys = found[::2], found[1::2]
    return min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _runs(marks: Iterable[_Mark]) -> list[_Run]:
    runs: list[_Run] = []
    for mark in marks:
        run = _run_for(mark, runs)
        if run is None:
            run = _Run(mark.kind, mark.look)
            runs.append(run)
        run.marks.append(mark)
    return runs


def _run_for(mark: _Mark, runs: list[_Run]) -> _Run | None:
    """The last run of its look that it may be painted with, later ones not being under it."""
    for run in reversed(runs):
        if run.takes(mark):
            return run
        if run.meets(mark):
            return None
    return None


def _written(run: _Run) -> str:
    look = "".join(f' {name}="{escape(value)}"' for name, value in run.look)
    if run.kind == "path" and not any(mark.place.startswith(" ") for mark in run.marks):
        return f'<path d="{"".join(mark.place for mark in run.marks)}"{look}/>'
    if len(run.marks) == 1:
        return _one(run.marks[0], look)
    return f"<g{look}>{''.join(_one(mark) for mark in run.marks)}</g>"


def _one(mark: _Mark, look: str = "") -> str:
    inside = f">{escape(mark.written, quote=False)}</{mark.kind}>" if mark.written else "/>"
    return f"<{mark.kind}{mark.place}{look}{inside}"


def _outline(d: str) -> str:
    """`M0 44L197 44L197 64L0 64z` -> `M0 44H197V64H0z`: a step says only what changes."""
    return "".join(_steps(d))


def _steps(d: str) -> Iterator[str]:
    x = y = ""
    for letter, rest in STEP.findall(d):
        numbers = rest.split()
        if letter == "L" and len(numbers) == 2:
            if numbers[1] == y:
                yield f"H{numbers[0]}"
            elif numbers[0] == x:
                yield f"V{numbers[1]}"
            else:
                yield f"L{rest.strip()}"
        else:
            yield f"{letter}{rest.strip()}"
        x, y = numbers[-2:] if len(numbers) > 1 else (x, y)
