"""What the private area remembers of an outputs folder, so that the folder need not be believed.

work/ledger/<place>.json    {"project": id of its ledger, "index": hashes that its index may have}

`place` stands for where the outputs lie as seen from the private area: both may be moved together.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from fsb_lib.outputs.private_files import read_private, write_private


@dataclass(frozen=True)
class Remembered:
    """`index` holds one hash, and two while the index is being written."""

    project: str = ""
    index: tuple[str, ...] = ()


def private_copies(work: Path) -> Path:
    """Where copies of ledgers are kept apart from them, with what is remembered of outputs."""
    return work / "ledger"


def aside(work: Path, name: str) -> Path:
    """A new place for what is taken out or written over: it may be all that tells of something."""
    folder = private_copies(work) / "aside"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{len(list(folder.iterdir())) + 1}-{name}"


def remembered(outputs: Path, work: Path) -> Remembered:
    """What is known of an outputs folder; nothing of one that was never seen there.

    Errors: NewerFormError.
    """
    try:
        told = read_private(place_of(outputs, work), "outputs that are known")
        return Remembered(str(told["project"]), tuple(map(str, told["index"])))
    except (OSError, ValueError, KeyError, TypeError):
        return Remembered()


def remember_project(outputs: Path, work: Path, project: str) -> None:
    """Keep which ledger an outputs folder has."""
    known = remembered(outputs, work)
    if known.project != project:
        _write(outputs, work, replace(known, project=project))


def remember_index(outputs: Path, work: Path, index: tuple[str, ...]) -> None:
    """Keep which index an outputs folder has, or may have while it is being written."""
    _write(outputs, work, replace(remembered(outputs, work), index=index))


def _write(outputs: Path, work: Path, known: Remembered) -> None:
    write_private(place_of(outputs, work), json.dumps(asdict(known), sort_keys=True))


def place_of(outputs: Path, work: Path) -> Path:
    """The file of an outputs folder, by where it lies as seen from the private area."""
    seen = os.path.relpath(outputs.resolve(), work.resolve())
    name = hashlib.sha256(os.fsencode(seen)).hexdigest()[:16]
    return private_copies(work) / f"{name}.json"
