"""One report of a small notebook, made twice: what is published, and always the same."""

import json
import os
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from fsb_lib.base.errors import InputError
from fsb_lib.base.project import Project, find_project
from fsb_lib.jobs.outcome import Outcome
from fsb_lib.jobs.plan import Wish
from fsb_lib.outputs import compare
from fsb_lib.outputs.manifest import hashes
from fsb_lib.outputs.verify import refuse_changed
from fsb_lib.pdf import weasyprint_engine
from fsb_lib.run import pool as processes
from fsb_lib.run.run_command import RunRequest, run_reports
from fsb_lib.scanner.unpack import texts
from tests.small_release import notebook, write_project

pytestmark = pytest.mark.usefixtures("any_notebook")

REPORT = "2009/activation_measurement"
YEAR_FILE = "year: 2009\nreports: [activation_measurement]\n"
KILLS_ITS_WORKER = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
HANGS = "import time\ntime.sleep(600)"
STUBBORN = "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\nwhile True: pass"


def project(folder: Path, *last: str) -> Project:
    return find_project(
        write_project(
            folder,
            {"activation_measurement": notebook("activation_measurement", *last)},
            _2009=YEAR_FILE,
        )
    )


def made(project: Project, limit_seconds: int = 300) -> Outcome:
    request = RunRequest(Wish(), project.root / "snapshot", "committee", 1, limit_seconds)
    return run_reports(request, project, Console(quiet=True))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = project(tmp_path_factory.mktemp("one") / "project")
    assert made(root).exit_code == 0
    return root.outputs


@pytest.fixture
def copy(outputs: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(outputs, tmp_path / "copy"))


def test_report_has_every_file_of_the_interface(outputs: Path) -> None:
    assert sorted(hashes(outputs / REPORT, ())) == [
        "manifest.json",
        "notebook.ipynb",
        "report.html",
        *([] if weasyprint_engine.missing() else ["report.pdf"]),
        "results.json",
        "review.html",
        "tables.xlsx",
        "tables/activation_by_target_group.csv",
        "tables/focus_population.csv",
        "tables/plan_offers.csv",
        "tables/profile_sex.csv",
        "tables/target_status.csv",
    ]


def test_another_run_elsewhere_gives_the_same_bytes(outputs: Path, tmp_path: Path) -> None:
    again = project(tmp_path / "a" / "project in {another} folder")
    assert made(again).exit_code == 0
    assert hashes(again.outputs, (".fsb.lock",)) == hashes(outputs, (".fsb.lock",))


def test_no_published_file_names_a_folder_of_the_machine(outputs: Path) -> None:
    places = [str(outputs.parent), str(Path.home()) + "/", os.sep + "tmp" + os.sep]
    for path in (path for path in outputs.rglob("*") if path.is_file()):
        found = [text.text for text in texts(path.read_bytes(), path.name)]
        assert found
        assert not [place for place in places if any(place in text for text in found)], path.name


def test_executed_notebook_says_which_snapshot_and_when_by_no_clock(outputs: Path) -> None:
    document = json.loads((outputs / REPORT / "notebook.ipynb").read_text(encoding="utf-8"))
    injected = document["cells"][2]
    assert injected["metadata"]["tags"] == ["injected-parameters"]
    assert 'snapshot = "snapshot-0123456789ab"' in "".join(injected["source"])
    assert not [cell for cell in document["cells"] if "papermill" in cell["metadata"]]
    assert set(document["metadata"]["papermill"]) == {"parameters"}


def test_manifest_says_what_went_in_and_what_came_out(outputs: Path) -> None:
    manifest = json.loads((outputs / REPORT / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"]["matched_benefits"][0] == "kontanthjaelp"
    assert manifest["parameters"]["audience"] == "committee"
    assert manifest["snapshot"] == {"fingerprint": "0123456789abcdef", "synthetic": True}
    assert manifest["outputs"] == hashes(outputs / REPORT)
    assert list(manifest) == sorted(manifest)


def test_index_shows_figure_verdict_and_status(outputs: Path) -> None:
    page = (outputs / "index.html").read_text(encoding="utf-8")
    assert 'href="2009/activation_measurement/report.html"' in page
    assert "35\u00a0%" in page  # 1186 of 3418
    assert "Ikke nået: mangler 5\u00a0procentpoint" in page
    assert "Udkast – ikke frigivet" in page
    assert "Syntetiske data" in page


def test_verify_accepts_what_was_made(outputs: Path) -> None:
    n_files = 10 if weasyprint_engine.missing() else 11
    n_annexes = n_files - 9  # a page, and where a PDF can be made that as well
    assert refuse_changed(outputs) == ((REPORT, n_files, ""), ("2009/method", n_annexes, ""))


def test_verify_names_every_changed_missing_and_added_file(copy: Path) -> None:
    report = copy / REPORT
    (report / "report.html").write_text("edited")
    (report / "results.json").unlink()
    (report / "mere.txt").write_text("added")
    with pytest.raises(InputError) as raised:
        refuse_changed(copy)
    assert [
        (problem.where.removeprefix(f"{REPORT}/"), problem.what)
        for problem in raised.value.problems
    ] == [
        ("mere.txt", "the file is not in the manifest"),
        ("report.html", "the file is not the one that was made"),
        ("results.json", "the file is missing"),
    ]


def test_compare_names_the_changed_figure_and_input(outputs: Path, copy: Path) -> None:
    assert compare.compare(outputs, copy) == ()
    for name, old, new in (("results.json", "3418", "3419"), ("manifest.json", "0.1.0", "0.2.0")):
        path = copy / REPORT / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert compare.compare(outputs, copy) == (
        compare.Difference(f"{REPORT} program.version", '"0.1.0"', '"0.2.0"'),
        compare.Difference(f"{REPORT} activation_by_target_group[i_alt].persons", "3418", "3419"),
    )


def test_compare_of_a_folder_without_reports_says_what_it_wants(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no report"):
        compare.compare(tmp_path, tmp_path)


def test_killed_process_is_a_failed_report(tmp_path: Path) -> None:
    outcome = made(project(tmp_path / "project", KILLS_ITS_WORKER))
    assert outcome.exit_code == 3
    problem = outcome.failed[0][1].problems[0]
    assert problem.what == "its process was killed by signal 9 (SIGKILL)"
    assert "It was tried once more, alone" in problem.remedy


def test_a_process_that_dies_once_is_tried_again_from_scratch(tmp_path: Path) -> None:
    once = tmp_path / "once"
    code = f"from pathlib import Path\nonce = Path({str(once)!r})\n"
    code += (
        f"if not once.exists():\n    once.touch()\n    {KILLS_ITS_WORKER.replace(chr(10), '; ')}\n"
    )
    outcome = made(project(tmp_path / "project", f"{code}release"))
    assert once.exists()
    assert ([job.folder for job in outcome.made], outcome.failed) == ([REPORT], ())
    verified = refuse_changed(outcome.index.parent)
    assert [one.name for one in verified] == [REPORT, "2009/method"]


def test_a_good_report_stays_when_it_cannot_be_made_anew(copy: Path, tmp_path: Path) -> None:
    """The error stands beside it and on the portal, until it is made."""
    again = project(tmp_path / "project", "raise ValueError('no')")
    shutil.copytree(copy, again.outputs)
    before = hashes(again.outputs / REPORT, ())
    assert made(again).exit_code == 3
    assert hashes(again.outputs / REPORT, ()) == before
    page = (again.outputs / "failed" / REPORT / "error.html").read_text(encoding="utf-8")
    assert "Det notat, der lå her før, er ikke rørt" in page
    assert 'href="../../../index.html"' in page
    index = (again.outputs / "index.html").read_text(encoding="utf-8")
    assert f'href="failed/{REPORT}/error.html"' in index
    assert f'href="{REPORT}/report.html"' in index
    well = project(tmp_path / "well")
    shutil.copytree(again.outputs, well.outputs)
    assert made(well).exit_code == 0
    assert not (well.outputs / "failed").exists()
    assert "failed/" not in (well.outputs / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "limit", "grace", "what"),
    [
        (HANGS, 1, 300, "CellTimeoutError"),
        (HANGS, 300, -296, "it took longer than it may"),
        (STUBBORN, 1, 3, "it took longer than it may"),
    ],
)
def test_report_that_hangs_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, limit: int, grace: int, what: str
) -> None:
    monkeypatch.setattr(processes, "GRACE_SECONDS", grace)
    outcome = made(project(tmp_path / "project", code), limit)
    assert what in outcome.failed[0][1].problems[0].what
    assert not (outcome.index.parent / ".staging").exists()
