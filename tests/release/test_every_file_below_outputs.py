"""Every file below the outputs, after run, kit and release: the audit reads it, or it stands here.

What is written where nobody looks may tell what is hidden. The fault report did.
"""

import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import pytest

from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.release_audit import audited_with_facts
from fsb_lib.base.project import Project
from fsb_lib.kit.kit import make_kit, write_kit
from fsb_lib.outputs.folder import Outputs
from fsb_lib.publishing.audit_outputs import publications_below
from fsb_lib.sender.sender import default_sender
from tests import portal
from tests.release.test_release import release
from tests.unit.test_kit import paragraphs

pytestmark = pytest.mark.slow

# Below the outputs: why the audit need not read it. The first two reasons are held below, the
# others in tests/release/test_ledger.py and tests/faults/test_failing_report.py.
UNREAD = {
    "index.html": "made anew of nothing but the reports' files",
    ".fsb.lock": "empty",
    "ledger.jsonl": "what the audit read, with its own result",
    "*/error.html": "of a report that failed: step, cause and remedy, no figure",
    "2010/plan_coverage/manifest.json": "beside the error page: its hash",
}
# What is in a kit and in no report.
OF_THE_KIT = {
    ".docx": "its texts are held to the same shown values here",
    "manifest.json": "names and hashes of the other files of the kit",
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
    watched = [replace(one, files=ReadFiles(one.files)) for one in found]
    audited_with_facts(watched, [], None)
    read = {f"{one.where}/{name}" for one in watched for name in one.files.read}
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


def test_a_kit_holds_what_was_read_and_a_cover_of_shown_values(
    project: Project, tmp_path: Path
) -> None:
    path = write_kit(make_kit(project.outputs, 2009, (), "indstilling", default_sender()), tmp_path)
    published = {file.read_bytes() for file in project.outputs.rglob("*") if file.is_file()}
    with zipfile.ZipFile(path) as archive:
        own = [name for name in archive.namelist() if archive.read(name) not in published]
        [cover] = [archive.read(name) for name in own if name.endswith(".docx")]
    assert all(name.endswith(tuple(OF_THE_KIT)) for name in own)
    explained = [Tellable.of(one).explained for one in publications_below(project.outputs)]
    told = [text for text in paragraphs(cover) if re.search(r"\d", text)]
    assert told
    for text in told:
        assert any(not list(one.objections(text)) for one in explained), text


def test_the_index_is_made_of_the_files_of_reports_alone(project: Project, tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "outputs")
    shutil.copytree(
        project.outputs, outputs.root, ignore=shutil.ignore_patterns(*UNREAD), dirs_exist_ok=True
    )
    portal.write_index(outputs.root)
    assert outputs.index.read_bytes() == (project.outputs / "index.html").read_bytes()


def test_the_lock_is_empty(project: Project) -> None:
    assert (project.outputs / ".fsb.lock").read_bytes() == b""
