"""Putting a snapshot folder into a schema of PostgreSQL, to be measured there.

All of it or nothing: one transaction. A schema that holds anything is never written to.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from fsb_lib.registers.database.address import DatabaseAddress
from fsb_lib.registers.database.connection import connect_postgresql
from fsb_lib.registers.engines.address import EngineAddress
from fsb_lib.registers.engines.faults import engine_fault
from fsb_lib.registers.engines.postgresql import DESCRIPTION_TABLE
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.registers.snapshot_files import DESCRIPTION

_TYPES: Final = {pa.string(): "text", pa.date32(): "date", pa.bool_(): "boolean"}
_ROWS_AT_A_TIME: Final = 122_880  # what is written of a snapshot at a time
_USED: Final = """
    SELECT EXISTS (SELECT FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s)"""
_THERE: Final = "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = %s)"


def load_snapshot(folder: Path, address: EngineAddress) -> int:
    """Writes the tables and the description; how many rows the tables have.

    Raises InputError when the folder is no whole snapshot, the schema is in use, or the user
    may not write there.
    """
    if not isinstance(address, DatabaseAddress):
        raise engine_fault("not_postgresql")
    names = open_snapshot(folder).table_names
    connection = connect_postgresql(address)
    import psycopg  # noqa: PLC0415 (after it is known to be there)

    try:
        with connection:  # commits at the end, or rolls back
            _make_schema(connection, address.schema)
            n_rows = sum(_load(connection, address.schema, folder, name) for name in names)
            _describe(connection, address.schema, (folder / DESCRIPTION).read_text())
    except psycopg.errors.InsufficientPrivilege:
        raise engine_fault("no_right") from None
    return n_rows


def _make_schema(connection: Any, schema: str) -> None:
    from psycopg import sql  # noqa: PLC0415

    if connection.execute(_USED, [schema]).fetchone()[0]:
        raise engine_fault("not_empty")
    if not connection.execute(_THERE, [schema]).fetchone()[0]:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))


def _load(connection: Any, schema: str, folder: Path, name: str) -> int:
    """One table; statistics are made at once, so that the first question is planned well."""
    from psycopg import sql  # noqa: PLC0415

    table = sql.Identifier(schema, name)
    with pq.ParquetFile(folder / f"{name}.parquet") as file:
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(field.name), sql.SQL(_TYPES[field.type]))
            for field in file.schema_arrow
        )
        connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, columns))
        order = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table)
        with connection.cursor() as cursor, cursor.copy(order) as copy:
            for lines in _csv(file):
                copy.write(lines)
        connection.execute(sql.SQL("ANALYZE {}").format(table))
        return int(file.metadata.num_rows)


def _csv(file: pq.ParquetFile) -> Iterator[bytes]:
    """The rows in pieces; nothing between two commas is a missing value, as PostgreSQL reads."""
    options = pa_csv.WriteOptions(include_header=False)
    for batch in file.iter_batches(_ROWS_AT_A_TIME):
        piece = BytesIO()
        pa_csv.write_csv(batch, piece, options)
        yield piece.getvalue()


def _describe(connection: Any, schema: str, description: str) -> None:
    from psycopg import sql  # noqa: PLC0415

    table = sql.Identifier(schema, DESCRIPTION_TABLE)
    connection.execute(sql.SQL("CREATE TABLE {} (description text NOT NULL)").format(table))
    connection.execute(sql.SQL("INSERT INTO {} VALUES (%s)").format(table), [description])
