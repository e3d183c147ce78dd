"""What a notebook may hold: every kind of code and number that it may not is planted in each."""

import ast
import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from fsb_lib import charts, params, releases, tables, wording
from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.package_data import load
from fsb_lib.base.project import Project
from fsb_lib.checks.check_project import notebook_problems
from fsb_lib.jobs.plan import Wish, planned
from fsb_lib.notebook.faults import cell_problems
from fsb_lib.notebook.source import Source, read_source, source_of, tags
from tests.copied_project import ROOT, copied_project

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MODULES = {"charts": charts, "params": params, "releases": releases, "tables": tables,
           "wording": wording}  # fmt: skip

# Each by what the message finds; `release` and `tables` are known where it stands.
CODE = {
    "import os": "Python's Import",
    "import pandas as pd": "Python's Import",
    "from fsb_lib import registers": "Python's ImportFrom",
    "from fsb_lib import tables as t": "Python's ImportFrom",
    "from fsb_lib import *": "Python's ImportFrom",
    "from fsb_lib.registers.snapshot.open import open_snapshot": "Python's ImportFrom",
    "from .tables import table": "Python's ImportFrom",
    "open(snapshot)": "a call of open",
    "getattr(release, 'tables')": "a call of getattr",
    "exec(snapshot)": "a call of exec",
    "display(release)": "a call of display",
    "releases.open_snapshot(snapshot)": "a call of releases.open_snapshot",
    "releases._measured(snapshot)": "a call of releases._measured",
    "wording.load(snapshot)": "a call of wording.load",
    "charts.canvas.draw(release)": "a call of charts.canvas.draw",
    "release.table('linkage').execute()": "a call of a call of release.table.execute",
    "release.to_pandas()": "a call of release.to_pandas",
    "year.table.__class__": "year.table.__class__",
    "tables": "tables",
    "_": "_",
    "Out": "Out",
    "get_ipython()": "a call of get_ipython",
    "release.tables": "release.tables",
    "release.__dict__": "release.__dict__",
    "memo['date']": "Python's Subscript",
    "[row for row in memo]": "Python's ListComp",
    "for row in memo:\n    row": "Python's For",
    "if year: release": "Python's If",
    "release if year else memo": "Python's IfExp",
    "year - year": "Python's BinOp",
    "lambda: release": "Python's Lambda",
    "def f(): pass": "Python's FunctionDef",
    "f'{memo}'": "Python's JoinedStr",
    "47": "a typed value",
    "'Der er 47 borgere'": "a typed value",
    "tables.table(release.table('linkage'), caption='Ingen')": "a typed value",
    "wording.text(*memo)": "Python's Starred",
    "wording.text(**memo)": "a call of wording.text",
    "tables = release": "Python's Assign",
    "release.table = year": "Python's Assign",
    "a = b = release": "Python's Assign",
    "a: open(snapshot) = year": "Python's AnnAssign",
    "wording.answer(release); import os": "Python's Import",
    "await release": "Python's Await",
    "%time release": "what is not plain Python",
    "!ls": "what is not plain Python",
    "release?": "what is not plain Python",
    "release\\": "what is not plain Python",
}
PARAMETERS = {
    "year: int = open('a')": "Python's AnnAssign",
    "year: open('a') = 2009": "Python's AnnAssign",
    "year: int": "Python's AnnAssign",
    "memo: dict = {'date': str(1)}": "Python's AnnAssign",
    "year = year": "Python's Assign",
    "import os": "Python's Import",
    "print(1)": "a call of print",
}
TEXTS = [
    "Der er 47 borgere i målgruppen.",
    "35 % er i aktivering",
    "## Tabel 3",
    "Siden 2009",
    "Kun tre borgere mangler.",
    "Fire definitioner",  # only the phrase as it stands in the list
    "Der er kun\u00a0én borger.",
    "en enkelt borger",
    "femogtyve procent",
    "hundredvis",
    "trefjerdedele",
    "Halvdelen er i aktivering.",
    "&#52;7 borgere",
    "½",
    "٣ borgere",
    "Ⅳ",
]
NO_NUMBERS = [
    "én af dem, ét år, begge, ingen, alle", "interesser og stress", "tyveri", "Firserne", "sekser",
    "de to forvaltningers registre", "totalen", "nitte",
]  # fmt: skip


def with_cell(source: Source, kind: str, text: str) -> Source:
    """The notebook with one more cell at its end."""
    document = deepcopy(source.document)
    document["cells"].append({"cell_type": kind, "metadata": {}, "source": text})
    return replace(source, document=document)


def with_parameters(source: Source, text: str) -> Source:
    document = deepcopy(source.document)
    [cell] = [cell for cell in document["cells"] if "parameters" in tags(cell)]
    cell["source"] = [*cell["source"], f"\n{text}"]
    return replace(source, document=document)


def asked(path: Path) -> Iterator[tuple[str, str]]:
    """("tables", "table") for each call of a module's function or of an answer."""
    for cell in read_source(path).document["cells"]:
        if cell["cell_type"] == "code":
            for node in ast.walk(ast.parse(source_of(cell))):
                if isinstance(node, ast.Attribute):
                    yield ast.unparse(node.value), node.attr


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def source(request: pytest.FixtureRequest) -> Source:
    return read_source(request.param)


def test_the_notebooks_hold_nothing_else(source: Source) -> None:
    assert cell_problems(source) == ()


def test_what_may_be_asked_is_what_is_asked_and_public() -> None:
    used = {pair for path in NOTEBOOKS for pair in asked(path)}
    listed = {(name, each) for name, every in load("notebooks")["asks"].items() for each in every}
    answers = {("release", each) for each in load("notebooks")["of_an_answer"]}
    assert used == listed | answers
    for name, function in listed:
        assert callable(getattr(MODULES[name], function))
        assert function in getattr(MODULES[name], "__all__", [function])


def test_every_phrase_with_a_number_is_used() -> None:
    texts = [source_of(c) for path in NOTEBOOKS for c in read_source(path).document["cells"]]
    phrases = load("notebooks")["numbers"]["phrases"]
    assert [one for one in phrases if not any(one in text for text in texts)] == []


@pytest.mark.parametrize(("code", "found"), CODE.items())
def test_code_that_could_show_more_is_refused(source: Source, code: str, found: str) -> None:
    planted = with_cell(source, "code", f"release\n{code}")
    [problem] = cell_problems(planted)
    n_cells = len(planted.document["cells"])
    assert problem.where.startswith(f"{source.path.name}, cell {n_cells}, line 2")
    assert (problem.found, bool(problem.remedy)) == (found, True)


@pytest.mark.parametrize(("code", "found"), PARAMETERS.items())
def test_parameters_are_plain_values(source: Source, code: str, found: str) -> None:
    [problem] = cell_problems(with_parameters(source, code))
    assert problem.where.startswith(f"{source.path.name}, cell 3, line ")
    assert problem.found == found


@pytest.mark.parametrize("code", ["memo = {'case_number': '2026-1'}", "matched_benefits = ['a']"])
def test_parameters_may_be_set_by_hand(source: Source, code: str) -> None:
    assert cell_problems(with_parameters(source, code)) == ()


def test_a_cell_of_another_kind_is_refused(source: Source) -> None:
    [problem] = cell_problems(with_cell(source, "raw", "x"))
    assert "neither code nor Markdown" in problem.what


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", ["markdown", "code"])
def test_a_typed_number_is_refused_and_not_repeated(source: Source, kind: str, text: str) -> None:
    planted = with_cell(source, kind, f"# {text}" if kind == "code" else f"Tekst.\n\n{text}\n")
    [problem] = cell_problems(planted)
    assert problem.what == "a number is typed in a text"
    assert problem.where == f"{source.path.name}, cell {len(planted.document['cells'])}"
    assert "#" in problem.found
    assert not [char for char in problem.found if char.isnumeric()]
    assert "wording" in problem.remedy


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_other_words_are_no_numbers(source: Source, text: str) -> None:
    assert cell_problems(with_cell(source, "markdown", text)) == ()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose every notebook has one faulty cell of each kind."""
    project = copied_project(tmp_path, 2009)
    for path in project.notebooks.glob("*.ipynb"):
        document = with_cell(read_source(path), "code", "import pandas").document
        document["cells"][0]["source"] = ["# 47 borgere"]
        path.write_text(json.dumps(document))
    return project


def names(problems: tuple[Problem, ...]) -> list[str]:
    return sorted({problem.where.partition(",")[0] for problem in problems})


def test_check_and_run_refuse_all_of_them_at_once(project: Project) -> None:
    with pytest.raises(InputError) as refused:
        planned(Wish(), project)
    for problems in (tuple(notebook_problems(project)), refused.value.problems):
        assert len(problems) == 2 * len(names(problems))
    of_other_years = ("contact_followup", "cooperation_status", "focus_areas", "strategy_status")
    made = [job.stem for job in NOTEBOOKS if job.stem not in of_other_years]
    assert names(refused.value.problems) == [f"{name}.ipynb" for name in made]
    assert names(tuple(notebook_problems(project))) == [path.name for path in NOTEBOOKS]
