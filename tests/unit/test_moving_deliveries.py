"""A delivery that changes while it is read, and an intake that is killed: nothing wrong is kept."""

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from fsb_lib.base.errors import InputError
from fsb_lib.registers import private_place as places
from fsb_lib.registers.cpr_process.tasks import take_in as take_in_task
from fsb_lib.registers.cpr_process.workspace_snapshots import snapshot_of_folder
from fsb_lib.registers.intake import take_in as intake
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.private_place import private_place, remove_left
from fsb_lib.registers.read_so_far import tell_nobody
from fsb_lib.registers.snapshot.open import open_snapshot
from tests.tiny_delivery import KEY, write

GROWN = "cpr;herkomst\n020280-1234;dansk\n"


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    return write(tmp_path / "delivery")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


def changed_while_read(monkeypatch: pytest.MonkeyPatch, path: Path, *, put_back: bool) -> None:
    """The file is another one while it is read, and afterwards perhaps the first again."""
    read_table = intake.read_table
    before = path.read_bytes()

    def reading(register, given, *rest):
        if given != path:
            return read_table(register, given, *rest)
        path.write_text(GROWN)
        found = read_table(register, given, *rest)
        if put_back:
            path.write_bytes(before)
        return found

    monkeypatch.setattr(intake, "read_table", reading)


@pytest.mark.parametrize("put_back", [False, True])
def test_a_file_that_changes_while_it_is_read_makes_no_snapshot(
    delivery: Path, work: Path, monkeypatch: pytest.MonkeyPatch, put_back: bool
) -> None:
    with monkeypatch.context() as patched:
        changed_while_read(patched, delivery / "personer.csv", put_back=put_back)
        with pytest.raises(InputError, match="the file changed while it was read") as met:
            snapshot_of_folder(delivery, work, None)
    assert [problem.kind for problem in met.value.problems] == ["still_written"]
    assert "personer" in met.value.problems[0].where
    assert list((work / "snapshots").glob("*")) == []
    assert open_snapshot(snapshot_of_folder(delivery, work, None)).synthetic


def test_a_growing_file_is_refused_by_intake_itself(
    delivery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed_while_read(monkeypatch, delivery / "personer.csv", put_back=False)
    with pytest.raises(InputError, match="the file changed while it was read"):
        take_in(delivery, tmp_path / "snapshot", KEY)
    assert not (tmp_path / "snapshot").exists()


def test_a_snapshot_of_other_files_than_its_name_says_is_made_again(
    delivery: Path, work: Path
) -> None:
    """As an earlier version kept one of a delivery that changed while it was read."""
    snapshot = snapshot_of_folder(delivery, work, None)
    whole = (snapshot / "snapshot.json").read_bytes()
    document = json.loads(whole)
    document["tables"]["personer"]["sha256"] = "0" * 64
    (snapshot / "snapshot.json").write_text(json.dumps(document))
    assert snapshot_of_folder(delivery, work, None) == snapshot
    assert (snapshot / "snapshot.json").read_bytes() == whole


class KilledError(BaseException):
    """Nothing is tidied up after it."""


def killed_while_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KilledError

    monkeypatch.setattr(intake, "write_numbers", killed)
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)


def persons_below(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.parquet")]


def by_run(delivery: Path, work: Path, _: Path) -> None:
    snapshot_of_folder(delivery, work, None)


def by_intake(delivery: Path, work: Path, snapshot: Path) -> None:
    take_in_task(delivery=delivery, snapshot=snapshot, work=work, key_file=None, tell=tell_nobody)


@pytest.mark.parametrize("how", [by_run, by_intake])
def test_what_a_killed_intake_leaves_is_private_and_removed_by_whatever_comes_next(
    delivery: Path,
    work: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: Callable[[Path, Path, Path], None],
) -> None:
    with monkeypatch.context() as patched:
        killed_while_writing(patched)
        with pytest.raises(KilledError):
            how(delivery, work, tmp_path / "chosen" / "snapshot")
    assert not persons_below(tmp_path / "chosen")
    assert persons_below(work) == persons_below(work / "staging") != []
    (left,) = (work / "staging").glob("fsb-intake-*")
    assert left.stat().st_mode & 0o077 == 0
    assert remove_left(work)
    assert not persons_below(work)
    assert not remove_left(work)


def test_an_intake_at_work_is_left_alone(work: Path) -> None:
    with private_place(work) as place:
        (place / "personer.parquet").write_text("x")
        assert not remove_left(work)
        assert place.is_dir()
    assert not place.exists()
    with FileLock(work / ".intake.lock", timeout=0):
        pass


def test_temporary_files_of_an_intake_lie_in_its_private_place(work: Path) -> None:
    """A database's rows spill there; what a kill leaves of them is removed with the place."""
    before = tempfile.gettempdir()
    with private_place(work) as place:
        assert Path(tempfile.mkdtemp()).parent == place
    assert tempfile.gettempdir() == before


def test_what_earlier_versions_left_beside_snapshots_is_removed(work: Path) -> None:
    for name in (".snap.x1y2", "tmpabc"):
        (work / "snapshots" / name).mkdir(parents=True)
    (work / "snapshots" / "0123").mkdir()
    assert remove_left(work)
    assert [path.name for path in (work / "snapshots").iterdir()] == ["0123"]


def test_on_another_disk_a_killed_copy_is_found_and_removed(
    delivery: Path, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / "chosen" / "snapshot"
    rename = os.rename

    def on_another_disk(source, target, **more):
        if str(target) == str(chosen) and ".fsb-intake-" not in str(source):
            raise OSError(errno.EXDEV, "another disk")
        rename(source, target, **more)

    monkeypatch.setattr(os, "rename", on_another_disk)
    with monkeypatch.context() as patched:
        killed_while_copying = places.shutil.copytree

        def copied(source, target, **more):
            killed_while_copying(source, target, **more)
            raise KilledError

        patched.setattr(places.shutil, "copytree", copied)
        patched.setattr(shutil, "rmtree", lambda *_, **__: None)
        patched.setattr(places, "_remove_left", lambda _: False)
        with pytest.raises(KilledError):
            take_in_task(
                delivery=delivery, snapshot=chosen, work=work, key_file=None, tell=tell_nobody
            )
    assert persons_below(chosen.parent)
    assert remove_left(work)
    assert list(chosen.parent.iterdir()) == []
    take_in_task(delivery=delivery, snapshot=chosen, work=work, key_file=None, tell=tell_nobody)
    assert open_snapshot(chosen).synthetic
    assert [path.name for path in chosen.parent.iterdir()] == ["snapshot"]
