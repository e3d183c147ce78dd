"""A schema of a real PostgreSQL server gives the snapshot that the same text files give."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot, take_in_apart
from fsb_lib.registers.database import answered_rows
from fsb_lib.registers.database.address import DatabaseAddress, GivenDatabase, read_address
from fsb_lib.registers.database.delivery import take_in_database
from fsb_lib.registers.intake.summary import IntakeSummary
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.mapping_draft.refusal import VIEWS, pointing_to_views
from fsb_lib.registers.mapping_draft.views import SCHEMA
from fsb_lib.registers.rows.typing_rules import RowTyper
from tests.database.loading import Schema, load_delivery, read_csv
from tests.tiny_delivery import KEY, counts, dropped, key_file, table_bytes, write

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]


def address(url: str) -> DatabaseAddress:
    return read_address(GivenDatabase(url), {})


def taken_in(schema: Schema, tmp_path: Path, name: str = "snapshot") -> IntakeSummary:
    key = key_file(tmp_path)
    return take_in_database(address(schema.url), tmp_path / name, key, tmp_path)[0]


def refused(schema: Schema, tmp_path: Path) -> list[str]:
    """What is said of a schema that is refused, a line per fault; nothing is written then."""
    with pytest.raises(InputError) as caught:
        taken_in(schema, tmp_path)
    assert not (tmp_path / "snapshot").exists()
    return [f"{one.where}: {one.what}" for one in caught.value.problems]


# --- the same snapshot -------------------------------------------------------------------------


def test_schema_of_text_columns_gives_the_snapshot_of_the_files(
    schema: Schema, small_city: Path, tmp_path: Path
) -> None:
    load_delivery(schema, small_city)
    from_database = taken_in(schema, tmp_path)
    from_files = take_in(small_city, tmp_path / "of-files", KEY)
    assert from_database == from_files
    assert table_bytes(tmp_path / "snapshot") == table_bytes(tmp_path / "of-files")


DATES = ("fra", "til", "vurderet", "godkendt", "slut", "tilbudt", "udarbejdet", "dato")


def spelled(name: str) -> str:
    """Another accepted spelling of a table's or column's name."""
    return {"cpr": " CPR", "maalgruppe": "Målgruppe"}.get(name, name.title().replace("_", "-"))


@pytest.mark.parametrize("kind", ["date", "timestamp", "timestamptz"])
def test_typed_columns_under_other_spellings_give_the_same_persons_and_rows(
    schema: Schema, small_city: Path, tmp_path: Path, kind: str
) -> None:
    schema.execute("SET DateStyle = 'ISO, DMY'; SET TIME ZONE 'Europe/Copenhagen'")
    load_delivery(schema, small_city, dict.fromkeys(DATES, kind), spelled)
    taken_in(schema, tmp_path)
    take_in(small_city, tmp_path / "of-files", KEY)
    assert table_bytes(tmp_path / "snapshot") == table_bytes(tmp_path / "of-files")


@pytest.mark.parametrize("kind", ["bigint", "numeric(10)", "numeric(12, 2)", "double precision"])
def test_numeric_cpr_loses_its_zero_and_gets_it_back(
    schema: Schema, tmp_path: Path, kind: str
) -> None:
    load_delivery(schema, write(tmp_path / "delivery"))
    schema.execute(
        "ALTER TABLE {s}.personer ALTER cpr TYPE " + kind + " USING replace(cpr, '-', '')::numeric"
    )
    summary = taken_in(schema, tmp_path)
    assert counts(summary, "personer")["cpr_padded"] == 1
    take_in(tmp_path / "delivery", tmp_path / "of-files", KEY)
    assert table_bytes(tmp_path / "snapshot") == table_bytes(tmp_path / "of-files")


def test_number_that_is_not_whole_is_a_row_fault_and_no_crash(
    schema: Schema, tmp_path: Path
) -> None:
    load_delivery(schema, write(tmp_path / "delivery"))
    schema.execute("ALTER TABLE {s}.personer ALTER cpr TYPE float8 USING 201801234")
    schema.execute(
        "INSERT INTO {s}.personer SELECT 201801234, 'dansk' FROM generate_series(1, 100)"
    )
    schema.execute(
        "INSERT INTO {s}.personer VALUES ('NaN', 'dansk'), (1e300, 'dansk'), (0.5, 'dansk')"
    )
    summary = taken_in(schema, tmp_path)
    assert dropped(summary, "personer") == {"cpr_unreadable": 2, "cpr_invalid": 1, "duplicate": 100}


def test_endless_date_is_an_open_end_and_a_danish_midnight_keeps_its_day(
    schema: Schema, tmp_path: Path
) -> None:
    load_delivery(schema, write(tmp_path / "delivery"))
    schema.execute("ALTER TABLE {s}.bif_ydelser ALTER til TYPE date USING 'infinity'")
    schema.execute(
        "ALTER TABLE {s}.sof_sager ALTER fra TYPE timestamptz USING '2008-12-31 23:00:00+00'"
    )
    taken_in(schema, tmp_path)
    take_in(tmp_path / "delivery", tmp_path / "of-files", KEY)
    assert table_bytes(tmp_path / "snapshot") == table_bytes(tmp_path / "of-files")


def test_domain_enum_and_view_are_read(schema: Schema, tmp_path: Path) -> None:
    load_delivery(schema, write(tmp_path / "delivery"))
    schema.execute("CREATE DOMAIN {s}.number AS char(11)")
    schema.execute("CREATE TYPE {s}.origin AS ENUM ('dansk', 'indvandrer_vestlig')")
    schema.execute(
        "ALTER TABLE {s}.personer ALTER cpr TYPE {s}.number,"
        " ALTER herkomst TYPE {s}.origin USING herkomst::{s}.origin"
    )
    schema.execute("ALTER TABLE {s}.sof_sager RENAME TO behind")
    schema.execute("CREATE MATERIALIZED VIEW {s}.sof_sager AS SELECT *, now() FROM {s}.behind")
    taken_in(schema, tmp_path)
    take_in(tmp_path / "delivery", tmp_path / "of-files", KEY)
    assert table_bytes(tmp_path / "snapshot") == table_bytes(tmp_path / "of-files")


def test_batches_do_not_change_what_is_read(
    schema: Schema, small_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_delivery(schema, small_city)
    taken_in(schema, tmp_path)
    monkeypatch.setattr(answered_rows, "ROWS_AT_A_TIME", 37)
    taken_in(schema, tmp_path, "by-37")
    texts = [(tmp_path / name / "snapshot.json").read_text() for name in ("snapshot", "by-37")]
    assert texts[0] == texts[1]


# --- faults ------------------------------------------------------------------------------------


def test_row_faults_are_those_of_the_files_and_numbered_by_place(
    schema: Schema, tmp_path: Path
) -> None:
    """Sorted by number, benefit and day, with missing values last.

    1-101 good, one of them twice; 102 the unknown benefit; 103 the number `3`; 104 no number
    """
    load_delivery(schema, write(tmp_path / "delivery"))
    schema.execute("DELETE FROM {s}.bif_ydelser")
    schema.execute(
        "INSERT INTO {s}.bif_ydelser SELECT '020180-1234', 'kontanthjaelp',"
        " to_char(date '2009-01-01' + i, 'YYYY-MM-DD'), NULL FROM generate_series(1, 100) i"
    )
    schema.execute(
        "INSERT INTO {s}.bif_ydelser VALUES"
        " (NULL, 'kontanthjaelp', '2009-01-01', NULL),"
        " ('3', 'kontanthjaelp', '2009-01-01', NULL),"
        " ('020180-1234', 'trylleri', '2009-01-01', NULL),"
        " ('020180-1234', 'kontanthjaelp', '2009-04-01', NULL)"
    )
    summary = taken_in(schema, tmp_path)
    assert dropped(summary, "bif_ydelser") == {
        "cpr_unreadable": 2,
        "unknown_code": 1,
        "duplicate": 1,
    }
    lines = {one.fault.kind: one.first_lines for one in summary.faults}
    assert lines == {"cpr_unreadable": (103, 104), "unknown_code": (102,)}


def test_every_fatal_fault_is_told_at_once(schema: Schema, tmp_path: Path) -> None:
    load_delivery(schema, write(tmp_path / "delivery"))
    schema.execute("DROP TABLE {s}.bif_jobplaner")
    schema.execute("ALTER TABLE {s}.bif_ydelser DROP fra")
    schema.execute('ALTER TABLE {s}.bif_indsatser ADD "FRA" text')
    schema.execute("DELETE FROM {s}.sof_sager")
    schema.execute('CREATE TABLE {s}."Sof-Handleplaner" (cpr text)')
    schema.execute("ALTER TABLE {s}.personer ALTER herkomst TYPE bytea USING 'x'")
    schema.execute("UPDATE {s}.bif_matchvurderinger SET kode = '\u00c3\u00b8'")
    assert refused(schema, tmp_path) == [
        "bif_jobplaner: a required table is missing",
        "sof_handleplaner: two tables for one",
        "bif_ydelser: required column missing: fra",
        "bif_matchvurderinger: Danish letters are destroyed: "
        "text was read in a wrong encoding when it was loaded",
        "bif_indsatser: the column fra is there more than once",
        "sof_sager: a required table without rows",
        "personer: the column herkomst is of a type that is not read",
    ]


def test_too_many_faulty_rows_and_cycles_stop_a_schema_too(schema: Schema, tmp_path: Path) -> None:
    load_delivery(schema, write(tmp_path / "delivery"))
    schema.execute("UPDATE {s}.sof_sager SET maalgruppe = 'andre'")
    schema.execute("CREATE TABLE {s}.cpr_skift (gammelt_cpr text, nyt_cpr text, dato date)")
    schema.execute(
        "INSERT INTO {s}.cpr_skift VALUES ('030475-1000', '030475-1002', '2009-01-01'),"
        " ('030475-1002', '030475-1000', '2009-01-01')"
    )
    assert refused(schema, tmp_path) == [
        "sof_sager: too many faulty rows",
        "cpr_skift: changes of number that end where they began",
    ]


@pytest.fixture
def reader(schema: Schema) -> Iterator[str]:
    """A user with a password, who may use the schema but read nothing in it yet."""
    name = f"reader_{os.getpid()}_{schema.name[-1]}"
    schema.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'kodeord/7'")
    schema.execute(f"GRANT USAGE ON SCHEMA {{s}} TO {name}")
    yield name
    schema.execute(f"DROP OWNED BY {name}")
    schema.execute(f"DROP ROLE {name}")


def as_user(schema: Schema, user: str, password: str) -> Schema:
    """The schema as another user gives its address."""
    rest = schema.server_url.partition("://")[2].rpartition("@")[2]
    url = f"postgresql://{user}:{password}@{rest}"
    return Schema(schema.connection, url, schema.name)


def test_right_to_read_is_enough_and_its_lack_is_told(
    schema: Schema, reader: str, tmp_path: Path
) -> None:
    load_delivery(schema, write(tmp_path / "delivery"))
    schema.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {{s}} TO {reader}")
    for table in ("personer", "sof_sager"):
        schema.execute(f"REVOKE ALL ON {{s}}.{table} FROM {reader}")
    theirs = as_user(schema, reader, "kodeord%2F7")
    assert refused(theirs, tmp_path) == [
        "sof_sager: the table may not be read",
        "personer: the table may not be read",
    ]
    schema.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {{s}} TO {reader}")
    assert taken_in(theirs, tmp_path).synthetic


def test_lost_connection_is_told_and_leaves_nothing(
    schema: Schema, small_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_delivery(schema, small_city)
    schema.execute("DROP TABLE {s}.syntetisk")
    monkeypatch.setattr(answered_rows, "ROWS_AT_A_TIME", 10)
    read = RowTyper.type_rows

    def cut_then_read(self: RowTyper, batch: object) -> object:
        schema.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fsb'"
        )
        return read(self, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(RowTyper, "type_rows", cut_then_read)
    told = refused(schema, tmp_path)
    assert "bif_ydelser: the database stopped answering while the table was read" in told


# --- the connection ----------------------------------------------------------------------------


def test_schema_without_registers_and_no_schema_are_told_apart(
    schema: Schema, tmp_path: Path
) -> None:
    assert refused(schema, tmp_path)[0].endswith("a schema without register tables")
    gone = Schema(schema.connection, schema.server_url, "nowhere")
    assert refused(gone, tmp_path)[0].endswith("there is no such schema, or you may not use it")


def test_refused_connection_tells_why_and_nothing_of_the_address(
    reader: str, postgres_url: str, tmp_path: Path
) -> None:
    rest = postgres_url.partition("://")[2].rpartition("@")[2]
    other_database = urlsplit(postgres_url)._replace(path="/nodb_such").geturl()
    secret, host = "hemmelig-7", rest.partition("?")[2] or rest
    cases = {
        f"postgresql://{reader}:{secret}@{rest}": "the database refuses the login",
        f"postgresql://nobody_such:{secret}@{rest}": "the database refuses the login",
        other_database: "there is no such database on the server",
        f"postgresql://{reader}:{secret}@127.0.0.1:1/x": "the database does not answer",
        f"postgresql://{reader}:{secret}@/x?host=/no-such": "the database does not answer",
        f"postgresql://{reader}:{secret}@h/x?unheard=1": "the database cannot be opened",
    }
    for url, what in cases.items():
        with pytest.raises(InputError, match=what) as caught:
            ensure_snapshot(GivenDatabase(url), tmp_path / "work")
        said = str(caught.value)
        assert not [word for word in (secret, reader, host, "_such") if word in said]
        assert caught.value.__cause__ is None


def test_address_comes_from_the_environment_or_a_private_file_and_is_kept_nowhere(
    schema: Schema, small_city: Path, tmp_path: Path
) -> None:
    """What the command prints and writes is searched for every part of the address."""
    load_delivery(schema, small_city)
    secret = schema.url.partition("host=")[2].partition("&")[0] or "@"
    file = tmp_path / "address"
    file.write_text(f"{schema.url}\n")
    file.chmod(0o600)
    environment = {**os.environ, "FSB_REGISTERS_URL": schema.url, "MY_URL": schema.url}
    project = tmp_path / "project"
    (project / "params").mkdir(parents=True)
    (project / "notebooks").mkdir()
    for number, given in enumerate(["env:", "env:MY_URL", f"@{file}", schema.url]):
        command = [sys.executable, "-m", "fsb_lib", "intake", given, str(project / f"s{number}")]
        done = subprocess.run(
            [*command, "--debug"],
            cwd=project,
            env={**environment, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert secret not in done.stdout + done.stderr
    contents = [path.read_bytes() for path in project.rglob("*") if path.is_file()]
    assert len(contents) > 4 * 8
    assert not [content for content in contents if secret.encode() in content]
    description = json.loads((project / "s0" / "snapshot.json").read_text())
    assert description["tables"]["personer"]["source"] == f"postgresql, schema {schema.name}"


def test_schema_is_real_without_the_mark_and_then_needs_a_key(
    schema: Schema, tmp_path: Path
) -> None:
    load_delivery(schema, write(tmp_path / "delivery"))
    schema.execute("DROP TABLE {s}.syntetisk")
    given = GivenDatabase(schema.url)
    with pytest.raises(InputError, match="no key"):
        ensure_snapshot(given, tmp_path / "work")
    key = key_file(tmp_path)
    assert not take_in_apart(given, tmp_path / "real", tmp_path / "work", key).synthetic


def test_unchanged_schema_gives_the_snapshot_that_is_there(schema: Schema, tmp_path: Path) -> None:
    load_delivery(schema, write(tmp_path / "delivery"))
    given, work = GivenDatabase(schema.url), tmp_path / "work"
    first = ensure_snapshot(given, work)
    made = (first / "snapshot.json").stat().st_mtime_ns
    assert ensure_snapshot(given, work) == first
    assert (first / "snapshot.json").stat().st_mtime_ns == made
    schema.execute("UPDATE {s}.sof_sager SET maalgruppe = 'uden_saerlige_behov'")
    second = ensure_snapshot(given, work)
    assert second != first
    assert {path.name for path in first.parent.iterdir()} == {first.name, second.name}


def test_loaded_city_is_the_delivered_city(schema: Schema, small_city: Path) -> None:
    """Guards these tests: a table that came empty would agree with anything."""
    load_delivery(schema, small_city)
    for path in small_city.glob("*.csv"):
        assert schema.n_rows(path.stem) == len(read_csv(path)[1]) > 0


def test_second_round_reads_the_views_that_the_draft_makes(
    schema: Schema, small_city: Path, tmp_path: Path
) -> None:
    load_delivery(schema, small_city)
    for statement in (
        'ALTER TABLE {s}.bif_ydelser RENAME ydelse TO "YD_KODE"',
        'ALTER TABLE {s}.bif_ydelser RENAME til TO "Slut dato"',
        'ALTER TABLE {s}.bif_ydelser RENAME TO "Ydelses-perioder"',
        "ALTER TABLE {s}.sof_handleplaner ALTER tilbudt TYPE date "
        "USING to_date(tilbudt, 'DD-MM-YYYY')",
        "ALTER TABLE {s}.sof_handleplaner RENAME tilbudt TO tilbudsdato",
        """UPDATE {s}."Ydelses-perioder" SET "YD_KODE" = 'KTH ' """
        """WHERE "YD_KODE" = 'kontanthjaelp'""",
    ):
        schema.execute(statement)
    given = address(schema.url)
    with pytest.raises(InputError) as caught:
        taken_in(schema, tmp_path)
    told = pointing_to_views(caught.value, given, tmp_path)
    assert sum(VIEWS in one.remedy for one in told.problems) == 2
    schema.execute((tmp_path / VIEWS).read_text(encoding="utf-8"))
    try:
        take_in_database(
            replace(given, schema=SCHEMA), tmp_path / "snapshot", tmp_path / "key", tmp_path
        )
    finally:
        schema.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
    take_in(small_city, tmp_path / "of-files", KEY)
    assert table_bytes(tmp_path / "snapshot") == table_bytes(tmp_path / "of-files")
