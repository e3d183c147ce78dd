"""The texts that a PNG picture carries beside what it shows. What it shows nobody here reads.

length  kind  content  check      tEXt  name 0 text
                                  zTXt  name 0 0 packed text
                                  iTXt  name 0 packed? 0 language 0 name 0 text, or packed
                                  others as they stand, but the picture itself
"""

import zlib
from collections.abc import Iterator
from typing import Final

from fsb_lib.scanner.budget import Budget, NotSeenError

_SIGNATURE: Final = 8
_PICTURE: Final = frozenset({b"IHDR", b"IDAT", b"PLTE", b"tRNS", b"IEND"})
_PACKED_AFTER: Final = {b"zTXt": 2, b"iCCP": 2}  # bytes between the name and what is packed


def png_texts(content: bytes, budget: Budget) -> Iterator[bytes]:
    """Every text and every unknown part, unpacked.

    Errors: NotSeenError for a picture that is cut off or damaged.
    """
    place = _SIGNATURE
    kind = b""
    while place < len(content) and kind != b"IEND":
        length = int.from_bytes(content[place : place + 4], "big")
        kind = content[place + 4 : place + 8]
        data = content[place + 8 : place + 8 + length]
        if len(kind) != 4 or len(data) != length:
            raise NotSeenError("a picture that is cut off")
        if kind not in _PICTURE:
            yield _opened(kind, data, budget)
        place += 12 + length
    yield content[place:]  # behind the picture


def _opened(kind: bytes, data: bytes, budget: Budget) -> bytes:
    name, _, rest = data.partition(b"\0")
    if kind in _PACKED_AFTER:
        return name + b"\n" + _inflated(rest[1:], budget)
    if kind == b"iTXt":
        is_packed, told = rest[:1], rest[2:].split(b"\0", 2)
        text = told[-1]
        return b"\n".join(
            [name, *told[:-1], _inflated(text, budget) if is_packed == b"\1" else text]
        )
    return data


def _inflated(packed: bytes, budget: Budget) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        made = unpacker.decompress(packed, budget.n_bytes + 1)
    except zlib.error as error:
        raise NotSeenError("a text in a picture that does not unpack") from error
    budget.take(len(made))
    return made
