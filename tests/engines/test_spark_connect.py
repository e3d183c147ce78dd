"""A Spark Connect server reads the snapshot: the client has no Java and no row."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fsb_lib.followups.answers import QUESTIONS
from fsb_lib.followups.question import Question
from fsb_lib.params import ReportParams
from fsb_lib.registers.database.address import GivenDatabase
from fsb_lib.registers.engines.spark import LOCAL_SETTINGS
from fsb_lib.registers.snapshot.in_an_engine import place_for
from tests.engines.asking import ask, ask_all, differences, empty, standard
from tests.engines.crossing import Crossed
from tests.engines.postgres_relay import start_relay
from tests.engines.spark_ears import answers_kept

pytestmark = [
    pytest.mark.slow,
    pytest.mark.spark,
    pytest.mark.timeout(1200),
    pytest.mark.skipif("FSB_FUZZ" not in os.environ, reason="takes minutes: set FSB_FUZZ=1"),
]
HOST = "127.0.0.1"
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"


def free_port() -> int:
    with socket.create_server((HOST, 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def server_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of Spark's own distribution, as a city's would be started."""
    pyspark = pytest.importorskip("pyspark", reason="no pyspark: make engines")
    port = free_port()
    settings = {
        **LOCAL_SETTINGS,
        "spark.master": "local[1]",
        "spark.driver.memory": "512m",
        "spark.connect.grpc.binding.address": HOST,
        "spark.connect.grpc.binding.port": str(port),
    }
    given = [word for pair in settings.items() for word in ("--conf", "=".join(pair))]
    submit = Path(pyspark.__file__).parent / "bin/spark-submit"
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [submit, "--class", SERVER, *given, "spark-internal"],
            env={**os.environ, "SPARK_CONNECT_MODE": "0"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        answers(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        assert process.poll() is None, "the server has ended"
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail("the server does not answer")


@pytest.fixture(scope="module")
def crossed() -> Crossed:
    return Crossed()


@pytest.fixture(scope="module")
def place(
    server_port: int, snapshot: Path, crossed: Crossed, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The snapshot behind a relay that keeps what the server says."""

    def keep(piece: bytes) -> None:
        crossed.received += piece

    with socket.create_server((HOST, 0)) as listening:
        port = listening.getsockname()[1]
        start_relay(listening, lambda: socket.create_connection((HOST, server_port)), lambda: keep)
        given = GivenDatabase(f"snapshot+spark://{snapshot}?remote=sc://{HOST}:{port}")
        yield str(place_for(given, {}, tmp_path_factory.mktemp("work")))


def test_every_table_is_equal_and_no_person_row_crosses(
    place: str, snapshot: Path, crossed: Crossed, pseudonyms: frozenset[bytes]
) -> None:
    wanted = standard(2010)
    with answers_kept(crossed):
        found = ask_all(place, wanted)
    assert not crossed.complaints(pseudonyms)
    assert len(crossed.received) > 50_000
    assert not differences(found, ask_all(str(snapshot), wanted))
    assert not empty(found)


def test_fetched_person_rows_are_seen(
    place: str,
    crossed: Crossed,
    pseudonyms: frozenset[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fetching(question: Question) -> list[object]:
        question.now.persons.select("person").to_pyarrow()
        return []

    monkeypatch.setitem(QUESTIONS, "cooperation_status", fetching)  # type: ignore[arg-type]
    with answers_kept(crossed):
        ask("cooperation_status", ReportParams(year=2014), place)
    said = " ".join(crossed.complaints(pseudonyms))
    assert "pseudonyms" in said
    assert "column person" in said
