"""The CPR numbers of a delivery as keyed hashes: enough to know one again, too little to tell it.

    numbers.keyed     8 bytes   form
                      8 bytes   the hash of no number: shows whether a key is the right one
                      8 bytes   per number, ascending

The hash is BLAKE2b, keyed with a key that is derived from the pseudonyms' but is another, so no
entry can be matched with a pseudonym. Without the key the file says nothing.
"""

import hashlib
import hmac
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

NUMBERS: Final = "numbers.keyed"
_FORM: Final = b"FSBNUMS1"
_PURPOSE: Final = b"fsb: the numbers of a delivery, to be known again"
_WIDTH: Final = 8


class WrongKeyError(Exception):
    """The numbers were written with another key, or the file is no such file."""


class NumberHasher:
    """Keyed hashes of ten places."""

    def __init__(self, key: bytes) -> None:
        derived = hmac.new(key, _PURPOSE, hashlib.sha256).digest()
        self._started = hashlib.blake2b(key=derived, digest_size=_WIDTH)

    def hashed(self, places: str) -> bytes:
        made = self._started.copy()
        made.update(places.encode("ascii"))
        return made.digest()


def number_file(all_places: Iterable[str], key: bytes) -> bytes:
    """The content of the file for these numbers (ten places each, in any order)."""
    hasher = NumberHasher(key)
    hashes = np.frombuffer(b"".join(map(hasher.hashed, all_places)), ">u8")
    return _FORM + hasher.hashed("") + np.unique(hashes).astype(">u8").tobytes()


class KnownNumbers:
    """Says of ten places whether they are a number of the delivery."""

    def __init__(self, hasher: NumberHasher, hashes: NDArray[np.uint64]) -> None:
        self._hasher = hasher
        self._hashes = hashes

    @classmethod
    def read(cls, path: Path, key: bytes) -> "KnownNumbers":
        """Errors: WrongKeyError; OSError."""
        content = path.read_bytes()
        hasher = NumberHasher(key)
        start = _FORM + hasher.hashed("")
        if not content.startswith(start) or len(content) % _WIDTH:
            raise WrongKeyError
        return cls(hasher, np.frombuffer(content, ">u8", offset=len(start)).astype(np.uint64))

    def __contains__(self, places: object) -> bool:
        if not len(self._hashes) or not isinstance(places, str):
            return False
        value = np.uint64(int.from_bytes(self._hasher.hashed(places), "big"))
        found = min(int(np.searchsorted(self._hashes, value)), len(self._hashes) - 1)
        return bool(self._hashes[found] == value)

    def __len__(self) -> int:
        return len(self._hashes)
