"""The published folder is at every moment the whole old report or the whole new one."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from fsb_lib.base.errors import InputError, UsageError
from fsb_lib.base.project import Project
from fsb_lib.ledger.intent import of_draft, written_down
from fsb_lib.ledger.recovery import recover
from fsb_lib.outputs import atomic_swap
from fsb_lib.outputs.folder import open_outputs


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "report.html").write_text(text)
    return path


def told(path: Path) -> str:
    return (path / "report.html").read_text()


@pytest.mark.parametrize("exchange", ["where the system can", "two steps"])
def test_new_folder_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: str
) -> None:
    if exchange == "two steps":
        monkeypatch.setattr(atomic_swap, "_exchange", lambda *_: False)
    new, place = folder(tmp_path / "new", "new"), folder(tmp_path / "place", "old")
    atomic_swap.replace_folder(new, place, tmp_path / "retired")
    assert told(place) == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


def test_stop_between_two_steps_leaves_the_old_report_to_be_brought_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two names cannot be exchanged in one step; the next command knows what it was."""
    project = Project(tmp_path, *(tmp_path / name for name in ("notebooks", "params", "outputs",
                                                               "work")))  # fmt: skip
    folder(project.outputs / "2009" / "plan_coverage", "old")
    monkeypatch.setattr(atomic_swap, "_exchange", lambda *_: False)
    moved = Path.rename

    def stopped(self: Path, target: Path) -> Path:
        if "report" in self.name:
            raise KeyboardInterrupt
        return moved(self, target)

    with open_outputs(project.outputs) as outputs:
        made = folder(outputs.new_staging("2009/plan_coverage") / "report", "new")
        monkeypatch.setattr(Path, "rename", stopped)
        intent = of_draft("2009/plan_coverage", "a hash")
        with pytest.raises(KeyboardInterrupt), written_down(intent, outputs.root, project.work):
            outputs.publish(made, "2009/plan_coverage")
        monkeypatch.setattr(Path, "rename", moved)
    assert not (project.outputs / "2009" / "plan_coverage").exists()
    with open_outputs(project.outputs) as outputs:
        (said,) = recover(outputs, project)
        assert said.startswith("an interrupted publishing of 2009/plan_coverage was undone")
        assert told(outputs.root / "2009" / "plan_coverage") == "old"
        assert not (outputs.root / ".retired").exists()
        assert [*recover(outputs, project)] == []


def test_what_was_moved_aside_without_a_word_is_not_brought_back(tmp_path: Path) -> None:
    """It was a withdrawal of an earlier version: what is withdrawn stays out."""
    project = Project(tmp_path, *(tmp_path / name for name in ("notebooks", "params", "outputs",
                                                               "work")))  # fmt: skip
    folder(project.outputs / ".retired" / "2009" / "plan_coverage", "withdrawn")
    with open_outputs(project.outputs) as outputs:
        assert [*recover(outputs, project)] == []
    assert [path.name for path in project.outputs.iterdir()] == [".fsb.lock"]


def test_staging_is_private_and_cleared(tmp_path: Path) -> None:
    with open_outputs(tmp_path) as outputs:
        staging = outputs.new_staging("2009/plan_coverage")
        if os.name == "posix":
            assert staging.is_dir()
            assert (outputs.root / ".staging").stat().st_mode & 0o077 == 0
    assert not (tmp_path / ".staging").exists()


def test_second_run_in_the_same_outputs_is_refused(tmp_path: Path) -> None:
    with (
        open_outputs(tmp_path),
        pytest.raises(UsageError, match="another run"),
        open_outputs(tmp_path),
    ):
        pass


def test_disk_that_is_nearly_full_is_a_fault_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5 * 2**20))
    with pytest.raises(InputError, match="the disk is nearly full") as met, open_outputs(tmp_path):
        pass
    assert met.value.exit_code == 1
    assert str(tmp_path) in str(met.value)


def test_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "index.html"
    atomic_swap.write_file(target, b"old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        atomic_swap.write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_what_a_killed_write_left_goes_with_the_next_when_it_is_dead(tmp_path: Path) -> None:
    dead, alive = tmp_path / ".fsb-half.dead", tmp_path / ".fsb-half.alive"
    for path in (dead, alive):
        path.touch()
    os.utime(dead, (0, 0))
    atomic_swap.write_file(tmp_path / "kit.zip", b"kit")
    assert {path.name for path in tmp_path.iterdir()} == {"kit.zip", ".fsb-half.alive"}


def test_a_file_is_removed_as_a_folder_is(tmp_path: Path) -> None:
    with open_outputs(tmp_path) as outputs:
        (tmp_path / "2009").mkdir()
        (tmp_path / "2009" / "strange.txt").touch()
        outputs.remove("2009/strange.txt")
        assert not (tmp_path / "2009").exists()


@pytest.mark.parametrize("name", [".staging", ".retired", "2009", "2009/plan_coverage", "a.html"])
def test_link_below_the_outputs_is_refused_and_not_followed(tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = tmp_path / "outputs" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    with (
        pytest.raises(InputError, match=f"{name}: is a symbolic link"),
        open_outputs(tmp_path / "outputs"),
    ):
        pass
    assert link.is_symlink()
    assert not list(elsewhere.iterdir())


def test_outputs_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "outputs").symlink_to(tmp_path / "disk")
    with open_outputs(tmp_path / "outputs") as outputs:
        assert outputs.root.is_dir()
