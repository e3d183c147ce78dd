"""A run makes just what changed, by content; each thing that a report is made of is planted."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from fsb_lib.base.project import Project, find_project
from fsb_lib.jobs.outcome import Outcome
from fsb_lib.jobs.plan import Job, Wish, make_plan, read_years
from fsb_lib.outputs import program_version as program
from fsb_lib.outputs import up_to_date as freshness
from fsb_lib.outputs.manifest import hashes, read_manifest, write_manifest
from fsb_lib.outputs.program_version import program_files
from fsb_lib.outputs.up_to_date import Wanted, reasons, shows_the_same
from fsb_lib.pdf import pango as pdf_library
from fsb_lib.pdf import weasyprint_engine
from fsb_lib.registers.snapshot_files import file_hash
from fsb_lib.run.run_command import RunRequest, run_reports
from fsb_lib.sender.sender import default_sender, read_sender
from tests import any_notebook
from tests.small_release import notebook, write_project

pytestmark = pytest.mark.usefixtures("any_notebook")

REPORT = "2009/activation_measurement"
YEAR_FILE = "year: 2009\nreports: [activation_measurement]\n"
SNAPSHOT = hashlib.sha256(b"{}").hexdigest()
OF_THE_SNAPSHOT = f"replace(release, data_version='{SNAPSHOT}')"
Change = Callable[[Project], object]


def run(project: Project, *, again: bool = False) -> tuple[Outcome, str]:
    """What became of a run, and what it said."""
    said = StringIO()
    request = RunRequest(Wish(), project.root / "snapshot", "committee", 1, 300, again=again)
    outcome = run_reports(request, project, Console(file=said, width=200))
    return outcome, said.getvalue()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose one report is made."""
    root = tmp_path_factory.mktemp("fresh") / "project"
    source = {"activation_measurement": notebook("activation_measurement", OF_THE_SNAPSHOT)}
    project = find_project(write_project(root, source, _2009=YEAR_FILE))
    outcome, said = run(project)
    assert [job.folder for job in outcome.made] == [REPORT]
    assert "2009 activation_measurement: made, since it is not there" in said
    return root


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Project:
    return find_project(Path(shutil.copytree(made, tmp_path / "copy")))


def files(project: Project) -> dict[str, tuple[str, int]]:
    """Content and inode of each file: one that is written again has another."""
    inode = {name: (project.outputs / name).stat().st_ino for name in hashes(project.outputs, ())}
    found = hashes(project.outputs, (".fsb.lock",))
    return {name: (digest, inode[name]) for name, digest in found.items()}


def test_a_run_with_nothing_to_do_touches_no_file(project: Project) -> None:
    before = files(project)
    outcome, said = run(project)
    assert ([job.folder for job in outcome.kept], outcome.made, outcome.exit_code) == (
        [REPORT],
        (),
        0,
    )
    assert "2009 activation_measurement: unchanged" in said
    assert files(project) == before


def test_times_are_of_no_account(project: Project) -> None:
    for path in (*project.notebooks.iterdir(), *project.params.iterdir()):
        path.touch()
    assert run(project)[0].made == ()


def _notebook(project: Project) -> None:
    path = project.notebooks / "activation_measurement.ipynb"
    path.write_text(path.read_text().replace("Et lille notat", "Et andet notat"))


def _parameter(project: Project) -> None:
    (project.params / "2009.yaml").write_text(YEAR_FILE + "disclosure_threshold: 6\n")


def _sender(project: Project) -> None:
    (project.root / "sender.yaml").write_text("name: En anden kommune\n", encoding="utf-8")


def _edited(project: Project) -> None:
    (project.outputs / REPORT / "report.html").write_text("edited")


def _failed(project: Project) -> None:
    shutil.rmtree(project.outputs / REPORT)
    (project.outputs / REPORT).mkdir()
    document = {"status": "failed", "report": "activation_measurement", "year": 2009, "outputs": {}}
    (project.outputs / REPORT / "manifest.json").write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_notebook, "the notebook changed"),
        (_parameter, "parameter disclosure_threshold changed"),
        (_sender, "the sender changed"),
        (_edited, "its files are not those that were made"),
        (_failed, "it failed the last time"),
        (lambda project: shutil.rmtree(project.outputs), "it is not there"),
    ],
)  # fmt: skip
def test_a_change_is_a_reason(project: Project, change: Change, reason: str) -> None:
    change(project)
    assert why(project, replace(wanted(), sender=read_sender(project).fingerprint)) == (reason,)


def test_a_run_makes_what_changed_and_says_why(project: Project) -> None:
    _notebook(project)
    _parameter(project)
    outcome, said = run(project)
    reasons = "the notebook changed, parameter disclosure_threshold changed"
    assert f"2009 activation_measurement: made, since {reasons}\n" in said
    assert [job.folder for job in outcome.made] == [REPORT]
    assert run(project)[0].made == ()


def test_a_report_can_be_asked_for_again(project: Project) -> None:
    before = hashes(project.outputs, (".fsb.lock",))
    outcome, said = run(project, again=True)
    assert [job.folder for job in outcome.made] == [REPORT]
    assert "made, since it is asked for again" in said
    assert hashes(project.outputs, (".fsb.lock",)) == before


def test_the_index_alone_is_made_again_when_it_is_not_the_last(project: Project) -> None:
    before = hashes(project.outputs, (".fsb.lock",))
    (project.outputs / "index.html").unlink()
    outcome, _ = run(project)
    assert (outcome.made, [job.folder for job in outcome.kept]) == ((), [REPORT])
    assert hashes(project.outputs, (".fsb.lock",)) == before


ANNEX = "2009/method"


@pytest.mark.parametrize(
    "change",
    [
        lambda project: shutil.rmtree(project.outputs / ANNEX),
        lambda project: (project.outputs / ANNEX / "annex.html").write_text("edited"),
        lambda project: (project.outputs / ANNEX / "manifest.json").write_text("{"),
    ],
)
def test_an_annex_that_is_not_that_of_its_reports_is_made_again(
    project: Project, change: Change
) -> None:
    before = hashes(project.outputs, (".fsb.lock",))
    change(project)
    outcome, _ = run(project)
    assert (outcome.made, outcome.failed) == ((), ())
    assert hashes(project.outputs, (".fsb.lock",)) == before


def test_an_annex_follows_its_reports(project: Project) -> None:
    _notebook(project)
    run(project)
    made_of = read_manifest(project.outputs / ANNEX)["inputs"]["reports"]
    assert made_of == {
        "activation_measurement": file_hash(project.outputs / REPORT / "manifest.json")
    }


def test_a_report_that_is_gone_leaves_the_index(project: Project) -> None:
    """A folder of a year that this run does not make."""
    other = project.outputs / "2007" / "activation_measurement"
    shutil.copytree(project.outputs / REPORT, other)
    write_manifest(other, {**read_manifest(other), "year": 2007})
    run(project)
    assert "2007/" in project_index(project)
    shutil.rmtree(other.parent)
    assert run(project)[0].made == ()
    assert "2007/" not in project_index(project)


def test_a_fault_report_of_another_delivery_is_not_kept(project: Project) -> None:
    project.fault_report.write_text("of another delivery")
    outcome, said = run(project)
    assert (outcome.made, project.fault_report.exists()) == ((), False)
    assert "fault report" not in said


def test_what_an_earlier_version_left_in_the_outputs_is_removed(project: Project) -> None:
    index = project.outputs / "index.html"
    before = index.read_bytes()
    index.write_bytes(before + b'<a href="fault-report.html">')
    for name in ("fault-report.html", ".fsb.record"):
        (project.outputs / name).write_text("counts that reports hide")
    said = run(project)[1]
    assert said.count("of an earlier version removed: it is private") == 2
    assert sorted(path.name for path in project.outputs.iterdir()) == [
        ".fsb.lock", "2009", "index.html",
    ]  # fmt: skip
    assert index.read_bytes() == before
    assert "removed" not in run(project)[1]


def project_index(project: Project) -> str:
    return (project.outputs / "index.html").read_text(encoding="utf-8")


def wanted() -> Wanted:
    return Wanted("committee", program_files(), default_sender().fingerprint, SNAPSHOT)


def job_of(project: Project) -> Job:
    years, _ = read_years(Wish(), project)
    return make_plan(years, Wish(), project).jobs[0]


def why(project: Project, now: Wanted) -> tuple[str, ...]:
    return reasons((job_of(project),), project.outputs, now)[REPORT]


def test_program_and_audience_are_reasons(project: Project) -> None:
    assert why(project, wanted()) == ()
    assert why(project, replace(wanted(), program="another")) == ("the program changed",)
    assert why(project, replace(wanted(), audience="internal")) == ("parameter audience changed",)
    assert why(project, replace(wanted(), snapshot="another")) == ("the snapshot changed",)
    assert why(project, replace(wanted(), snapshot=None)) == ()


def test_every_file_of_the_library_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Path(shutil.copytree(program.PACKAGE, tmp_path / "fsb_lib"))
    monkeypatch.setattr(program, "PACKAGE", copy)
    before = program_files()
    (copy / "__pycache__").mkdir(exist_ok=True)
    (copy / "__pycache__" / "new.pyc").write_bytes(b"compiled")
    assert program_files() == before
    for name in ("domain/periods.py", "data/style.yaml", "templates/report/index.html.j2"):
        content = (copy / name).read_bytes()
        (copy / name).write_bytes(content + b"\n")
        assert program_files() != before, name
        (copy / name).write_bytes(content)
    assert program_files() == before


def test_versions_are_reasons(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    now = freshness.software()
    packages = {**now["packages"], "pandas": "0.1"}
    monkeypatch.setattr(freshness, "software", lambda: {"python": "3.0", "packages": packages})
    assert why(project, wanted()) == ("Python changed", "package pandas changed")


def test_another_pango_is_a_reason(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "pango_version", lambda: "9.9.9")
    monkeypatch.setattr(weasyprint_engine, "state", lambda: {"made": True, "pango": "9.9.9"})
    assert why(project, wanted()) == ("what makes the PDF changed",)


@pytest.mark.skipif(bool(weasyprint_engine.missing()), reason="no Pango on this machine")
def test_pango_is_found_without_the_engine() -> None:
    assert pdf_library.pango_version() == weasyprint_engine.pango_version()


def test_other_values_or_another_proof_are_seen(project: Project, tmp_path: Path) -> None:
    folder, prepared = project.outputs / REPORT, tmp_path / "prepared.json"
    cells = json.loads((folder / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    values = cells[-1]["outputs"][0]["data"]["application/vnd.fsb.release+json"]
    proof = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["proof"]

    def same(content: object) -> bool:
        prepared.write_text(json.dumps(content), encoding="utf-8")
        return shows_the_same(folder, prepared)

    assert same({"release": values, "proof": proof})
    assert not same({"release": values, "proof": "another"})
    assert not same({"release": {**values, "warnings": ["another"]}, "proof": proof})
    assert not same({"error": "InputError", "problems": []})


def test_a_run_with_nothing_to_do_imports_nothing_that_makes_reports(project: Project) -> None:
    """What it costs: the time of imports, which a test cannot hold against a busy machine."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *any_notebook.COMMAND[1:],
         "run", "--registers", "snapshot"],
        capture_output=True, text=True, check=True, cwd=project.root,
    )  # fmt: skip
    assert "0 reports made, 1 unchanged" in done.stdout
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {"fsb_lib.outputs.up_to_date", "json"} <= imported
    heavy = {"numpy", "pandas", "pyarrow", "matplotlib", "ibis", "nbformat", "scipy", "weasyprint"}
    assert not heavy & imported
