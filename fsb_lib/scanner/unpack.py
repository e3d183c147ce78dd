"""From the bytes of a file to every text that a reader of it could see, each with its place.

    report.html     as it stands; tags left out and entities decoded; each data: address decoded
    notebook.ipynb  as it stands; every text in it, with its own HTML
    tables.xlsx     each member (a zip); .gz: what it holds
    report.pdf      each packed stream; the letters that its pages draw
    others          as they stand

What cannot be looked into is a `NotSeenError`: a file that nobody has seen does not leave.
"""

import base64
import binascii
import codecs
import html
import io
import json
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fsb_lib.scanner.pdf_text import drawn_texts, streams

LARGEST = 1 << 28  # bytes that one file may unpack to, all it holds taken together
DEEPEST = 4
_GZIP = b"\x1f\x8b"

# Tags within a word; every other tag parts what stands before and after it.
_WITHIN = re.compile(
    r"</?(?:a|abbr|b|bdi|code|em|font|i|kbd|mark|r|rPr|s|small|span|strong|sub|sup|t|tspan|u|wbr"
    r"|vertAlign|sz|color|rFont|family)\b[^<>]*>|<!--.*?-->",
    re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")
_DATA = re.compile(r"data:([\w.+/-]*)((?:;[\w=.+-]+)*?)(;base64)?,([^\"'\s)<>\\]*)")
_FONTS = re.compile(r"(?:application/)?(?:x-)?font")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")


class NotSeenError(Exception):
    """A file, or a part of it, that cannot be looked into; `why` holds nothing of its content."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class TextPart:
    """A text of a file. `part` says which, and is empty for the file as it stands."""

    part: str
    text: str


def texts(content: bytes, name: str = "") -> Iterator[TextPart]:
    """Every text in the bytes of a file; the name helps where the bytes do not tell.

    Errors: NotSeenError.
    """
    yield from _unpacked(content, name.lower(), _Budget(), 0)


class _Budget:
    """What may still be unpacked from one file, all its parts taken together."""

    def __init__(self) -> None:
        self.n_bytes = LARGEST

    def take(self, n_bytes: int) -> None:
        self.n_bytes -= n_bytes
        if self.n_bytes < 0:
            raise NotSeenError("unpacks to more than can be looked through")


def _unpacked(content: bytes, name: str, budget: _Budget, depth: int) -> Iterator[TextPart]:
    budget.take(len(content))
    if depth > DEEPEST:
        raise NotSeenError("is packed too many times over")
    if content.startswith(b"PK\x03\x04"):
        yield from _zip_members(content, budget, depth + 1)
    elif content.startswith(_GZIP):
        yield from _within("unpacked", _unpacked(_inflated(content), name[:-3], budget, depth + 1))
    elif content.startswith(b"%PDF-"):
        yield from _pdf(content, budget)
    else:
        text = _decoded(content)
        yield TextPart("", text)
        if name.endswith((".json", ".ipynb")):
            yield from _json_texts(text, budget, depth)
        yield from _marked_up(text, budget, depth)


def _within(part: str, found: Iterator[TextPart]) -> Iterator[TextPart]:
    for one in found:
        yield TextPart(f"{part}, {one.part}" if one.part else part, one.text)


def _decoded(content: bytes) -> str:
    """The bytes as text: every byte becomes something, so nothing hides behind a wrong one."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _marked_up(text: str, budget: _Budget, depth: int) -> Iterator[TextPart]:
    """What HTML, XML and SVG say without their tags; what addresses in a text hold."""
    if "<" in text or "&" in text:
        yield TextPart("entities decoded", html.unescape(text))
        stripped = _TAG.sub("\n", _WITHIN.sub("", text))
        yield TextPart("text without tags", html.unescape(stripped))
    if _ESCAPED.search(text):
        yield TextPart("addresses decoded", urllib.parse.unquote(text, errors="replace"))
    for number, match in enumerate(_DATA.finditer(html.unescape(text)), start=1):
        if not _FONTS.match(match[1]):
            content = _data(match)
            yield from _within(f"data address {number}", _unpacked(content, "", budget, depth + 1))


def _data(match: re.Match[str]) -> bytes:
    content = urllib.parse.unquote_to_bytes(match[4])
    if not match[3]:
        return content
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4))
    except (binascii.Error, ValueError):
        return content


def _json_texts(text: str, budget: _Budget, depth: int) -> Iterator[TextPart]:
    """Every text in a JSON document, with its escapes decoded, and the texts within it."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return  # it was looked at as it stands
    for place, value in _strings(document, "$"):
        yield TextPart(place, value)
        yield from _within(place, _marked_up(value, budget, depth))


def _strings(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            yield place, "".join(value)  # a notebook's lines
            return
        for number, one in enumerate(value):
            yield from _strings(one, f"{place}[{number}]")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield f"{place}, a name", key
            yield from _strings(one, f"{place}.{key}")


def _zip_members(content: bytes, budget: _Budget, depth: int) -> Iterator[TextPart]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield TextPart("names of members", "\n".join(packed.namelist()))
            yield TextPart("comment", packed.comment.decode("latin-1"))
            for member in packed.infolist():
                with packed.open(member) as stream:
                    unpacked = stream.read(budget.n_bytes + 1)
                found = _unpacked(unpacked, member.filename.lower(), budget, depth)
                yield from _within(f"member {member.filename}", found)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise NotSeenError("a packed file that does not unpack") from error


def _inflated(content: bytes) -> bytes:
    """All parts of a .gz, one after the other."""
    made, left = b"", content
    while left.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            made += unpacker.decompress(left, LARGEST)
        except zlib.error as error:
            raise NotSeenError("a packed file that does not unpack") from error
        if unpacker.unconsumed_tail or len(made) > LARGEST:
            raise NotSeenError("unpacks to more than can be looked through")
        if not unpacker.eof:
            raise NotSeenError("a packed file that does not unpack")
        left = unpacker.unused_data
    return made + left


def _pdf(content: bytes, budget: _Budget) -> Iterator[TextPart]:
    yield TextPart("", content.decode("latin-1"))
    unpacked = []
    for stream in streams(content, LARGEST):
        budget.take(len(stream))
        unpacked.append(stream)
    for number, stream in enumerate(unpacked, start=1):
        yield TextPart(f"stream {number}", stream.decode("latin-1"))
    for number, text in drawn_texts(unpacked):
        yield TextPart(f"text of stream {number}", text)
