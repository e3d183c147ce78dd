"""Matplotlib's SVG made small and fit for a page, in one pass over it: shapes and real text only.

    <path d="M 52 228.4 L 395 228.4" style="stroke: #d5d8dc"/>     <path d="M52 228H395M52 173H395"
    <text x="44" y="233" style="font-size: 14px">0 %</text>   ->  stroke="#d5d8dc"/>
    <path d="M 52 173.4 L 395 173.4" style="stroke: #d5d8dc"/>     <text x="44" y="233" …>0 %</text>

Places are whole pixels, styles become attributes, markers are drawn where they are used. A mark
joins the marks of its look that were painted before it when nothing painted in between reaches it,
so every pair of marks that meets keeps its order. No id, clip path, style element or metadata
remains, so nothing can clash with another figure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from math import floor
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from fsb_lib.components.text_metrics import text_width

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
PAINTED = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-dashoffset")
PLAIN = {"stroke-dashoffset": "0", "text-anchor": "start"}
BOLD = {"bold", "600", "700"}
# Matplotlib writes a disc as eight curves that begin at its lowest point.
DISC = re.compile(r"M 0 ([\d.]+)\s+(?:C[^A-Za-z]+){8}z")
STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
SIX_DIGITS = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3")
SHARE_LEFT = {"middle": 0.5, "end": 1.0}
# What a browser may paint beyond the sizes that are written: mitres, other letters.
AIR = 2.0
EVERYWHERE = (float("-inf"), float("-inf"), float("inf"), float("inf"))

Box = tuple[float, float, float, float]  # left, upper, right, lower
Look = Mapping[str, str]


@dataclass(frozen=True)
class _Mark:
    """A shape or a text: kind of element, look, place, what is written, and where it reaches.

    The place of a path that can join others is its outline; of all else its attributes.
    """

    kind: str
    look: Look
    place: str
    box: Box
    written: str = ""

    @property
    def is_outline(self) -> bool:
        return self.kind == "path" and not self.place.startswith(" ")


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


def compact(svg: str) -> str:
    """The drawing's marks in painting order, without the `svg` element around them."""
    # The text comes from matplotlib in this process, not from outside.
    root = ElementTree.fromstring(svg)  # noqa: S314
    defined = {path.get("id"): path for path in root.iter(f"{SVG}path") if path.get("id")}
    return "".join(map(_run_written, _runs(_marks(root, defined))))


def _marks(element: Element, defined: Mapping[str | None, Element]) -> Iterator[_Mark]:
    for child in element:
        if child.tag == f"{SVG}defs":
            continue
        if child.tag == f"{SVG}path":
            yield _path_mark(child.get("d", ""), _painted(child))
        elif child.tag == f"{SVG}use":
            yield _marker(child, defined[child.get(LINK, "").removeprefix("#")])
        elif child.tag == f"{SVG}text":
            yield _text(child)
        else:
            yield from _marks(child, defined)


def _path_mark(d: str, look: Look) -> _Mark:
    """A line or an area; a curve stays within its points."""
    steps = [(letter, [*map(_whole, rest.split())]) for letter, rest in STEP.findall(d)]
    numbers = [number for _, each in steps for number in each]
    around = _half_line(look)
    box = EVERYWHERE
    if numbers and len(numbers) % 2 == 0:
        xs, ys = numbers[::2], numbers[1::2]
        box = (min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around)
    return _Mark("path", look, "".join(_outline(steps)), box)


def _marker(use: Element, shape: Element) -> _Mark:
    x, y = (_whole(use.get(name, "0")) for name in ("x", "y"))
    disc = DISC.fullmatch(shape.get("d", "").strip())
    if disc:
        return _disc_mark(x, y, round(float(disc[1]), 1), _painted(use))
    outline = re.sub(r"\s*([A-Za-z])\s*", r"\1", shape.get("d", "")).strip()
    place = f' d="{outline}" transform="translate({x} {y})"'
    return _Mark("path", _painted(use), place, EVERYWHERE)


def _disc_mark(x: int, y: int, r: float, look: Look) -> _Mark:
    """A ring; a disc in one colour is a line of no length with round ends, which joins others."""
    reach = r + _half_line(look)
    box = (x - reach, y - reach, x + reach, y + reach)
    if look.get("fill") != look.get("stroke"):
        return _Mark("circle", look, f' cx="{x}" cy="{y}" r="{r:g}"', box)
    width = f"{2 * r + float(look.get('stroke-width', '1')):g}"
    ends = {"stroke": look["stroke"], "stroke-width": width, "stroke-linecap": "round"}
    return _Mark("path", {"fill": "none", **ends}, f"M{x} {y}H{x}", box)


def _text(text: Element) -> _Mark:
    style = _style(text)
    look = {
        "font-size": style["font-size"].removesuffix("px"),
        "fill": _colour(style.get("fill", "#000000")),
        "text-anchor": style.get("text-anchor", "start"),
    }
    if style.get("font-weight") in BOLD or style.get("font", "").startswith("bold"):
        look["font-weight"] = "600"
    x, y = (_whole(text.get(name, "0")) for name in ("x", "y"))
    return _text_mark(x, y, text.text or "", look)


def _text_mark(x: int, y: int, words: str, look: Look) -> _Mark:
    """A line of text on its baseline."""
    size = float(look["font-size"])
    width = text_width(words, size, weight="bold")
    left = x - SHARE_LEFT.get(look.get("text-anchor", ""), 0.0) * width
    box = (left - AIR, y - size - AIR, left + width + AIR, y + size * 0.4)
    return _Mark("text", _unlike_plain(look), f' x="{x}" y="{y}"', box, words)


def _style(element: Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _painted(element: Element) -> Look:
    style = _style(element)
    return _unlike_plain({name: _colour(style[name]) for name in PAINTED if name in style})


def _unlike_plain(look: Look) -> Look:
    return {name: value for name, value in look.items() if PLAIN.get(name) != value}


def _colour(value: str) -> str:
    return SIX_DIGITS.sub(r"#\1\2\3", value)


def _whole(number: str) -> int:
    """To whole pixels, of which a drawing has at least as many as it is wide on screen."""
    return floor(float(number) + 0.5)


def _half_line(look: Look) -> float:
    return float(look.get("stroke-width", "1")) / 2 + AIR


def _outline(steps: Iterable[tuple[str, list[int]]]) -> Iterator[str]:
    """`M0 44L197 44L197 64L0 64z` -> `M0 44H197V64H0z`: a step says only what changes."""
    x = y = None
    for letter, numbers in steps:
        if letter == "L" and numbers[1:] == [y]:
            yield f"H{numbers[0]}"
        elif letter == "L" and numbers[:1] == [x]:
            yield f"V{numbers[1]}"
        else:
            yield letter + " ".join(map(str, numbers))
        x, y = numbers[-2:] if numbers else (x, y)


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


def _run_written(run: _Run) -> str:
    look = "".join(f' {name}="{escape(value)}"' for name, value in run.look.items())
    if all(mark.is_outline for mark in run.marks):
        return f'<path d="{"".join(mark.place for mark in run.marks)}"{look}/>'
    if len(run.marks) == 1:
        return _one(run.marks[0], look)
    return f"<g{look}>{''.join(map(_one, run.marks))}</g>"


def _one(mark: _Mark, look: str = "") -> str:
    place = f' d="{mark.place}"' if mark.is_outline else mark.place
    inside = f">{escape(mark.written, quote=False)}</{mark.kind}>" if mark.written else "/>"
    return f"<{mark.kind}{place}{look}{inside}"
