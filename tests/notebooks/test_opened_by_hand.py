"""A notebook opened by hand shows what the page of its year shows, or refuses.

One small city, its reports of 2009 made by `fsb run`; then the notebook by stock papermill, by
papermill with the program's engine, and as JupyterLab and nbconvert run it: from its own folder,
with what stands in its parameters cell.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbclient import NotebookClient
from rich.console import Console

from fsb_lib import params
from fsb_lib.base.errors import FsbError, InputError
from fsb_lib.base.project import Project
from fsb_lib.disclosure.protected import INTERNAL, Status, to_json
from fsb_lib.jobs.plan import Wish
from fsb_lib.notebook.executed import protected_report
from fsb_lib.outputs.report_of_run import report_of_run
from fsb_lib.params import ReportParams
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot
from fsb_lib.run.run_command import RunRequest, run_reports
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery
from tests.copied_project import ROOT, copied_project

YEAR, REPORT = 2009, "activation_measurement"


@dataclass(frozen=True)
class Made:
    """A project whose year is made, and the snapshot that it was made from."""

    project: Project
    snapshot: Path

    @property
    def folder(self) -> Path:
        return self.project.outputs / str(YEAR) / REPORT

    @property
    def source(self) -> Path:
        return self.project.notebooks / f"{REPORT}.ipynb"

    @property
    def page(self) -> nbformat.NotebookNode:
        """The executed notebook that the page was made of."""
        return nbformat.read(self.folder / "notebook.ipynb", as_version=4)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    project = copied_project(tmp_path_factory.mktemp("by-hand"), YEAR)
    write_delivery(twin_city(400, 11), project.root / "delivery")
    snapshot = ensure_snapshot(project.root / "delivery", project.work)
    request = RunRequest(Wish(years=(YEAR,), reports=(REPORT,)), snapshot, "committee", 1)
    assert run_reports(request, project, Console(quiet=True)).exit_code == 0
    return Made(project, snapshot)


def by_papermill(made: Made) -> nbformat.NotebookNode:
    out = made.project.root / "out.ipynb"
    given = {"snapshot": str(made.snapshot)}
    return papermill.execute_notebook(
        made.source, out, given, progress_bar=False, kernel_name="python3", cwd=made.project.root
    )


def by_our_engine(made: Made) -> nbformat.NotebookNode:
    out = made.project.root / "ours.ipynb"
    command = [sys.executable, "-m", "papermill", "--engine", "fsb", "--no-progress-bar",
               "-p", "snapshot", str(made.snapshot), str(made.source), str(out)]  # fmt: skip
    subprocess.run(command, cwd=made.project.root, check=True, capture_output=True)
    return nbformat.read(out, as_version=4)


def as_in_the_lab(made: Made) -> nbformat.NotebookNode:
    """As JupyterLab and nbconvert run it: what is in the parameters cell, in its own folder."""
    notebook = nbformat.read(made.source, as_version=4)
    cell = next(one for one in notebook.cells if "parameters" in one.metadata.get("tags", ()))
    cell.source = cell.source.replace('snapshot: str = ""', f'snapshot: str = "{made.snapshot}"')
    NotebookClient(
        notebook, kernel_name="python3",
        resources={"metadata": {"path": str(made.project.notebooks)}},
    ).execute()  # fmt: skip
    return notebook


def outputs_of(notebook: nbformat.NotebookNode) -> dict[str, list[Any]]:
    """What each code cell shows, by its source; papermill's own cells left out."""
    return {
        cell.source: [one["data"] for one in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
        and not {"parameters", "injected-parameters"} & set(cell.metadata.get("tags", ()))
    }


@pytest.mark.parametrize("way", [by_papermill, by_our_engine, as_in_the_lab])
def test_it_shows_cell_by_cell_what_the_page_was_made_of(made: Made, way: Any) -> None:
    shown, expected = outputs_of(way(made)), outputs_of(made.page)
    hidden = [
        cell
        for table in protected_report(made.page, "page").tables
        for row in table.rows
        for cell in row.cells
        if cell.status is Status.SUPPRESSED
    ]
    assert len(hidden) > 20
    assert dict_without_memo(shown) == dict_without_memo(expected)


def dict_without_memo(outputs: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The year file's memo was given to the run alone, and stands in the answer and the values."""
    kept = {source: data for source, data in outputs.items() if "wording.answer" not in source}
    values = [dict(data) for data in kept.pop("release")]
    for data in values:
        mime = next(name for name in data if name.endswith("release+json"))
        data[mime] = {**data[mime], "memo": []}
    return {**kept, "release": values}


def test_internal_is_asked_for_by_name_and_says_so_first(made: Made) -> None:
    given = {"snapshot": str(made.snapshot), "audience": INTERNAL}
    notebook = papermill.execute_notebook(
        made.source, made.project.root / "internal.ipynb", given, progress_bar=False,
        kernel_name="python3", cwd=made.project.root,
    )  # fmt: skip
    told = [
        output["data"]["text/html"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]
    assert "INTERN – må ikke offentliggøres" in told[0]
    assert protected_report(notebook, "internal").audience == INTERNAL


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_every_notebook_is_a_committee_s_by_default_and_says_first_what_it_is(path: Path) -> None:
    sources = ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]
    assert any('audience: str = "committee"' in source for source in sources)
    codes = [source for source in sources if source.startswith(("wording.", "charts.", "tables."))]
    assert codes[0] == "wording.status(release)"


def asked(made: Made, given: ReportParams | None = None, snapshot: Path | None = None) -> Any:
    given = given or params.read(year=YEAR)
    return report_of_run(REPORT, given, made.project.outputs, lambda: snapshot or made.snapshot)


def test_the_report_has_the_memo_that_is_asked_for(made: Made) -> None:
    given = params.read(year=YEAR, memo={"case_number": "2026-1"})
    assert dict(asked(made, given).memo)["Sagsnr."] == "2026-1"
    assert asked(made, given).tables == asked(made).tables


@pytest.mark.parametrize(
    "given",
    [
        params.read(year=2010),
        params.read(year=YEAR, reference_date="2009-11-16"),
        params.read(year=YEAR, disclosure_threshold=4),
        params.read(year=YEAR, matched_benefits=["kontanthjaelp"]),
    ],
    ids=["year", "day", "threshold", "benefits"],
)
def test_other_parameters_than_those_of_the_page_are_refused(
    made: Made, given: ReportParams
) -> None:
    with pytest.raises(InputError, match=f"fsb run --year {given.year}"):
        asked(made, given)


def test_another_snapshot_is_refused(made: Made, tmp_path: Path) -> None:
    other = tmp_path / "snapshot"
    other.mkdir()
    (other / "snapshot.json").write_text("{}")
    with pytest.raises(InputError, match="snapshot"):
        asked(made, snapshot=other)


@pytest.mark.parametrize("name", ["results.json", "notebook.ipynb"])
def test_a_changed_file_is_refused(made: Made, tmp_path: Path, name: str) -> None:
    outputs = Path(shutil.copytree(made.project.outputs, tmp_path / "outputs"))
    file = outputs / str(YEAR) / REPORT / name
    file.write_bytes(file.read_bytes() + b" ")
    moved = replace(made, project=replace(made.project, outputs=outputs))
    with pytest.raises(InputError, match="not the one that was made"):
        asked(moved)


def test_a_draft_of_another_program_is_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsb_lib.outputs.report_of_run.program_files", lambda: "another")
    with pytest.raises(FsbError, match="another version"):
        asked(made)


def test_what_is_shown_is_what_lies_there(made: Made) -> None:
    there = protected_report(made.page, "page")
    assert to_json(replace(asked(made), memo=())) == to_json(replace(there, memo=()))
