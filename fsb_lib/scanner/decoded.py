"""Bytes as text, where they are text; and whether they are.

    byte order mark             what it says
    zero bytes in every letter  UTF-16 or UTF-32 without a mark
    else                        UTF-8, or the Danish Windows code page

Text has no control signs but those that part words and lines. Anything else is no text, and
nobody has seen what it says.
"""

import codecs
import re
from typing import Final

_MARKS: Final = (  # the longer ones first: the mark of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WITHOUT_MARK: Final = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_PLAIN: Final = ("utf-8-sig", "cp1252")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
# A wrong reading of UTF-16 is legible, too, but of signs from everywhere.
_RARE = re.compile("[^\x00-\u024f\u2000-\u20cf\u2100-\u22ff\ufeff\uff00-\uff5e]")
_MOST_RARE = 0.7


def text_of(content: bytes) -> str | None:
    """The text that the bytes are; None when they are none."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _legible(content, name)
    if b"\0" in content:
        return _without_mark(content)
    for name in _PLAIN:
        if (text := _legible(content, name)) is not None:
            return text
    return None


def as_it_stands(content: bytes) -> str:
    """Every byte as a sign, so that nothing hides behind a wrong one."""
    return content.decode("latin-1")


def without_zeros(content: bytes) -> str:
    """The same without zero bytes: what is written in UTF-16 or UTF-32 anywhere in a file."""
    return content.replace(b"\0", b"").decode("latin-1")


def _without_mark(content: bytes) -> str | None:
    """The reading of which most is written in Latin letters."""
    read = [text for name in _WITHOUT_MARK if (text := _legible(content, name)) is not None]
    best = min(read, key=_rareness, default=None)
    return None if best is None or _rareness(best) > _MOST_RARE else best


def _rareness(text: str) -> float:
    return len(_RARE.findall(text)) / max(1, len(text))


def _legible(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text
