"""Input at fault stops the run before anything is made: message, exit code, nothing written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.faults.conftest import Ended
from tests.small_release import notebook, write_project

Command = Callable[..., Ended]
ACTIVATION = "reports: [activation_measurement]\n"


def project(tmp_path: Path, year_file: str = "year: 2009\n" + ACTIVATION, **notebooks: Any) -> Path:
    made = notebooks or {"activation_measurement": notebook()}
    return write_project(tmp_path / "project", made, _2009=year_file)


@pytest.mark.parametrize(
    ("year_file", "parts"),
    [
        ("yaer: 2011\n", ["2009.yaml: yaer", "unknown parameter", "Did you mean `year`?"]),
        ("year: 2O10\n", ["2009.yaml: year", "a whole number", "`2O10` (text)"]),
        ("year: 2009\nyear: 2010\n", ["2009.yaml line 2", "twice"]),
        ("year: 2009\nmatched_benefits: [kontanthjelp]\n", ["Did you mean `kontanthjaelp`?"]),
        ("year: 2009\nreference_date: 2010-11-15\n", ["reference_date in the year 2009"]),
    ],
)
def test_faulty_year_file_stops_the_run(
    fsb: Command, tmp_path: Path, year_file: str, parts: list[str]
) -> None:
    ended = fsb(project(tmp_path, year_file), "run", "--registers", "snapshot")
    assert ended.code == 1
    assert not [part for part in parts if part not in ended.said]
    assert not ended.outputs.exists()


def test_all_problems_of_all_year_files_are_told_at_once(fsb: Command, tmp_path: Path) -> None:
    root = project(tmp_path, "yaer: 2009\n")
    (root / "params" / "2010.yaml").write_text("year: 2010\nreports: [activation]\n")
    ended = fsb(root, "check")
    assert ended.code == 1
    assert "2009.yaml: yaer" in ended.said
    assert "2010.yaml: reports" in ended.said


def test_notebook_without_parameters_cell_is_not_run(fsb: Command, tmp_path: Path) -> None:
    node = notebook()
    node.cells[1].metadata["tags"] = []
    root = project(tmp_path, activation_measurement=node)
    ended = fsb(root, "run", "--registers", "snapshot")
    assert ended.code == 1
    assert "activation_measurement.ipynb: has no single cell of parameters" in ended.said
    assert "tag `parameters`" in ended.said
    assert not ended.outputs.exists()


def test_parameter_that_the_program_does_not_know_is_refused(fsb: Command, tmp_path: Path) -> None:
    node = notebook()
    node.cells[1].source += "\nreferance_date: str = ''"
    ended = fsb(project(tmp_path, activation_measurement=node), "run", "--registers", "snapshot")
    assert ended.code == 1
    assert "unknown parameter" in ended.said
    assert "Did you mean `reference_date`?" in ended.said


def test_missing_delivery_is_the_input_s_fault(fsb: Command, tmp_path: Path) -> None:
    ended = fsb(project(tmp_path), "run", "--registers", "nowhere")
    assert ended.code == 1
    assert "nowhere" in ended.said
    assert ended.pages == []


def test_outputs_that_cannot_be_written_are_wrong_use(fsb: Command, tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "outputs").write_text("a file, no folder")
    ended = fsb(root, "run", "--registers", "snapshot")
    assert ended.code == 2
    assert "cannot be written to" in ended.said
    assert (root / "outputs").read_text() == "a file, no folder"


def test_folder_with_another_index_is_left_alone(fsb: Command, tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "outputs").mkdir()
    (root / "outputs" / "index.html").write_text("<h1>Min side</h1>")
    ended = fsb(root, "run", "--registers", "snapshot")
    assert ended.code == 2
    assert (root / "outputs" / "index.html").read_text() == "<h1>Min side</h1>"


def test_plans_before_the_strategy_asked_for_by_name_are_wrong_use(
    fsb: Command, tmp_path: Path
) -> None:
    ended = fsb(project(tmp_path), "run", "--year", "2007", "--report", "plan_coverage")
    assert ended.code == 2
    assert "2009 or later" in ended.said


def test_unknown_report_and_unknown_option_are_wrong_use(fsb: Command, tmp_path: Path) -> None:
    root = project(tmp_path)
    ended = fsb(root, "run", "--report", "plan_covrage")
    assert ended.code == 2
    assert "Did you mean `plan_coverage`?" in ended.said
    assert fsb(root, "run", "--reprot", "plan_coverage").code == 2


def test_check_names_every_fault_of_a_notebook(fsb: Command, tmp_path: Path) -> None:
    node = notebook()
    node.cells[3]["outputs"] = [nbformat.v4.new_output("stream", text="x")]
    node.metadata.pop("kernelspec")
    ended = fsb(project(tmp_path, activation_measurement=node), "check")
    assert ended.code == 1
    assert "holds outputs of a run" in ended.said
    assert "names no Python kernel" in ended.said
