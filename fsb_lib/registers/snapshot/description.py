"""Reading `snapshot.json`: what a snapshot holds, wherever its tables lie.

{"contract_version": "1", "synthetic": true, "files": {"bif_ydelser.parquet": sha256, ...},
 "tables": {"bif_ydelser": {"rows_read": ..., "rows_kept": ..., "dropped": ..., ...}, ...}}
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.domain.contract import CONTRACT_VERSION, TABLES
from fsb_lib.registers.faults import TableQuality, table_quality
from fsb_lib.registers.remarks import IntakeRemark, read_entries
from fsb_lib.registers.snapshot_files import CHANGES, DESCRIPTION, IDENTITIES

_LONGEST_VERSION: Final = 6
REMEDY: Final = "take the delivery in again: fsb intake DELIVERY SNAPSHOT"


@dataclass(frozen=True)
class Description:
    """A whole description. `hashes`: of each table's file; `rows`: kept, of each written table.

    `quality` and tables stand in the contract's order. `fingerprint` changes with any byte of
    the snapshot, since the description holds the hash of every file.
    """

    synthetic: bool
    quality: tuple[TableQuality, ...]
    fingerprint: str
    hashes: Mapping[str, str]
    rows: Mapping[str, int]
    remarks: tuple[IntakeRemark, ...] = ()

    @property
    def table_names(self) -> tuple[str, ...]:
        return tuple(self.hashes)


def read_description(text: bytes, where: str) -> Description:
    """What the text says. `where` names the snapshot in messages.

    Raises InputError when it is damaged or follows another contract version.
    """
    try:
        told = json.loads(text)
        version = told["contract_version"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged(where, DESCRIPTION) from error
    if version != CONTRACT_VERSION:
        raise InputError(
            Problem(
                "the snapshot follows another version of the register contract",
                where,
                f"version {CONTRACT_VERSION}",
                f"version {version}" if _is_version(version) else "no version",
                REMEDY,
            )
        )
    try:
        return _read(text, told, where)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise damaged(where, DESCRIPTION) from error


def _is_version(said: object) -> bool:
    return isinstance(said, str) and said.isdecimal() and len(said) < _LONGEST_VERSION


def damaged(where: str, part: str) -> InputError:
    """A snapshot that is not as intake wrote it."""
    problem = Problem(
        "the snapshot is damaged", f"{where} ({part})", "the files as intake wrote them",
        remedy=REMEDY,
    )  # fmt: skip
    return InputError(problem)


def _read(text: bytes, told: dict[str, Any], where: str) -> Description:
    delivered = told["tables"]
    names = [register.name for register in TABLES if register.name in delivered]
    written = [name for name in (*names, IDENTITIES) if name != CHANGES]
    lacking = [table.name for table in TABLES if table.required and table.name not in delivered]
    if lacking or set(told["files"]) != {f"{name}.parquet" for name in written}:
        raise damaged(where, DESCRIPTION)
    quality = tuple(
        table_quality(name, one["rows_read"], one["rows_kept"], one["dropped"], one["notes"])
        for name, one in ((name, delivered[name]) for name in names)
    )
    return Description(
        bool(told["synthetic"]),
        quality,
        hashlib.sha256(text).hexdigest(),
        {name: told["files"][f"{name}.parquet"] for name in written},
        {name: delivered[name]["rows_kept"] for name in written if name in delivered},
        read_entries(told["remarks"]),
    )
