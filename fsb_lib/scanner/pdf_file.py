"""The parts of a PDF: its streams unpacked, and what stands between them.

    12 0 obj << /Filter /FlateDecode >> stream ... endstream endobj

Every stream in the bytes of the file is looked at, also one that an earlier version left and no
page shows. An encrypted file raises NotSeenError.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fsb_lib.scanner.budget import Budget, NotSeenError
from fsb_lib.scanner.pdf_filters import plain_names, unfiltered

_START, _END = b"stream", b"endstream"
_LONGEST_DICTIONARY: Final = 1 << 16
_OBJECT = re.compile(rb"([0-9]{1,10})\s{1,4}[0-9]{1,5}\s{1,4}obj\b")
_FIRST_NUMBER: Final = 101_000_000  # 010100-0000, of the first day that a CPR number begins with
# An entry of the table that says where in the file each object begins.
_ENTRY = re.compile(rb"(?<![0-9])([0-9]{10})(?= [0-9]{5} [nf](?: \n| \r|\r\n))")
_ENCRYPTED = re.compile(rb"/Encrypt\b")
_DRAWS_NOTHING = re.compile(rb"/Subtype\s*+/(?:Image|Type1C|CIDFontType0C|OpenType)\b|/Length1\b")
_ATTACHED = re.compile(rb"/(?:F|UF|DOS|Unix|Mac)\s*+([0-9]{1,10})\s++[0-9]{1,5}\s++R\b")


@dataclass(frozen=True)
class Stream:
    """A stream: its object's number (empty when not known), dictionary, and content unpacked.

    `why` says why it could not be; then the content is as it stands.
    """

    number: bytes
    dictionary: bytes
    content: bytes
    why: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it may draw letters, or name them: neither a picture nor a font's outlines."""
        return _DRAWS_NOTHING.search(self.dictionary) is None

    def is_attached(self, attached: frozenset[bytes]) -> bool:
        """Whether it is a file that the PDF carries."""
        return b"/EmbeddedFile" in self.dictionary or self.number in attached


def without_offsets(content: bytes) -> bytes:
    """The file without the places of its objects, which are ten digits each and read in reverse may
    be anybody's number. What is no place in the file stays."""

    def blank(entry: re.Match[bytes]) -> bytes:
        is_place = int(entry[1]) < min(len(content), _FIRST_NUMBER)
        return b" " * 10 if is_place else entry[1]

    return _ENTRY.sub(blank, content)


def parts(content: bytes, budget: Budget) -> tuple[list[Stream], bytes]:
    """Every stream, and all between them. Errors: NotSeenError when all of it is encrypted."""
    streams, between = [], []
    place = 0
    for start, end in _places(content):
        before = content[place:start]
        between.append(before)
        streams.append(_stream(before, content[_first_byte(content, start) : end], budget))
        place = end
    between.append(content[place:])
    outside = plain_names(b"\n".join(between))
    if _ENCRYPTED.search(outside):
        raise NotSeenError("is encrypted")
    return streams, outside


def attached_numbers(texts: Sequence[bytes]) -> frozenset[bytes]:
    """The objects that a description of an attached file names."""
    return frozenset(number for text in texts for number in _ATTACHED.findall(text))


def _places(content: bytes) -> Iterator[tuple[int, int]]:
    """Where the word `stream` stands, and where its stream ends; one that does not, ends last."""
    place = 0
    while (start := content.find(_START, place)) >= 0:
        end = content.find(_END, start + len(_START))
        yield start, end if end >= 0 else len(content)
        if end < 0:
            return
        place = end + len(_END)


def _first_byte(content: bytes, start: int) -> int:
    place = start + len(_START)
    if content[place : place + 2] == b"\r\n":
        return place + 2
    return place + (content[place : place + 1] in {b"\n", b"\r"})


def _stream(before: bytes, packed: bytes, budget: Budget) -> Stream:
    head = before[-_LONGEST_DICTIONARY:]
    found = next(iter(deque(_OBJECT.finditer(head), maxlen=1)), None)  # the last one is its own
    number = found[1] if found else b""
    dictionary = plain_names(head[found.end() :] if found else head)
    try:
        return Stream(number, dictionary, unfiltered(dictionary, packed, budget))
    except NotSeenError as error:
        return Stream(number, dictionary, packed, error.why)
