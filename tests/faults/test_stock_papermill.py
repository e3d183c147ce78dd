"""What papermill and nbconvert do by themselves with the same input: why the program does more."""

import logging
from pathlib import Path

import nbformat
import papermill
import pytest
from nbconvert import HTMLExporter
from papermill.exceptions import PapermillExecutionError

from tests.small_release import notebook


def test_stock_tools_warn_run_on_and_render_a_failed_notebook(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    node = notebook("activation_measurement", "print(type(year).__name__)\n1 / 0")
    node.cells[2].source = ""
    source, out = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    nbformat.write(node, source)
    given = {"year": "2O10", "yaer": 2011}
    with caplog.at_level(logging.WARNING), pytest.raises(PapermillExecutionError):
        papermill.execute_notebook(source, out, given, progress_bar=False, kernel_name="python3")

    assert "Passed unknown parameter: yaer" in caplog.text  # warned, and ran on
    executed = nbformat.read(out, as_version=4)
    printed = [output.text for cell in executed.cells for output in cell.get("outputs", [])
               if output.output_type == "stream"]  # fmt: skip
    assert printed == ["str\n"]  # the text 2O10 was taken for a year
    html, _ = HTMLExporter().from_notebook_node(executed)
    assert "ZeroDivisionError" in html  # a page with a traceback, and no complaint
