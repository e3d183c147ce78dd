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
from fsb_lib.sender.beside import bytes_beside
from fsb_lib.sender.harmless_svg import SVG, foreign

MOST_BYTES = 20_000
PNG = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 4096  # on either side of a PNG
# The only instruction that an SVG may hold: what it is written in.
_FIRST_LINE = re.compile(r"\s*+<\?xml\s[^<>?]*+\?>")


def logo_uri(path: Path, folder: Path) -> str:
    """The logo as a data URI. `folder` holds sender.yaml.

    Errors: InputError when it cannot be read, is no such picture, too large, or an SVG that
    holds more than a drawing.
    """
    what, expected = "the logo cannot be read", "an SVG or PNG file beside sender.yaml"
    data = bytes_beside(path, folder, MOST_BYTES, what, expected)
    problems = list(_problems(data, path.name))
    if problems:
        raise InputError(problems)
    kind = "png" if data.startswith(PNG) else "svg+xml"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _problems(data: bytes, name: str) -> Iterator[Problem]:
    if len(data) > MOST_BYTES:
        yield Problem("the logo is too large", name, f"at most {MOST_BYTES // 1000} kB",
                      "more", "Save a smaller picture; an SVG is smallest.")  # fmt: skip
    elif data.startswith(PNG):
        yield from _png_problems(data, name)
    else:
        yield from _svg_problems(data, name)


def _png_problems(data: bytes, name: str) -> Iterator[Problem]:
    """Begun and ended as a PNG, and of a size: what a cut-off file is not."""
    whole = data[12:16] == b"IHDR" and data.rstrip(b"\0")[-8:-4] == b"IEND"
    sides = [int.from_bytes(data[at : at + 4], "big") for at in (16, 20)]
    if whole and max(sides) > MOST_PIXELS:
        yield Problem("the logo has too many pixels", name, f"at most {MOST_PIXELS} on a side",
                      f"{sides[0]} x {sides[1]}", "Save a smaller picture.")  # fmt: skip
    elif not whole or not all(sides):
        yield Problem("the logo is damaged", name, "a PNG picture that can be read",
                      remedy="Save the picture again.")  # fmt: skip


def _svg_problems(data: bytes, name: str) -> Iterator[Problem]:
    root = _parsed(data)
    if root is None or root.tag != f"{SVG}svg":
        yield Problem("the logo is neither PNG nor SVG", name,
                      "a PNG file, or an SVG in UTF-8 without DOCTYPE, entities or instructions",
                      remedy="Save it as plain SVG.")  # fmt: skip
        return
    if "viewBox" not in root.attrib:
        yield Problem("the logo has no viewBox", name, "`viewBox` on the `svg` element",
                      remedy="Save it with a viewBox, so that it can be scaled.")  # fmt: skip
    for found in sorted(set(foreign(root))):
        yield Problem("the logo holds more than a drawing", name,
                      "shapes, text and gradients; no script, no reference out of the file",
                      found, "Save it as plain SVG without what is named here.")  # fmt: skip


def _parsed(data: bytes) -> ElementTree.Element | None:
    """The SVG; None when it is none. A file with a DOCTYPE could grow without end in a parser; an
    instruction such as `<?xml-stylesheet?>` could fetch another file."""
    try:
        text = data.decode("utf-8-sig")
        drawing = _FIRST_LINE.sub("", text, count=1)
        if any(sign in drawing.upper() for sign in ("<!DOCTYPE", "<!ENTITY", "<?")):
            return None
        # Without entities there is nothing in it that the parser could follow.
        return ElementTree.fromstring(text)  # noqa: S314
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError):
        return None
