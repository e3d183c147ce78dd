"""Keys, pseudonyms, and the process of its own that makes snapshots."""

import hashlib
import hmac
import importlib.util
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fsb_lib.base.errors import InputError, ReportError, UsageError
from fsb_lib.domain import cpr
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot, take_in_apart
from fsb_lib.registers.intake.identities import BIF, REAL, SOF
from fsb_lib.registers.intake.pseudonyms import KEY_VARIABLE, pseudonyms, read_key
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.snapshot.open import open_snapshot
from tests.tiny_delivery import KEY, among_good_rows, write


@pytest.fixture(autouse=True)
def no_key_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


@pytest.mark.skipif(sys.platform == "win32", reason="a script of the shell")
@pytest.mark.parametrize("said", ["", """echo '{"so_far": {"file"'""", """echo '{"snapshot"'"""])
def test_a_process_that_is_killed_is_told_by_its_signal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    killed = tmp_path / "python"
    killed.write_text(f"#!/bin/sh\n{said}\nkill -9 $$\n")
    killed.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(killed))
    with pytest.raises(ReportError, match=r"intake: its process was killed by signal 9"):
        ensure_snapshot(write(tmp_path / "delivery"), tmp_path / "work")


def key_file(tmp_path: Path, content: bytes = KEY, mode: int = 0o600) -> Path:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("key", [KEY, b"k" * 64, b"k" * 65, bytes(200)])
def test_pseudonym_is_the_hmac_of_the_number_with_its_owner(key: bytes) -> None:
    real, _, _ = cpr.read_text("020180-1234")
    local, _, _ = cpr.read_text("620180-K234")
    found = pseudonyms(np.array([real * 4 + REAL, local * 4 + BIF, local * 4 + SOF]), key)
    messages = [b"0201801234", b"BIF:620180K234", b"SOF:620180K234"]
    assert [one.tobytes() for one in found] == [
        hmac.new(key, message, hashlib.sha256).digest() for message in messages
    ]


def test_key_is_read_from_the_named_file_before_the_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, str(key_file(tmp_path)))
    assert read_key(None, synthetic=False) == KEY
    other = tmp_path / "other"
    other.mkdir()
    assert read_key(key_file(other, b"x" * 40 + b"\n"), synthetic=False) == b"x" * 40


@pytest.mark.parametrize(
    ("content", "mode", "what"),
    [
        (KEY, 0o640, "others may read the key"),
        (KEY, 0o604, "others may read the key"),
        (b"x" * 31 + b"\n", 0o600, "the key is too short"),
        (b"", 0o600, "the key is too short"),
    ],
)
def test_weak_key_is_refused(tmp_path: Path, content: bytes, mode: int, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_key(key_file(tmp_path, content, mode), synthetic=True)


def test_missing_key_is_refused_for_a_real_delivery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="no key"):
        read_key(None, synthetic=False, workspace=tmp_path)
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "gone"))
    for synthetic in (True, False):
        with pytest.raises(InputError, match="cannot be read"):
            read_key(None, synthetic=synthetic, workspace=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_synthetic_delivery_gets_a_private_key_once(tmp_path: Path) -> None:
    first = read_key(None, synthetic=True, workspace=tmp_path / "work")
    assert first == read_key(None, synthetic=True, workspace=tmp_path / "work")
    assert first != read_key(None, synthetic=True, workspace=tmp_path / "other")
    (made,) = (tmp_path / "work").iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_snapshot_named_by_the_user_is_used_as_it_is(tmp_path: Path) -> None:
    take_in(write(tmp_path / "delivery"), tmp_path / "snapshot", KEY)
    assert ensure_snapshot(tmp_path / "snapshot", tmp_path / "work") == tmp_path / "snapshot"
    assert not (tmp_path / "work").exists()


def test_delivery_is_taken_in_once_until_it_changes_or_is_damaged(tmp_path: Path) -> None:
    delivery, work = write(tmp_path / "delivery"), tmp_path / "work"
    first = ensure_snapshot(delivery, work)
    assert first.parent == work / "snapshots"
    made = (first / "snapshot.json").stat().st_mtime_ns
    assert ensure_snapshot(delivery, work) == first
    assert (first / "snapshot.json").stat().st_mtime_ns == made
    (first / "personer.parquet").unlink()
    assert ensure_snapshot(delivery, work) == first
    assert open_snapshot(first).synthetic
    (delivery / "personer.csv").write_text("cpr;herkomst\n020280-1234;dansk\n")
    assert ensure_snapshot(delivery, work) != first


def test_faults_of_the_linking_process_arrive_as_they_were(tmp_path: Path) -> None:
    delivery = write(tmp_path / "delivery", personer=None, sof_sager="cpr;fra;til\n")
    with pytest.raises(InputError) as direct:
        take_in(delivery, tmp_path / "snapshot", KEY)
    with pytest.raises(InputError) as apart:
        ensure_snapshot(delivery, tmp_path / "work")
    assert apart.value.problems == direct.value.problems
    assert not list((tmp_path / "work").glob("snapshots/*"))


def test_real_delivery_without_a_key_is_refused(tmp_path: Path) -> None:
    delivery = write(tmp_path / "delivery")
    (delivery / "SYNTETISK").unlink()
    with pytest.raises(InputError, match="no key"):
        ensure_snapshot(delivery, tmp_path / "work")


def test_summary_from_apart_is_the_summary(tmp_path: Path) -> None:
    drawn = among_good_rows("bif_ydelser", "cpr;ydelse;fra;til\n;x;;\n").encode()
    delivery = write(tmp_path / "delivery", bif_ydelser=drawn)
    key = key_file(tmp_path)
    apart = take_in_apart(delivery, tmp_path / "apart", tmp_path / "work", key)
    assert apart == take_in(delivery, tmp_path / "here", KEY)
    with pytest.raises(UsageError):
        take_in_apart(delivery, tmp_path / "apart", tmp_path / "work", key)


def test_caller_never_loads_what_reads_deliveries() -> None:
    code = "import sys, fsb_lib.registers.cpr_process.ensure_snapshot as _; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "fsb_lib.registers.cpr_process.ensure_snapshot" in loaded.stdout.split()
    for module in ("intake.take_in", "intake.read_table", "files.text_table", "intake.linking"):
        assert importlib.util.find_spec(f"fsb_lib.registers.{module}")
        assert f"fsb_lib.registers.{module}" not in loaded.stdout.split()
