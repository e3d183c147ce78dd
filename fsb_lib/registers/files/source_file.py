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
# A DOS code page's letters, as bytes and as what cp1252 reads in their place.
_DOS_LETTERS = frozenset(b"\x86\x8f\x91\x92\x9b\x9d")
_DOS = re.compile("[A-Za-z][\u2018\u203a\u2020][A-Za-z]|[\u203a\u2020][a-z]")
_READ_AS_CP1252 = bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_TWICE_READ = re.compile(f"\u00c3[\u0080-\u00bf{re.escape(_READ_AS_CP1252)}]")


@dataclass(frozen=True)
class SourceFile:
    """A delivered file as it was found. `encoding` is empty when no accepted one reads it.

    `first_mojibake`: the line of it, as Excel counts, or 0. `is_code_page`: letters of DOS.
    """

    path: Path
    encoding: str
    first_mojibake: int = 0
    has_quotes: bool = True
    is_code_page: bool = False
    n_signs: int = 0

    @property
    def is_mojibake(self) -> bool:
        return self.first_mojibake > 0

    @property
    def is_mixed(self) -> bool:
        """Whether some of it is UTF-8 and some is not: it was put together."""
        return self.is_mojibake and self.encoding in ("cp1252", "iso-8859-1")


def inspect(path: Path) -> SourceFile:
    """Reads the file once from end to end. Raises RefusedFileError and OSError."""
    with unpacked(path) as file:
        start = file.read(4)
    marked = [name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)]
    for encoding in marked[:1] or _WITHOUT_MARK:
        try:
            return _looked_through(path, encoding)
        except UnicodeError:
            continue
    with unpacked(path) as file:
        return SourceFile(path, "", is_code_page=not _DOS_LETTERS.isdisjoint(file.read(BLOCK)))


def _looked_through(path: Path, encoding: str) -> SourceFile:
    """The file as this encoding reads it. Raises UnicodeError when it is not readable."""
    has_quotes = is_code_page = False
    first_mojibake, n_lines, n_signs, last = 0, 1, 0, ""
    for text in decoded(path, encoding):
        if encoding == "iso-8859-1" and _C1_CONTROLS.search(text):
            raise UnicodeError("control characters")
        if not first_mojibake and (place := _mojibake(last + text)) >= 0:
            first_mojibake = n_lines + (last + text)[:place].count("\n")
        is_code_page = is_code_page or (encoding == "cp1252" and _is_dos(text))
        has_quotes = has_quotes or '"' in text
        n_lines += text.count("\n")
        n_signs += len(text)
        last = text[-1:].strip("\n")
    return SourceFile(path, encoding, first_mojibake, has_quotes, is_code_page, n_signs)


def _is_dos(text: str) -> bool:
    """Whether signs stand inside words that code page 850 has letters for."""
    return any(sign in text for sign in "\u2018\u203a\u2020") and _DOS.search(text) is not None


def _mojibake(text: str) -> int:
    """Where a text was destroyed first, or -1."""
    if not is_destroyed(text):
        return -1
    twice = _TWICE_READ.search(text)
    places = [text.find("\ufffd"), twice.start() if twice else -1]
    return min(place for place in places if place >= 0)


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


def beginning(source: SourceFile, n_signs: int) -> str:
    """The first signs of the text."""
    text = ""
    for block in decoded(source.path, source.encoding):
        text += block
        if len(text) >= n_signs:
            break
    return text[:n_signs]


class Utf8Text:
    """A readable file fed from blocks of UTF-8: what a CSV parser asks for."""

    closed = False

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def read(self, size: int = BLOCK) -> bytes:
        """`size` bytes, fewer only at the end: the parser takes a record from two reads at most."""
        parts = [self._rest]
        n_bytes = len(self._rest)
        while n_bytes < size and (text := next(self._blocks, None)) is not None:
            parts.append(text)
            n_bytes += len(text)
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.closed = True
