"""The notebooks as their users run them, and the pages made of them.

Stock papermill with the year's own parameter file, after the run of that year. The page of each
is read back and held to what every page promises. The program's own engine gives the same
notebook, cell by cell.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
import yaml
from bs4 import BeautifulSoup
from rich.console import Console

from fsb_lib.base.package_data import load
from fsb_lib.base.project import find_project
from fsb_lib.disclosure.protected import ProtectedReport, Status
from fsb_lib.html.render import page_info, render
from fsb_lib.jobs.plan import Wish, planned
from fsb_lib.notebook.executed import protected_report
from fsb_lib.params import REPORT_IDS
from fsb_lib.run.run_command import RunRequest, run_reports
from tests.copied_project import copied_project
from tests.executed_alike import comparable

ROOT = Path(__file__).parents[2]
MOST_BYTES = 150_000
# One report in every run, all of them in the slow ones.
REPORTS = [
    pytest.param(report, marks=() if report == "plan_coverage" else pytest.mark.slow)
    for report in REPORT_IDS
]


# Runs a notebook as stock papermill does, with the program's engine.
BY_OUR_ENGINE = """
import json, sys
import papermill
from papermill.engines import papermill_engines
from fsb_lib.notebook.papermill_engine import NAME, FsbEngine
papermill_engines.register(NAME, FsbEngine)
source, out, given = sys.argv[1:]
papermill.execute_notebook(source, out, json.loads(given), engine_name=NAME, progress_bar=False)
"""


@dataclass(frozen=True)
class Run:
    """What papermill was given, and where it wrote."""

    source: Path
    given: dict[str, Any]
    out: Path


@pytest.fixture(scope="module", params=REPORTS)
def stock(request, tmp_path_factory, twin_city_snapshot: Path) -> Run:
    """A notebook run by stock papermill with params/2010.yaml, after `fsb run` of its report."""
    project = copied_project(tmp_path_factory.mktemp("executed"), 2010)
    wish = Wish(years=(2010,), reports=(request.param,))
    request_of_run = RunRequest(wish, twin_city_snapshot, "committee", 1)
    assert run_reports(request_of_run, project, Console(quiet=True)).exit_code == 0
    given = yaml.safe_load((ROOT / "params" / "2010.yaml").read_text(encoding="utf-8"))
    given["memo"]["date"] = given["memo"]["date"].isoformat()  # as papermill's own loader does
    given = {**given, "snapshot": str(twin_city_snapshot)}
    run = Run(project.notebooks / f"{request.param}.ipynb", given, project.root / "stock.ipynb")
    papermill.execute_notebook(
        run.source, run.out, given, progress_bar=False, kernel_name="python3", cwd=project.root
    )
    return run


@pytest.fixture(scope="module")
def executed(stock: Run) -> nbformat.NotebookNode:
    return nbformat.read(stock.out, as_version=4)


@pytest.fixture(scope="module")
def release(executed: nbformat.NotebookNode) -> ProtectedReport:
    return protected_report(executed, "out.ipynb")


@pytest.fixture(scope="module")
def html(executed: nbformat.NotebookNode, release: ProtectedReport) -> str:
    return render(executed, page_info(release))


@pytest.fixture(scope="module")
def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_our_engine_gives_the_notebook_that_a_kernel_gives(stock: Run) -> None:
    out = stock.out.with_name("ours.ipynb")
    given = [str(stock.source), str(out), json.dumps(stock.given)]
    subprocess.run([sys.executable, "-c", BY_OUR_ENGINE, *given], cwd=stock.out.parent, check=True)
    for ours, kernels in zip(comparable(out), comparable(stock.out), strict=True):
        assert ours == kernels


def test_the_release_is_what_was_asked_for(release: ProtectedReport) -> None:
    assert (release.year, release.audience, release.synthetic) == (2010, "committee", True)
    assert dict(release.memo)["Sagsnr."] == "2008-117489"


def test_the_page_is_one_offline_danish_file(html: str, page: BeautifulSoup) -> None:
    assert page.html["lang"] == "da"
    assert len(page.find_all("h1")) == 1
    assert not page.find_all(["script", "iframe", "link"])
    assert not [tag for tag in page.find_all(src=True) if not tag["src"].startswith("data:")]
    assert not re.findall(r"url\((?!data:)", html)
    assert len(html.encode()) <= MOST_BYTES
    assert "release = " not in html  # no code
    assert "import " not in page.get_text()


def test_the_page_says_what_it_is(page: BeautifulSoup) -> None:
    text = page.get_text()
    assert "UDKAST – ikke frigivet" in text
    assert "Syntetiske data" in text
    assert "INTERN" not in text


def test_every_table_has_caption_and_scoped_headers(page: BeautifulSoup) -> None:
    tables = page.find_all("table")
    assert tables
    for table in tables:
        assert table.caption is not None
        assert table.caption.get_text(strip=True)
        assert all(th.get("scope") for th in table.find_all("th"))


def test_every_figure_is_a_figure_with_a_text_that_holds_a_number(
    page: BeautifulSoup, release: ProtectedReport
) -> None:
    figures = page.select(".fsb-figure")
    numbered = load("numbers")[release.report].values()
    assert bool(figures) == any("figure" in numbers for numbers in numbered)
    for figure in figures:
        for drawing in figure.select('svg[role="img"]'):
            said = (
                drawing.get("aria-label") or page.find(id=drawing["aria-labelledby"])["aria-label"]
            )
            assert len(said) >= 40
            assert re.search(r"\d", said)
            assert drawing.find("text")
        assert page.select_one(f"{figure.select_one('.fsb-notes a')['href']} table")


def test_no_count_of_one_to_four_is_in_a_released_cell(release: ProtectedReport) -> None:
    counts = [
        cell.value
        for table in release.tables
        for row in table.rows
        for measure, cell in zip(table.measures, row.cells, strict=True)
        if cell.status is Status.SHOWN and measure.unit.value in {"persons", "rows"}
        and measure.name != "missing_persons"
    ]  # fmt: skip
    assert not [count for count in counts if 0 < count < 5]


@pytest.mark.parametrize("report", REPORTS)
def test_runs_top_to_bottom_with_its_default_parameters_for_those_who_may_see_all(
    report: str, tmp_path: Path, twin_city_snapshot: Path
) -> None:
    notebook = papermill.execute_notebook(
        ROOT / "notebooks" / f"{report}.ipynb",
        tmp_path / "out.ipynb",
        # the snapshot only so that the test leaves no twin city behind
        {"snapshot": str(twin_city_snapshot), "audience": "internal"},
        progress_bar=False,
        kernel_name="python3",
        cwd=ROOT / "notebooks",
    )
    release = protected_report(notebook, "out.ipynb")
    assert (release.report, release.audience) == (report, "internal")
    jobs = planned(Wish(), find_project(ROOT)).jobs
    assert release.year in {job.year for job in jobs if job.report == report}
