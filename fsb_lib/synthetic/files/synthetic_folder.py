"""The folder of a synthetic delivery: it appears complete or not at all, over its own kind only."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from fsb_lib.base.errors import Problem, UsageError
from fsb_lib.domain.contract import TABLES

MARKER: Final = "SYNTETISK"
FIRST_LINE: Final = "SYNTETISKE DATA"
ANSWERS: Final = "svar.json"  # what was planted in a dirty delivery; no table, so never read
_TABLE = re.compile(
    rf"({'|'.join(register.name for register in TABLES)})\.(csv|txt|tsv|xlsx|parquet)(\.gz)?",
    re.IGNORECASE,
)


@contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """A private folder to fill, which takes the place of `folder` when nothing went wrong.

    An earlier synthetic delivery is replaced; anything else raises UsageError and stays
    untouched.
    """
    target = folder.absolute()
    _refuse_to_overwrite(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield staging
        staging.chmod(0o755)
        _replace(target, staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Whether a folder is empty, or holds a synthetic delivery and nothing else."""
    names = {path.name for path in folder.iterdir()}
    if not names:
        return True
    others = {name for name in names - {MARKER, ANSWERS} if not _TABLE.fullmatch(name)}
    if MARKER not in names or others:
        return False
    return (folder / MARKER).read_text(encoding="utf-8", errors="replace").startswith(FIRST_LINE)


def _refuse_to_overwrite(target: Path) -> None:
    if target.is_dir() and not target.is_symlink() and _is_ours(target):
        return
    if target.exists() or target.is_symlink():
        raise UsageError(
            Problem(
                what="would overwrite something that is not a synthetic delivery",
                where=str(target),
                expected="a new folder, an empty one, or one that holds a synthetic delivery only",
                remedy="Name another folder, or remove this one yourself.",
            )
        )


def _replace(target: Path, staging: Path) -> None:
    """Put the staging folder in the target's place; the old one goes last."""
    if not target.exists():
        staging.rename(target)
        return
    retired = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    try:
        target.rename(retired / "old")
        try:
            staging.rename(target)
        except OSError:
            (retired / "old").rename(target)
            raise
    finally:
        shutil.rmtree(retired, ignore_errors=True)
