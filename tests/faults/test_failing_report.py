"""A report that fails while it is made: no page, an error page, and the others all the same.

Two runs of three reports of one year; every test looks at what they left.
"""

import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from tests.faults.conftest import Ended, commanded
from tests.small_release import notebook, write_project

pytestmark = pytest.mark.usefixtures("any_notebook")

QUOTED = "0101701234"
RAISES_INPUT_ERROR = """\
from fsb_lib.base.errors import InputError, Problem
raise InputError([
    Problem("the extract is stale", "sof_sager", "a row after 2009-09-14", "", "Ask SOF."),
    Problem("the extract is stale", "bif_ydelser", remedy="Ask BIF."),
])"""
SHOWS_A_FOLDER = """\
import os
from fsb_lib.components.fragment import Fragment
display(Fragment(os.getcwd()))"""


def write_notebooks(root: Path, *last: str) -> Path:
    """A project whose three notebooks end in these lines of code."""
    reports = ("activation_measurement", "plan_coverage", "target_group_profile")
    notebooks = {name: notebook(name, code) for name, code in zip(reports, last, strict=True)}
    year_file = f"year: 2009\nreports: [{', '.join(reports)}]\n"
    return write_project(root, notebooks, _2009=year_file)


def run(root: Path) -> Ended:
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = commanded(root, "run", "--registers", "snapshot")
    assert "Traceback" not in said.getvalue()
    return Ended(code, said.getvalue(), root / "outputs")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """A cell that fails, a good report, and an InputError of the library."""
    root = tmp_path_factory.mktemp("first") / "project"
    return run(
        write_notebooks(root, f"raise ValueError('{QUOTED}')", "release", RAISES_INPUT_ERROR)
    )


@pytest.fixture(scope="module")
def second(first: Ended) -> Ended:
    """The same project again, with a good report turned into one whose process dies, a notebook
    without end marker, and one that shows a folder of this machine."""
    root = first.outputs.parent
    other = write_notebooks(
        root / "other", "None", "import os; os._exit(1)", f"{SHOWS_A_FOLDER}\nrelease"
    )
    (root / "notebooks").rename(root / "old_notebooks")
    (other / "notebooks").rename(root / "notebooks")
    return run(root)


def test_failing_cell_leaves_an_error_page_in_danish(first: Ended) -> None:
    failed = first.outputs / "2009" / "activation_measurement"
    page = (failed / "error.html").read_text(encoding="utf-8")
    assert "code cell 3: a cell failed: ValueError" in first.said
    assert sorted(path.name for path in failed.iterdir()) == ["error.html", "manifest.json"]
    assert "Notatet kunne ikke laves" in page
    assert "Notebooken måler" in page
    assert "Åbn notebooken i JupyterLab" in page
    assert "Traceback" not in page


def test_value_in_an_exception_is_told_nowhere(first: Ended) -> None:
    files = [path for path in first.outputs.rglob("*") if path.is_file()]
    assert QUOTED not in first.said
    assert not [path for path in files if QUOTED.encode() in path.read_bytes()]


def test_input_error_of_a_notebook_reaches_the_user_as_it_was(first: Ended) -> None:
    assert "sof_sager: the extract is stale\n  expected: a row after 2009-09-14" in first.said
    assert "bif_ydelser: the extract is stale\n  to do:    Ask BIF." in first.said


def test_one_failure_hides_no_other_report(first: Ended) -> None:
    index = (first.outputs / "index.html").read_text(encoding="utf-8")
    assert first.code == 3
    assert first.pages == ["2009/plan_coverage/report.html"]
    assert index.count("Fejlet") == 2
    assert 'href="2009/plan_coverage/report.html"' in index
    assert 'href="2009/activation_measurement/error.html"' in index


@pytest.mark.slow
def test_only_input_errors_give_exit_code_1(fsb: Callable[..., Ended], tmp_path: Path) -> None:
    root = write_notebooks(tmp_path / "project", RAISES_INPUT_ERROR, "release", "release")
    ended = fsb(root, "run", "--year", "2009", "--report", "activation_measurement",
                "--registers", "snapshot")  # fmt: skip
    assert ended.code == 1
    assert ended.pages == []


@pytest.mark.slow
def test_failure_stands_beside_an_older_report(second: Ended) -> None:
    folder = second.outputs / "failed" / "2009" / "plan_coverage"
    assert "its process ended by itself, with code 1" in second.said
    assert (second.outputs / "2009" / "plan_coverage" / "report.html").is_file()
    assert sorted(path.name for path in folder.iterdir()) == ["error.html", "manifest.json"]
    assert json.loads((folder / "manifest.json").read_text())["status"] == "failed"


def test_notebook_without_end_marker_is_no_report(second: Ended) -> None:
    assert "activation_measurement.ipynb: the notebook did not end with its rel" in second.said
    assert second.pages == ["2009/plan_coverage/report.html"]  # of the first run


def test_page_never_shows_a_folder_of_the_machine(second: Ended) -> None:
    assert second.said.count("2009 target_group_profile failed while files") == 1
    assert not list((second.outputs / "2009" / "target_group_profile").glob("*.ipynb"))


def test_nothing_private_is_left_behind(second: Ended) -> None:
    assert not [path.name for path in second.outputs.iterdir() if path.name == ".staging"]
    assert sorted(path.name for path in second.outputs.iterdir() if path.is_dir()) == [
        "2009",
        "failed",
    ]
