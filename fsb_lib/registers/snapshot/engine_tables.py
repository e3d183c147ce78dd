"""The tables of a snapshot where they lie: an engine opened, and what is there checked.

    description()  the bytes of snapshot.json           one value
    table(name)    an Ibis table over the engine        nothing is read yet

Whatever is computed of the tables is computed there: this process gets results of queries only.
The bytes of the files are not hashed again as of a folder; columns, types and the number of
rows are compared with what intake kept.
"""

import hashlib
from collections.abc import Mapping
from typing import Protocol

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import contract
from fsb_lib.registers.database.address import DatabaseAddress
from fsb_lib.registers.engines.address import EngineAddress
from fsb_lib.registers.engines.faults import engine_fault
from fsb_lib.registers.engines.postgresql import open_postgresql
from fsb_lib.registers.engines.spark import open_spark
from fsb_lib.registers.intake.write_snapshot import IDENTITY_SCHEMA, schema
from fsb_lib.registers.snapshot.description import Description, read_description
from fsb_lib.registers.snapshot_files import IDENTITIES


class Engine(Protocol):
    """An open engine. Both raise InputError when the engine does not have what is asked for."""

    def description(self) -> bytes: ...
    def table(self, name: str) -> ir.Table: ...


def engine_tables(address: EngineAddress, told: Description) -> dict[str, ir.Table]:
    """The tables by name, their columns checked. Raises InputError when it is another snapshot."""
    engine = _opened(address)
    if hashlib.sha256(engine.description()).hexdigest() != told.fingerprint:
        raise engine_fault("another")
    return _tables(engine, told)


def checked_description(address: EngineAddress) -> bytes:
    """The description, after the tables were found to be as it says.

    Raises InputError when a table lacks, has other columns, or another number of rows.
    """
    engine = _opened(address)
    text = engine.description()
    told = read_description(text, "the snapshot in the engine")
    found = _n_rows(_tables(engine, told))
    for name, n_rows in told.rows.items():
        if found[name] != n_rows:
            raise engine_fault("rows", name)
    return text


def _opened(address: EngineAddress) -> Engine:
    return open_postgresql(address) if isinstance(address, DatabaseAddress) else open_spark(address)


def _tables(engine: Engine, told: Description) -> dict[str, ir.Table]:
    tables = {name: engine.table(name) for name in told.table_names}
    for name, table in tables.items():
        if _columns(table.schema()) != _columns(_wanted(name)):
            raise engine_fault("columns", name)
    return tables


def _wanted(name: str) -> ibis.Schema:
    fields = IDENTITY_SCHEMA if name == IDENTITIES else schema(contract.table(name))
    return ibis.Schema.from_pyarrow(fields)


def _columns(found: ibis.Schema) -> dict[str, ibis.DataType]:
    """Name and type of each column; what may be missing is not compared."""
    return {name: kind.copy(nullable=True) for name, kind in found.items()}


def _n_rows(tables: Mapping[str, ir.Table]) -> dict[str, int]:
    counts = [
        table.agg(n_rows=ibis._.count()).mutate(name=ibis.literal(name))
        for name, table in tables.items()
    ]
    rows = ibis.union(*counts).to_pyarrow().to_pylist()
    return {row["name"]: row["n_rows"] for row in rows}
