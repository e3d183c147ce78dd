"""The bytes of every released report, kept by their hash and apart from the outputs.

    work/released/<id of the ledger>/<sha256>    one file, read-only, for its owner alone

    line of the ledger -> hash of a manifest -> that manifest -> hashes of the report's files

What lies in the outputs can so be held to what was released, and put back. The files of a year go
when the year is withdrawn.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from fsb_lib.base.report_files import MANIFEST
from fsb_lib.ledger.ledger import Entry, Ledger
from fsb_lib.outputs import atomic_swap
from fsb_lib.registers.snapshot_files import file_hash

_READ_ONLY = 0o400


def store_of(ledger: Ledger, work: Path) -> Path:
    """Where the bytes of a ledger's reports lie."""
    return work / "released" / ledger.project


def keep(report: Path, store: Path) -> None:
    """Keep the files of a finished report, its manifest last: what it lists is there then."""
    store.mkdir(mode=0o700, parents=True, exist_ok=True)
    listed = json.loads((report / MANIFEST).read_text(encoding="utf-8"))["outputs"]
    for name in (*sorted(listed), MANIFEST):
        content = (report / name).read_bytes()
        place = store / sha256(content).hexdigest()
        if not (place.is_file() and file_hash(place) == place.name):
            atomic_swap.write_file(place, content, _READ_ONLY)


def is_kept(manifest_hash: str, store: Path) -> bool:
    """Whether every file of a released report is there as it was."""
    names = {manifest_hash, *_listed(manifest_hash, store).values()}
    return all(_is_whole(store / name) for name in names)


def write_released(manifest_hash: str, store: Path, folder: Path) -> None:
    """Write a released report into a new folder, byte for byte; `is_kept` says whether it can."""
    for name, digest in {**_listed(manifest_hash, store), MANIFEST: manifest_hash}.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(store / digest, place)


def drop_withdrawn(ledger: Ledger, store: Path) -> None:
    """Remove the files of years that are withdrawn, as far as no other report has them."""
    needed = set(_needed(ledger, store))
    for path in sorted(store.glob("*")):
        if path.name not in needed:
            path.chmod(0o600)  # some systems remove no read-only file
            path.unlink()


def _needed(ledger: Ledger, store: Path) -> Iterator[str]:
    """The hashes of every version of the years that are not withdrawn."""
    for entry in ledger.releases:
        if ledger.in_force(entry.content["year"]) is not None and not _was_withdrawn(entry, ledger):
            for manifest_hash in entry.content["reports"].values():
                yield manifest_hash
                yield from _listed(manifest_hash, store).values()


def _was_withdrawn(entry: Entry, ledger: Ledger) -> bool:
    later = (one for one in ledger.of_year(entry.content["year"]) if one.number > entry.number)
    return any(not one.is_release for one in later)


def _listed(manifest_hash: str, store: Path) -> Mapping[str, str]:
    """What a kept manifest lists; nothing when it is not there as it was."""
    place = store / manifest_hash
    if not _is_whole(place):
        return {}
    document: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return {str(name): str(digest) for name, digest in document["outputs"].items()}


def _is_whole(place: Path) -> bool:
    return place.is_file() and file_hash(place) == place.name
