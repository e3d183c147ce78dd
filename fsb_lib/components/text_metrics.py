"""How wide a text is in the page's typeface, and how it is broken into lines.

Tables and figures are laid out before any browser sees them; the letter widths are data
(data/style.yaml), so the layout is the same on every machine.
"""

from collections.abc import Mapping
from functools import cache

from fsb_lib.base.package_data import load

WIDEST_KNOWN = 900


@cache
def _advances(weight: str) -> Mapping[str, int]:
    table = load("style")["advances"]
    points = [point for first, last in table["ranges"] for point in range(first, last + 1)]
    return {chr(point): width for point, width in zip(points, table[weight], strict=True)}


def text_width(text: str, size: float, *, weight: str = "regular") -> float:
    """Width in pixels at a type size in pixels; `weight` is `regular` or `bold`."""
    advances = _advances(weight)
    return sum(advances.get(letter, WIDEST_KNOWN) for letter in text) * size / 1000


def wrap(text: str, width: float, size: float, *, weight: str = "regular") -> tuple[str, ...]:
    """The text in lines no wider than `width` pixels; a longer word keeps its own line."""
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, weight=weight) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(lines)
