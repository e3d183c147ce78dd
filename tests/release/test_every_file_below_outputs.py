"""Every file below the outputs, after run, kit and release: the audit reads it, or it stands here.

What is written where nobody looks may tell what is hidden. The fault report did.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import pytest

from fsb_lib.auditor.release_audit import audited_with_facts
from fsb_lib.base.project import Project
from fsb_lib.base.report_files import CASE, METHOD
from fsb_lib.kit.kit import KitOrder, make_kit
from fsb_lib.kit.stationery import default_stationery
from fsb_lib.outputs.folder import Outputs
from fsb_lib.publishing.audit_outputs import publications_below
from tests import portal
from tests.release.test_release import release

pytestmark = pytest.mark.slow

# Below the outputs: why the audit need not read it. The first two reasons are held below, the
# others in tests/release/test_ledger.py and tests/faults/test_failing_report.py.
UNREAD = {
    "index.html": "made anew of nothing but the files of reports and cases, and the ledger",
    ".fsb.lock": "empty",
    "ledger.jsonl": "what the audit read, with its own result",
    "*/error.html": "of a report that failed: step, cause and remedy, no figure",
    "2010/plan_coverage/manifest.json": "beside the error page: its hash",
}
# What is in a kit with data and not below the outputs; all else is there, byte for byte.
OF_THE_KIT = {
    "manifest.json": "names and hashes of the other files of the kit",
    "data/filer.csv": "the titles of tables, which stand on the page",
}


class ReadFiles(Mapping[str, bytes]):
    """The files of a report, and which of them were read."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files, self.read = files, set[str]()

    def __getitem__(self, name: str) -> bytes:
        self.read.add(name)
        return self.files[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def unread(outputs: Path) -> list[str]:
    """The files below the outputs that the audit does not read and that are not listed."""
    found = publications_below(outputs)
    watched = [
        replace(
            one,
            files=ReadFiles(one.files),
            annex=ReadFiles(one.annex),
            case=ReadFiles(one.case),
        )
        for one in found
    ]
    audited_with_facts(watched, [], None)
    read = {f"{one.where}/{name}" for one in watched for name in one.files.read}
    read |= {f"{one.year}/{CASE}/{name}" for one in watched for name in one.case.read}
    read |= {f"{one.year}/{METHOD}/{name}" for one in watched for name in one.annex.read}
    there = {path.relative_to(outputs).as_posix() for path in outputs.rglob("*") if path.is_file()}
    return sorted(name for name in there - read if not any(fnmatch(name, one) for one in UNREAD))


@pytest.fixture(scope="module")
def project(drafts: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A run, with what an earlier version left and a report that failed; then a release."""
    root = Path(shutil.copytree(drafts.root, tmp_path_factory.mktemp("walked") / "project"))
    project = replace(drafts, root=root, outputs=root / "outputs", work=root / "work",
                      notebooks=root / "notebooks", params=root / "params")  # fmt: skip
    for name in ("fault-report.html", ".fsb.record"):
        (project.outputs / name).write_text("counts that reports hide")
    portal.write_failed(project.outputs, portal.PLANS, 2010)
    release(project, 2009)
    return project


def test_after_a_run_every_file_is_read(drafts: Project) -> None:
    assert unread(drafts.outputs) == []


def test_after_a_release_every_file_is_read(project: Project) -> None:
    assert (project.outputs / "ledger.jsonl").is_file()
    assert unread(project.outputs) == []


@pytest.mark.parametrize("name", ["fault-report.html", "2009/activation_measurement/extra.txt"])
def test_a_file_that_nobody_reads_is_seen(drafts: Project, tmp_path: Path, name: str) -> None:
    outputs = Path(shutil.copytree(drafts.outputs, tmp_path / "outputs"))
    (outputs / name).write_text("3")
    assert unread(outputs) == [name]


def test_a_kit_of_a_released_year_holds_what_was_read(project: Project) -> None:
    """Its covers are, byte for byte, those of the case, which the audit reads."""
    made = make_kit(project.outputs, KitOrder(2009, with_data=True), default_stationery())
    published = {file.read_bytes() for file in project.outputs.rglob("*") if file.is_file()}
    own = {name for name, content in made.files.items() if content not in published}
    assert own == set(OF_THE_KIT)


def test_the_index_is_made_of_the_files_of_reports_alone(project: Project, tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "outputs")
    shutil.copytree(
        project.outputs, outputs.root, ignore=shutil.ignore_patterns(*UNREAD), dirs_exist_ok=True
    )
    portal.write_index(outputs.root)
    assert outputs.index.read_bytes() == (project.outputs / "index.html").read_bytes()


def test_the_lock_is_empty(project: Project) -> None:
    assert (project.outputs / ".fsb.lock").read_bytes() == b""
