"""The packings of a PDF's streams, one after the other, as its dictionary names them.

    /Filter /FlateDecode          /Filter [/ASCII85Decode /LZWDecode]

What no reader of text can see into (pictures in JPEG, fax or JPEG 2000; encryption) raises
NotSeenError, and so does what does not unpack.
"""

import base64
import re
import zlib
from collections.abc import Callable, Mapping
from typing import Final

from fsb_lib.scanner.budget import Budget, NotSeenError

_NAME_SIGN = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILTER = re.compile(rb"/Filter\s*+(?:\[([^\[\]]{0,500})\]|/([A-Za-z0-9]{1,40})|(?=[0-9]))")
_PREDICTOR = re.compile(rb"/Predictor\s*+([0-9]{1,3})")
_IS_PIXELS = re.compile(rb"/Subtype\s*+/Image\b|/Type\s*+/XRef\b")
_PLAIN_PREDICTOR: Final = 1
_LZW_CLEAR, _LZW_END, _LZW_WIDEST = 256, 257, 12
_RUN_END: Final = 128


def plain_names(dictionary: bytes) -> bytes:
    """A dictionary with its names as they read: `/F#69lter` is `/Filter`."""
    return _NAME_SIGN.sub(lambda match: bytes([int(match[1], 16)]), dictionary)


def unfiltered(dictionary: bytes, packed: bytes, budget: Budget) -> bytes:
    """The content of a stream. Errors: NotSeenError."""
    made = packed
    for name in _filters(dictionary):
        if name not in _DECODERS:
            raise NotSeenError("a part in a form that cannot be looked into")
        try:
            made = _DECODERS[name](made, budget)
        except (ValueError, zlib.error, IndexError) as error:
            raise NotSeenError("a part that does not unpack") from error
        budget.take(len(made))
        if len(made) and _is_predicted(dictionary, name):
            raise NotSeenError("a part in a form that cannot be looked into")
    return made


def _filters(dictionary: bytes) -> list[str]:
    found = _FILTER.search(dictionary)
    if found is None:
        if b"/Filter" in dictionary:
            raise NotSeenError("a part in a form that cannot be looked into")
        return []
    if found[1] is None and found[2] is None:  # told elsewhere, by a number
        raise NotSeenError("a part whose form is told elsewhere")
    named: bytes = found[1] if found[1] is not None else b"/" + found[2]
    return [name.decode("ascii", "replace") for name in named.replace(b"/", b" ").split()]


def _is_predicted(dictionary: bytes, name: str) -> bool:
    """Rows of differences: usual for pixels and the table of objects, hiding in all else."""
    told = _PREDICTOR.search(dictionary)
    packs = name.startswith(("Fl", "LZW"))
    predicted = told is not None and int(told[1]) > _PLAIN_PREDICTOR
    return packs and predicted and not _IS_PIXELS.search(dictionary)


def _flate(packed: bytes, budget: Budget) -> bytes:
    unpacker = zlib.decompressobj()
    made = unpacker.decompress(packed, budget.n_bytes + 1)
    if not unpacker.eof and len(made) <= budget.n_bytes:
        raise ValueError
    return made


def _ascii85(packed: bytes, _: Budget) -> bytes:
    text = packed.strip().removeprefix(b"<~").partition(b"~")[0]
    return base64.a85decode(text, ignorechars=b" \t\n\r\v\f\0")


def _hexadecimal(packed: bytes, _: Budget) -> bytes:
    digits = b"".join(packed.partition(b">")[0].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _run_length(packed: bytes, budget: Budget) -> bytes:
    made, place = bytearray(), 0
    while place < len(packed) and packed[place] != _RUN_END:
        length = packed[place]
        if length < _RUN_END:
            made += packed[place + 1 : place + 2 + length]
            place += 2 + length
        else:
            made += packed[place + 1 : place + 2] * (257 - length)
            place += 2
        if len(made) > budget.n_bytes:
            break
    return bytes(made)


def _lzw(packed: bytes, budget: Budget) -> bytes:
    """As PDF packs: codes grow by one bit just before they have to."""
    table = [bytes([one]) for one in range(256)] + [b"", b""]
    made, before, width, held, n_held = bytearray(), b"", 9, 0, 0
    for byte in packed:
        held, n_held = held << 8 | byte, n_held + 8
        if n_held < width:
            continue
        n_held -= width
        code, held = held >> n_held, held & ((1 << n_held) - 1)
        if code == _LZW_END or len(made) > budget.n_bytes:
            break
        if code == _LZW_CLEAR:
            del table[258:]
            before, width = b"", 9
            continue
        found = table[code] if code < len(table) else before + before[:1]
        made += found
        if before:
            table.append(before + found[:1])
        before = found
        width = min(max(9, (len(table) + 1).bit_length()), _LZW_WIDEST)
    return bytes(made)


_Decoder = Callable[[bytes, Budget], bytes]
_DECODERS: Final[Mapping[str, _Decoder]] = {
    "FlateDecode": _flate, "Fl": _flate,
    "ASCII85Decode": _ascii85, "A85": _ascii85,
    "ASCIIHexDecode": _hexadecimal, "AHx": _hexadecimal,
    "RunLengthDecode": _run_length, "RL": _run_length,
    "LZWDecode": _lzw, "LZW": _lzw,
}  # fmt: skip
