"""From the bytes of a file to every text that a reader of it could see, each with its place.

    report.html     as it stands; tags left out and entities decoded; each data: address decoded
    notebook.ipynb  as it stands; every text in it, with its own HTML
    tables.xlsx     each member (docx and odt, too); .gz, .bz2, .xz, .tar: what they hold
    report.pdf      each stream unpacked, each attached file; strings; letters that pages draw
    logo.png        the texts it carries
    *.parquet       its values
    any text        as other signs write it: escapes, mail, base64 (`written_otherwise.py`)

Everything is also looked at byte by byte. What is none of these is an `UnseenPart`: a file that
nobody has seen does not leave.
"""

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from fsb_lib.scanner import kinds, packed, pdf_file
from fsb_lib.scanner.budget import DEEPEST, Budget, NotSeenError
from fsb_lib.scanner.decoded import as_it_stands, text_of, without_zeros
from fsb_lib.scanner.markup import (
    data_addresses,
    is_markup,
    letters_put_together,
    without_tags,
)
from fsb_lib.scanner.parquet_text import parquet_texts
from fsb_lib.scanner.pdf_text import drawn_texts, strings
from fsb_lib.scanner.picture_text import png_texts
from fsb_lib.scanner.written_otherwise import base64_blocks, readings


@dataclass(frozen=True)
class TextPart:
    """A text of a file. `part` says which, and is empty for the file as it stands.

    `is_joined`: of letters that stand apart, such as the cells of a table; only a number that is
    known is one there.
    """

    part: str
    text: str
    is_joined: bool = False


@dataclass(frozen=True)
class UnseenPart:
    """A part of a file that cannot be looked into, and why; without anything of its content."""

    part: str
    why: str


Found = Iterator[TextPart | UnseenPart]


@dataclass(frozen=True)
class _Within:
    """Where in a file we are: the budget of all of it, and how often it was unpacked."""

    budget: Budget
    depth: int = 0

    def deeper(self) -> "_Within":
        return replace(self, depth=self.depth + 1)


def texts(content: bytes, name: str = "") -> Iterator[TextPart]:
    """Every text in the bytes of a file; the name helps where the bytes do not tell."""
    return (one for one in parts(content, name) if isinstance(one, TextPart))


def parts(content: bytes, name: str = "") -> Found:
    """Every text in the bytes of a file, and every part that cannot be looked into."""
    return _file(content, name.lower(), _Within(Budget()))


def _file(content: bytes, name: str, within: _Within) -> Found:
    """A file, or what one holds: unpacked, or not seen."""
    try:
        within.budget.take(len(content))
        if within.depth > DEEPEST:
            raise NotSeenError("is packed too many times over")
        yield from _looked_into(content, name, within)
    except NotSeenError as error:
        yield UnseenPart("", error.why)


def _looked_into(content: bytes, name: str, within: _Within) -> Found:
    kind = kinds.kind_of(content)
    text = None if kind else text_of(content)
    if text is None:
        yield from _bytes(pdf_file.without_offsets(content) if kind == kinds.PDF else content)
    else:
        yield from _text(text, name, within)
    if kind in _LOOKS:
        yield from _LOOKS[kind](content, name, within.deeper())
    elif text is None and kind not in {kinds.FONT, kinds.KEYED}:
        yield UnseenPart("", kinds.closed(content) or "of a form that is not known")
    if kind != kinds.ZIP and packed.ends_as_zip(content):
        yield from _zip(content, name, within.deeper())


def _bytes(content: bytes) -> Iterator[TextPart]:
    yield TextPart("", as_it_stands(content))
    if b"\0" in content:
        yield TextPart("without zero bytes", without_zeros(content))


def _within(part: str, found: Found) -> Found:
    for one in found:
        yield replace(one, part=f"{part}, {one.part}" if one.part else part)


def _text(text: str, name: str, within: _Within) -> Found:
    yield TextPart("", text)
    if closed := kinds.closed_text(text):
        yield UnseenPart("", closed)
    if name.endswith((".json", ".ipynb")):
        yield from _json(text, within)
    yield from _read_otherwise(text, within)


def _read_otherwise(text: str, within: _Within) -> Found:
    """What a text says by its tags, its escapes, and the files written into it."""
    if is_markup(text):
        yield from _marked_up(text)
    yield from (TextPart(part, said) for part, said in readings(text))
    for number, content in enumerate(data_addresses(text), start=1):
        yield from _within(f"data address {number}", _file(content, "", within.deeper()))
    for number, content in enumerate(base64_blocks(text), start=1):
        yield from _within(f"base64 {number}", _file(content, "", within.deeper()))


def _marked_up(text: str) -> Iterator[TextPart]:
    decoded = html.unescape(text)
    yield TextPart("entities decoded", decoded)
    if "&#" in decoded:
        yield TextPart("entities decoded twice", html.unescape(decoded))
    stripped = without_tags(text)
    yield TextPart("text without tags", stripped)
    yield TextPart("letters put together", letters_put_together(stripped), is_joined=True)


def _json(text: str, within: _Within) -> Found:
    """Every text in a JSON document, with its escapes decoded, and the texts within it."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return  # it was looked at as it stands
    for place, value in _strings(document, "$"):
        yield TextPart(place, value)
        yield from _within(place, _read_otherwise(value, within))


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


def _zip(content: bytes, _: str, within: _Within) -> Found:
    for name, unpacked in packed.zip_members(content, within.budget):
        if name:
            yield from _within(f"member {name}", _file(unpacked, name.lower(), within))
        else:
            yield from _within("names of members", iter(_bytes(unpacked)))


def _tar(content: bytes, _: str, within: _Within) -> Found:
    for name, unpacked in packed.tar_members(content):
        if name:
            yield from _within(f"member {name}", _file(unpacked, name.lower(), within))
        else:
            yield from _within("names of members", iter(_bytes(unpacked)))


def _unpacked(content: bytes, name: str, within: _Within) -> Found:
    unpacked = packed.inflated(content, kinds.kind_of(content), within.budget)
    yield from _within("unpacked", _file(unpacked, name.rpartition(".")[0], within))


def _png(content: bytes, _: str, within: _Within) -> Found:
    for said in png_texts(content, within.budget):
        text = text_of(said.replace(b"\0", b"\n"))
        found = _bytes(said) if text is None else _text(text, "", within)
        yield from _within("text in the picture", found)


def _parquet(content: bytes, _: str, within: _Within) -> Found:
    for part, text in parquet_texts(content, within.budget):
        yield TextPart(part, text)
        yield from _within(part, _read_otherwise(text, within))


def _pdf(content: bytes, _: str, within: _Within) -> Found:
    streams, outside = pdf_file.parts(content, within.budget)
    yield TextPart("strings", strings(outside))
    attached = pdf_file.attached_numbers([outside, *(one.content for one in streams)])
    for number, stream in enumerate(streams, start=1):
        part = f"stream {number}"
        if stream.why:
            yield UnseenPart(part, stream.why)
        is_file = stream.is_text and kinds.begins_like_a_file(stream.content)
        if is_file or stream.is_attached(attached):
            yield from _within(part, _file(stream.content, "", within))
        else:
            yield from _within(part, _stream(stream))
    for number, text in drawn_texts([one.content if one.is_text else b"" for one in streams]):
        yield TextPart(f"text of stream {number}", text)
        yield TextPart(f"letters of stream {number}", letters_put_together(text), is_joined=True)


def _stream(stream: pdf_file.Stream) -> Iterator[TextPart]:
    yield from _bytes(stream.content)
    if stream.content.lstrip().startswith(b"<?x"):  # what the file says of itself
        yield from _marked_up(as_it_stands(stream.content))


_LOOKS = {
    kinds.ZIP: _zip,
    kinds.TAR: _tar,
    kinds.GZIP: _unpacked,
    kinds.BZIP2: _unpacked,
    kinds.XZ: _unpacked,
    kinds.PNG: _png,
    kinds.PARQUET: _parquet,
    kinds.PDF: _pdf,
}
