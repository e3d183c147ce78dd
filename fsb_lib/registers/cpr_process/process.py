"""The process that holds CPR numbers: reads one request, answers, and ends.

Request and answer are one JSON object each, on standard input and output:

    {"task": "ensure", "registers": ... or null, "work": ..., "key_file": ... or null}
        -> {"snapshot": folder}
    {"task": "take_in", "delivery": ..., "snapshot": ..., "work": ..., "key_file": ... or null}
        -> {"synthetic": ..., "quality": [...], "faults": [...]}
    {"task": "ensure_database" or "take_in_database", "database": ..., the rest as above}
        -> the same
    {"task": "load", "snapshot": ..., "database": ...}  ->  {"rows": written}
    anything that goes wrong -> {"error": class, "problems": [...]} or {"crash": where};
                                of a refused delivery also {"tables": {name: what was met}}
"""

import hashlib
import hmac
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock

from fsb_lib.base.errors import FsbError, InputError
from fsb_lib.domain.contract import CONTRACT_VERSION
from fsb_lib.registers.database.address import GivenDatabase, parsed, read_address_text
from fsb_lib.registers.engines.address import is_engine
from fsb_lib.registers.engines.faults import engine_fault
from fsb_lib.registers.intake.delivery import Delivery, look_at
from fsb_lib.registers.intake.pseudonyms import read_key
from fsb_lib.registers.intake.summary import IntakeSummary, RefusedDelivery
from fsb_lib.registers.snapshot.in_an_engine import address_given, place_for
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.registers.snapshot_files import DESCRIPTION, file_hash, is_snapshot

TWIN_CITY = "twin-city"
PACKAGE = Path(__file__).resolve().parents[2]
# What a synthetic delivery, and what a snapshot, is made by: a change makes them anew.
CITY_CODE = (
    "synthetic",
    "data/twin_city.yaml",
    "data/published.yaml",
)
INTAKE_CODE = (
    "registers",
    "scanner/known_numbers.py",
    "domain/cpr.py",
    "domain/contract.py",
    "domain/vocabulary.py",
    "data/vocabulary.yaml",
)
SNAPSHOTS = "snapshots"
_LOCK = ".intake.lock"


def main() -> int:
    """Answers the request on standard input; the exit code says whether it was done."""
    try:
        request = json.load(sys.stdin)
        answer = TASKS[request.pop("task")](_paths(request))
    except FsbError as error:
        problems = [asdict(problem) for problem in error.problems]
        answer = {"error": type(error).__name__, "problems": problems}
        if isinstance(error, RefusedDelivery):
            answer["tables"] = error.tables
    except Exception as error:
        answer = {"crash": _where(error)}
    json.dump(answer, sys.stdout)
    return 1 if answer.keys() & {"error", "crash"} else 0


def _paths(request: Mapping[str, str | None]) -> dict[str, Any]:
    """What was asked, as paths; a database's address is none."""
    return {
        name: Path(value) if value is not None and name != "database" else value
        for name, value in request.items()
    }


def _where(error: Exception) -> str:
    """The kind and place of a crash, without its message: that could hold a value."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _ensure(paths: Mapping[str, Any]) -> dict[str, Any]:
    work: Path = paths["work"]
    work.mkdir(parents=True, exist_ok=True)
    with FileLock(work / _LOCK):
        registers = paths["registers"] or _twin_city(work)
        found = look_at(registers)
        key = read_key(paths["key_file"], synthetic=found.synthetic, workspace=work)
        snapshot = work / SNAPSHOTS / _fingerprint(found, key)
        if not _is_whole(snapshot):
            from fsb_lib.registers.intake.take_in import take_in_found  # noqa: PLC0415 (needed once)

            take_in_found(found, snapshot, key)
    return {"snapshot": str(snapshot)}


def _take_in(paths: Mapping[str, Any]) -> dict[str, Any]:
    from fsb_lib.registers.intake.take_in import take_in  # noqa: PLC0415 (needed once)

    found = look_at(paths["delivery"])
    key = read_key(paths["key_file"], synthetic=found.synthetic, workspace=paths["work"])
    return asdict(take_in(paths["delivery"], paths["snapshot"], key))


def _ensure_database(asked: Mapping[str, Any]) -> dict[str, Any]:
    """A database is read at every run: only its rows can say whether they are the same.

    A snapshot in an engine stays where it lies, and a folder is made that stands for it.
    """
    given = GivenDatabase(asked["database"])
    if is_engine(read_address_text(given, os.environ)):
        return {"snapshot": str(place_for(given, os.environ, asked["work"]))}
    snapshots: Path = asked["work"] / SNAPSHOTS
    snapshots.mkdir(parents=True, exist_ok=True)
    with FileLock(asked["work"] / _LOCK), tempfile.TemporaryDirectory(dir=snapshots) as private:
        new = Path(private) / "snapshot"
        _, key = _database_to(new, asked)
        parts = [_code_hash(INTAKE_CODE), file_hash(new / DESCRIPTION)]
        name = hmac.new(key, json.dumps(parts).encode(), hashlib.sha256).hexdigest()[:32]
        if not _is_whole(snapshots / name):
            new.rename(snapshots / name)
    return {"snapshot": str(snapshots / name)}


def _take_in_database(asked: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(_database_to(asked["snapshot"], asked)[0])


def _database_to(snapshot: Path, asked: Mapping[str, Any]) -> tuple[IntakeSummary, bytes]:
    from fsb_lib.registers.database.delivery import take_in_database  # noqa: PLC0415 (Ibis: 0.5 s)

    text = read_address_text(GivenDatabase(asked["database"]), os.environ)
    if is_engine(text):
        raise engine_fault("a_snapshot", "intake")
    return take_in_database(parsed(text), snapshot, asked["key_file"], asked["work"])


def _load(asked: Mapping[str, Any]) -> dict[str, Any]:
    from fsb_lib.registers.snapshot.load_into_postgresql import load_snapshot  # noqa: PLC0415 (Ibis: 0.5 s)

    address = address_given(GivenDatabase(asked["database"]), os.environ)
    return {"rows": load_snapshot(asked["snapshot"], address)}


TASKS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "ensure": _ensure,
    "take_in": _take_in,
    "ensure_database": _ensure_database,
    "take_in_database": _take_in_database,
    "load": _load,
}


def _fingerprint(found: Delivery, key: bytes) -> str:
    """Names a snapshot by all that it depends on: files, key, contract and code."""
    made = hmac.new(key, digestmod=hashlib.sha256)
    files = {name: [path.name, _readable_hash(path)] for name, path in found.files.items()}
    rules = [CONTRACT_VERSION, _code_hash(INTAKE_CODE), found.mapping.sha256]
    parts = [*rules, found.synthetic, files]
    made.update(json.dumps(parts, sort_keys=True).encode())
    return made.hexdigest()[:32]


def _readable_hash(path: Path) -> str:
    """The hash of a file, or nothing when it cannot be read: reading it will say so."""
    try:
        return file_hash(path)
    except OSError:
        return ""


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


def _twin_city(work: Path) -> Path:
    """The synthetic delivery that stands in for registers, written on first use."""
    folder = work / f"{TWIN_CITY}-{_code_hash(CITY_CODE)[:12]}"
    if not folder.exists():
        from fsb_lib.synthetic import twin_city  # noqa: PLC0415 (the same)
        from fsb_lib.synthetic.files.delivery_writer import write_delivery  # noqa: PLC0415 (needed once)

        write_delivery(twin_city(), folder)
    return folder


def _code_hash(parts: tuple[str, ...]) -> str:
    """One hash over the program's own files below these places of the package."""
    made = hashlib.sha256()
    for part in parts:
        for path in sorted([PACKAGE / part, *(PACKAGE / part).rglob("*.py")]):
            if path.is_file():
                made.update(f"{path.relative_to(PACKAGE).as_posix()} {file_hash(path)}\n".encode())
    return made.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
