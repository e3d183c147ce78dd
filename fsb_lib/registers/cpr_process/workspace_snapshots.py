"""The snapshots of a workspace, each under a name that follows from all that it depends on.

    work/twin-city-<hash of its code>/    the synthetic delivery, written on first use
    work/snapshots/<fingerprint>/         of a delivery, taken in unless it is there and whole

One process at a time looks and makes: a second one finds what the first has made. A snapshot that
was made of other files than its name says is made again.
"""

import hashlib
import hmac
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from fsb_lib.base.errors import InputError
from fsb_lib.domain.contract import CONTRACT_VERSION
from fsb_lib.registers.cpr_process.own_code import CITY_CODE, INTAKE_CODE, code_hash
from fsb_lib.registers.database.address import DatabaseAddress
from fsb_lib.registers.intake.delivery import Delivery, look_at
from fsb_lib.registers.intake.moving_files import hashes_of, still_written
from fsb_lib.registers.intake.pseudonyms import read_key
from fsb_lib.registers.private_place import private_place
from fsb_lib.registers.read_so_far import Tell, tell_nobody
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.registers.snapshot_files import DESCRIPTION, file_hash, is_snapshot

TWIN_CITY: Final = "twin-city"
SNAPSHOTS: Final = "snapshots"


def snapshot_of_folder(
    registers: Path | None, work: Path, key_file: Path | None, tell: Tell = tell_nobody
) -> Path:
    """The snapshot of a delivery folder, or without one of the twin city.

    Raises InputError with the fatal faults of the delivery, and for a real one without a key.
    """
    with private_place(work) as place:
        found = look_at(registers or _twin_city(work))
        key = read_key(key_file, synthetic=found.synthetic, workspace=work)
        before = hashes_of(found)
        snapshot = _snapshots(work) / _named(key, _contents(found, before))
        if not (_is_whole(snapshot) and _is_of(snapshot, before)):
            from fsb_lib.registers.intake.take_in import take_in_found  # noqa: PLC0415 (needed once)

            shutil.rmtree(snapshot, ignore_errors=True)
            take_in_found(found, snapshot, key, place, tell)
            if not _is_of(snapshot, before):
                read = _read_hashes(snapshot)
                shutil.rmtree(snapshot)
                raise InputError(still_written(found, before, read))
    return snapshot


def snapshot_of_database(
    address: DatabaseAddress, work: Path, key_file: Path | None, tell: Tell = tell_nobody
) -> Path:
    """The snapshot of a schema, which is read each time: only its rows say if they are the same.

    Errors: as of a folder.
    """
    from fsb_lib.registers.database.delivery import take_in_database  # noqa: PLC0415 (Ibis: 0.5 s)

    with private_place(work) as place:
        new = place / "snapshot"
        _, key = take_in_database(address, new, key_file, work, place, tell)
        snapshot = _snapshots(work) / _named(
            key, [code_hash(INTAKE_CODE), file_hash(new / DESCRIPTION)]
        )
        if not _is_whole(snapshot):
            new.rename(snapshot)
    return snapshot


def _snapshots(work: Path) -> Path:
    """The folder of the snapshots."""
    snapshots = work / SNAPSHOTS
    snapshots.mkdir(parents=True, exist_ok=True)
    return snapshots


def _twin_city(work: Path) -> Path:
    """The synthetic delivery that stands in for registers."""
    folder = work / f"{TWIN_CITY}-{code_hash(CITY_CODE)[:12]}"
    if not folder.exists():
        from fsb_lib.synthetic import twin_city  # noqa: PLC0415 (needed once)
        from fsb_lib.synthetic.files.delivery_writer import write_delivery  # noqa: PLC0415 (the same)

        write_delivery(twin_city(), folder)
    return folder


def _contents(found: Delivery, hashes: Mapping[str, str]) -> list[Any]:
    """All that the snapshot of a folder depends on: contract, code, mapping and files."""
    files = {
        name: [[path.name for path in paths], hashes[name]] for name, paths in found.files.items()
    }
    rules = [CONTRACT_VERSION, code_hash(INTAKE_CODE), found.mapping.sha256]
    return [*rules, found.synthetic, files, found.unread]


def _named(key: bytes, parts: list[Any]) -> str:
    """A name that changes with any of the parts and with the key, and tells neither."""
    text = json.dumps(parts, sort_keys=True)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _is_of(snapshot: Path, hashes: Mapping[str, str]) -> bool:
    """Whether a snapshot was made of just these files, as it says itself."""
    return _read_hashes(snapshot) == hashes


def _read_hashes(snapshot: Path) -> dict[str, str]:
    """What the files were when they were read, by table."""
    told = json.loads((snapshot / DESCRIPTION).read_text(encoding="utf-8"))["tables"]
    return {name: str(one["sha256"]) for name, one in told.items()}


def _is_whole(snapshot: Path) -> bool:
    """Whether the snapshot is there; a damaged one of our own is deleted, to be made again."""
    if is_snapshot(snapshot):
        try:
            open_snapshot(snapshot)
        except InputError:
            pass
        else:
            return True
    shutil.rmtree(snapshot, ignore_errors=True)
    return False
