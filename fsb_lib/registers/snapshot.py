"""Opening a snapshot: the only way from the registers into the rest of the program.

    snapshot/  bif_ydelser.parquet  ...  identities.parquet  snapshot.json

A snapshot holds pseudonyms in the place of CPR numbers, and no row that intake dropped.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fsb_lib.contract import CONTRACT_VERSION, TABLES
from fsb_lib.errors import InputError, Problem
from fsb_lib.registers.engine import connected
from fsb_lib.registers.faults import TableQuality, table_quality
from fsb_lib.registers.snapshot_files import (
    CHANGES,
    DESCRIPTION,
    IDENTITIES,
    file_hash,
    is_snapshot,
)

if TYPE_CHECKING:
    import ibis

_REMEDY = "take the delivery in again: fsb intake DELIVERY SNAPSHOT"


@dataclass(frozen=True)
class Snapshot:
    """A whole and checked snapshot.

    `quality` stands in the contract's order of tables. `fingerprint` changes with any byte of
    the snapshot.
    """

    folder: Path
    synthetic: bool
    quality: tuple[TableQuality, ...]
    fingerprint: str
    files: tuple[str, ...]

    @property
    def table_names(self) -> tuple[str, ...]:
        """The names of `tables`, without opening them."""
        return tuple(file.removesuffix(".parquet") for file in self.files)

    def tables(self) -> dict[str, "ibis.Table"]:
        """The tables by name over one new in-memory DuckDB; optional ones only when there."""
        connection = connected(self.folder)
        tables = {}
        for name, file in zip(self.table_names, self.files, strict=True):
            tables[name] = connection.read_parquet(_literal(self.folder / file), table_name=name)
        return tables


def open_snapshot(folder: Path) -> Snapshot:
    """Checks and opens a snapshot folder.

    Raises InputError when it is no snapshot, is damaged, or follows another contract version.
    """
    if not is_snapshot(folder):
        raise InputError(
            Problem(
                "this is no snapshot",
                str(folder),
                f"a folder with {DESCRIPTION}, as intake writes it",
                remedy=_REMEDY,
            )
        )
    text = (folder / DESCRIPTION).read_bytes()
    try:
        description = json.loads(text)
        version = description["contract_version"]
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(folder, DESCRIPTION) from error
    if version != CONTRACT_VERSION:
        raise InputError(
            Problem(
                "the snapshot follows another version of the register contract",
                str(folder),
                f"version {CONTRACT_VERSION}",
                remedy=_REMEDY,
            )
        )
    try:
        return _checked(folder, text, description)
    except (KeyError, TypeError, AttributeError) as error:
        raise _damaged(folder, DESCRIPTION) from error


def _checked(folder: Path, text: bytes, description: dict[str, Any]) -> Snapshot:
    delivered = description["tables"]
    names = [register.name for register in TABLES if register.name in delivered]
    files = [f"{name}.parquet" for name in (*names, IDENTITIES) if name != CHANGES]
    lacking = [table.name for table in TABLES if table.required and table.name not in delivered]
    if lacking or set(description["files"]) != set(files):
        raise _damaged(folder, DESCRIPTION)
    for file in files:
        if not (folder / file).is_file() or file_hash(folder / file) != description["files"][file]:
            raise _damaged(folder, file)
    quality = tuple(
        table_quality(name, one["rows_read"], one["rows_kept"], one["dropped"], one["notes"])
        for name, one in ((name, delivered[name]) for name in names)
    )
    # The description holds the hash of every file, so its own hash is that of them all.
    fingerprint = hashlib.sha256(text).hexdigest()
    return Snapshot(folder, bool(description["synthetic"]), quality, fingerprint, tuple(files))


def _damaged(folder: Path, file: str) -> InputError:
    return InputError(
        Problem(
            "the snapshot is damaged",
            f"{folder} ({file})",
            "the files as intake wrote them",
            remedy=_REMEDY,
        )
    )


def _literal(path: Path) -> str:
    """The path for DuckDB, which takes `*`, `?` and `[` as patterns."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
