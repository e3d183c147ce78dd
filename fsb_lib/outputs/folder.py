"""The outputs folder of a run: locked, and written to by swaps.

outputs/.fsb.lock              one command at a time that writes
outputs/.staging/<year>/<id>/  private; here a report is made, and moved out when complete
outputs/.retired/<year>/<id>/  an old report on its way out, only where names cannot be
                               exchanged in one step
outputs/correction/<year>/<id> the drafts of a correction; the version in force stays in <year>/
outputs/failed/<year>/<id>     why a report could not be made anew; the one before it stays

What an interrupted command left is put right by `ledger.recovery`, which knows what was released.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from fsb_lib.base.errors import InputError, Problem, UsageError
from fsb_lib.base.project import FAULT_REPORT
from fsb_lib.base.report_files import MANIFEST
from fsb_lib.outputs import atomic_swap
from fsb_lib.outputs.links import STAGING, refuse_links

INDEX = "index.html"
GENERATOR = '<meta name="generator" content="fsb">'
LOCK, RETIRED = ".fsb.lock", ".retired"
CORRECTION, FAILED = "correction", "failed"
# What earlier versions kept here: it rests on counts that reports hide.
_PRIVATE_NOW = (FAULT_REPORT, ".fsb.record")
_SPACE_NEEDED = 100 * 1024 * 1024


@dataclass(frozen=True)
class Outputs:
    """The folder that reports are published in. `root` is absolute."""

    root: Path

    @property
    def index(self) -> Path:
        return self.root / INDEX

    @property
    def private(self) -> Path:
        """What only a run itself may read; gone when it ends."""
        folder = self.root / STAGING
        folder.mkdir(mode=0o700, exist_ok=True)  # the mode is not that of parents made along
        return folder

    def new_staging(self, folder: str) -> Path:
        """An empty private folder in which one report is made."""
        path = self.private / folder
        path.mkdir(parents=True)
        return path

    def publish(self, made: Path, folder: str) -> None:
        """Replace the published folder by `made`, in one step."""
        made.chmod(0o755)
        retired = self.root / RETIRED / folder
        retired.parent.mkdir(parents=True, exist_ok=True)
        atomic_swap.replace_folder(made, self.root / folder, retired)
        self.clear()

    def remove(self, folder: str) -> None:
        """Take what lies there out of the outputs in one step, with what it leaves empty."""
        place = self.root / folder
        if place.exists():
            gone = self.private / "removed"
            shutil.rmtree(gone, ignore_errors=True)
            place.rename(gone)
            if gone.is_dir():
                shutil.rmtree(gone)
            else:
                gone.unlink()
        for parent in place.parents:
            if parent == self.root or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()

    def bring_back(self, folder: str) -> None:
        """Bring back a report that was moved aside, unless another took its place."""
        atomic_swap.restore(self.root / RETIRED / folder, self.root / folder)
        self.clear()

    def remove_what_is_private_now(self) -> tuple[str, ...]:
        """Remove what an earlier version kept here; a line for each file."""
        left = [self.root / name for name in _PRIVATE_NOW if (self.root / name).is_file()]
        for path in left:
            path.unlink()
        return tuple(f"{path.name} of an earlier version removed: it is private" for path in left)

    def clear(self) -> None:
        """Remove what was moved aside."""
        shutil.rmtree(self.root / RETIRED, ignore_errors=True)

    def drop_half_made(self) -> None:
        """Remove what a stopped command left: reports in the making, files half written."""
        self.clear()
        shutil.rmtree(self.root / STAGING, ignore_errors=True)
        for path in atomic_swap.half_written(self.root):
            path.unlink()


@contextmanager
def open_outputs(root: Path) -> Iterator[Outputs]:
    """The outputs folder for one command, locked against another.

    Errors: UsageError when it cannot be written or is another's; InputError when the disk is
    as good as full.
    """
    outputs = Outputs(root.absolute())
    _refuse_foreign(outputs)
    try:
        outputs.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(outputs.root / LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(
            Problem("another run is writing here", str(root), "one run at a time",
                    remedy="Wait until it has ended, or name another folder with --outputs.")
        ) from None  # fmt: skip
    except OSError as error:
        raise UsageError(
            Problem("cannot be written to", str(root), "a folder that you may write to",
                    type(error).__name__, "Name another folder with --outputs.")
        ) from None  # fmt: skip
    try:
        refuse_links(outputs.root)
        _refuse_full_disk(outputs)
        yield outputs
    finally:
        shutil.rmtree(outputs.root / STAGING, ignore_errors=True)
        lock.release()


def refuse_another_audience(outputs: Outputs, audience: str) -> None:
    """Errors: UsageError when reports for another audience lie there: nobody is to mix them up."""
    manifests = sorted(outputs.root.glob(f"[0-9]*/*/{MANIFEST}"))
    others = [path.parent for path in manifests if _audience(path) not in {audience, None}]
    if others:
        raise UsageError(
            Problem("holds reports for another audience", str(outputs.root),
                    f"{audience} reports alone", "/".join(others[0].parts[-2:]),
                    "Name another folder with --outputs.")
        )  # fmt: skip


def _audience(manifest: Path) -> str | None:
    """Whom a report is for; None where its manifest does not say."""
    try:
        found: str = json.loads(manifest.read_text(encoding="utf-8"))["parameters"]["audience"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found


def _refuse_foreign(outputs: Outputs) -> None:
    if outputs.index.is_file():
        start = outputs.index.read_bytes()[:4096]
        if GENERATOR.encode() not in start:
            raise UsageError(
                Problem("holds an index.html that this program did not write",
                        str(outputs.root), "an empty folder, or one of earlier reports",
                        remedy="Name another folder with --outputs.")
            )  # fmt: skip


def _refuse_full_disk(outputs: Outputs) -> None:
    free = shutil.disk_usage(outputs.root).free
    if free < _SPACE_NEEDED:
        raise InputError(
            Problem("the disk is nearly full", str(outputs.root), "at least 100 MB free",
                    f"{free // 2**20} MB", "Make room and run the command again.")
        )  # fmt: skip
