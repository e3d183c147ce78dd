"""Which database the registers are in, without showing it to anybody.

    postgresql://user@host:5432/db?schema=bif_sof           PostgreSQL
    mssql://user@host:1433/db?schema=dbo&driver=FreeTDS     SQL Server
    duckdb:///folder/file.duckdb?schema=main                a DuckDB file
    @FILE       the same, in a file that only you may read
    env:NAME    the same, in an environment variable; `env:` alone is FSB_REGISTERS_URL

`&mapping=registers.yaml` names a mapping file whose `sources` are tables and views of the schema.

What was given is carried as it stands to the linking process and read there only. No value of
this module shows it when printed, and no message repeats it: it may hold a password.
"""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from fsb_lib.base.errors import InputError
from fsb_lib.registers.database.faults import database_fault

URL_VARIABLE: Final = "FSB_REGISTERS_URL"
_LONGEST_FILE = 4096
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


class Dialect(StrEnum):
    """The databases that are read."""

    POSTGRESQL = "postgresql"
    SQL_SERVER = "mssql"
    DUCKDB = "duckdb"


_SCHEMES: Mapping[str, Dialect] = {
    "postgresql": Dialect.POSTGRESQL,
    "postgres": Dialect.POSTGRESQL,
    "mssql": Dialect.SQL_SERVER,
    "sqlserver": Dialect.SQL_SERVER,
    "duckdb": Dialect.DUCKDB,
}
_OURS: Final = ("schema", "mapping")  # what the address says behind `?` to this program alone
_DEFAULT_SCHEMAS: Mapping[Dialect, str] = {
    Dialect.POSTGRESQL: "public",
    Dialect.SQL_SERVER: "dbo",
    Dialect.DUCKDB: "main",
}


@dataclass(frozen=True)
class GivenDatabase:
    """A database as the user named it: an address, `@FILE` or `env:NAME`."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        """How messages name it: never by its address."""
        return "a database"


@dataclass(frozen=True)
class DatabaseAddress:
    """Where to connect. `url` is without the schema and the mapping file, which only this program
    asks for.
    """

    dialect: Dialect
    schema: str
    url: str = field(repr=False)
    mapping: str = ""

    def __str__(self) -> str:
        """What may be told of it: neither host nor user."""
        return f"{self.dialect}, schema {self.schema}"

    @property
    def parts(self) -> SplitResult:
        return urlsplit(self.url)

    @property
    def options(self) -> dict[str, str]:
        """What the address says behind its `?`."""
        return options_of(self.parts.query)


def given_registers(text: str) -> Path | GivenDatabase:
    """What the user named as registers: a folder, or a database."""
    if text.startswith(("@", "env:")) or _URL.match(text):
        return GivenDatabase(text)
    return Path(text)


def shows_password(given: GivenDatabase) -> bool:
    """Whether a password stands on the command line, where others may see it."""
    return bool(_URL.match(given.text)) and has_password(given.text)


def read_address(given: GivenDatabase, environment: Mapping[str, str]) -> DatabaseAddress:
    """The address behind what was given. Raises InputError, which does not repeat it."""
    return parsed(read_address_text(given, environment))


def read_address_text(given: GivenDatabase, environment: Mapping[str, str]) -> str:
    """The address as it stands in its file, variable or by itself; errors as `read_address`."""
    text = given.text
    if text.startswith("@"):
        return _from_file(text[1:])
    if text.startswith("env:"):
        return _from_variable(text.removeprefix("env:") or URL_VARIABLE, environment)
    return text


def options_of(query: str) -> dict[str, str]:
    """The names and values behind an address's `?`."""
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return {unquote(name): unquote(value.replace("+", " ")) for name, _, value in pairs}


def _from_file(name: str) -> str:
    path = Path(name)
    where = "--registers @FILE" if _URL.match(name) else name
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError("no file")
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(_LONGEST_FILE).strip()
    except (OSError, UnicodeError):
        raise InputError(database_fault("address_file", where)) from None
    others = stat.S_IRWXG | stat.S_IRWXO
    if os.name == "posix" and path.stat().st_mode & others and has_password(text):
        raise InputError(database_fault("address_file_open", where))
    return text


def _from_variable(name: str, environment: Mapping[str, str]) -> str:
    if not _VARIABLE.fullmatch(name):
        raise InputError(database_fault("variable_name", "--registers"))
    text = environment.get(name, "").strip()
    if not text:
        raise InputError(database_fault("variable_missing", name))
    return text


def has_password(url: str) -> bool:
    """Whether an address holds what opens the door by itself."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True  # what cannot be read may hold one
    query = unquote(parts.query).lower()
    return bool(parts.password) or "password=" in query or "token=" in query


def parsed(url: str) -> DatabaseAddress:
    """The parts of an address that this program itself looks at."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise InputError(database_fault("address", "--registers")) from None
    dialect = _SCHEMES.get(parts.scheme.partition("+")[0])
    if dialect is None or parts.fragment or _CONTROL.search(url):
        raise InputError(database_fault("address", "--registers"))
    pairs = [pair.partition("=") for pair in parts.query.split("&") if pair]
    own = {name: [value for one, _, value in pairs if one == name] for name in _OURS}
    if any(len(values) > 1 for values in own.values()):
        raise InputError(database_fault("two_schemas", "--registers"))
    schema, mapping = (unquote("".join(own[name]).replace("+", " ")) for name in _OURS)
    others = "&".join("".join(pair) for pair in pairs if pair[0] not in _OURS)
    rest = f"{parts.netloc}{parts.path}" + (f"?{others}" if others else "")
    return DatabaseAddress(
        dialect, schema or _DEFAULT_SCHEMAS[dialect], f"{dialect}://{rest}", mapping
    )
