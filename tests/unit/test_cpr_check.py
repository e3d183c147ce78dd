"""The process that looks for CPR numbers may die or hang: it never accuses, and never passes."""

import os
import signal
import time
from pathlib import Path

import pytest

from fsb_lib.outputs import cpr_check as checking
from fsb_lib.outputs.cpr_check import CprCheck, cpr_check
from fsb_lib.scanner.scan import LOOKS_LIKE_ONE, NOT_SEEN

# Looks through nothing: dies, hangs or answers by the name of the file.
STAND_IN = """
import json, os, sys, time
sys.stdin.readline()
print(json.dumps({"remark": ""}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    mark = asked["path"] + ".tried"
    if "dies" in asked["name"] or ("once" in asked["name"] and not os.path.exists(mark)):
        open(mark, "w").close()
        os.kill(os.getpid(), 9)
    if "hangs" in asked["name"]:
        time.sleep(60)
    print(json.dumps({"findings": []}), flush=True)
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "a_scanner.py").write_text(STAND_IN)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
    monkeypatch.setattr(checking, "_PROCESS", "a_scanner")
    monkeypatch.setattr(checking, "LIMIT_SECONDS", 5.0)


def told(check: CprCheck, path: Path) -> list[tuple[str, str]]:
    path.write_text("x")
    return [(hit.kind, hit.place) for hit in check.looked_through(path).hits]


@pytest.mark.usefixtures("stand_in")
def test_dead_process_is_started_again_and_accuses_nobody(tmp_path: Path) -> None:
    with cpr_check(None, tmp_path) as check:
        assert told(check, tmp_path / "once.txt") == []
        assert told(check, tmp_path / "dies.txt") == [(NOT_SEEN, "the search stopped, twice")]
        assert told(check, tmp_path / "fine.txt") == []
        looked = check.looked_through(tmp_path / "dies.txt")
        assert not looked.quotes_a_number
        assert "holds" not in str(looked.problems)


@pytest.mark.usefixtures("stand_in")
def test_file_that_takes_too_long_is_not_seen_and_the_next_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cpr_check(None, tmp_path) as check:
        assert told(check, tmp_path / "fine.txt") == []
        monkeypatch.setattr(checking, "LIMIT_SECONDS", 0.3)
        started = time.monotonic()
        (found,) = told(check, tmp_path / "hangs.txt")
        assert found == (NOT_SEEN, "the search took too long")
        assert time.monotonic() - started < 5
        monkeypatch.setattr(checking, "LIMIT_SECONDS", 5.0)
        assert told(check, tmp_path / "fine.txt") == []


@pytest.mark.usefixtures("stand_in")
def test_process_that_always_dies_is_given_up(tmp_path: Path) -> None:
    with cpr_check(None, tmp_path) as check:
        found = [told(check, tmp_path / f"dies {number}.txt") for number in range(9)]
    assert found == [[(NOT_SEEN, "the search stopped, twice")]] * 9


def test_killed_process_finds_what_it_would_have_found(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("020180-1234")
    with cpr_check(None, tmp_path) as check:
        assert check.problems(tmp_path / "a.txt")
        os.kill(check._process._process.pid, signal.SIGKILL)
        looked = check.looked_through(tmp_path / "a.txt")
    assert [hit.kind for hit in looked.hits] == [LOOKS_LIKE_ONE]
    assert looked.quotes_a_number


def test_what_is_no_plain_file_is_not_seen(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "a" / "to a folder").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "a" / "pipe")
    with cpr_check(None, tmp_path) as check:
        looked = check.looked_through(tmp_path / "a")
    assert sorted(hit.file for hit in looked.hits) == ["link", "pipe", "to a folder"]
    assert {hit.kind for hit in looked.hits} == {NOT_SEEN}
