"""What an SVG holds that is more than a drawing: what runs, fetches, or grows without end.

Only what is known to be harmless is let through: elements, functions of CSS, and references to
parts of the file itself, which draw a bounded number of shapes.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

SVG: Final = "{http://www.w3.org/2000/svg}"
_DEEPEST: Final = 200  # parts in parts, and uses of them
MOST_SHAPES: Final = 20_000  # drawn, with every use of a part counted
_ELEMENTS: Final = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style",
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "linearGradient", "radialGradient", "stop", "clipPath", "mask",
})  # fmt: skip
_LINKS: Final = frozenset({"href", "{http://www.w3.org/1999/xlink}href"})
_FUNCTIONS: Final = frozenset({
    "url", "rgb", "rgba", "hsl", "hsla", "matrix", "translate", "translatex", "translatey",
    "scale", "scalex", "scaley", "rotate", "skewx", "skewy", "calc", "var",
})  # fmt: skip
_FUNCTION = re.compile(r"([\w-]*+)\s*+\(")
_URL = re.compile(r"url\(\s*+['\"]?\s*+(#?)", re.IGNORECASE)
_PART = re.compile(r"url\(\s*+['\"]?\s*+#([^'\")\s]{1,200})", re.IGNORECASE)
_DRAWN_BY = re.compile(r"([\w-]++)\s*+:[^:;{}]*?url\(", re.IGNORECASE)
_AT_RULE = re.compile(r"@(?!media\b)", re.IGNORECASE)


def foreign(root: ElementTree.Element) -> Iterator[str]:
    """What is not part of a plain drawing, by the names of elements and attributes."""
    for element in root.iter():
        tag = str(element.tag)
        name = tag.removeprefix(SVG)
        if tag.startswith(SVG) and name not in _ELEMENTS:
            yield f"<{name}>"
        elif not tag.startswith(SVG):
            yield f"<{tag.rpartition('}')[2]}> of another language"
        if name == "style" and (len(element) or _is_doubtful_style("".join(element.itertext()))):
            yield "<style> with a reference"
        yield from _foreign_attributes(element)
    if _n_shapes(root) > MOST_SHAPES:
        yield f"parts that use each other for more than {MOST_SHAPES} shapes"


def _foreign_attributes(element: ElementTree.Element) -> Iterator[str]:
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2]
        if plain.lower().startswith("on") or plain.lower() == "base":
            yield f"attribute {plain}"
        elif attribute in _LINKS and not value.strip().startswith("#"):
            yield f"attribute {plain} that points out of the file"
        elif attribute not in _LINKS and _reaches_out(value):
            yield f"attribute {plain} with a reference"


def _reaches_out(css: str) -> bool:
    """CSS that fetches something, or is written so that one cannot see whether it does."""
    if "\\" in css or "<" in css or _AT_RULE.search(css):
        return True
    called = {name.lower() for name in _FUNCTION.findall(css)} - {""}
    return bool(called - _FUNCTIONS) or any(not mark for mark in _URL.findall(css))


def _is_doubtful_style(css: str) -> bool:
    """Also what draws parts again by a rule, which nobody counts: gradients draw nothing."""
    drawing = {name.lower() for name in _DRAWN_BY.findall(css)} - {"fill", "stroke"}
    return bool(drawing) or _reaches_out(css)


def _n_shapes(root: ElementTree.Element) -> float:
    """How many elements are drawn, when every use of a part draws all of it again.

    Infinite for parts that use each other in a circle, or are nested deeper than any drawing.
    """
    parts = {name: each for each in root.iter() if (name := each.get("id"))}
    counted: dict[ElementTree.Element, float] = {}

    def count(element: ElementTree.Element, depth: int) -> float:
        if element not in counted:
            if depth > _DEEPEST:
                return float("inf")
            counted[element] = float("inf")  # until it is known: a circle meets itself
            used = (parts[name] for name in _used(element) if name in parts)
            counted[element] = 1 + sum(count(each, depth + 1) for each in (*element, *used))
        return counted[element]

    return count(root, 0)


def _used(element: ElementTree.Element) -> Iterator[str]:
    """The parts that an element draws."""
    for attribute, value in element.attrib.items():
        if attribute in _LINKS:
            yield value.strip().removeprefix("#")
        else:
            yield from _PART.findall(value)
