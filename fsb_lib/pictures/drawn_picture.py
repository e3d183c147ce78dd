"""The drawings of a page, and each as a PNG picture.

    <svg role="img" aria-label="..." viewBox="0 0 768 272">...</svg>  ->  1536 x 544 pixels

In the program's own typeface and without a clock, so the same drawing gives the same bytes. The
auditor makes the picture of a drawing that it has read, and holds the bytes against it.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import resvg_py
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from fsb_lib.sender.font import FAMILY, FONT_FILES

# Pixels of the picture for each of the drawing: sharp on paper at the width of a page.
SHARPNESS = 2
_DRAWING = re.compile(r"<svg (?P<look>[^>]*)>.*?</svg>", re.DOTALL)
_SAID = re.compile(r'(?<!\S)aria-label="([^"]*)"')
# Where an open file has a path though it has no name.
_OPEN_FILES = Path("/dev/fd")
_SIZE = re.compile(r'(?<!\S)viewBox="0 0 (\d+) (\d+)"')


@dataclass(frozen=True)
class PageDrawing:
    """A drawing as it stands on a page, what it is said to show, and its size in pixels."""

    svg: str
    alternative: str
    width: int
    height: int


def drawings_in(page: str) -> Iterator[PageDrawing]:
    """Every drawing of a page that says what it shows, in order."""
    for found in _DRAWING.finditer(page):
        said, size = _SAID.search(found["look"]), _SIZE.search(found["look"])
        if said and size:
            yield PageDrawing(found[0], unescape(said[1]), int(size[1]), int(size[2]))


def png(drawing: PageDrawing) -> bytes:
    """The drawing on white ground."""
    marks = drawing.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    with _unpacked_fonts() as paths:
        made = resvg_py.svg_to_bytes(
            svg_string=marks,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=paths,
            font_family=FAMILY,
            zoom=SHARPNESS,
        )
    return bytes(made)


@contextmanager
def _unpacked_fonts() -> Iterator[list[str]]:
    """The typeface as files, which is all that the renderer reads."""
    with ExitStack() as around:
        yield [_path_of(content, around) for content in _outlines()]


def _path_of(content: bytes, around: ExitStack) -> str:
    """Of a file without a name, so that a killed process leaves nothing; Windows has none."""
    if not _OPEN_FILES.is_dir():
        named = Path(around.enter_context(TemporaryDirectory())) / "font.ttf"
        named.write_bytes(content)
        return str(named)
    nameless = around.enter_context(TemporaryFile())  # noqa: SIM115 (`around` closes it)
    nameless.write(content)
    nameless.seek(0)
    return str(_OPEN_FILES / str(nameless.fileno()))


@cache
def _outlines() -> tuple[bytes, ...]:
    """The program's two weights, unpacked."""
    folder = files("fsb_lib").joinpath("templates", "report", "fonts")
    return tuple(_unpacked(folder.joinpath(name).read_bytes()) for name in FONT_FILES.values())


def _unpacked(woff2: bytes) -> bytes:
    font, file = TTFont(BytesIO(woff2), recalcTimestamp=False), BytesIO()
    font.flavor = None
    font.save(file)
    return file.getvalue()
