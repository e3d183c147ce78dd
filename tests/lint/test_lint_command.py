"""`fsb lint`: what it reads, what it says, and how it ends."""

import json
from pathlib import Path

import pytest
from good_page import CSV, HTML, release, results
from nbformat.v4 import new_code_cell, new_notebook, new_output

from fsb_lib.base.errors import InputError, ReportError
from fsb_lib.base.package_data import load
from fsb_lib.checks.lint_pages import lint_paths, refuse_faulty_pages, remarks
from fsb_lib.cli import main
from fsb_lib.disclosure.protected import REPORT_MIME, to_json
from fsb_lib.jobs.outcome import LINTING, Failure
from fsb_lib.jobs.plan import Job
from fsb_lib.portal.failure_page import write_failure

FAULT = HTML.replace("<td>3.558</td>", "<td>3.559</td>")


def write_report(folder: Path, html: str = HTML) -> Path:
    """A report's folder as the pipeline leaves it."""
    (folder / "tables").mkdir(parents=True)
    output = new_output("display_data", {REPORT_MIME: to_json(release())})  # type: ignore[no-untyped-call]
    notebook = new_notebook(cells=[new_code_cell("release", outputs=[output])])  # type: ignore[no-untyped-call]
    (folder / "notebook.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "report.html").write_text(html, encoding="utf-8")
    (folder / "results.json").write_text(json.dumps(results()), encoding="utf-8")
    csv = folder / "tables" / "activation_by_target_group.csv"
    csv.write_text(CSV, encoding="utf-8-sig", newline="")
    return folder


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["lint", *arguments])
    return int(leaving.value.code or 0)


def test_good_page_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(str(write_report(tmp_path / "good"))) == 0
    assert capsys.readouterr().out == "No fault found in 1 pages.\n"


def test_broken_rule_ends_with_3_and_says_file_rule_place_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = write_report(tmp_path / "faulty", FAULT) / "report.html"
    assert ended(str(page)) == 3
    said = capsys.readouterr().out
    assert f"{page}: line " in said
    assert "[tables-as-released]" in said
    assert "to do:" in said


def test_json_names_every_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(str(write_report(tmp_path / "faulty", FAULT)), "--json") == 3
    listed = json.loads(capsys.readouterr().out)
    assert {"rule", "file", "place", "found", "what", "remedy"} == set(listed[0])
    assert "tables-as-released" in {one["rule"] for one in listed}


def test_path_that_is_not_there_and_folder_without_a_page_are_wrong_input(tmp_path: Path) -> None:
    assert ended(str(tmp_path / "gone")) == 1
    assert ended(str(tmp_path)) == 1
    with pytest.raises(InputError, match="holds no page"):
        lint_paths([])


def test_released_values_are_found_beside_the_page(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "report", FAULT)
    assert "tables-as-released" in {one.rule for one in remarks(folder / "report.html")}
    (folder / "notebook.ipynb").unlink()
    assert "tables-as-released" not in {one.rule for one in remarks(folder / "report.html")}


def test_faulty_report_is_refused_before_it_is_published(tmp_path: Path) -> None:
    refuse_faulty_pages(write_report(tmp_path / "good"))
    with pytest.raises(ReportError) as refusal:
        refuse_faulty_pages(write_report(tmp_path / "faulty", FAULT))
    assert {problem.kind for problem in refusal.value.problems} == {"tables-as-released"}


def test_refused_report_leaves_a_danish_page_that_says_where_and_how(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as refusal:
        refuse_faulty_pages(write_report(tmp_path / "faulty", FAULT))
    job = Job(2009, "activation_measurement", tmp_path / "a.ipynb", {}, {})
    (tmp_path / "failed").mkdir()
    write_failure(job, Failure(LINTING, refusal.value.problems, 3), tmp_path / "failed")
    page = (tmp_path / "failed" / "error.html").read_text(encoding="utf-8")
    assert load("pages")["causes"]["linting"] in page
    assert "is not the released cell" not in page  # what was found could quote a figure
    assert "Make the report again" in page


def test_a_fault_of_language_is_told_and_does_not_stop_the_report(tmp_path: Path) -> None:
    folder = write_report(
        tmp_path / "odd", HTML.replace("</main>", "<p>Her står og og.</p></main>")
    )
    assert {one.rule for one in refuse_faulty_pages(folder)} == {"word-twice"}
