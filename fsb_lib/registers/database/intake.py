"""From a database's schema to a snapshot: the same rules as for files, after other reading."""

from pathlib import Path
from typing import Any

from fsb_lib.base.errors import Problem
from fsb_lib.registers.database.address import DatabaseAddress
from fsb_lib.registers.database.delivery import DatabaseDelivery, look_at_database
from fsb_lib.registers.database.table import ReadDatabaseTable
from fsb_lib.registers.intake.pseudonyms import read_key
from fsb_lib.registers.intake.summary import IntakeSummary
from fsb_lib.registers.intake.take_in import ReadDelivery, refuse_existing, take_in_read


def take_in_database(
    address: DatabaseAddress, snapshot: Path, key_file: Path | None, work: Path
) -> tuple[IntakeSummary, bytes]:
    """Writes the snapshot of a schema; what was in it, and the key that was used.

    Raises InputError with every fatal fault at once, and writes nothing then. The connection is
    closed before anything is written.
    """
    refuse_existing(snapshot)
    with look_at_database(address) as found:
        key = read_key(key_file, synthetic=found.synthetic, workspace=work)
        read = _read(found, snapshot.parent)
    return take_in_read(read, snapshot, key), key


def _read(found: DatabaseDelivery, scratch: Path) -> ReadDelivery:
    problems: list[Problem] = [*found.problems]
    read: dict[str, ReadDatabaseTable] = {}
    for name in found.tables:
        one = found.read(name, scratch)
        if isinstance(one, ReadDatabaseTable):
            read[name] = one
        else:
            problems += one
    return ReadDelivery(
        found.synthetic,
        {name: one.table for name, one in read.items()},
        {name: name for name in read},
        {name: _met(found.address, one) for name, one in read.items()},
        tuple(problems),
    )


def _met(address: DatabaseAddress, one: ReadDatabaseTable) -> dict[str, Any]:
    return {"source": str(address), "sha256": one.sha256, "bytes": one.n_bytes}
