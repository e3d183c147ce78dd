"""What HTML, XML and SVG say without their tags, and what the addresses in them hold.

<w:t>0101</w:t></w:r><w:r><w:t>80</w:t>     one word: a tag within a word is left out
<td>010180</td><td>1234</td>                two: a tag that parts blocks is a new line
<text>0</text><text>1</text>                letters one by one are read as one word, too
"""

import base64
import binascii
import html
import re
import urllib.parse
from collections.abc import Iterator
from itertools import groupby
from typing import Final

# Tags within a word, in HTML, SVG, a workbook's rich text.
_WITHIN: Final = frozenset({
    "a", "abbr", "b", "bdi", "big", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q",
    "r", "s", "small", "span", "strong", "sub", "sup", "t", "tspan", "tt", "u", "var", "wbr",
    "phonetic", "rPr", "vertAlign", "sz", "color", "rFont", "family", "charset", "scheme",
    "strike",
})  # fmt: skip
# Office documents have hundreds within a word (proofing, bookmarks, changes): all but these.
_OFFICE: Final = frozenset({
    "w", "a", "text", "office", "draw", "style", "m", "v", "o", "wp", "w14", "w15", "mc",
})  # fmt: skip
_PARTING: Final = frozenset({
    "p", "br", "cr", "tab", "tc", "tr", "tbl", "tblGrid", "sectPr", "body", "h", "list",
    "list-item", "table", "line-break", "s", "txBody", "annotation", "note", "notes", "page",
    "frame",
})  # fmt: skip
_TAG = re.compile(r"<[/?!]?([A-Za-z][\w.\-]{0,60})?(?::([\w.\-]{1,60}))?[^<>]*+>")
_DASH = re.compile(r"<w:noBreakHyphen\b[^<>]*+>")
_DATA = re.compile(r"data:([\w.+/-]*+)((?:;[\w.+-]++(?:=[\w.+-]*+)?)*+),([^\"'\s)<>\\]*+)")
_FEWEST_ALONE = 6  # letters in a row that stand alone and are read as one word
_COMMENT_STARTS, _COMMENT_ENDS = "<!--", "-->"


def is_markup(text: str) -> bool:
    """Whether there is a tag or an entity in the text."""
    return "<" in text or "&" in text


def without_tags(text: str) -> str:
    """What a reader sees: entities decoded, tags left out, each block on lines of its own."""
    return html.unescape(_TAG.sub(_without_tag, _DASH.sub("-", _without_comments(text))))


def data_addresses(text: str) -> Iterator[bytes]:
    """What each `data:` address of a text holds."""
    if "data:" not in text and "data&" not in text:
        return
    for match in _DATA.finditer(html.unescape(text)):
        content = urllib.parse.unquote_to_bytes(match[3])
        yield _from_base64(content) if match[2].lower().endswith(";base64") else content


def _from_base64(content: bytes) -> bytes:
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4))
    except (binascii.Error, ValueError):
        return content


def _without_tag(match: re.Match[str]) -> str:
    prefix, name = (match[1], match[2]) if match[2] else ("", match[1] or "")
    if prefix in _OFFICE:
        return "\n" if name in _PARTING else ""
    return "" if name in _WITHIN else "\n"


def _without_comments(text: str) -> str:
    """The text without comments; one that does not end stays."""
    kept, place = [], 0
    while (start := text.find(_COMMENT_STARTS, place)) >= 0:
        end = text.find(_COMMENT_ENDS, start + len(_COMMENT_STARTS))
        if end < 0:
            break
        kept.append(text[place:start])
        place = end + len(_COMMENT_ENDS)
    return "".join([*kept, text[place:]])


def letters_put_together(lines: str) -> str:
    """The words of letters that stand on lines of their own, many in a row."""
    pieces = (piece for line in lines.split("\n") if (piece := line.strip()))
    runs = groupby(pieces, key=lambda piece: len(piece) == 1)
    words = ("".join(letters) for is_alone, letters in runs if is_alone)
    return "\n".join(word for word in words if len(word) >= _FEWEST_ALONE)
