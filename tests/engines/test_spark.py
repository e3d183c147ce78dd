"""A snapshot's files read by Spark give what DuckDB reads in them, and their rows stay there.

One Spark for the whole file: starting it takes longer than most questions.
"""

import gc
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.followups.answers import QUESTIONS
from fsb_lib.followups.question import Question
from fsb_lib.params import ReportParams
from fsb_lib.registers.database.address import GivenDatabase
from fsb_lib.registers.engines import spark as engine_spark
from fsb_lib.registers.engines.address import SparkAddress
from fsb_lib.registers.snapshot.freshness import refuse_stale, starts
from fsb_lib.registers.snapshot.in_an_engine import place_for
from fsb_lib.registers.snapshot.open import open_snapshot
from tests.engines.asking import YEARS, ask, ask_all, differences, empty, otherwise, standard
from tests.engines.crossing import Crossed
from tests.engines.spark_ears import overhearing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.spark,
    pytest.mark.timeout(2400),
    pytest.mark.skipif("FSB_FUZZ" not in os.environ, reason="takes minutes: make engines"),
]
ROOT = Path(__file__).resolve().parents[2]
# PostgreSQL is asked for every year; a query is translated to Spark's words once for all of them.
# The last year has the newest match system and the joint schemes.
WANTED = standard(YEARS[-1]) + otherwise(2010)


def no_spark() -> str:
    """Why there is no Spark here; nothing where there is."""
    try:
        import pyspark  # noqa: F401, PLC0415
    except ImportError:
        return "no pyspark: make engines"
    if shutil.which("java") or "JAVA_HOME" in os.environ:
        return ""
    return "no Java: install Java 17, for instance Debian's default-jre-headless"


@pytest.fixture(scope="module", autouse=True)
def spark() -> Iterator[Any]:
    """The process's Spark. Without one, tests are skipped here and fail in CI."""
    if reason := no_spark():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    small = {"spark.driver.memory": "512m", "spark.master": "local[1]"}
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SPARK_REMOTE", raising=False)
        patch.delenv("SPARK_CONF_DIR", raising=False)
        patch.setattr(engine_spark, "LOCAL_SETTINGS", {**engine_spark.LOCAL_SETTINGS, **small})
        started = engine_spark._started()
        yield started
        started.stop()


@pytest.fixture(scope="module")
def place(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder that stands for the snapshot before Spark."""
    given = GivenDatabase(f"snapshot+spark://{snapshot}")
    return str(place_for(given, {}, tmp_path_factory.mktemp("work")))


def test_every_table_is_equal_and_no_person_row_crosses(
    place: str, snapshot: Path, pseudonyms: frozenset[bytes], spark: Any
) -> None:
    crossed = Crossed()
    with overhearing(crossed):
        found = ask_all(place, WANTED)
    assert not crossed.complaints(pseudonyms)
    assert len(crossed.results) > 50
    assert len(crossed.received) > 50_000
    assert not differences(found, ask_all(str(snapshot), WANTED))
    assert not empty(found)
    assert kept_after_collection(spark) == 0, "something still names a table that was kept"


def kept_after_collection(spark: Any) -> int:
    """Spark lets kept rows go when Java has collected what named them, a moment later."""
    gc.collect()
    context = spark.sparkContext
    for _ in range(60):
        context._jvm.java.lang.System.gc()
        if not context._jsc.getPersistentRDDs().size():
            break
        time.sleep(0.5)
    return int(context._jsc.getPersistentRDDs().size())


@pytest.mark.parametrize(
    ("columns", "complaint"),
    [(("person", "day"), "pseudonyms"), (("person",), "column person"), (("focus",), "rows")],
)
def test_fetched_person_rows_are_seen(
    place: str,
    pseudonyms: frozenset[bytes],
    monkeypatch: pytest.MonkeyPatch,
    columns: tuple[str, ...],
    complaint: str,
) -> None:
    def fetching(question: Question) -> list[Any]:
        question.now.persons.select(*columns).to_pyarrow()
        return []

    monkeypatch.setitem(QUESTIONS, "cooperation_status", fetching)  # type: ignore[arg-type]
    crossed = Crossed()
    with overhearing(crossed):
        ask("cooperation_status", ReportParams(year=2010), place)
    assert any(complaint in one for one in crossed.complaints(pseudonyms))


def test_staleness_is_judged_there(place: str) -> None:
    with pytest.raises(InputError) as caught:
        refuse_stale(starts(open_snapshot(Path(place)).tables()), date(2040, 1, 1))
    assert len(caught.value.problems) == 3


def changed(snapshot: Path, tmp_path: Path, file: str, other: str | None) -> GivenDatabase:
    """A copy in which one file is another's, or gone."""
    copy = shutil.copytree(snapshot, tmp_path / "copy")
    (copy / file).unlink()
    if other:
        shutil.copy(snapshot / other, copy / file)
    return GivenDatabase(f"snapshot+spark://{copy}")


@pytest.mark.parametrize(
    ("file", "other", "what"),
    [
        ("bif_ydelser.parquet", "sof_sager.parquet", "other columns"),
        ("personer.parquet", None, "no snapshot at the address"),
        ("snapshot.json", None, "no snapshot at the address"),
    ],
)
def test_changed_snapshot_is_refused(
    snapshot: Path, tmp_path: Path, file: str, other: str | None, what: str
) -> None:
    with pytest.raises(InputError, match=what) as caught:
        place_for(changed(snapshot, tmp_path, file, other), {}, tmp_path / "work")
    assert str(tmp_path) not in str(caught.value)


def test_lake_may_keep_a_table_in_parts(snapshot: Path, tmp_path: Path, spark: Any) -> None:
    """As Spark itself writes tables; and a lost part is found by its rows."""
    copy = shutil.copytree(snapshot, tmp_path / "copy")
    (copy / "personer.parquet").unlink()
    rows = spark.read.parquet(str(snapshot / "personer.parquet"))
    rows.repartition(3).write.parquet(str(copy / "personer.parquet"))
    given = GivenDatabase(f"snapshot+spark://{copy}")
    made = place_for(given, {}, tmp_path / "work")
    wanted = open_snapshot(snapshot).tables()["personer"].count().to_pyarrow()
    assert open_snapshot(made).tables()["personer"].count().to_pyarrow() == wanted
    next((copy / "personer.parquet").glob("part-*.parquet")).unlink()
    with pytest.raises(InputError, match="lost or gained rows"):
        place_for(given, {}, tmp_path / "work")


def test_spark_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fails(_: str) -> None:
        raise RuntimeError(f"java at {tmp_path}")

    monkeypatch.setattr(engine_spark, "_session", fails)
    with pytest.raises(InputError, match="Spark does not start") as caught:
        engine_spark.open_spark(SparkAddress("/lake"))
    assert str(tmp_path) not in str(caught.value)


def test_run_over_spark_says_no_more_than_over_a_folder(snapshot: Path, tmp_path: Path) -> None:
    said = {}
    for name, registers in (("there", f"snapshot+spark://{snapshot}"), ("here", str(snapshot))):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "fsb_lib", "run", "--year", "2010"),
                *("--report", "cooperation_status", "--registers", registers),
                *("--outputs", str(tmp_path / name)),
            ],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        steps = [line for line in done.stdout.splitlines() if line.startswith(" 1 of 1")]
        said[name] = [*steps, done.stderr.strip()]
    assert said["there"] == said["here"]
    assert len(said["here"]) > 1
    there, here = (tmp_path / name / "2010/cooperation_status" for name in ("there", "here"))
    assert (there / "results.json").read_bytes() == (here / "results.json").read_bytes()
    notebook = (there / "notebook.ipynb").read_text()
    assert "WARN" not in notebook
    assert str(snapshot) not in notebook
