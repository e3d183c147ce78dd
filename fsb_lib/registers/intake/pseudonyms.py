"""The key, and the pseudonyms made with it: HMAC-SHA256 over each distinct number.

A pseudonym hides a number only as long as nobody has the key: there are few enough CPR numbers
to try them all. So the key never stands in a parameter, a notebook or a log.
"""

import hashlib
import os
import secrets
import stat
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.domain import cpr
from fsb_lib.registers.intake.identities import BIF, REAL, SOF

KEY_VARIABLE: Final = "FSB_KEY_FILE"
SHORTEST_KEY: Final = 32
SYNTHETIC_KEY_NAME: Final = "synthetic.key"
_LONGEST_KEY = 4096
_BLOCK = 64  # bytes of a block of SHA-256
_PREFIX = {REAL: "", BIF: "BIF:", SOF: "SOF:"}


def pseudonyms(identities: NDArray[np.int64], key: bytes) -> NDArray[np.bytes_]:
    """The 32 bytes of each identity's pseudonym.

    A replacement number carries its owner into the pseudonym: `BIF:6101801234`.
    """
    padded = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    # The two halves of HMAC are started once and copied: hmac.new per number takes twice as long.
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))
    made = bytearray()
    for value in identities.tolist():
        first, second = inner.copy(), outer.copy()
        first.update((_PREFIX[value % 4] + cpr.number_text(value // 4)).encode())
        second.update(first.digest())
        made += second.digest()
    return np.frombuffer(bytes(made), "V32")


def read_key(path: Path | None, *, synthetic: bool, workspace: Path = Path("work")) -> bytes:
    """The key from `path`, else from the file that FSB_KEY_FILE names.

    A synthetic delivery without either gets a key of its own, made in the workspace on first use.
    Raises InputError when there is no key, or it is too short or readable by others.
    """
    named = os.environ.get(KEY_VARIABLE, "")
    from_where = KEY_VARIABLE if path is None else "--key-file"
    if path is None and named:
        path = Path(named)
    if path is None and synthetic:
        path = workspace / SYNTHETIC_KEY_NAME
        if not path.exists():
            _make_key(path)
    if path is None:
        raise InputError(
            Problem(
                "no key for the pseudonyms",
                "key file",
                f"a file of at least {SHORTEST_KEY} secret bytes, the same from year to year",
                remedy=f"make one that only you can read and name it in {KEY_VARIABLE}",
            )
        )
    return _read(path, from_where)


def _read(path: Path, from_where: str) -> bytes:
    expected = f"a file of at least {SHORTEST_KEY} bytes that only its owner may read"
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise OSError("no file")
        with path.open("rb") as file:
            key = file.read(_LONGEST_KEY).rstrip(b"\r\n")
    except OSError as error:
        problem = Problem(
            "the key file cannot be read", "key file", expected, remedy=f"check {from_where}"
        )
        raise InputError(problem) from error
    if os.name == "posix" and status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        problem = Problem(
            "others may read the key", "key file", expected, remedy="chmod 600 on the key file"
        )
        raise InputError(problem)
    if len(key) < SHORTEST_KEY:
        problem = Problem(
            "the key is too short",
            "key file",
            expected,
            f"{len(key)} bytes",
            "make a new key, e.g. with: openssl rand -hex 32",
        )
        raise InputError(problem)
    return key


def _make_key(path: Path) -> None:
    """Writes a random key with owner-only rights; a key that came in the meantime stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(SHORTEST_KEY) + "\n")
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
