"""An error of ours comes out of a kernel as it went in; of any other, only the name."""

from types import SimpleNamespace
from typing import Any

import pytest

from fsb_lib.base.errors import FsbError, InputError, Problem, ReportError, UsageError
from fsb_lib.notebook.cell_errors import error_from_cell, problems_from_text

PROBLEMS = (
    Problem("too many faulty rows", "sof_sager (a: b.csv)", "at most 5 %", "12 %", "Ask SOF."),
    Problem("the extract is stale", "bif_ydelser"),
    Problem("values: do not go together", "parameters of the notebook", remedy="Correct them."),
)


class Source:
    name = "plan_coverage.ipynb"


def from_cell(name: str, text: str, cell: int | None = 4) -> FsbError:
    error: Any = SimpleNamespace(ename=name, evalue=text, exec_count=cell)
    source: Any = Source()
    return error_from_cell(error, source)


@pytest.mark.parametrize("kind", [InputError, UsageError, ReportError])
def test_our_error_keeps_kind_text_and_exit_code(kind: type[FsbError]) -> None:
    back = from_cell(kind.__name__, str(kind(PROBLEMS)))
    assert type(back) is kind
    assert str(back) == str(kind(PROBLEMS))
    assert len(back.problems) == 3
    assert back.problems[0].remedy == "Ask SOF."


def test_other_error_tells_its_name_and_cell_but_not_its_text() -> None:
    back = from_cell("KeyError", "'0101701234'")
    assert type(back) is ReportError
    assert str(back).startswith("plan_coverage.ipynb, code cell 3: a cell failed: KeyError")
    assert "0101701234" not in str(back)


def test_forged_name_of_an_error_is_not_told() -> None:
    assert "0101701234" not in str(from_cell("0101701234 <b>", ""))


def test_empty_text_gives_no_problem() -> None:
    assert list(problems_from_text("")) == []
