"""The letters that a PDF's pages draw: enough to see a number, whatever the fonts call it.

    [(0101) -20 (80) -250 (1234)] TJ      letters as they stand, kerning between them
    <00240025> Tj                         glyphs, which the fonts' ToUnicode tables name

Which font draws which glyphs is not followed: each table is tried on all of them.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_SHOWN = re.compile(
    rb"\[((?:[^\[\]\\()]|\\.|\((?:[^()\\]|\\.)*\))*)\]\s*TJ"
    rb"|((?:\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>))\s*(?:Tj|'|\")",
    re.DOTALL,
)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PAIRS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", re.DOTALL
)
_LONGEST_RANGE = 1 << 16

Glyphs = dict[bytes, str]


def streams(content: bytes, most_bytes: int) -> Iterator[bytes]:
    """The streams of a PDF, unpacked where they are packed; one that is not stays as it is."""
    for match in _STREAM.finditer(content):
        try:
            yield zlib.decompressobj().decompress(match[1], most_bytes)
        except zlib.error:
            yield match[1]


def drawn_texts(unpacked: Sequence[bytes]) -> Iterator[tuple[int, str]]:
    """Number of a stream that draws text, and the text under each way of reading its glyphs."""
    tables = [table for table in map(_glyphs, unpacked) if table]
    for number, stream in enumerate(unpacked, start=1):
        shown = [_parts(match[1] or match[2]) for match in _SHOWN.finditer(stream)]
        if shown:
            letters = [_letters(one, {}) for one in shown]
            yield number, "\n".join(letters)
            yield number, "".join(letters)
            for table in tables:
                yield number, "\n".join(_letters(one, table) for one in shown)


def _parts(shown: bytes) -> list[str | bytes]:
    """What is drawn at one place: letters as they stand, and glyphs."""
    return [
        _ESCAPE.sub(_unescaped, match[1]).decode("latin-1")
        if match[2] is None
        else _bytes(b"".join(match[2].split()))
        for match in _STRING.finditer(shown)
    ]


def _letters(parts: list[str | bytes], table: Glyphs) -> str:
    return "".join(part if isinstance(part, str) else _named(part, table) for part in parts)


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if match[1].isdigit() else match[1]


def _named(packed: bytes, table: Glyphs) -> str:
    """Glyphs by their table; without one, as if they were letters."""
    if not table:
        return packed.decode("latin-1")
    width = len(next(iter(table)))
    glyphs = (packed[start : start + width] for start in range(0, len(packed), width))
    return "".join(table.get(glyph, "?") for glyph in glyphs)


def _glyphs(stream: bytes) -> Glyphs:
    """The letters by glyph, from a ToUnicode table; empty for any other stream."""
    found: Glyphs = {}
    for block in _PAIRS.findall(stream):
        codes = _HEX.findall(block)
        found |= {
            _bytes(one): _text(other) for one, other in zip(codes[::2], codes[1::2], strict=False)
        }
    for block in _RANGES.findall(stream):
        for first, last, start, listed in _RANGE.findall(block):
            n_glyphs = min(int(last, 16) - int(first, 16) + 1, _LONGEST_RANGE)
            letters = _HEX.findall(listed)
            for step in range(n_glyphs):
                glyph = (int(first, 16) + step).to_bytes(len(first) // 2, "big")
                if start:
                    found[glyph] = _text(start)[:-1] + chr(ord(_text(start)[-1]) + step)
                elif step < len(letters):
                    found[glyph] = _text(letters[step])
    return found


def _bytes(code: bytes) -> bytes:
    return bytes.fromhex(code.decode("ascii") + "0" * (len(code) % 2))  # as PDF reads an odd one


def _text(code: bytes) -> str:
    return _bytes(code).decode("utf-16-be", "replace")
