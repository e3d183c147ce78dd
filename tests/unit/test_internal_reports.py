"""An internal report says so wherever it is met, and never lies beside a committee's."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from fsb_lib.base import report_files
from fsb_lib.base.errors import UsageError
from fsb_lib.base.project import Project
from fsb_lib.checks.lint_pages import lint_paths
from fsb_lib.cli.options import Audience
from fsb_lib.cli.surroundings import project_for
from fsb_lib.jobs.plan import Wish
from fsb_lib.outputs.manifest import differences, read_manifest
from fsb_lib.run.run_command import RunRequest, run_reports
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery
from tests.copied_project import copied_project

FOLDER = "2009/cooperation_status"


def run(project: Project, audience: str) -> int:
    wish = Wish(years=(2009,), reports=("cooperation_status",))
    request = RunRequest(wish, project.root / "delivery", audience, 1)
    return run_reports(request, project, Console(quiet=True)).exit_code


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with one internal report, where the command puts it."""
    project = copied_project(tmp_path_factory.mktemp("internal"), 2009)
    write_delivery(twin_city(400, 11), project.root / "delivery")
    project = replace(project, outputs=project.internal)
    assert run(project, "internal") == 0
    return project


def test_what_people_open_says_intern_in_its_name(project: Project) -> None:
    names = {path.name for path in (project.outputs / FOLDER).iterdir()} - {"tables"}
    programs = {report_files.RESULTS, report_files.MANIFEST}
    assert programs <= names
    assert {name for name in names if not name.startswith("INTERN-")} == programs
    assert {report_files.unmarked(name) for name in names - programs} >= {"report.html"}


def test_it_is_whole_and_its_pages_are_judged_with_their_tables(project: Project) -> None:
    folder = project.outputs / FOLDER
    assert differences(folder, read_manifest(folder)) == ()
    n_pages, remarks = lint_paths([folder])
    assert (n_pages, remarks) == (2, ())


def test_every_sheet_says_intern(project: Project) -> None:
    book = openpyxl.load_workbook(project.outputs / FOLDER / "INTERN-tables.xlsx")
    assert all(name.startswith("INTERN ") for name in book.sheetnames[1:])
    assert "INTERN" in json.dumps([cell.value for cell in book.worksheets[0]["B"]])


def test_the_index_leads_to_its_files(project: Project) -> None:
    text = (project.outputs / "index.html").read_text(encoding="utf-8")
    assert f'href="{FOLDER}/INTERN-report.html"' in text
    assert f'href="{FOLDER}/INTERN-tables.xlsx"' in text


@pytest.mark.parametrize(("there", "asked"), [("internal", "committee"), ("committee", "internal")])
def test_the_two_audiences_never_share_a_folder(
    project: Project, tmp_path: Path, there: str, asked: str
) -> None:
    folder = tmp_path / "outputs" / FOLDER
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"parameters": {"audience": there}}))
    with pytest.raises(UsageError, match="another audience"):
        run(replace(project, outputs=tmp_path / "outputs"), asked)


def test_internal_goes_to_the_private_area_unless_a_place_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    assert project_for(Audience.INTERNAL, None, None).outputs == project.work / "internal"
    assert project_for(Audience.INTERNAL, None, Path("there")).outputs == project.root / "there"
    assert project_for(Audience.COMMITTEE, None, None).outputs == project.root / "outputs"
