"""Ended after every single change of the disk, the next command finds a way on, and says it.

What lies there afterwards is what was there before, or what was to be: never anything between.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.base.project import Project, find_project
from fsb_lib.jobs.outcome import MEASURING, Failure
from fsb_lib.jobs.plan import Job
from fsb_lib.ledger.differences import differences
from fsb_lib.ledger.intent import intent_file
from fsb_lib.ledger.ledger import LEDGER
from fsb_lib.ledger.opened import looked_at, opened
from fsb_lib.ledger.recovery import bring_into_force
from fsb_lib.ledger.restore import restore
from fsb_lib.outputs import atomic_swap
from fsb_lib.outputs.cpr_check import CprCheck, LookedThrough
from fsb_lib.outputs.folder import open_outputs
from fsb_lib.outputs.manifest import hashes
from fsb_lib.portal import index
from fsb_lib.publishing.publish_year import ReleaseOrder, withdraw_year
from fsb_lib.run.pool import Ended, Task
from fsb_lib.run.publish_reports import PagesAround, Publisher
from fsb_lib.sender.sender import read_sender
from tests import portal
from tests.release.ended import ends_after
from tests.release.standing import DRAFTED, RELEASED, prepared_release, renew, standing, withdrawal

PRIVATE = ("ledger", "released")
Act = Callable[[Project], None]


@pytest.fixture(scope="module", autouse=True)
def _plain_index() -> object:
    """Drawing it takes longer than all the rest; what matters is when it is written."""

    def plain(outputs, _sender, _events):
        names = sorted(path.relative_to(outputs.root) for path in outputs.root.glob("[0-9]*/*"))
        return f"{index.GENERATOR} {names}".encode()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index, "index_bytes", plain)
        patched.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, _plain_index: object) -> Project:
    """With the draft of a correction, and nothing that takes time to copy."""
    project = standing(tmp_path_factory.mktemp("standing") / "project")
    portal.write(project.outputs / "correction", portal.plans(RELEASED))
    for path in project.notebooks.iterdir():
        path.unlink()
    return project


def a_release(project: Project) -> None:
    with opened(project) as at:
        entry = prepared_release(at, project, DRAFTED, 1)
        bring_into_force(at.ledger, entry, at.outputs, project)


def a_correction(project: Project) -> None:
    with opened(project) as at:
        entry = prepared_release(at, project, RELEASED, 2)
        bring_into_force(at.ledger, entry, at.outputs, project)


def a_withdrawal(project: Project) -> None:
    with opened(project) as at:
        bring_into_force(at.ledger, withdrawal(at, RELEASED), at.outputs, project)


class NothingFound(CprCheck):
    """The search for CPR numbers, which finds none."""

    def __init__(self) -> None:
        """No process is started."""

    def looked_through(self, _: Path) -> LookedThrough:
        return LookedThrough(())


def published(project: Project, failure: Failure | None) -> None:
    """A draft that was made anew, or why it could not be."""
    job = Job(DRAFTED, portal.PLANS, project.notebooks / "plan_coverage.ipynb", {}, {})
    with opened(project) as at:
        task = Task(job, at.outputs.new_staging(job.folder))
        made = portal.write(task.staging / "made", portal.plans(DRAFTED, 1000))
        made.rename(task.staging / "report")
        pages = PagesAround(at.outputs, project, read_sender(project))
        Publisher(pages, NothingFound()).publish(Ended(task, failure))
    renew(project)


def a_draft(project: Project) -> None:
    published(project, None)


def a_failure(project: Project) -> None:
    published(project, Failure(MEASURING, (), 3))


ACTS: dict[str, Act] = {
    "release": a_release,
    "correction": a_correction,
    "withdrawal": a_withdrawal,
    "draft": a_draft,
    "failure": a_failure,
}


def state(project: Project) -> dict[str, str]:
    """Every file below the outputs."""
    return hashes(project.outputs, (".fsb.lock",))


EVERY, SOME = 1, 7
WALKS = [
    *(pytest.param(name, "in one step", SOME, id=f"some of {name}") for name in ACTS),
    *(
        pytest.param(name, swap, EVERY, id=f"every of {name} {swap}", marks=pytest.mark.slow)
        for name in ACTS
        for swap in ("in one step", "in two")
    ),
]


@pytest.mark.parametrize(("name", "swap", "step"), WALKS)
def test_every_moment_is_recovered_and_told(
    made: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, swap: str, step: int
) -> None:
    if swap == "in two":
        monkeypatch.setattr(atomic_swap, "_exchange", lambda *_: False)
    after = find_project(Path(shutil.copytree(made.root, tmp_path / "after")))
    with ends_after(10_000) as disk:
        ACTS[name](after)
    wanted, before = state(after), state(made)
    assert wanted != before
    n_told = 0
    for moment in range(disk.n_made - 1, -1, -step):
        root = tmp_path / str(moment)
        project = find_project(Path(shutil.copytree(made.root, root)))
        with ends_after(moment):
            ACTS[name](project)
        interrupted = intent_file(project.outputs, project.work).is_file()
        notes = looked_at(project).notes
        n_told += interrupted
        assert bool(notes) == interrupted, moment
        found = state(project)
        if name in {"draft", "failure"}:  # the index follows with the next run
            renew(project)
            found = state(project)
        assert found in (before, wanted), moment
        assert_nothing_is_left(project, moment)
        shutil.rmtree(root)
    assert n_told


def assert_nothing_is_left(project: Project, moment: int) -> None:
    ledger = looked_at(project).ledger
    assert not differences(project.outputs, ledger, project.work).problems, moment
    with opened(project) as at:  # and the next command of the other kind has nothing to do
        assert at.notes == ()
        at.refuse()
    left = {path.name for path in project.outputs.iterdir()} - {"correction", "failed"}
    assert left <= {"2009", "2010", "index.html", LEDGER, ".fsb.lock"}, moment


def test_a_withdrawal_that_was_ended_is_completed_by_the_same_command(
    made: Project, tmp_path: Path
) -> None:
    order = ReleaseOrder(RELEASED, "X", "fejl", 1, 300)
    root = Path(shutil.copytree(made.root, tmp_path / "copy"))
    project = find_project(root)
    with ends_after(10_000) as disk:
        withdraw_year(order, project)
    for moment in range(0, disk.n_made, 2):
        shutil.rmtree(root)
        project = find_project(Path(shutil.copytree(made.root, root)))
        with ends_after(moment):
            withdraw_year(order, project)
        if (
            intent_file(project.outputs, project.work).is_file()
            or (project.outputs / "2009").is_dir()
        ):
            withdraw_year(order, project)
        assert not (project.outputs / "2009").exists()
        lines = (project.outputs / LEDGER).read_text("utf-8").splitlines()
        assert [json.loads(line)["action"] for line in lines] == ["release", "withdrawal"]


@pytest.mark.slow
def test_while_a_report_is_restored_no_reader_sees_a_gap(made: Project, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made.root, tmp_path / "copy"))
    wanted = state(made)
    (root / "outputs" / "2009" / "plan_coverage" / "report.html").write_text("another figure")
    with ends_after(10_000) as disk:
        restore(find_project(root))
    for moment in range(disk.n_made):
        shutil.rmtree(root)
        project = find_project(Path(shutil.copytree(made.root, root)))
        page = project.outputs / "2009" / "plan_coverage" / "report.html"
        page.write_text("another figure")
        with ends_after(moment):
            restore(project)
        assert page.is_file(), moment
        restore(project)
        assert state(project) == wanted, moment


def test_an_intent_in_the_outputs_is_nothing_that_is_carried_out(
    made: Project, tmp_path: Path
) -> None:
    """Who may write there could otherwise have any line recorded."""
    project = find_project(Path(shutil.copytree(made.root, tmp_path / "copy")))
    with opened(project) as at:
        line = withdrawal(at, RELEASED).line
    forged = json.dumps({"action": "ledger", "line": line})
    (project.outputs / ".fsb.intent").write_text(forged)
    with pytest.raises(InputError, match=r"\.fsb\.intent: is not of this program"):
        looked_at(project)
    assert (project.outputs / "2009").is_dir()


def test_what_is_being_published_is_not_read(made: Project, tmp_path: Path) -> None:
    """Another command is at it: it is neither undone nor half read."""
    project = find_project(Path(shutil.copytree(made.root, tmp_path / "copy")))
    with open_outputs(project.outputs):
        looked_at(project)
        intent_file(project.outputs, project.work).write_text(
            json.dumps({"action": "draft", "folder": "2010/plan_coverage"})
        )
        with pytest.raises(Exception, match="another run is writing here"):
            looked_at(project)
    assert looked_at(project).notes
