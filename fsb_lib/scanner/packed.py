"""What packed files hold: zip (docx, xlsx, odt are such), tar, gzip, bzip2, xz.

Everything is unpacked within the budget; what does not unpack to its end raises NotSeenError.
"""

import bz2
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from fsb_lib.scanner.budget import Budget, NotSeenError
from fsb_lib.scanner.kinds import BZIP2, GZIP, XZ

_NO_UNPACKING = "a packed file that does not unpack"
_TOO_MUCH = "unpacks to more than can be looked through"
_ENDING: Final = b"PK\x05\x06"
_LONGEST_ENDING: Final = 22 + (1 << 16)
_FAULTS = (
    zipfile.BadZipFile, tarfile.TarError, RuntimeError, NotImplementedError, EOFError, OSError,
    zlib.error, lzma.LZMAError, ValueError,
)  # fmt: skip
# One part of a packed file: what starts it, what unpacks it.
_UNPACKERS: Final[dict[str, Callable[[], Any]]] = {
    GZIP: lambda: zlib.decompressobj(wbits=31),
    BZIP2: bz2.BZ2Decompressor,
    XZ: lambda: lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=1 << 28),
}


def ends_as_zip(content: bytes) -> bool:
    """Whether a zip stands at the end of something else: both can be opened."""
    return _ENDING in content[-_LONGEST_ENDING:] and zipfile.is_zipfile(io.BytesIO(content))


def zip_members(content: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Name and content of every member; the names, comments and extra fields as one more."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            told = [f"{one.filename}\n".encode() + one.comment + b"\n" + one.extra
                    for one in members]  # fmt: skip
            yield "", b"\n".join([packed.comment, *told])
            for member in members:
                with packed.open(member) as stream:
                    unpacked = stream.read(budget.n_bytes + 1)
                yield member.filename, unpacked
    except _FAULTS as error:
        raise NotSeenError(_NO_UNPACKING) from error


def tar_members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of every member; the names and their attributes as one more."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as packed:
            members = packed.getmembers()
            told = (f"{one.name}\n{one.linkname}\n{one.uname}\n{one.pax_headers}"
                    for one in members)  # fmt: skip
            yield "", "\n".join(told).encode("utf-8", "replace")
            for member in members:
                stream = packed.extractfile(member) if member.isfile() else None
                if stream is not None:
                    yield member.name, stream.read()
    except _FAULTS as error:
        raise NotSeenError(_NO_UNPACKING) from error


def inflated(content: bytes, kind: str, budget: Budget) -> bytes:
    """All parts of a .gz, .bz2 or .xz, one after the other, and what stands behind them."""
    parts: list[bytes] = []
    left, room = content, budget.n_bytes
    start = content[: {GZIP: 2, BZIP2: 3, XZ: 6}[kind]]
    while left.startswith(start):
        unpacker = _UNPACKERS[kind]()
        try:
            parts.append(unpacker.decompress(left, room + 1))
        except _FAULTS as error:
            raise NotSeenError(_NO_UNPACKING) from error
        room -= len(parts[-1])
        if room < 0:
            raise NotSeenError(_TOO_MUCH)
        if not unpacker.eof:
            raise NotSeenError(_NO_UNPACKING)
        left = unpacker.unused_data
    return b"".join([*parts, left])
