"""A DuckDB file as a delivery, and what a hostile one cannot do."""

from pathlib import Path
from textwrap import dedent

import duckdb
import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.registers.cpr_process import tasks
from fsb_lib.registers.database import answered_rows
from fsb_lib.registers.database.address import GivenDatabase, read_address
from fsb_lib.registers.database.delivery import take_in_database
from fsb_lib.registers.intake.summary import IntakeSummary
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.mapping_draft.refusal import VIEWS
from fsb_lib.registers.mapping_draft.views import SCHEMA
from fsb_lib.registers.read_so_far import ReadSoFar, Tell, tell_nobody
from tests.tiny_delivery import KEY, key_file, numbers, table_bytes, write


def made(path: Path, delivery: Path) -> "duckdb.DuckDBPyConnection":
    """A database file with the delivery's tables in the schema `bif_sof`."""
    connection = duckdb.connect(path)
    connection.execute("CREATE SCHEMA bif_sof")
    for file in delivery.glob("*.csv"):
        name = f"bif_sof.{file.stem.upper()}"
        read = f"read_csv('{file}', delim = ';', header = true, all_varchar = true)"
        connection.execute(f"CREATE TABLE {name} AS FROM {read}")
    connection.execute("CREATE TABLE bif_sof.Syntetisk (note VARCHAR)")
    return connection


def taken_in(path: Path, tmp_path: Path, tell: Tell = tell_nobody) -> IntakeSummary:
    address = read_address(GivenDatabase(f"duckdb://{path}?schema=bif_sof"), {})
    key = key_file(tmp_path)
    return take_in_database(address, tmp_path / "snapshot", key, tmp_path, tell=tell)[0]


def test_duckdb_file_gives_the_snapshot_of_the_files(small_city: Path, tmp_path: Path) -> None:
    with made(tmp_path / "x.duckdb", small_city) as connection:
        for column in ("fra", "til"):
            connection.execute(
                f"ALTER TABLE bif_sof.BIF_YDELSER ALTER {column} TYPE TIMESTAMP"
                f" USING strptime({column}, '%d-%m-%Y')"
            )
    from_database = taken_in(tmp_path / "x.duckdb", tmp_path)
    assert from_database == take_in(small_city, tmp_path / "of-files", KEY)
    assert table_bytes(tmp_path / "snapshot") == table_bytes(tmp_path / "of-files")


def test_rows_are_told_while_a_table_is_read(
    small_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answered_rows, "ROWS_AT_A_TIME", 2_048)
    made(tmp_path / "x.duckdb", small_city).close()
    heard: list[ReadSoFar] = []
    taken_in(tmp_path / "x.duckdb", tmp_path, heard.append)
    assert all(one.share is None for one in heard)
    lines = {path.stem: path.read_text().count("\n") - 1 for path in small_city.glob("*.csv")}
    for name, n_lines in lines.items():
        own = [one.n_rows for one in heard if one.file == name]
        assert own[0] == 0
        assert own == sorted(own)
        assert own[-1] == n_lines
        assert len(own) > n_lines // 4_096


RENAMED = {
    "BIF_YDELSER": ("Ydelses Perioder", {"cpr": "PERSONNR", "ydelse": "YD_KODE", "fra": "START"}),
    "PERSONER": ("BORGERE", {"herkomst": "Oprindelse \u2013 kode"}),
}


def test_second_round_reads_the_views_that_the_draft_makes(
    small_city: Path, tmp_path: Path
) -> None:
    path = tmp_path / "x.duckdb"
    with made(path, small_city) as connection:
        for name, (foreign, columns) in RENAMED.items():
            for column, other in columns.items():
                connection.execute(f'ALTER TABLE bif_sof.{name} RENAME {column} TO "{other}"')
            connection.execute(f'ALTER TABLE bif_sof.{name} RENAME TO "{foreign}"')
        connection.execute(
            """UPDATE bif_sof."Ydelses Perioder" SET "YD_KODE" = 'KTH ' """
            """WHERE "YD_KODE" = 'kontanthjaelp'"""
        )
    said = refused(path, "bif_sof", tmp_path)
    assert said.count(VIEWS) == len(RENAMED)
    with duckdb.connect(path) as connection:
        connection.execute((tmp_path / VIEWS).read_text(encoding="utf-8"))
    tasks.take_in_database(
        database=GivenDatabase(f"duckdb://{path}?schema={SCHEMA}"), snapshot=tmp_path / "snapshot",
        work=tmp_path, key_file=key_file(tmp_path), tell=tell_nobody,
    )  # fmt: skip
    take_in(small_city, tmp_path / "of-files", KEY)
    assert table_bytes(tmp_path / "snapshot") == table_bytes(tmp_path / "of-files")


def refused(path: Path, schema: str, tmp_path: Path) -> str:
    with pytest.raises(InputError) as caught:
        tasks.take_in_database(
            database=GivenDatabase(f"duckdb://{path}?schema={schema}"),
            snapshot=tmp_path / "snapshot", work=tmp_path, key_file=key_file(tmp_path),
            tell=tell_nobody,
        )  # fmt: skip
    return str(caught.value)


def test_views_show_no_rare_code_and_nothing_that_may_be_a_name(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    codes = ["Anne Hansen", "JENSEN", "33123456", "O'B"] * 6 + ["Q71"] * 4 + ["Q7"] * 200
    with duckdb.connect(path) as connection:
        connection.execute(
            """CREATE TABLE "y'd" (PNR VARCHAR, YDELSE VARCHAR, FRA DATE, TIL DATE)"""
        )
        rows = [[number, code] for number, code in zip(numbers(len(codes)), codes, strict=True)]
        connection.executemany("""INSERT INTO "y'd" VALUES (?, ?, '2009-01-01', NULL)""", rows)
    assert VIEWS in refused(path, "main", tmp_path)
    script = (tmp_path / VIEWS).read_text(encoding="utf-8")
    assert "-- WHEN 'q7' THEN '?'" in script
    assert "'o''b'" in script
    assert not any(one.lower() in script.lower() for one in [*codes[:3], "Q71", *numbers(228)])
    with duckdb.connect(path) as connection:
        connection.execute(script)
        found = connection.execute("SELECT count(*) FROM fsb_draft.bif_ydelser").fetchall()
    assert found == [(len(codes),)]


def test_the_views_of_a_draft_are_no_schema_to_draft_for(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "x.duckdb") as connection:
        connection.execute("CREATE SCHEMA fsb_draft")
        connection.execute("CREATE TABLE fsb_draft.ydelser AS SELECT '020180-1234' AS pnr, 1 AS x")
    assert VIEWS not in refused(tmp_path / "x.duckdb", SCHEMA, tmp_path)


def test_unknown_codes_in_a_database_lead_to_a_view_and_not_to_a_mapping(
    small_city: Path, tmp_path: Path
) -> None:
    with made(tmp_path / "x.duckdb", small_city) as connection:
        connection.execute("UPDATE bif_sof.BIF_YDELSER SET ydelse = 'Q7' WHERE cpr < '2'")
    said = refused(tmp_path / "x.duckdb", "bif_sof", tmp_path)
    assert "make a view of bif_ydelser that translates ydelse" in said
    assert VIEWS in said
    assert "registers.yaml" not in said


def test_numbers_and_endless_days_are_read_as_in_postgresql(tmp_path: Path) -> None:
    delivery = write(tmp_path / "delivery")
    with made(tmp_path / "x.duckdb", delivery) as connection:
        connection.execute("ALTER TABLE bif_sof.PERSONER ALTER cpr TYPE DOUBLE USING 201801234")
        connection.execute("ALTER TABLE bif_sof.SOF_SAGER ALTER til TYPE DATE USING 'infinity'")
        connection.execute(
            "ALTER TABLE bif_sof.SOF_SAGER ALTER fra TYPE TIMESTAMPTZ"
            " USING '2008-12-31 23:00:00+00'"
        )
    taken_in(tmp_path / "x.duckdb", tmp_path)
    take_in(delivery, tmp_path / "of-files", KEY)
    assert table_bytes(tmp_path / "snapshot") == table_bytes(tmp_path / "of-files")


def test_view_on_another_file_is_not_read(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("cpr;herkomst\n020180-1234;dansk\n")
    with made(tmp_path / "x.duckdb", write(tmp_path / "delivery")) as connection:
        connection.execute("DROP TABLE bif_sof.PERSONER")
        connection.execute(f"CREATE VIEW bif_sof.PERSONER AS FROM read_csv('{other}')")
    with pytest.raises(InputError, match="personer: the table may not be read") as caught:
        taken_in(tmp_path / "x.duckdb", tmp_path)
    assert "other" not in str(caught.value)
    assert not (tmp_path / "snapshot").exists()


def test_file_that_is_missing_or_foreign_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such DuckDB file"):
        taken_in(tmp_path / "gone.duckdb", tmp_path)
    (tmp_path / "foreign.duckdb").write_bytes(b"cpr;herkomst\n" * 1000)
    with pytest.raises(InputError, match="cannot be opened"):
        taken_in(tmp_path / "foreign.duckdb", tmp_path)


def test_reading_leaves_the_file_and_its_folder_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "database"
    folder.mkdir()
    made(folder / "x.duckdb", write(tmp_path / "delivery")).close()
    before = (folder / "x.duckdb").read_bytes()
    taken_in(folder / "x.duckdb", tmp_path)
    assert [path.name for path in folder.iterdir()] == ["x.duckdb"]
    assert (folder / "x.duckdb").read_bytes() == before


DREAM = """
    sources:
      - file: [dream_a, dream_b]
        table: bif_ydelser
        columns: {PNR: cpr}
        weeks: {columns: y_YYWW, value: ydelse}
        codes: {ydelse: {730: kontanthjaelp, 890: sygedagpenge}}
        leave_out: {ydelse: 121}
    """
SPELLS = """
    cpr;ydelse;fra;til
    020180-1234;kontanthjaelp;22-12-2008;04-01-2009
    020180-1234;kontanthjaelp;21-12-2009;03-01-2010
    101280-1235;sygedagpenge;05-01-2009;11-01-2009
    101280-1235;sygedagpenge;11-01-2010;17-01-2010
    """


def test_sources_of_a_schema_are_declared_like_those_of_a_folder(tmp_path: Path) -> None:
    with made(tmp_path / "x.duckdb", write(tmp_path / "delivery")) as connection:
        connection.execute("DROP TABLE bif_sof.BIF_YDELSER")
        for name, weeks in (
            ("Dream_A", "y_0852, y_0901, y_0902"),
            ("DREAM_B", "y_0952, y_0953, y_1002"),
        ):
            cells = "('0201801234', '730', '730', NULL), ('1012801235', '121', NULL, '890')"
            rows = f"(VALUES {cells}) t(PNR, {weeks})"
            connection.execute(f"CREATE TABLE bif_sof.{name} AS FROM {rows}")
    mapping = tmp_path / "registers.yaml"
    mapping.write_text(dedent(DREAM), encoding="utf-8")
    given = GivenDatabase(f"duckdb://{tmp_path}/x.duckdb?schema=bif_sof&mapping={mapping}")
    take_in_database(read_address(given, {}), tmp_path / "snapshot", key_file(tmp_path), tmp_path)
    take_in(write(tmp_path / "plain", bif_ydelser=SPELLS), tmp_path / "of-files", KEY)
    assert table_bytes(tmp_path / "snapshot") == table_bytes(tmp_path / "of-files")


def test_of_a_schema_a_mapping_holds_sources_alone(tmp_path: Path) -> None:
    made(tmp_path / "x.duckdb", write(tmp_path / "delivery")).close()
    mapping = tmp_path / "registers.yaml"
    mapping.write_text("tables: {x: bif_ydelser}\n", encoding="utf-8")
    given = GivenDatabase(f"duckdb://{tmp_path}/x.duckdb?schema=bif_sof&mapping={mapping}")
    with pytest.raises(InputError, match="`sources` alone"):
        take_in_database(read_address(given, {}), tmp_path / "s", key_file(tmp_path), tmp_path)
