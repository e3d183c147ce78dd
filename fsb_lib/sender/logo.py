"""The city's logo: a small SVG or PNG picture, looked through before it enters a page.

An SVG may hold shapes, text and gradients, and nothing that runs or reaches outside the file:
what is not known to be harmless is refused.
"""

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from fsb_lib.base.errors import InputError, Problem

MOST_BYTES = 20_000
PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style",
        "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
        "linearGradient", "radialGradient", "stop", "clipPath", "mask",
    }
)  # fmt: skip
_LINKS = {"href", "{http://www.w3.org/1999/xlink}href"}
# In CSS or an attribute: a url() of anything but a part of the file itself.
_REACHES_OUT = re.compile(
    r"@import|url\(\s*['\"]?\s*(?!#)|expression\(|-moz-binding", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\[0-9a-fA-F]")


def logo_uri(path: Path) -> str:
    """The logo as a data URI.

    Errors: InputError when it cannot be read, is no such picture, too large, or an SVG that
    holds more than a drawing.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            Problem("the logo cannot be read", path.name, "an SVG or PNG file beside sender.yaml",
                    type(error).__name__, "Correct the name in sender.yaml.")
        ) from None  # fmt: skip
    problems = list(_problems(data, path.name))
    if problems:
        raise InputError(problems)
    kind = "png" if data.startswith(PNG) else "svg+xml"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _problems(data: bytes, name: str) -> Iterator[Problem]:
    if len(data) > MOST_BYTES:
        yield Problem("the logo is too large", name, f"at most {MOST_BYTES // 1000} kB",
                      f"{len(data) // 1000 + 1} kB",
                      "Save a smaller picture; an SVG is smallest.")  # fmt: skip
    elif data.startswith(PNG):
        yield from _png_problems(data, name)
    else:
        yield from _svg_problems(data, name)


def _png_problems(data: bytes, name: str) -> Iterator[Problem]:
    """Begun and ended as a PNG, and of a size: what a cut-off file is not."""
    whole = data[12:16] == b"IHDR" and data.rstrip(b"\0")[-8:-4] == b"IEND"
    if not whole or not all(int.from_bytes(data[at : at + 4], "big") for at in (16, 20)):
        yield Problem("the logo is damaged", name, "a PNG picture that can be read",
                      remedy="Save the picture again.")  # fmt: skip


def _svg_problems(data: bytes, name: str) -> Iterator[Problem]:
    root = _parsed(data)
    if root is None or root.tag != f"{_SVG}svg":
        yield Problem("the logo is neither PNG nor SVG", name,
                      "a PNG file, or an SVG in UTF-8 without DOCTYPE or entities",
                      remedy="Save it as plain SVG.")  # fmt: skip
        return
    if "viewBox" not in root.attrib:
        yield Problem("the logo has no viewBox", name, "`viewBox` on the `svg` element",
                      remedy="Save it with a viewBox, so that it can be scaled.")  # fmt: skip
    for found in sorted(set(_foreign(root))):
        yield Problem("the logo holds more than a drawing", name,
                      "shapes, text and gradients; no script, no reference out of the file",
                      found, "Save it as plain SVG without what is named here.")  # fmt: skip


def _parsed(data: bytes) -> ElementTree.Element | None:
    """The SVG; None when it is none. A file with a DOCTYPE could grow without end in a parser."""
    try:
        text = data.decode("utf-8-sig")
        if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
            return None
        # Without entities there is nothing in it that the parser could follow.
        return ElementTree.fromstring(text)  # noqa: S314
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError):
        return None


def _foreign(root: ElementTree.Element) -> Iterator[str]:
    """What is not part of a plain drawing, by the names of elements and attributes."""
    for element in root.iter():
        tag = str(element.tag)
        name = tag.removeprefix(_SVG)
        if tag.startswith(_SVG) and name not in _ELEMENTS:
            yield f"<{name}>"
        elif not tag.startswith(_SVG):
            yield f"<{tag.rpartition('}')[2]}> of another language"
        if name == "style" and _reaches_out(element.text or ""):
            yield "<style> with a reference"
        yield from _foreign_attributes(element)


def _foreign_attributes(element: ElementTree.Element) -> Iterator[str]:
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2]
        if plain.lower().startswith("on"):
            yield f"attribute {plain}"
        elif attribute in _LINKS and not value.strip().startswith("#"):
            yield f"attribute {plain} that points out of the file"
        elif attribute not in _LINKS and _reaches_out(value):
            yield f"attribute {plain} with a reference"


def _reaches_out(css: str) -> bool:
    """CSS that fetches something, or is written so that one cannot see whether it does."""
    return bool(_REACHES_OUT.search(css) or _ESCAPE.search(css))
