"""Matplotlib's SVG made small and fit for a page: only shapes and real text are left.

Coordinates are rounded, styles become attributes, markers are drawn where they are used.
No id, clip path, style element or metadata remains, so nothing can clash with another figure.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
KEPT = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-dashoffset")
# Matplotlib writes a disc as eight curves that begin at its lowest point.
DISC = re.compile(r"M0 ([\d.]+)(?:C[^A-Za-z]+){8}z$")
DEFAULTS = {"stroke-dashoffset": "0"}
BOLD = {"bold", "600", "700"}


def compact(svg: str) -> str:
    """The drawing's marks in painting order, without the `svg` element around them."""
    # The text comes from matplotlib in this process, not from outside.
    root = ElementTree.fromstring(svg)  # noqa: S314
    defined = {path.get("id"): path for path in root.iter(f"{SVG}path") if path.get("id")}
    return "".join(_marks(root, defined))


def _marks(
    element: ElementTree.Element, defined: dict[str | None, ElementTree.Element]
) -> Iterator[str]:
    for child in element:
        if child.tag == f"{SVG}defs":
            continue
        if child.tag == f"{SVG}path":
            yield f'<path d="{_outline(child)}"{_attributes(child)}/>'
        elif child.tag == f"{SVG}use":
            yield _marker(child, defined[child.get(LINK, "").removeprefix("#")])
        elif child.tag == f"{SVG}text":
            yield _text(child)
        else:
            yield from _marks(child, defined)


def _marker(use: ElementTree.Element, shape: ElementTree.Element) -> str:
    if disc := DISC.match(_outline(shape)):
        centre = f'cx="{_rounded(use.get("x", "0"))}" cy="{_rounded(use.get("y", "0"))}"'
        return f'<circle {centre} r="{disc[1]}"{_attributes(use)}/>'
    place = f"translate({_rounded(use.get('x', '0'))} {_rounded(use.get('y', '0'))})"
    return f'<path transform="{place}" d="{_outline(shape)}"{_attributes(use)}/>'


def _text(text: ElementTree.Element) -> str:
    style = _style(text)
    attributes = {
        "x": _rounded(text.get("x", "0")),
        "y": _rounded(text.get("y", "0")),
        "font-size": style["font-size"].removesuffix("px"),
        "fill": style.get("fill", "#000000"),
    }
    if style.get("text-anchor", "start") != "start":
        attributes["text-anchor"] = style["text-anchor"]
    if style.get("font-weight") in BOLD or style.get("font", "").startswith("bold"):
        attributes["font-weight"] = "600"
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<text{written}>{escape(text.text or '')}</text>"


def _style(element: ElementTree.Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _attributes(element: ElementTree.Element) -> str:
    style = _style(element)
    kept = ((name, style[name]) for name in KEPT if name in style)
    return "".join(f' {name}="{value}"' for name, value in kept if DEFAULTS.get(name) != value)


def _outline(path: ElementTree.Element) -> str:
    """`M 57.6 110.618182 \\nL 201.6 110.618182` -> `M57.6 110.6L201.6 110.6`."""
    written = NUMBER.sub(lambda match: _rounded(match[0]), path.get("d", ""))
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", written.replace("\n", " ")).strip()


def _rounded(number: str) -> str:
    return f"{round(float(number), 1) + 0.0:g}"
