"""What can be wrong with a snapshot that lies in an engine, in words.

As of databases: neither a value from a row nor anything of the address is told.
"""

from collections.abc import Mapping

from fsb_lib.base.errors import InputError, Problem

_FORMS = "snapshot+postgresql://user@host/db?schema=NAME, or snapshot+spark:///folder"

# kind: what is wrong; what was expected; what to do.
_FAULTS: Mapping[str, tuple[str, str, str]] = {
    "address": (
        "the address of the snapshot cannot be read",
        _FORMS,
        "check it; write signs such as @ / # ? in a name as %40 %2F %23 %3F",
    ),
    "password": (
        "the address holds a password or token, which the program would have to keep",
        "an address without one, or a file that only you may read (@FILE)",
        "put the address in a file and name @FILE, or the password in ~/.pgpass",
    ),
    "a_snapshot": (
        "this is a snapshot already",
        "a delivery",
        "leave intake out: fsb run --registers with the same address",
    ),
    "not_postgresql": (
        "a snapshot is loaded into PostgreSQL only",
        "snapshot+postgresql://user@host/db?schema=NAME",
        "copy the snapshot's folder to where Spark reads it; nothing is to be loaded",
    ),
    "not_empty": (
        "the schema is not empty",
        "a schema that is not there yet, or has no tables",
        "name another with ?schema=NAME: a snapshot is never written over",
    ),
    "no_right": (
        "the user may not write the snapshot there",
        "the right to make the schema and tables in it",
        "ask the database's administrator for it",
    ),
    "no_snapshot": (
        "there is no snapshot at the address",
        "a schema that `fsb load` filled, or a snapshot folder that Spark may read",
        "check schema or folder, and the right to read there",
    ),
    "another": (
        "the engine holds another snapshot than when the run began",
        "the snapshot that the run was started with",
        "start the run again",
    ),
    "columns": (
        "a table of the snapshot has other columns",
        "the columns and types that `fsb load` or intake wrote",
        "load the snapshot again into a new schema or folder",
    ),
    "rows": (
        "a table of the snapshot has lost or gained rows",
        "as many rows as intake kept",
        "load the snapshot again into a new schema or folder",
    ),
    "no_spark": (
        "Spark is not installed",
        "pyspark, and Java 17 or a Spark Connect server",
        "run `make spark` in the project's folder, and install Java 17 or name a server",
    ),
    "spark_not_started": (
        "Spark does not start or does not answer",
        "Java 17 on this machine, or a Spark Connect server that answers",
        "check `java -version` and SPARK_CONF_DIR, or the server's address",
    ),
}


def engine_fault(kind: str, where: str = "--registers", *, found: str = "") -> InputError:
    """A fault that keeps a snapshot in an engine from being used."""
    what, expected, remedy = _FAULTS[kind]
    return InputError(Problem(what, where, expected, found, remedy))
