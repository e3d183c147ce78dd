"""The typefaces that a page can carry in itself: the program's, and the city's own.

The city's are two woff2 files. A font is refused when its maker forbids embedding, when it lacks
Danish letters, when a page would grow too large, and when it runs so wide that labels of a
figure, which are laid out for the program's own typeface, would run into each other.
"""

import base64
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.components.text_metrics import text_width
from fsb_lib.sender.beside import bytes_beside
from fsb_lib.sender.unpacked_font import unpacks_within_bounds

FAMILY = "IBM Plex Sans"
FONT_FILES = {400: "IBMPlexSans-Regular-Latin1.woff2", 600: "IBMPlexSans-SemiBold-Latin1.woff2"}
MOST_BYTES = 40_000  # for one weight; a page of at most 150 kB carries both, as base64
SIGNATURE = b"wOF2"
WEIGHTS = {"regular": 400, "bold": 600}
# What the pages write, and a line whose width is held against the program's own typeface.
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅabcdefghijklmnopqrstuvwxyzæøåéü0123456789 .,:;%-–−·»«()/"
SAMPLE = "Psykisk syge og øvrigt socialt udsatte 0123456789 % Misbrugere i behandling"
WIDEST = 1.08
_RESTRICTED = 0x0002  # fsType of OpenType: may not be embedded


@cache
def program_faces() -> str:
    """One `@font-face` rule for each weight of the program's typeface, the font itself inside."""
    folder = files("fsb_lib").joinpath("templates", "report", "fonts")
    faces = []
    for weight, name in FONT_FILES.items():
        data = base64.b64encode(folder.joinpath(name).read_bytes()).decode("ascii")
        faces.append(
            f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "\n".join(faces)


def css_string(text: str) -> str:
    r"""A CSS string; what could end it, or the style element, is written as an escape."""
    escaped = "".join(
        letter if letter not in '"\\<>&\n' else f"\\{ord(letter):06x}" for letter in text
    )
    return f'"{escaped}"'


@dataclass(frozen=True)
class OwnFont:
    """A family name and the CSS rules that carry its two weights."""

    name: str
    faces: str


def own_font(given: Mapping[str, str], folder: Path) -> OwnFont:
    """The font of `sender.yaml`, whose values are in order.

    Errors: InputError with what is wrong with either file.
    """
    problems: list[Problem] = []
    faces = []
    for weight in WEIGHTS:
        try:
            data = _data(folder / given[weight], weight, folder)
        except InputError as error:
            problems += error.problems
            continue
        faces.append(_face(given["name"], weight, data))
    if problems:
        raise InputError(problems)
    return OwnFont(given["name"], "\n".join(faces))


def _face(name: str, weight: str, data: bytes) -> str:
    return (
        f"@font-face{{font-family:{css_string(name)};font-weight:{WEIGHTS[weight]};"
        f"src:url(data:font/woff2;base64,{base64.b64encode(data).decode('ascii')}) "
        "format('woff2')}"
    )


def _data(path: Path, weight: str, folder: Path) -> bytes:
    what, expected = "the font file cannot be read", "a woff2 file beside sender.yaml"
    data = bytes_beside(path, folder, MOST_BYTES, what, expected)
    problems = list(_problems(data, weight, path.name))
    if problems:
        raise InputError(problems)
    return data


def _problems(data: bytes, weight: str, name: str) -> Iterator[Problem]:
    smaller = "Leave only the letters of Danish in it: `pyftsubset` of fonttools does that."
    if not data.startswith(SIGNATURE):
        yield Problem("not a font of the form woff2", name, "a woff2 file",
                      remedy="Ask for the font as woff2.")  # fmt: skip
        return
    if len(data) > MOST_BYTES:
        yield Problem("the font is too large", name, f"at most {MOST_BYTES // 1000} kB",
                      "more", smaller)  # fmt: skip
        return
    font = _opened(data) if unpacks_within_bounds(data) else None
    if font is None:
        yield Problem("the font is damaged", name, "a woff2 file that can be read",
                      remedy="Ask for the file again.")  # fmt: skip
        return
    yield from _use_problems(font, weight, name)


def _opened(data: bytes) -> Any:
    """The font with the tables that are asked for; None when it cannot be read.

    fontTools raises what it meets in a damaged file, of many classes.
    """
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415 (when asked)

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        font = TTFont(BytesIO(data), lazy=False)
        for table in ("OS/2", "cmap", "hmtx", "head"):
            font[table]
        return font if font.getBestCmap() else None
    except Exception:
        return None


def _use_problems(font: Any, weight: str, name: str) -> Iterator[Problem]:
    if font["OS/2"].fsType & 0x000F == _RESTRICTED:
        yield Problem("the font may not be embedded", name, "a licence that lets pages carry it",
                      "its maker has marked it as restricted",
                      "Ask the maker for a web licence, or leave `font` out.")  # fmt: skip
    glyphs = font.getBestCmap()
    lacking = [letter for letter in LETTERS if ord(letter) not in glyphs]
    if lacking:
        yield Problem("the font lacks letters that reports need", name, "all of Danish",
                      " ".join(lacking), "Ask for the whole font.")  # fmt: skip
        return
    advances = font["hmtx"].metrics
    width = sum(advances[glyphs[ord(letter)]][0] for letter in SAMPLE) / font["head"].unitsPerEm
    own = text_width(SAMPLE, 1, weight="bold" if weight == "bold" else "regular")
    if width > own * WIDEST:
        yield Problem(
            "the font runs too wide for the figures",
            name,
            f"at most {WIDEST:.0%} of the width of the program's own",
            f"{width / own:.0%}",
            "Use a narrower cut of it, or leave `font` out.",
        )
