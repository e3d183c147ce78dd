"""Puts a finished folder or file in its place so that nobody ever sees half of it."""

import ctypes
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE = 2
FOR_ALL, FOR_ITS_OWNER = 0o644, 0o600
_HALF = ".fsb-half."
_DEAD_SECONDS = 3600  # nobody writes one file for so long


def replace_folder(new: Path, place: Path, retired: Path) -> None:
    """Make `new` the folder at `place`; all three paths lie in one file system.

    Where the system can exchange two names in one step, it does. Elsewhere the old folder
    is moved to `retired` first, from where `restore` brings it back if the program is stopped
    between the two steps.
    """
    _flush(new)
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        new.rename(place)
    elif _exchange(new, place):
        shutil.rmtree(new)
    else:
        place.rename(retired)
        new.rename(place)
        shutil.rmtree(retired)
    _flush_folder(place.parent)


def restore(retired: Path, place: Path) -> None:
    """Undo a replacement that was stopped half way."""
    if retired.exists() and not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        retired.rename(place)


def write_file(path: Path, content: bytes, mode: int = FOR_ALL) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    What a killed one left in the folder goes with the next, when it is old enough to be dead.
    """
    _remove_dead(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_HALF)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def half_written(folder: Path) -> Iterator[Path]:
    """What a killed `write_file` left in a folder."""
    yield from folder.glob(f"{_HALF}*")


def is_half_written(path: Path) -> bool:
    """Whether `write_file` gave it its name."""
    return path.name.startswith(_HALF)


def _remove_dead(folder: Path) -> None:
    for path in half_written(folder):
        with suppress(OSError):  # it may be gone by now
            if time.time() - path.stat().st_mtime > _DEAD_SECONDS:
                path.unlink()


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system or file system cannot."""
    try:
        libc = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(os.fsencode(one), os.fsencode(other), _EXCHANGE) == 0)
        names = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
        return bool(libc.renameat2(*names, _EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):
        return False


def _flush(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
