"""Puts delivered text files into a schema of PostgreSQL, as a database's owner would."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

TEXT = "text"
Rows = list[list[str]]


@dataclass(frozen=True)
class Schema:
    """A schema of a test database."""

    connection: psycopg.Connection
    server_url: str
    name: str

    @property
    def quoted(self) -> str:
        return '"' + self.name.replace('"', '""') + '"'

    @property
    def url(self) -> str:
        """The address that a user would give for it."""
        sign = "&" if "?" in self.server_url else "?"
        return f"{self.server_url}{sign}schema={quote(self.name)}"

    def execute(self, statement: str) -> None:
        """Runs a statement; `{s}` stands for the schema."""
        self.connection.execute(statement.replace("{s}", self.quoted))

    def n_rows(self, table: str) -> int:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(self.name, table))
        (n,) = self.connection.execute(query).fetchone() or (0,)
        return int(n)

    def load(self, table: str, header: list[str], rows: Rows, types: Mapping[str, str]) -> None:
        """Makes one table; columns are text unless said otherwise, empty cells are missing."""
        named = sql.Identifier(self.name, table)
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(types.get(name, TEXT)))
            for name in header
        )
        self.connection.execute(sql.SQL("CREATE TABLE {} ({})").format(named, columns))
        with (
            self.connection.cursor() as cursor,
            cursor.copy(sql.SQL("COPY {} FROM STDIN").format(named)) as copy,
        ):
            for row in rows:
                copy.write_row([cell or None for cell in row])


def read_csv(path: Path) -> tuple[list[str], Rows]:
    """Header and rows of a semicolon file."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    return header, rows


def same(name: str) -> str:
    return name


def load_delivery(
    schema: Schema,
    delivery: Path,
    types: Mapping[str, str] = {},
    renamed: Callable[[str], str] = same,
) -> None:
    """Every text file of a delivery as a table. `types`: by column; `renamed`: every name."""
    for path in sorted(delivery.glob("*.csv")):
        header, rows = read_csv(path)
        names = [renamed(name) for name in header]
        given = {renamed(name): kind for name, kind in types.items()}
        schema.load(renamed(path.stem), names, rows, given)
    if (delivery / "SYNTETISK").is_file():
        schema.execute("CREATE TABLE {s}.syntetisk (note text)")
