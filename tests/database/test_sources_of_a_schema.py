"""The ready mappings read the same tables from a schema as from a folder of files.

Fasit's is JSON, which no table is.
"""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import duckdb
import pytest

from fsb_lib.registers.database.address import GivenDatabase, read_address
from fsb_lib.registers.database.delivery import take_in_database
from fsb_lib.registers.intake.take_in import take_in
from tests.database.loading import Rows, Schema
from tests.example_sources import SYSTEMS, in_its_form, reduced
from tests.tiny_delivery import KEY, key_file, numbers, table_bytes, write

OF_TABLES = [system for system in SYSTEMS if system != "fasit"]
# What a database would hold these columns as; all others are text.
TYPES = {
    "Registreret": "timestamp",
    "startdato": "timestamp",
    "slutdato": "timestamp",
    "StartDate": "timestamptz",
    "EndDate": "timestamptz",
    "STARTDTO": "date",
    "SLUTDTO": "date",
    "IE_TYPE": "integer",
    "OPR_LAND": "integer",
    "YDTYPE1": "smallint",
    "PNR": "bigint",
    "y_0903": "smallint",
    "y_0910": "double precision",
}
# Makes a table: its name, columns, rows of text and the types of some columns.
Load = Callable[[str, list[str], Rows, dict[str, str]], None]


def loaded(system: str, folder: Path, load: Load, types: dict[str, str]) -> Path:
    """Every file as a table named like it. The mapping, which names tables and no files."""
    for path in in_its_form(system, folder).glob("*.csv"):
        data = path.read_bytes()
        encoding = "cp1252" if b"\xf8" in data else "utf-8-sig"
        lines = data.decode(encoding).splitlines()
        header, *rows = csv.reader(lines, delimiter=max(";,", key=lines[0].count))
        load(path.stem, header, rows, types)
    mapping = folder / "registers.yaml"
    named = re.sub(r"(file: .*)", lambda m: m[1].replace(".csv", ""), mapping.read_text("utf-8"))
    mapping.write_text(named, encoding="utf-8")
    return mapping


def of_schema(url: str, mapping: Path, tmp_path: Path) -> dict[str, bytes]:
    address = read_address(GivenDatabase(f"{url}&mapping={mapping}"), {})
    take_in_database(address, tmp_path / "of-schema", key_file(tmp_path), tmp_path)
    return table_bytes(tmp_path / "of-schema")


def of_files(system: str, tmp_path: Path) -> dict[str, bytes]:
    take_in(reduced(system, tmp_path / "ours"), tmp_path / "of-files", KEY)
    return table_bytes(tmp_path / "of-files")


# DuckDB casts no dates that SAS wrote.
WITHOUT_DATES = {name: kind for name, kind in TYPES.items() if kind != "date"}


@pytest.mark.parametrize("types", [{}, WITHOUT_DATES], ids=["text", "typed"])
@pytest.mark.parametrize("system", OF_TABLES)
def test_tables_of_duckdb_are_read_like_files(
    system: str, types: dict[str, str], tmp_path: Path
) -> None:
    with duckdb.connect(tmp_path / "x.duckdb") as connection:
        connection.execute("SET TimeZone = 'Europe/Copenhagen'; CREATE SCHEMA bif_sof")

        def load(table: str, header: list[str], rows: Rows, types: dict[str, str]) -> None:
            named = ", ".join(f'"{name}" {types.get(name, "text")}' for name in header)
            connection.execute(f'CREATE TABLE bif_sof."{table}" ({named})')
            places = ", ".join("?" * len(header))
            given = [[cell or None for cell in row] for row in rows]
            insert = f'INSERT INTO bif_sof."{table}" VALUES ({places})'  # noqa: S608
            connection.executemany(insert, given)

        mapping = loaded(system, tmp_path / "theirs", load, types)
    found = of_schema(f"duckdb://{tmp_path}/x.duckdb?schema=bif_sof", mapping, tmp_path)
    assert found == of_files(system, tmp_path)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.parametrize("types", [{}, TYPES], ids=["text", "typed"])
@pytest.mark.parametrize("system", OF_TABLES)
def test_tables_of_postgresql_are_read_like_files(
    system: str, types: dict[str, str], schema: Schema, tmp_path: Path
) -> None:
    schema.execute("SET TIME ZONE 'Europe/Copenhagen'")
    mapping = loaded(system, tmp_path / "theirs", schema.load, types)
    assert of_schema(schema.url, mapping, tmp_path) == of_files(system, tmp_path)


# Two records of one day; sorted by the columns that are asked for, the later comes first.
EVENTS = """
    sources:
      - file: haendelser
        table: bif_indsatser
        columns: {Nr: cpr, Type: indsats, Start: fra, Slut: til}
        events: {id: Id, at: Tid}
    """
PAIRS = """
    sources:
      - file: haendelser
        table: sof_handleplaner
        columns: {Nr: cpr}
        pair_rows:
          {by: Id, kind: Type, at: Tid,
           first: {samtale: {Start: tilbudt}}, then: {mentor: {Slut: slut}}}
        constants: {svar: "", udarbejdet: "", af_egen_drift: N}
    """
OF_ONE_DAY = (
    ("mentor", "2009-03-02 10:00:00.5", "2009-05-01"),
    ("samtale", "2009-03-02 10:00:00.25", ""),
)


@pytest.mark.parametrize("kind", ["timestamp", "timestamptz", "text"])
@pytest.mark.parametrize(
    ("mapping", "table", "row"),
    [
        (EVENTS, "bif_indsatser", "cpr;indsats;fra;til\n{n};mentor;02-01-2009;01-05-2009\n"),
        (PAIRS, "sof_handleplaner", "cpr;tilbudt;svar;udarbejdet;af_egen_drift;slut\n"
                                    "{n};02-01-2009;;;N;01-05-2009\n"),
    ],
    ids=["events", "pairs"],
)  # fmt: skip
def test_records_of_one_day_are_put_in_order_by_their_time(
    mapping: str, table: str, row: str, kind: str, tmp_path: Path
) -> None:
    number = numbers(1)[0]
    plain = write(tmp_path / "plain", **{table: row.format(n=number)})
    with duckdb.connect(tmp_path / "x.duckdb") as connection:
        connection.execute("SET TimeZone = 'Europe/Copenhagen'")
        for path in plain.glob("*.csv"):
            if path.stem != table:
                read = connection.read_csv(str(path), sep=";", all_varchar=True)
                read.create(path.stem)
        connection.execute("CREATE TABLE syntetisk (x text)")
        columns = f"Nr text, Id text, Type text, Tid {kind}, Start text, Slut text"
        connection.execute(f"CREATE TABLE haendelser ({columns})")
        rows = [(number, "1", one, at, "2009-01-02", end) for one, at, end in OF_ONE_DAY]
        connection.executemany("INSERT INTO haendelser VALUES (?, ?, ?, ?, ?, ?)", rows)
    (tmp_path / "registers.yaml").write_text(dedent(mapping), encoding="utf-8")
    take_in(plain, tmp_path / "of-files", KEY)
    url = f"duckdb:///{tmp_path / 'x.duckdb'}?schema=main"
    found = of_schema(url, tmp_path / "registers.yaml", tmp_path)
    assert found == table_bytes(tmp_path / "of-files")
