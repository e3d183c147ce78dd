"""The letters that a PDF's pages draw, and the strings in it: enough to see a number.

    [(0101) -20 (80) -250 (1234)] TJ      letters as they stand, kerning between them
    <00240025> Tj                         glyphs, which the fonts' ToUnicode tables name
    /Title <FEFF0030...>                  a string in UTF-16

Which font draws which glyphs is not followed: each table is tried on all of them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_MARK = re.compile(rb"\(|%|<([0-9A-Fa-f\s]*+)>|\[|T[jJ]|['\"]")
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_CONTROL: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f",
                   b"\n": b"", b"\r": b"", b"\r\n": b""}  # fmt: skip
_HEX = re.compile(rb"<([0-9A-Fa-f]{1,64})>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f]{1,8})>\s*+<([0-9A-Fa-f]{1,8})>\s*+(?:<([0-9A-Fa-f]{1,64})>|\[([^\[\]]*+)\])"
)
_LONGEST_RANGE = 1 << 16

Glyphs = dict[bytes, str]
Shown = list[str | bytes]  # letters as they stand, and glyphs


def strings(between: bytes) -> str:
    """Every string between the streams, decoded as information about a file is."""
    return _strings(list(_shown(between)))


def drawn_texts(unpacked: Sequence[bytes]) -> Iterator[tuple[int, str]]:
    """Number of a stream that holds strings, and its text under each way of reading them."""
    tables = [table for table in map(_glyphs, unpacked) if table]
    for number, stream in enumerate(unpacked, start=1):
        if shown := list(_shown(stream)):
            yield number, _strings(shown)
            letters = [_letters(one, {}) for one in shown]
            yield number, "\n".join(letters)
            yield number, "".join(letters)
            as_glyphs = [list(map(_packed, one)) for one in shown]
            for table in tables:
                yield number, "\n".join(_letters(one, table) for one in as_glyphs)
                if shown != as_glyphs:
                    yield number, "\n".join(_letters(one, table) for one in shown)


def _strings(shown: Sequence[Shown]) -> str:
    return "\n".join(_decoded(each) for one in shown for each in one)


def _shown(stream: bytes) -> Iterator[Shown]:
    """What is drawn at one place, and the strings between that are drawn nowhere."""
    pending: Shown = []
    for token in _tokens(stream):
        if token is not None:
            pending.append(token)
        elif pending:
            yield pending
            pending = []
    if pending:
        yield pending


def _tokens(stream: bytes) -> Iterator[str | bytes | None]:
    """The strings of a stream in one pass, and None where they are drawn or an array begins."""
    place = 0
    while mark := _MARK.search(stream, place):
        sign, place = mark[0], mark.end()
        if sign == b"(":
            end = _end_of_literal(stream, place)
            yield _unescaped(stream[place:end])
            place = end + 1
        elif sign == b"%":
            place = _end_of_line(stream, place)
        else:
            yield None if mark[1] is None else _bytes(b"".join(mark[1].split()))


def _end_of_literal(stream: bytes, start: int) -> int:
    """Where the parenthesis closes; the end of the stream when it does not."""
    depth = 1
    for mark in _PARENTHESIS.finditer(stream, start):
        depth += (mark[0] == b"(") - (mark[0] == b")")
        if not depth:
            return mark.start()
    return len(stream)


def _end_of_line(stream: bytes, place: int) -> int:
    ends = [end for sign in (b"\n", b"\r") if (end := stream.find(sign, place, place + 4096)) >= 0]
    return min(ends, default=place + 4096)


def _unescaped(literal: bytes) -> str:
    return _ESCAPE.sub(_escape, literal).decode("latin-1")


def _escape(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    if sign.isdigit() and not sign.startswith((b"8", b"9")):
        return bytes([int(sign, 8) & 255])
    return _CONTROL.get(sign, sign)


def _decoded(one: str | bytes) -> str:
    packed = _packed(one)
    if packed.startswith((b"\xfe\xff", b"\xff\xfe")):
        return packed.decode("utf-16", "replace")
    return packed.decode("latin-1")


def _packed(one: str | bytes) -> bytes:
    return one.encode("latin-1") if isinstance(one, str) else one


def _letters(parts: Sequence[str | bytes], table: Glyphs) -> str:
    return "".join(part if isinstance(part, str) else _named(part, table) for part in parts)


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
    for block in _between(stream, b"beginbfchar", b"endbfchar"):
        codes = _HEX.findall(block)
        found |= {
            _bytes(one): _text(other) for one, other in zip(codes[::2], codes[1::2], strict=False)
        }
    for block in _between(stream, b"beginbfrange", b"endbfrange"):
        for first, last, start, listed in _RANGE.findall(block):
            found |= _range(first, last, start, _HEX.findall(listed))
    return found


def _between(stream: bytes, start: bytes, end: bytes) -> Iterator[bytes]:
    for block in stream.split(start)[1:]:
        yield block.partition(end)[0]


def _range(first: bytes, last: bytes, start: bytes, listed: Sequence[bytes]) -> Glyphs:
    lowest, width = int(first, 16), (len(first) + 1) // 2
    n_glyphs = min(int(last, 16) - lowest + 1, _LONGEST_RANGE, 256**width - lowest)
    glyphs = [(lowest + step).to_bytes(width, "big") for step in range(n_glyphs)]
    if not start:
        return dict(zip(glyphs, map(_text, listed), strict=False))
    letters = _text(start)
    head, letter = letters[:-1], letters[-1]
    return {
        glyph: head + chr(min(ord(letter) + step, 0x10FFFF)) for step, glyph in enumerate(glyphs)
    }


def _bytes(code: bytes) -> bytes:
    return bytes.fromhex(code.decode("ascii") + "0" * (len(code) % 2))  # as PDF reads an odd one


def _text(code: bytes) -> str:
    return _bytes(code).decode("utf-16-be", "replace") or "?"
