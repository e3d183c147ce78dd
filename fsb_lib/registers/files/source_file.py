"""One delivered text file as bytes: what it is, whether it is whole, and its text as UTF-8.

bytes on disk -> (unpacked when .gz) -> decoded -> UTF-8 without byte order mark
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fsb_lib.registers.files.limits import BLOCK, unpacked

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WITHOUT_MARK = ("utf-8", "cp1252", "iso-8859-1")
# Bytes that neither cp1252 nor a Danish ISO-8859-1 text has: what a DOS code page leaves.
_C1_CONTROLS = re.compile("[\u0080-\u009f]")
_READ_AS_CP1252 = bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_TWICE_READ = re.compile(f"\u00c3[\u0080-\u00bf{re.escape(_READ_AS_CP1252)}]")


@dataclass(frozen=True)
class SourceFile:
    """A delivered file as it was found. `encoding` is empty when no accepted one reads it."""

    path: Path
    encoding: str
    is_mojibake: bool = False
    has_quotes: bool = True


def inspect(path: Path) -> SourceFile:
    """Reads the file once from end to end. Raises RefusedFileError and OSError."""
    with unpacked(path) as file:
        start = file.read(4)
    marked = [name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)]
    for encoding in marked[:1] or _WITHOUT_MARK:
        try:
            is_mojibake, has_quotes = _look_through(path, encoding)
        except UnicodeError:
            continue
        return SourceFile(path, encoding, is_mojibake, has_quotes)
    return SourceFile(path, "")


def _look_through(path: Path, encoding: str) -> tuple[bool, bool]:
    """Whether the text has mojibake, and quotes. Raises UnicodeError when it is not readable."""
    is_mojibake = has_quotes = False
    last = ""
    for text in decoded(path, encoding):
        if encoding == "iso-8859-1" and _C1_CONTROLS.search(text):
            raise UnicodeError("control characters")
        is_mojibake = is_mojibake or is_destroyed(last + text)
        has_quotes = has_quotes or '"' in text
        last = text[-1:]
    return is_mojibake, has_quotes


def is_destroyed(text: str) -> bool:
    """Whether a text holds mojibake."""
    # Asking for the letters first: a search in text without them is a hundred times slower.
    return "\ufffd" in text or ("\u00c3" in text and _TWICE_READ.search(text) is not None)


def decoded(path: Path, encoding: str) -> Iterator[str]:
    """The text of the file in blocks, unpacked, without byte order mark."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with unpacked(path) as file:
        while block := file.read(BLOCK):
            yield decoder.decode(block)
        yield decoder.decode(b"", final=True)


class Utf8Text:
    """A readable file of UTF-8 bytes, fed from blocks of text: what a CSV parser asks for."""

    closed = False

    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self._rest = b""

    def read(self, size: int = BLOCK) -> bytes:
        """`size` bytes, fewer only at the end: the parser takes a record from two reads at most."""
        parts = [self._rest]
        n_bytes = len(self._rest)
        while n_bytes < size and (text := next(self._blocks, None)) is not None:
            parts.append(text.encode("utf-8"))
            n_bytes += len(parts[-1])
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.closed = True
