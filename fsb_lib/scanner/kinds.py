"""What a file is, by how it begins: what can be looked into, and what is known to be closed.

What is neither in these lists nor text is not seen. No list can name every form of file, so only
those that are looked into are trusted.
"""

import re
from typing import Final

ZIP, GZIP, BZIP2, XZ, TAR = "zip", "gzip", "bzip2", "xz", "tar"
PDF, PNG, PARQUET, FONT, KEYED = "PDF", "PNG", "Parquet", "typeface", "keyed numbers"

_STARTS: Final = {
    b"PK\x03\x04": ZIP,
    b"PK\x05\x06": ZIP,  # one without members
    b"\x1f\x8b\x08": GZIP,  # there is no other method than 8
    b"BZh": BZIP2,
    b"\xfd7zXZ\0": XZ,
    b"%PDF-": PDF,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"PAR1": PARQUET,
    b"wOF2": FONT,
    b"wOFF": FONT,
    b"OTTO": FONT,
    b"\0\1\0\0": FONT,
    b"FSBNUMS1": KEYED,
}
_TAR_AT: Final = 257
# Known to be closed, also where they stand within a text as base64.
_CLOSED: Final = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"Rar!": "a RAR archive",
    b"\x04\x22\x4d\x18": "an lz4 archive",
    b"\x1f\x9d": "a compress archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an older Office document",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\0": "a TIFF picture",
    b"MM\0*": "a TIFF picture",
    b"BM": "a BMP picture",
    b"SQLite format 3\0": "an SQLite database",
    b"\x89HDF": "an HDF5 file",
    b"ARROW1": "an Arrow file",
    b"-----BEGIN PGP": "an encrypted text",
}
_SHORTEST_START: Final = 3
_CLOSED_TEXTS: Final = {
    "a file in uuencode": re.compile(r"^begin [0-7]{3,4} \S", re.MULTILINE),
    "an encrypted text": re.compile(r"-----BEGIN PGP MESSAGE-----"),
    "a file in yEnc": re.compile(r"^=ybegin ", re.MULTILINE),
}


def kind_of(content: bytes) -> str:
    """What can be looked into; empty for text and everything else."""
    for start, kind in _STARTS.items():
        if content.startswith(start):
            return kind
    return TAR if content[_TAR_AT : _TAR_AT + 5] == b"ustar" else ""


def closed(content: bytes) -> str:
    """What it is that cannot be looked into; empty when that is not known."""
    return next((name for start, name in _CLOSED.items() if content.startswith(start)), "")


def begins_like_a_file(content: bytes) -> bool:
    """Whether bytes met by chance are a file of a known form: a short start could be chance."""
    return any(
        content.startswith(start) for start in (*_STARTS, *_CLOSED) if len(start) >= _SHORTEST_START
    )


def closed_text(text: str) -> str:
    """A form of text that wraps what cannot be looked into; empty for every other."""
    return next((name for name, form in _CLOSED_TEXTS.items() if form.search(text)), "")
