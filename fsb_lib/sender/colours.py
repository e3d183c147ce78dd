"""Colours of a sender that can be read: WCAG 2.1, success criterion 1.4.3."""

import re
from collections.abc import Iterator

from fsb_lib.base.errors import Problem
from fsb_lib.base.package_data import load

LEAST_CONTRAST = 4.5
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# What text in a sender's colour stands on, and what stands in white on it.
_GROUNDS = ("paper", "panel")


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb`, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colour_problems(colour: str, where: str) -> Iterator[Problem]:
    """Whether text in that colour can be read on the page, and white text on the colour."""
    if not _COLOUR.fullmatch(colour):
        yield Problem(
            "not a colour", where, "six digits 0-9 and a-f in quotes, as `\"#0b3c6f\"`",
            remedy="Write the colour as the design guide gives it for screens (hex).",
        )  # fmt: skip
        return
    least = min(contrast(colour, load("style")["colours"][ground]) for ground in _GROUNDS)
    if least < LEAST_CONTRAST:
        yield Problem(
            "too pale to be read on white or under white text",
            where,
            f"contrast of at least {LEAST_CONTRAST}:1 to white and to the grey of boxes",
            f"{colour}, {_cut(least)}:1",
            "Choose a darker tone of the colour.",
        )


def _cut(value: float) -> str:
    """One decimal, never rounded up: 4.46 is not 4.5."""
    return f"{int(value * 10) / 10:.1f}"


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
