"""Where a delivery becomes a snapshot: in the private area, one at a time, emptied by the next.

    work/.intake.lock                  held while a delivery is taken in
    work/staging/fsb-intake-<random>/  persons, for their owner alone; then it has its name
    work/staging/fsb-intake-<random>.beside   names the folder on another disk that it is copied to

A process that is killed leaves its folder there; whatever runs next removes it under the lock.
"""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

PREFIX: Final = "fsb-intake-"
_STAGING, _LOCK, _NOTE = "staging", ".intake.lock", ".beside"
# What earlier versions left beside snapshots.
_OLDER: Final = (".*.*", "tmp*")


@contextmanager
def private_place(work: Path) -> Iterator[Path]:
    """An empty private folder, while nobody else takes a delivery in."""
    staging = work / _STAGING
    staging.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(work / _LOCK):
        _remove_left(work)
        place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=staging))
        before, tempfile.tempdir = tempfile.tempdir, str(place)  # a database's rows spill there
        try:
            yield place
        finally:
            tempfile.tempdir = before
            _remove_left(work)


def remove_left(work: Path) -> bool:
    """Remove what a killed intake left, unless one is at work; whether anything was."""
    if not any(_left(work)):
        return False
    try:
        with FileLock(work / _LOCK, timeout=0):
            return _remove_left(work)
    except (Timeout, OSError):
        return False


def move_into_place(made: Path, target: Path, place: Path) -> None:
    """Give what was made in a private place its name, in one step; on another disk by a copy
    beside it that is noted before."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        made.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.absolute().parent / f".{place.name}"
        (place.parent / f"{place.name}{_NOTE}").write_text(str(beside), encoding="utf-8")
        shutil.copytree(made, beside)
        beside.chmod(0o700)
        beside.rename(target)


def _left(work: Path) -> Iterator[Path]:
    """Folders that no finished intake leaves, those on other disks before their notes."""
    staging = work / _STAGING
    for note in sorted(staging.glob(f"{PREFIX}*{_NOTE}")):
        beside = Path(note.read_text(encoding="utf-8", errors="replace").strip() or note)
        if beside.name.startswith(f".{PREFIX}"):
            yield beside
        yield note
    yield from (path for path in sorted(staging.glob(f"{PREFIX}*")) if path.is_dir())
    for pattern in _OLDER:
        yield from (path for path in (work / "snapshots").glob(pattern) if path.is_dir())


def _remove_left(work: Path) -> bool:
    left = list(_left(work))
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return bool(left)
