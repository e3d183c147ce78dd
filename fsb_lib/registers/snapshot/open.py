"""Opening a snapshot: the only way from the registers into the rest of the program.

    snapshot/  bif_ydelser.parquet  ...  identities.parquet  snapshot.json
    place/     engine.address  snapshot.json     the tables lie in PostgreSQL or before Spark

A snapshot holds pseudonyms in the place of CPR numbers, and no row that intake dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.registers.engines.duckdb_engine import connected
from fsb_lib.registers.faults import TableQuality
from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.snapshot.description import REMEDY, Description, damaged, read_description
from fsb_lib.registers.snapshot.in_an_engine import is_place, tables_at_place
from fsb_lib.registers.snapshot_files import DESCRIPTION, file_hash, is_snapshot

if TYPE_CHECKING:
    import ibis


@dataclass(frozen=True)
class Snapshot:
    """A snapshot with a whole description, and of a folder of files also whole files.

    `quality` stands in the contract's order of tables. `fingerprint` changes with any byte of
    the snapshot. `open_tables` connects to where the tables lie. `remarks`: what intake told.
    """

    synthetic: bool
    quality: tuple[TableQuality, ...]
    fingerprint: str
    table_names: tuple[str, ...]
    open_tables: "Callable[[], dict[str, ibis.Table]]" = field(repr=False)
    remarks: tuple[IntakeRemark, ...] = ()

    def tables(self) -> dict[str, "ibis.Table"]:
        """The tables by name over one new connection; optional ones only when there.

        Raises InputError when they lie in an engine that does not answer or holds another
        snapshot by now.
        """
        return self.open_tables()


def open_snapshot(folder: Path) -> Snapshot:
    """Checks and opens a snapshot folder, or one that says where a snapshot lies.

    Raises InputError when it is no snapshot, is damaged, or follows another contract version.
    """
    if not is_snapshot(folder):
        raise InputError(
            Problem(
                "this is no snapshot",
                str(folder),
                f"a folder with {DESCRIPTION}, as intake writes it",
                remedy=REMEDY,
            )
        )
    told = read_description((folder / DESCRIPTION).read_bytes(), str(folder))
    if is_place(folder):
        opener = partial(tables_at_place, folder, told)
    else:
        _refuse_damaged_files(folder, told)
        opener = partial(_tables_in_memory, folder, told.table_names)
    return Snapshot(
        told.synthetic, told.quality, told.fingerprint, told.table_names, opener, told.remarks
    )


def _refuse_damaged_files(folder: Path, told: Description) -> None:
    for name, wanted in told.hashes.items():
        file = folder / f"{name}.parquet"
        if not file.is_file() or file_hash(file) != wanted:
            raise damaged(str(folder), file.name)


def _tables_in_memory(folder: Path, names: tuple[str, ...]) -> dict[str, "ibis.Table"]:
    """The files over one new in-memory DuckDB."""
    connection = connected(folder)
    return {
        name: connection.read_parquet(_literal(folder / f"{name}.parquet"), table_name=name)
        for name in names
    }


def _literal(path: Path) -> str:
    """The path for DuckDB, which takes `*`, `?` and `[` as patterns."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
