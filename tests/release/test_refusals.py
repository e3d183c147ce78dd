"""What a refused release says leads out, also where a new run would repeat the fault."""

import json
from types import SimpleNamespace

import pytest

from fsb_lib.auditor.findings import WORDS, Finding
from fsb_lib.base.errors import InputError, ReportError
from fsb_lib.base.project import Project
from fsb_lib.outputs.manifest import hashes
from fsb_lib.publishing.record import refuse_findings
from tests.release.test_release import release

OF_TYPED_NUMBERS = {"unexplained_number", "small_count_told"}


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("place", ["notebook.ipynb: cell 5", "report.html: Der er ## borgere"])
def test_a_number_that_may_be_typed_is_looked_for_in_the_notebook(kind: str, place: str) -> None:
    found = SimpleNamespace(findings=(Finding(kind, f"2009/plan_coverage/{place}"),))
    with pytest.raises(ReportError) as refused:
        refuse_findings(found)
    [problem] = refused.value.problems
    names_it = "typed in plan_coverage.ipynb (fsb check names the cell)" in problem.remedy
    assert names_it is (kind in OF_TYPED_NUMBERS)


@pytest.mark.slow
def test_a_notebook_that_was_changed_since_the_run_is_named(project: Project) -> None:
    path = project.notebooks / "activation_measurement.ipynb"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["cells"][9]["source"] = "Der er 47 borgere i målgruppen."
    path.write_text(json.dumps(document), encoding="utf-8")
    before = hashes(project.outputs, (".fsb.lock",))
    with pytest.raises(InputError, match=r"activation_measurement\.ipynb, cell 10: a number is"):
        release(project, 2007)
    assert hashes(project.outputs, (".fsb.lock",)) == before
