"""How large a woff2 font unpacks, found without unpacking more than is allowed.

    48 bytes of head, the list of tables, then all tables packed by brotli in one piece

1.6 kB can hold 4 GB; so it is fed to the unpacker byte by byte, and stopped.
"""

from typing import Final

MOST_UNPACKED: Final = 2_000_000  # bytes; a font of 40 kB holds a tenth of it
_HEAD: Final = 48
_MOST_TABLES: Final = 64
_NAMED: Final = 63  # a flag that says that the table's name follows
_TRANSFORMED_UNLESS: Final = {10: 3, 11: 3}  # glyf and loca: their plain form has number 3


def unpacks_within_bounds(data: bytes) -> bool:
    """Whether the font unpacks to at most that; a damaged one does not."""
    import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 (where a font is named)

    unpacker, n_bytes = brotli.Decompressor(), 0
    try:
        packed = data[_end_of_tables(data) :]
        packed = packed[: int.from_bytes(data[20:24], "big")]
        for place in range(len(packed)):
            n_bytes += len(unpacker.process(packed[place : place + 1]))
            if n_bytes > MOST_UNPACKED:
                return False
    except (brotli.error, IndexError):
        return False
    return int.from_bytes(data[16:20], "big") <= MOST_UNPACKED


def _end_of_tables(data: bytes) -> int:
    """Raises IndexError for a list that is cut off."""
    place = _HEAD
    for _ in range(min(int.from_bytes(data[12:14], "big"), _MOST_TABLES)):
        flags = data[place]
        kind, form = flags & 63, flags >> 6
        place = _end_of_number(data, place + 1 + 4 * (kind == _NAMED))
        if form != _TRANSFORMED_UNLESS.get(kind, 0):
            place = _end_of_number(data, place)
    return place


def _end_of_number(data: bytes, place: int) -> int:
    """A number of one to five bytes; all but the last have their highest bit set."""
    for length in range(1, 6):
        if not data[place + length - 1] & 128:
            return place + length
    raise IndexError
