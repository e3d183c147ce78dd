"""A snapshot in one schema of PostgreSQL, as `fsb load` makes it.

    "sof_2010"."bif_ydelser"   person text | ydelse text | fra date | til date
    "sof_2010"."snapshot"      description text: snapshot.json, one row

What Ibis caches is a temporary table there; it is dropped when it is used no more, at the
latest with the connection. The user needs the right to read the schema and to make temporary
tables, and no other.
"""

import weakref
from dataclasses import dataclass
from typing import Any, Final

import ibis.expr.types as ir

from fsb_lib.registers.database.address import DatabaseAddress
from fsb_lib.registers.database.connection import Backend, connect_postgresql
from fsb_lib.registers.engines.faults import engine_fault

DESCRIPTION_TABLE: Final = "snapshot"


@dataclass(frozen=True)
class PostgresqlEngine:
    """A schema behind an open connection."""

    backend: Backend
    schema: str

    def description(self) -> bytes:
        table = self.table(DESCRIPTION_TABLE)
        if table.columns != ("description",):
            raise engine_fault("no_snapshot")
        rows = table.limit(2).to_pyarrow().to_pylist()
        if len(rows) != 1:
            raise engine_fault("no_snapshot")
        return str(rows[0]["description"]).encode()

    def table(self, name: str) -> ir.Table:
        import psycopg  # noqa: PLC0415
        from ibis.common.exceptions import IbisError, TableNotFound  # noqa: PLC0415

        try:
            found: ir.Table = self.backend.table(name, database=self.schema)
        except (IbisError, TableNotFound, psycopg.Error):
            raise engine_fault("no_snapshot") from None
        return found


def open_postgresql(address: DatabaseAddress) -> PostgresqlEngine:
    """Connects. Raises InputError with the reason when there is no connection."""
    connection: Any = connect_postgresql(address)
    import ibis  # noqa: PLC0415 (after the driver is known to be there)

    connection.autocommit = True
    # Tables without an index are joined whole. Where the planner takes a group for one row, it
    # would go through the other table once for each: minutes in the place of a second.
    connection.execute("SET enable_nestloop = off")
    backend = ibis.postgres.from_connection(connection)
    weakref.finalize(backend, connection.close)  # when the last table is let go
    return PostgresqlEngine(backend, address.schema)
