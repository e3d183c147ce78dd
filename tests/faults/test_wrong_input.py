"""Input at fault stops the run before anything is made: message, exit code, nothing written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest

from fsb_lib import params, releases
from fsb_lib.base.errors import InputError
from tests import tiny_delivery
from tests.faults.conftest import Ended
from tests.small_release import notebook, write_project

pytestmark = pytest.mark.usefixtures("any_notebook", "warm_intake")

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


@pytest.mark.parametrize(
    ("report", "table"),
    [
        ("outcome_followup", "bif_afgange"),
        ("cooperation_status", "samarbejde"),
        ("focus_areas", "bif_afgange"),
    ],
)
def test_report_named_without_its_optional_table_is_the_delivery_s_fault(
    fsb: Command, tmp_path: Path, report: str, table: str
) -> None:
    root = project(tmp_path, **{report: notebook(report)})
    tiny_delivery.write(root / "delivery")
    ended = fsb(root, "run", "--year", "2009", "--report", report, "--registers", "delivery")
    assert ended.code == 1
    assert f"register {table}: {report} cannot be made" in ended.said
    assert "Ask for the extract" in ended.said
    assert ended.pages == []


def test_report_not_named_is_left_out_without_its_optional_table(
    fsb: Command, tmp_path: Path
) -> None:
    year_file = "year: 2009\nreports: [activation_measurement, cooperation_status]\n"
    names = ("activation_measurement", "cooperation_status")
    root = project(tmp_path, year_file, **{name: notebook(name) for name in names})
    tiny_delivery.write(root / "delivery")
    ended = fsb(root, "run", "--registers", "delivery")
    assert ended.code == 0
    assert "2009 cooperation_status left out: the delivery has no table samarbejde" in ended.said
    assert ended.pages == ["2009/activation_measurement/report.html"]


def test_notebook_run_by_itself_refuses_a_delivery_without_its_table(tmp_path: Path) -> None:
    snapshot = tmp_path / "snapshot"
    tiny_delivery.taken_in(tmp_path)
    with pytest.raises(InputError, match="no table `bif_afgange`"):
        releases.outcome_followup(params.read(year=2009), str(snapshot), "internal")


def test_an_optional_table_without_rows_is_there(tmp_path: Path) -> None:
    header = "cpr;ordning;koordinator;fra;til"
    tiny_delivery.taken_in(tmp_path, samarbejde=header, **tiny_delivery.FRESH)
    fresh = params.read(year=2009, reference_date=date(2009, 1, 15))
    release = releases.cooperation_status(fresh, str(tmp_path / "snapshot"), "internal")
    persons = [row.cells[0].value for row in release.table("cooperation_status").rows]
    assert persons == [0] * 6


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
