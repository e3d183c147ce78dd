"""A delivery that is one schema of a database: which table is which, all of them read, taken in.

A table or view is a table of the contract by its name, in any of the accepted spellings. The
schema is synthetic when it holds a table `syntetisk` (with rows or without), as a folder is by
its file SYNTETISK; otherwise it is real, and taking it in asks for a key.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.domain.contract import TABLES, RegisterTable
from fsb_lib.registers.database.address import DatabaseAddress, Dialect
from fsb_lib.registers.database.connection import Backend, opened
from fsb_lib.registers.database.faults import database_fault
from fsb_lib.registers.database.table import (
    DatabaseTable,
    ReadDatabaseTable,
    is_database_error,
    read_database_table,
)
from fsb_lib.registers.faults import fatal
from fsb_lib.registers.intake.delivery import SYNTHETIC_MARK, owner_name
from fsb_lib.registers.intake.mapping import RegisterMapping, read_mapping, unmatched_files
from fsb_lib.registers.intake.mapping_file import where
from fsb_lib.registers.intake.pseudonyms import read_key
from fsb_lib.registers.intake.summary import IntakeSummary
from fsb_lib.registers.intake.take_in import ReadDelivery, refuse_existing, take_in_read
from fsb_lib.registers.read_so_far import Tell, tell_nobody
from fsb_lib.registers.spelling import canonical

# Every kind of table that can be selected from, whether we may read it or not: what may not be
# read is told as such.
_POSTGRESQL_TABLES: Final = """
    SELECT c.relname FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"""
_STANDARD_TABLES: Final = """
    SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ?"""


_SCHEMAS: Final = "SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA"


@dataclass(frozen=True)
class DatabaseDelivery:
    """The tables of a schema by the contract's names, in its order, and what stops it already.

    Several where the mapping file declares several sources of one.
    """

    address: DatabaseAddress
    backend: Backend
    synthetic: bool
    tables: Mapping[str, tuple[DatabaseTable, ...]]
    problems: tuple[Problem, ...]
    mapping: RegisterMapping = field(default_factory=RegisterMapping)


def take_in_database(
    address: DatabaseAddress,
    snapshot: Path,
    key_file: Path | None,
    work: Path,
    place: Path | None = None,
    tell: Tell = tell_nobody,
) -> tuple[IntakeSummary, bytes]:
    """Writes the snapshot of a schema; what was in it, and the key that was used.

    Raises InputError with every fatal fault at once, and writes nothing then. The connection is
    closed before anything is written. `place` and `tell` are as for files (`take_in`).
    """
    refuse_existing(snapshot)
    with look_at_database(address) as found:
        key = read_key(key_file, synthetic=found.synthetic, workspace=work)
        read = _read_tables(found, place or snapshot.parent, tell)
    return take_in_read(read, snapshot, key, place), key


def _read_tables(found: DatabaseDelivery, scratch: Path, tell: Tell) -> ReadDelivery:
    problems: list[Problem] = [*found.problems]
    read: dict[str, ReadDatabaseTable] = {}
    for name, tables in found.tables.items():
        one = read_database_table(found.backend, found.address.dialect, tables, scratch, tell)
        if isinstance(one, ReadDatabaseTable):
            read[name] = one
        else:
            problems += one
    return ReadDelivery(
        found.synthetic,
        {name: one.table for name, one in read.items()},
        {name: name for name in read},
        {name: _met(found, one) for name, one in read.items()},
        tuple(problems),
        tuple(remark for one in read.values() for remark in one.remarks),
        {name: one.left for name, one in read.items()},
    )


def _met(found: DatabaseDelivery, one: ReadDatabaseTable) -> dict[str, Any]:
    met = {"source": str(found.address), "sha256": one.sha256, "bytes": one.n_bytes}
    return {**met, "mapping": found.mapping.sha256} if found.mapping.sha256 else met


@contextmanager
def look_at_database(address: DatabaseAddress) -> Iterator[DatabaseDelivery]:
    """Connects and finds the tables; reading is done while the connection is open.

    Raises InputError when there is no connection, no such schema or no table at all in it.
    """
    with opened(address) as backend:
        try:
            names = table_names(backend, address)
        except Exception as error:
            if not is_database_error(error):
                raise
            raise InputError(database_fault("connection", str(address))) from None
        yield _found(address, backend, names)


def _found(address: DatabaseAddress, backend: Backend, names: list[str]) -> DatabaseDelivery:
    spelled: dict[str, list[str]] = {}
    for name in names:
        spelled.setdefault(canonical(name), []).append(name)
    mapping = _mapping(address)
    own_names = {register.name for register in TABLES}
    if not spelled.keys() & {*own_names, *mapping.files} and not mapping.problems:
        kind = "no_tables" if names or _has_schema(backend, address) else "no_schema"
        raise InputError(database_fault(kind, str(address)))
    tables: dict[str, tuple[DatabaseTable, ...]] = {}
    problems = [*mapping.problems, *unmatched_files(mapping, names)]
    for register in TABLES:
        declared = tuple(_declared(register, mapping, spelled, address))
        own = [] if declared else spelled.get(register.name, [])
        if not declared and (own or not mapping.has_source_of(register)):
            problems += _problems(register, own)
        if declared or len(own) == 1:
            plain = (DatabaseTable(register, address.schema, one) for one in own)
            tables[register.name] = declared or tuple(plain)
    synthetic = canonical(SYNTHETIC_MARK) in spelled
    return DatabaseDelivery(address, backend, synthetic, tables, tuple(problems), mapping)


def _mapping(address: DatabaseAddress) -> RegisterMapping:
    """The mapping file that the address names; of a database it holds sources alone."""
    if not address.mapping:
        return RegisterMapping()
    mapping = read_mapping(Path(address.mapping))
    wanted = "`sources` alone: of a database they name tables and views"
    others = [fatal("mapping_form", where(e.line), wanted=wanted) for e in mapping.entries]
    return replace(mapping, problems=(*mapping.problems, *others))


def _declared(
    register: RegisterTable,
    mapping: RegisterMapping,
    spelled: Mapping[str, list[str]],
    address: DatabaseAddress,
) -> Iterator[DatabaseTable]:
    """The tables and views that the mapping file declares as sources of a table."""
    for form in mapping.sources:
        for name in form.files if form.register == register else ():
            for own in spelled.get(name, [])[:1]:
                yield DatabaseTable(register, address.schema, own, form)


def _problems(register: RegisterTable, own: list[str]) -> list[Problem]:
    words = {"table": register.name, "owner": owner_name(register)}
    if not own:
        missing = database_fault("table_missing", register.name, **words)
        return [missing] if register.required else []
    if len(own) > 1:
        return [database_fault("two_tables", register.name, found=", ".join(sorted(own)))]
    return []


def table_names(backend: Backend, address: DatabaseAddress) -> list[str]:
    """The names of the schema's tables and views; none when there is no such schema."""
    is_postgresql = address.dialect is Dialect.POSTGRESQL
    query = _POSTGRESQL_TABLES if is_postgresql else _STANDARD_TABLES
    answer = backend.con.execute(query, [address.schema]).fetchall()
    return sorted(row[0] for row in answer)


def _has_schema(backend: Backend, address: DatabaseAddress) -> bool:
    return address.schema in {row[0] for row in backend.con.execute(_SCHEMAS).fetchall()}
