"""A snapshot in PostgreSQL gives what the same snapshot gives in a folder, and keeps its rows."""

import gc
import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import psycopg
import pytest

from fsb_lib import releases
from fsb_lib.base.errors import InputError
from fsb_lib.followups.answers import QUESTIONS
from fsb_lib.followups.question import Question
from fsb_lib.measures.days import Registers
from fsb_lib.outputs.results_json import as_text, results_document
from fsb_lib.params import ReportParams
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot, load_apart, take_in_apart
from fsb_lib.registers.database.address import GivenDatabase
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.snapshot.description import read_description
from fsb_lib.registers.snapshot.engine_tables import engine_tables
from fsb_lib.registers.snapshot.freshness import exit_warnings, plan_warnings, refuse_stale, starts
from fsb_lib.registers.snapshot.in_an_engine import ADDRESS, address_given, place_for
from fsb_lib.registers.snapshot.load_into_postgresql import load_snapshot
from fsb_lib.registers.snapshot.open import open_snapshot
from tests.engines.asking import YEARS, ask, ask_all, differences, empty, otherwise, standard
from tests.engines.crossing import Crossed
from tests.engines.postgres_relay import relay
from tests.tiny_delivery import KEY, write

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(900), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
THOROUGH = "FSB_FUZZ" in os.environ
WANTED = standard(*YEARS) + otherwise(2010) if THOROUGH else standard(2014) + otherwise(2010)
_schemas = count(1)


@dataclass(frozen=True)
class Held:
    """A loaded snapshot: its schema, its address, and the folder that stands for it."""

    schema: str
    given: GivenDatabase
    place: Path


def with_schema(url: str, schema: str) -> GivenDatabase:
    return GivenDatabase(f"snapshot+{url}{'&' if '?' in url else '?'}schema={schema}")


def change(url: str, schema: str, statement: str) -> None:
    """Runs a statement; `{s}` stands for the schema."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.replace("{s}", schema))


@pytest.fixture
def schema_name(postgres_url: str) -> Iterator[str]:
    """A schema that is not there, and is gone afterwards."""
    name = f"engine_{os.getpid()}_{next(_schemas)}"
    yield name
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')


@pytest.fixture(scope="module")
def held(
    postgres_url: str, snapshot: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Held]:
    name = f"engine_{os.getpid()}_held"
    given, work = with_schema(postgres_url, name), tmp_path_factory.mktemp("work")
    load_apart(snapshot, given)
    yield Held(name, given, ensure_snapshot(given, work))
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA "{name}" CASCADE')


@pytest.fixture
def overheard(postgres_url: str, held: Held, tmp_path: Path) -> Iterator[tuple[str, Crossed]]:
    """The snapshot behind a relay, and what the relay hears from then on."""
    crossed = Crossed()
    with relay(postgres_url, crossed) as folder:
        url = f"postgresql://fsb@/postgres?host={folder}"
        yield str(place_for(with_schema(url, held.schema), {}, tmp_path)), crossed


@pytest.fixture
def only_private(postgres_url: str) -> None:
    if "host=/" not in postgres_url:
        pytest.skip("the server's own login is not known to the relay")


# --- the same figures, and no person -------------------------------------------------------------


@pytest.mark.usefixtures("only_private")
def test_every_table_is_equal_and_no_person_row_crosses(
    overheard: tuple[str, Crossed], snapshot: Path, pseudonyms: frozenset[bytes]
) -> None:
    place, crossed = overheard
    found = ask_all(place, WANTED)
    assert not crossed.complaints(pseudonyms)
    assert sum(result.n_rows > 0 for result in crossed.results) > 50
    assert not differences(found, ask_all(str(snapshot), WANTED))
    assert not empty(found)


def fetching(columns: tuple[str, ...]) -> object:
    """A question that fetches rows of persons before it gives no tables."""

    def tables(question: Question) -> list[object]:
        question.now.persons.select(*columns).to_pyarrow()
        return []

    return tables


@pytest.mark.usefixtures("only_private")
@pytest.mark.parametrize(
    ("columns", "complaint"),
    [(("person", "day"), "pseudonyms"), (("person",), "column person"), (("focus",), "rows")],
)
def test_fetched_person_rows_are_seen(
    overheard: tuple[str, Crossed],
    pseudonyms: frozenset[bytes],
    monkeypatch: pytest.MonkeyPatch,
    columns: tuple[str, ...],
    complaint: str,
) -> None:
    place, crossed = overheard
    monkeypatch.setitem(QUESTIONS, "cooperation_status", fetching(columns))  # type: ignore[arg-type]
    ask("cooperation_status", ReportParams(year=2010), place)
    assert any(complaint in one for one in crossed.complaints(pseudonyms))


def test_other_value_is_seen(
    postgres_url: str, schema_name: str, snapshot: Path, tmp_path: Path
) -> None:
    """The comparison can fail: the same rows with another coordinator in them."""
    given = with_schema(postgres_url, schema_name)
    load_snapshot(snapshot, address_given(given, {}))
    change(postgres_url, schema_name, "UPDATE {s}.samarbejde SET koordinator = 'BIF'")
    place = str(place_for(given, {}, tmp_path))
    found, wanted = (
        [ask("cooperation_status", ReportParams(year=2014), one)] for one in (place, str(snapshot))
    )
    assert differences(found, wanted) == ["2014 cooperation_status cooperation_status"]


def test_staleness_and_warnings_are_judged_there(held: Held, snapshot: Path) -> None:
    there, here = (open_snapshot(one).tables() for one in (held.place, snapshot))

    def judged(registers: Registers) -> list[str]:
        with pytest.raises(InputError) as caught:
            refuse_stale(starts(registers), date(2040, 1, 1))
        late = plan_warnings(registers, date(2040, 12, 31))
        return [
            *map(str, caught.value.problems),
            *late,
            *exit_warnings("outcome_followup", registers, date(2039, 1, 1), date(2040, 1, 1)),
        ]

    assert judged(there) == judged(here)
    assert len(judged(there)) == 5


def test_nothing_is_left_behind(held: Held, postgres_url: str) -> None:
    """No cached table, even where no collector runs; and the connection ends with the tables."""
    gc.collect()
    gc.disable()
    try:
        ask("target_group_profile", ReportParams(year=2010), str(held.place))
        with psycopg.connect(postgres_url) as connection:
            temporary = "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'"
            assert connection.execute(temporary).fetchone() == (0,)
    finally:
        gc.enable()


# --- opening -------------------------------------------------------------------------------------


def refused(given: GivenDatabase, work: Path) -> str:
    with pytest.raises(InputError) as caught:
        place_for(given, {}, work)
    assert "host=" not in str(caught.value)
    return caught.value.problems[0].what


def test_folder_stands_for_the_snapshot(held: Held, snapshot: Path) -> None:
    (place, folder) = open_snapshot(held.place), open_snapshot(snapshot)
    assert (place.fingerprint, place.quality, place.table_names, place.synthetic) == (
        folder.fingerprint, folder.quality, folder.table_names, folder.synthetic,
    )  # fmt: skip
    assert {path.name for path in held.place.iterdir()} == {"snapshot.json", ADDRESS}
    assert stat.S_IMODE((held.place / ADDRESS).stat().st_mode) == 0o600


def test_password_is_kept_in_the_users_file_only(held: Held, tmp_path: Path) -> None:
    secret = "hemmelig-7"  # noqa: S105
    text = held.given.text.replace("fsb@", f"fsb:{secret}@")
    assert "password" in refused(GivenDatabase(text), tmp_path / "work")
    file = tmp_path / "lake.address"
    file.write_text(text)
    file.chmod(0o600)
    place = place_for(GivenDatabase(f"@{file}"), {}, tmp_path / "work")
    assert open_snapshot(place).tables()["personer"].count().to_pyarrow().as_py()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "work").rglob("*") if path.is_file())
    assert secret.encode() not in kept


def loaded_tiny(url: str, schema: str, tmp_path: Path) -> GivenDatabase:
    take_in(write(tmp_path / "delivery"), tmp_path / "snapshot", KEY)
    given = with_schema(url, schema)
    assert load_snapshot(tmp_path / "snapshot", address_given(given, {})) == 8
    return given


CHANGES = {
    "INSERT INTO {s}.personer SELECT * FROM {s}.personer": "lost or gained rows",
    "DELETE FROM {s}.bif_ydelser": "lost or gained rows",
    "ALTER TABLE {s}.bif_ydelser ALTER fra TYPE text": "other columns",
    "ALTER TABLE {s}.identities RENAME sex TO koen": "other columns",
    "DROP TABLE {s}.sof_sager": "no snapshot",
    "DROP TABLE {s}.snapshot": "no snapshot",
    "TRUNCATE {s}.snapshot": "no snapshot",
    "UPDATE {s}.snapshot SET description = ''": "damaged",
}


@pytest.mark.parametrize(("statement", "what"), CHANGES.items())
def test_changed_snapshot_is_refused(
    postgres_url: str, schema_name: str, tmp_path: Path, statement: str, what: str
) -> None:
    given = loaded_tiny(postgres_url, schema_name, tmp_path)
    place_for(given, {}, tmp_path / "work")
    change(postgres_url, schema_name, statement)
    assert what in refused(given, tmp_path / "work")


def test_snapshot_that_was_replaced_during_a_run_is_refused(
    postgres_url: str, schema_name: str, tmp_path: Path
) -> None:
    given = loaded_tiny(postgres_url, schema_name, tmp_path)
    place = place_for(given, {}, tmp_path / "work")
    changed = "UPDATE {s}.snapshot SET description = description || ' '"
    change(postgres_url, schema_name, changed)
    with pytest.raises(InputError, match="another snapshot"):
        open_snapshot(place).tables()
    assert place_for(given, {}, tmp_path / "work") != place


def test_report_without_its_optional_table_is_refused(
    postgres_url: str, schema_name: str, tmp_path: Path
) -> None:
    place = place_for(loaded_tiny(postgres_url, schema_name, tmp_path), {}, tmp_path / "work")
    with pytest.raises(InputError, match="no table `bif_afgange`"):
        ask("outcome_followup", ReportParams(year=2009), str(place))


# --- loading -------------------------------------------------------------------------------------


def test_loaded_rows_are_those_of_the_files(held: Held, snapshot: Path) -> None:
    told = read_description((snapshot / "snapshot.json").read_bytes(), "")
    tables = engine_tables(address_given(held.given, {}), told)
    files = open_snapshot(snapshot).tables()
    for name, table in tables.items():
        order = list(table.columns)
        mine, its = (one.order_by(order).to_pyarrow() for one in (table, files[name]))
        assert mine.to_pylist() == its.to_pylist(), name


def test_schema_in_use_is_never_written_to(held: Held, snapshot: Path) -> None:
    with pytest.raises(InputError, match="the schema is not empty"):
        load_snapshot(snapshot, address_given(held.given, {}))


def test_load_that_fails_leaves_nothing(
    postgres_url: str, schema_name: str, snapshot: Path, tmp_path: Path
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE fsb_reader LOGIN PASSWORD 'x'")
        connection.execute(f"CREATE SCHEMA {schema_name}")
        try:
            given = with_schema(postgres_url, schema_name)
            file = tmp_path / "address"
            file.write_text(given.text.replace("fsb@", "fsb_reader:x@"))
            file.chmod(0o600)
            with pytest.raises(InputError, match="may not write the snapshot there"):
                load_snapshot(snapshot, address_given(GivenDatabase(f"@{file}"), {}))
        finally:
            connection.execute("DROP ROLE fsb_reader")
        left = "SELECT count(*) FROM pg_class WHERE relnamespace = %s::regnamespace"
        assert connection.execute(left, [schema_name]).fetchone() == (0,)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("snapshot+spark:///lake", "into PostgreSQL only"),
        ("postgresql://h/db", "address of the snapshot cannot be read"),
    ],
)
def test_other_places_are_not_loaded_into(snapshot: Path, text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        load_snapshot(snapshot, address_given(GivenDatabase(text), {}))


def test_snapshot_is_not_taken_in(held: Held, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a snapshot already"):
        take_in_apart(held.given, tmp_path / "snapshot", tmp_path)


# --- from the command line -----------------------------------------------------------------------


def test_run_over_the_engine_gives_the_files_and_tells_no_address(
    held: Held, snapshot: Path, tmp_path: Path
) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "fsb_lib", "run", "--year", "2014"),
            *("--report", "cooperation_status", "--registers", held.given.text),
            *("--outputs", str(tmp_path), "--audience", "internal"),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    made = tmp_path / "2014/cooperation_status"
    params = ReportParams(year=2014)
    expected = releases.cooperation_status(params, str(snapshot), "internal")
    assert (made / "results.json").read_text() == as_text(results_document(expected))
    told = json.loads((made / "manifest.json").read_text())["snapshot"]
    assert (
        told["fingerprint"] == hashlib.sha256((snapshot / "snapshot.json").read_bytes()).hexdigest()
    )
    published = b"".join(path.read_bytes() for path in made.rglob("*") if path.is_file())
    for part in (held.schema, str(held.place), "fsb-postgres"):
        assert part.encode() not in published
