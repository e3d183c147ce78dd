"""Whoever waits for intake hears how far it has come, in every form of file."""

import time
from inspect import signature
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from fsb_lib.base.errors import ReportError
from fsb_lib.intake_report import waiting
from fsb_lib.intake_report.waiting import Waiting
from fsb_lib.registers.cpr_process import ensure_snapshot, process
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.read_so_far import ReadSoFar
from tests.tiny_delivery import KEY, among_good_rows, write
from tests.workbooks import workbook

N_ROWS = 20_000
LINES = among_good_rows("personer", "cpr;herkomst\n", 400)


def as_form(folder: Path, form: str) -> None:
    rows = [line.split(";") for line in LINES.splitlines()] * 50
    path = folder / f"personer.{form}"
    if form == "xlsx":
        path.write_bytes(workbook(rows))
    elif form == "parquet":
        columns = dict(zip(rows[0], map(list, zip(*rows[1:], strict=True)), strict=True))
        pq.write_table(pa.table(columns), path)
    else:
        path.write_text("\n".join(map(";".join, rows)) + "\n")


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_shares_grow_to_the_whole_delivery(tmp_path: Path, form: str) -> None:
    folder = write(tmp_path / "delivery", personer=None)
    as_form(folder, form)
    heard: list[ReadSoFar] = []
    take_in(folder, tmp_path / "snapshot", KEY, tell=heard.append)
    shares = [one.share for one in heard]
    assert shares == sorted(shares)
    assert 0.9 < shares[-1] <= 1
    own = [one for one in heard if one.file == f"personer.{form}"]
    assert own[-1].n_rows == 20_049  # the header's 49 copies are rows, and faulty
    assert all(one.file for one in heard)


def test_news_pass_from_the_process_that_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What the process writes is what its caller hears, and the answer comes last.
    said = StringIO()
    monkeypatch.setattr(process.sys, "stdout", said)
    monkeypatch.setattr(process, "_BETWEEN", 0)
    telling = process._Telling()
    telling.tell(ReadSoFar("a.csv", 7, 0.5))
    said.write('{"snapshot": "there"}')

    class Ended:
        stdin = StringIO()
        stdout = StringIO(said.getvalue())

    heard: list[ReadSoFar] = []
    ended: Any = Ended()
    assert ensure_snapshot._answer(ended, "{}", heard.append) == {"snapshot": "there"}
    assert heard == [ReadSoFar("a.csv", 7, 0.5)]


def test_a_database_that_sorts_for_long_is_waited_for_aloud(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Nothing more is told while a database sorts: the line comes without further news.
    monkeypatch.setattr(waiting, "_EVERY", 0.05)
    out = StringIO()
    with Waiting(Console(file=out, width=80)) as somebody:
        somebody.tell(ReadSoFar("bif_ydelser", 0, None))
        until = time.monotonic() + 10
        while not out.getvalue() and time.monotonic() < until:
            time.sleep(0.01)
        assert out.getvalue() == "reading bif_ydelser: waiting for the database\n"
        somebody.tell(ReadSoFar("bif_ydelser", 100_000, None))
    assert "of the delivery" not in out.getvalue()


def test_the_beginning_of_a_table_is_told_however_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    said = StringIO()
    monkeypatch.setattr(process.sys, "stdout", said)
    telling = process._Telling()
    telling.tell(ReadSoFar("bif_ydelser", 0, None))
    telling.tell(ReadSoFar("bif_ydelser", 100_000, None))
    assert said.getvalue().count("\n") == 1


def test_every_task_that_reads_can_tell() -> None:
    tells = {name for name, task in process.TASKS.items() if "tell" in signature(task).parameters}
    assert tells == set(process.READING)


def test_a_process_without_an_answer_has_crashed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ensure_snapshot.sys, "executable", "/bin/true")
    with pytest.raises(ReportError, match="its process ended by itself, with code 0"):
        ensure_snapshot.ensure_snapshot(None, tmp_path)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_plain_log_has_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    clock = iter([0.0, 1.0, 6.0, 6.0, 7.0])
    monkeypatch.setattr(waiting, "monotonic", lambda: next(clock))
    out = StringIO()
    console = Console(file=out, force_terminal=is_terminal, width=80)
    with Waiting(console) as somebody:
        for n in (1_000, 2_000, 3_000):
            somebody.tell(ReadSoFar("bif_ydelser.csv", n, n / 4_000))
    if not is_terminal:
        assert out.getvalue() == "reading bif_ydelser.csv: 2,000 rows, 50% of the delivery\n"


@pytest.mark.parametrize("is_terminal", [True, False])
def test_what_is_said_stands_in_a_log_once_and_moves_on_a_terminal(is_terminal: bool) -> None:
    out = StringIO()
    with Waiting(Console(file=out, force_terminal=is_terminal, width=80)) as somebody:
        for number in (1, 2):
            somebody.say(f"measuring {number} of 2: 2009 plan_coverage [bold]")
    lines = (
        "measuring 1 of 2: 2009 plan_coverage [bold]\nmeasuring 2 of 2: 2009 plan_coverage [bold]\n"
    )
    assert (out.getvalue() == lines) is not is_terminal
