"""The names of a snapshot's files, and the hash that proves them whole."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

DESCRIPTION: Final = "snapshot.json"
IDENTITIES: Final = "identities"  # one row per person: what the person's number tells
CHANGES: Final = "cpr_skift"  # the one delivered table that is counted but not written


def is_snapshot(folder: Path) -> bool:
    """Whether a folder says that it is a snapshot; `open_snapshot` checks that it is one."""
    return (folder / DESCRIPTION).is_file()


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_of_all(hashes: Sequence[str]) -> str:
    """One hash of the files of a table; of one file its own."""
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
