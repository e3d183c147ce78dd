"""Opening a database for reading, and saying why it cannot be opened without saying what it is.

The databases' own errors repeat host, user and file, so none of them leaves this module: they
are read for the reason and let go (`from None`: not even a traceback holds them).
"""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

from fsb_lib.base.errors import InputError
from fsb_lib.registers.database.address import DatabaseAddress, Dialect
from fsb_lib.registers.database.faults import database_fault

# A timestamp with a time zone is read as the day that it was in Denmark.
TIME_ZONE: Final = "Europe/Copenhagen"
CONNECT_SECONDS: Final = 15
_DUCKDB_MEMORY = "1GB"

Backend: TypeAlias = Any  # Ibis's backends have no types of their own

# The reasons as servers word them, by kind of fault; PostgreSQL gives no code while connecting.
_REASONS: Mapping[str, re.Pattern[str]] = {
    "login": re.compile(r"authenticat|password|pg_hba|role .* does not|28P01|28000|\b18456\b"),
    "no_database": re.compile(r'database ".*" does not exist|\b4060\b'),
    "no_answer": re.compile(
        r"refused|timeout|timed out|translate host|resolve|No such file|unreachable|08001|HYT00"
    ),
}
_DRIVER_MISSING = re.compile(r"IM002|file not found|Can't open lib")


@contextmanager
def opened(address: DatabaseAddress) -> Iterator[Backend]:
    """An Ibis backend that reads only. Raises InputError with the reason when there is none."""
    with _OPENERS[address.dialect](address) as backend:
        yield backend


def connect_postgresql(address: DatabaseAddress) -> Any:
    """A connection of psycopg's. Raises InputError with the reason when there is none."""
    try:
        import psycopg  # noqa: PLC0415 (each driver only when it is asked for)
    except ImportError:
        raise _driver_missing("psycopg") from None
    seconds = None if "connect_timeout" in address.options else CONNECT_SECONDS
    try:
        return psycopg.connect(
            address.url, client_encoding="UTF8", application_name="fsb", connect_timeout=seconds
        )
    except psycopg.Error as error:
        raise _refused(str(error)) from None


@contextmanager
def _postgresql(address: DatabaseAddress) -> Iterator[Backend]:
    """One read-only transaction: every table as it was at the same moment."""
    connection = connect_postgresql(address)
    import ibis  # noqa: PLC0415
    import psycopg  # noqa: PLC0415

    with connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.transaction():
            backend = ibis.postgres.from_connection(connection)
            connection.execute(f"SET TIME ZONE '{TIME_ZONE}'")
            connection.execute("SET DateStyle = 'ISO'")
            yield backend


@contextmanager
def _sql_server(address: DatabaseAddress) -> Iterator[Backend]:
    """What the address says behind `?` goes to the ODBC driver: driver, Encrypt and so on."""
    try:
        import ibis  # noqa: PLC0415
        import pyodbc  # noqa: PLC0415
    except ImportError:
        raise _driver_missing("pyodbc", ", and install Microsoft's ODBC driver") from None
    try:
        backend = ibis.mssql.connect(**sql_server_arguments(address))
    except pyodbc.Error as error:
        if _DRIVER_MISSING.search(str(error)):
            raise _driver_missing("pyodbc", ", and install Microsoft's ODBC driver") from None
        raise _refused(str(error)) from None
    try:
        yield backend
    finally:
        backend.disconnect()


def sql_server_arguments(address: DatabaseAddress) -> dict[str, Any]:
    """What Ibis is asked to connect with; without a user, the one who is logged in."""
    parts = address.parts
    try:
        port = parts.port or 1433
    except ValueError:
        raise InputError(database_fault("address", "--registers")) from None
    given = {
        "user": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "database": unquote(parts.path.strip("/")) or None,
    }
    standard = {
        "driver": "ODBC Driver 18 for SQL Server",
        "timeout": CONNECT_SECONDS,
        "ApplicationIntent": "ReadOnly",
    }
    return {**standard, **given, "host": parts.hostname, "port": port, **address.options}


@contextmanager
def _duckdb(address: DatabaseAddress) -> Iterator[Backend]:
    """The file and nothing else: a view in it cannot read other files or the network."""
    import duckdb  # noqa: PLC0415
    import ibis  # noqa: PLC0415

    path = duckdb_path(address)
    if not path.is_file():
        raise InputError(database_fault("file_missing", str(address)))
    spill = tempfile.mkdtemp(prefix="fsb-duckdb-")
    try:
        try:
            backend = ibis.duckdb.connect(
                path,
                read_only=True,
                enable_external_access="false",
                memory_limit=_DUCKDB_MEMORY,
                temp_directory=spill,
            )
        except duckdb.Error:
            raise InputError(database_fault("file_not_opened", str(address))) from None
        try:
            backend.con.execute(f"SET TimeZone = '{TIME_ZONE}'")
            yield backend
        finally:  # a file that is still open cannot be opened again
            backend.disconnect()
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def duckdb_path(address: DatabaseAddress) -> Path:
    """The file of a `duckdb://` address: `///folder/file` is absolute, `//folder/file` is not."""
    text = unquote(address.parts.netloc + address.parts.path)
    return Path(text[1:] if re.match(r"/[A-Za-z]:", text) else text)


_OPENERS: Mapping[Dialect, Callable[[DatabaseAddress], AbstractContextManager[Backend]]] = {
    Dialect.POSTGRESQL: _postgresql,
    Dialect.SQL_SERVER: _sql_server,
    Dialect.DUCKDB: _duckdb,
}


def _refused(answer: str) -> InputError:
    """Why the server did not let us in, by what it answered."""
    found = (kind for kind, reason in _REASONS.items() if reason.search(answer))
    return InputError(database_fault(next(found, "connection"), "--registers"))


def _driver_missing(driver: str, more: str = "") -> InputError:
    return InputError(database_fault("driver", "--registers", driver=driver, more=more))
