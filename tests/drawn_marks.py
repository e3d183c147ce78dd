"""A figure's drawings with every mark by itself, as it was painted before marks were joined.

<path d="M0 10H9M0 60H9" …/>  ->  <path d="M0 10L9 10" …/><path d="M0 60L9 60" …/>
<g fill="#555"><text x="1"…/>  ->  <text x="1" fill="#555555" …/>
<path d="M3 4H3" stroke-width="12" stroke-linecap="round" …/>  ->  <circle cx="3" cy="4" r="5" …/>
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
THREE_DIGITS = re.compile(r"^#([0-9a-f])([0-9a-f])([0-9a-f])$")
EDGE = 2.0


def drawings_of(html: str) -> list[Tag]:
    """The wide and the narrow drawing of each figure."""
    soup = BeautifulSoup(html, "html.parser")
    drawings = soup.select("svg[role=img]")
    for drawing in drawings:
        _spread(soup, drawing)
    return drawings


def _spread(soup: BeautifulSoup, drawing: Tag) -> None:
    for group in drawing.find_all("g"):
        for mark in group.find_all(True):
            mark.attrs = {**group.attrs, **mark.attrs}
        group.unwrap()
    for path in drawing.find_all("path"):
        if "transform" not in path.attrs:
            path.replace_with(*_alone(soup, path))
    for mark in drawing.find_all(True):
        mark.attrs = {
            name: THREE_DIGITS.sub(r"#\1\1\2\2\3\3", str(value))
            for name, value in mark.attrs.items()
        }


def _alone(soup: BeautifulSoup, path: Tag) -> Iterator[Tag]:
    for outline in re.findall(r"M[^M]+", str(path["d"])):
        if path.get("stroke-linecap") == "round":
            x, y = re.findall(r"-?\d+", outline)[:2]
            r = (float(str(path["stroke-width"])) - EDGE) / 2
            look = {"fill": path["stroke"], "stroke": path["stroke"]}
            yield soup.new_tag("circle", attrs={"cx": x, "cy": y, "r": f"{r:g}", **look})
        else:
            yield soup.new_tag("path", attrs={**path.attrs, "d": "".join(_points(outline))})


def _points(outline: str) -> Iterator[str]:
    x = y = ""
    for letter, rest in STEP.findall(outline):
        numbers = rest.split()
        if letter == "H":
            x = numbers[0]
        elif letter == "V":
            y = numbers[0]
        elif numbers:
            x, y = numbers[-2:]
        yield "z" if letter == "z" else f"{'M' if letter == 'M' else 'L'}{x} {y}"
