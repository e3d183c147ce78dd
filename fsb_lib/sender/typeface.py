"""The typeface that comes with the program, as CSS that any page can carry in itself."""

import base64
from functools import cache
from importlib.resources import files

FAMILY = "IBM Plex Sans"
FONT_FILES = {400: "IBMPlexSans-Regular-Latin1.woff2", 600: "IBMPlexSans-SemiBold-Latin1.woff2"}


@cache
def font_faces() -> str:
    """One `@font-face` rule for each weight, the font itself inside."""
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
