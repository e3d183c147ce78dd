"""Where a database's address may come from, and what of it may be told."""

from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.base.package_data import load
from fsb_lib.registers.database import faults as database_faults
from fsb_lib.registers.database.address import (
    DatabaseAddress,
    Dialect,
    GivenDatabase,
    given_registers,
    read_address,
    shows_password,
)
from fsb_lib.registers.database.connection import duckdb_path, sql_server_arguments

SECRET = "hemmelig-7"  # noqa: S105


def parsed(url: str) -> DatabaseAddress:
    return read_address(GivenDatabase(url), {})


@pytest.mark.parametrize(
    ("url", "dialect", "schema", "left"),
    [
        (
            "postgresql://a:b@h:5432/db?schema=bif_sof&sslmode=require",
            Dialect.POSTGRESQL,
            "bif_sof",
            "postgresql://a:b@h:5432/db?sslmode=require",
        ),
        (
            "postgres:///db?host=/run/postgresql",
            Dialect.POSTGRESQL,
            "public",
            "postgresql:///db?host=/run/postgresql",
        ),
        (
            "postgresql+psycopg://one:1,two:2/db?schema=Bif%20S%C3%B8f",
            Dialect.POSTGRESQL,
            "Bif Søf",
            "postgresql://one:1,two:2/db",
        ),
        ("mssql+pyodbc://h/db", Dialect.SQL_SERVER, "dbo", "mssql://h/db"),
        ("DuckDB:///f.duckdb?schema=a+b", Dialect.DUCKDB, "a b", "duckdb:///f.duckdb"),
    ],
)
def test_address_is_taken_apart(url: str, dialect: Dialect, schema: str, left: str) -> None:
    assert parsed(url) == DatabaseAddress(dialect, schema, left)
    assert str(parsed(url)) == f"{dialect}, schema {schema}"


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://a:{SECRET}@h/db",
        f"postgresql://a:{SECRET}#x@h/db",
        f"postgresql://a:{SECRET}@[h/db",
        f"postgresql://a:{SECRET}@h/db?schema=a&schema=b",
        f"postgresql://a:{SECRET}@h/d b",
        f"env:postgresql://a:{SECRET}@h/db",
        f"@postgresql://a:{SECRET}@h/db",
        "env:NOT_SET",
        "env:",
        "@no-such-file",
    ],
)
def test_unusable_address_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(InputError) as caught:
        parsed(url)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


def test_what_is_given_is_never_printed() -> None:
    given = GivenDatabase(f"postgresql://a:{SECRET}@h/db")
    address = read_address(given, {})
    assert not [text for text in map(repr, (given, address)) if SECRET in text or "@h" in text]
    assert str(given) == "a database"


@pytest.mark.parametrize(
    ("text", "is_database"),
    [
        ("deliveries/2009", False),
        ("C:\\deliveries", False),
        ("/srv/x@y", False),
        ("./@folder", False),
        ("@address.txt", True),
        ("env:", True),
        ("duckdb:///x", True),
        ("oracle://h/x", True),
    ],
)
def test_database_is_told_from_a_folder(text: str, is_database: bool) -> None:
    given = given_registers(text)
    assert isinstance(given, GivenDatabase) is is_database
    assert is_database or given == Path(text)


def test_address_is_read_from_the_named_variable_or_the_standard_one() -> None:
    environment = {"FSB_REGISTERS_URL": "duckdb:///a ".strip(), "MINE": "duckdb:///b\n"}
    for given, path in {"env:": "/a", "env:MINE": "/b"}.items():
        assert duckdb_path(read_address(GivenDatabase(given), environment)) == Path(path)


def test_file_with_a_password_must_be_private(tmp_path: Path) -> None:
    file = tmp_path / "address"
    file.write_text(f"\n postgresql://a:{SECRET}@h/db \n")
    file.chmod(0o640)
    with pytest.raises(InputError, match="others may read"):
        parsed(f"@{file}")
    file.chmod(0o600)
    assert parsed(f"@{file}").parts.password == SECRET
    file.write_text("postgresql://a@h/db")
    file.chmod(0o644)
    assert parsed(f"@{file}").parts.username == "a"


def test_password_on_the_command_line_is_noticed() -> None:
    shown = [f"postgresql://a:{SECRET}@h/db", f"postgresql:///db?password={SECRET}"]
    hidden = ["postgresql://a@h/db", "@file", "env:NAME", "duckdb:///x"]
    assert [shows_password(GivenDatabase(text)) for text in (*shown, *hidden)] == [
        *[True] * 2,
        *[False] * 4,
    ]


def test_sql_server_is_reached_with_what_the_address_says() -> None:
    url = "mssql://us%40er:p%2Fw@Host:1444/register?schema=sof&driver=FreeTDS&Encrypt=yes"
    assert sql_server_arguments(parsed(url)) == {
        "host": "host",
        "port": 1444,
        "user": "us@er",
        "password": "p/w",
        "database": "register",
        "driver": "FreeTDS",
        "Encrypt": "yes",
        "ApplicationIntent": "ReadOnly",
        "timeout": 15,
    }
    trusted = sql_server_arguments(parsed("mssql://h/register"))
    assert (trusted["user"], trusted["password"], trusted["port"]) == (None, None, 1433)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("duckdb:///srv/x.duckdb", "/srv/x.duckdb"),
        ("duckdb://x/y.duckdb", "x/y.duckdb"),
        ("duckdb:///C:/x%20y.duckdb", "C:/x y.duckdb"),
    ],
)
def test_duckdb_address_names_a_file(url: str, path: str) -> None:
    assert duckdb_path(parsed(url)) == Path(path)


def test_faults_of_tables_and_only_they_have_danish_words_for_the_fault_report() -> None:
    words = load("faults")["fatal"]
    assert {kind for kind in words if kind.startswith("database_")} == {
        f"database_{kind}" for kind in database_faults._ABOUT_TABLES
    }
