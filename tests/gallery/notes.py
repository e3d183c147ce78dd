"""The notes of a city: measured, protected, and their cells run in this process.

city -> protected reports -> texts: what a note says, without its drawings, for rules of texts
                          -> page: the whole page as `fsb run` makes it
"""

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode

from fsb_lib import __version__, charts, params, tables, wording
from fsb_lib.components.fragment import LAB_STYLE
from fsb_lib.disclosure.keyed_order import SYNTHETIC
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.domain.contract import TABLES
from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.followups.answers import answered
from fsb_lib.followups.protect_year import Answer, committee
from fsb_lib.followups.question import Question, reports_that_can_be_made, rules_of
from fsb_lib.html.finishing import finish
from fsb_lib.html.render import as_page, page_info, report_style
from fsb_lib.linter.parsed_page import Page
from fsb_lib.measures import linkage
from fsb_lib.measures.measurements import Measurements
from fsb_lib.params import ReportParams
from tests.gallery.crowds import HEADS, City
from tests.sentences.making import release

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
# The year whose profile is of the whole year, as in params/2014.yaml.
OF_A_PERIOD = 2014
NOT_SHOWN = {"setup", "parameters"}
Cells = tuple[tuple[str, Any], ...]


def protected_jointly(city: City) -> Iterator[ProtectedReport]:
    """Every report of the city's years as `fsb run` protects it, each year by itself."""
    for year, found in _measured(city):
        made = [
            Answer(report, _params(year), tuple(found[report]), (), "f" * 64, synthetic=True)
            for report in found
        ]
        order = SYNTHETIC.of_year(year)
        yield from committee(made, PublishedFacts(), order).reports.values()


def protected_singly(city: City) -> Iterator[ProtectedReport]:
    """The same with each table protected by itself: fewer cells are hidden, in half the time."""
    for year, found in _measured(city):
        for report, measured in found.items():
            protected = release(report, year, measured, **_given(year))
            yield replace(protected, program_version=__version__)


def _measured(city: City) -> Iterator[tuple[int, dict[str, list[MeasuredTable]]]]:
    """The tables of each year's reports."""
    asked = [_params(year) for year in city.years]
    measured = Measurements(city.registers(), rules_of(asked[0]))
    questions = [Question(one, measured) for one in asked]
    for question in questions:
        for report in _reports(city, question.params.year):
            question.expect(report)
    for question in questions:
        year = question.params.year
        reports = _reports(city, year)
        yield year, {one: [*answered(one, question), *_rows_read()] for one in reports}


def _params(year: int) -> ReportParams:
    return params.read(year=year, **_given(year))


def _given(year: int) -> dict[str, str]:
    return {"profile_basis": "during_period"} if year == OF_A_PERIOD else {}


def _reports(city: City, year: int) -> list[str]:
    made = reports_that_can_be_made(year, HEADS)
    return [report for report in city.reports if report in made]


def _rows_read() -> tuple[MeasuredTable, ...]:
    """What intake would tell."""
    rows = {register.name: {"rows_read": 900, "rows_kept": 900} for register in TABLES}
    return linkage.rows_used(rows), linkage.data_quality(rows)


# --- what a reader gets of a report ------------------------------------------------------------


def page(protected: ProtectedReport) -> Page:
    """The whole page."""
    html = as_page(_executed(protected), page_info(protected), style=report_style())
    return Page(html.encode("utf-8"), "report.html")


def texts(protected: ProtectedReport) -> Page:
    """A page with the same texts and tables, numbered, in no frame and without drawings."""
    with mock.patch.object(import_module("fsb_lib.charts.figure"), "draw", return_value=""):
        shown = [
            markdown2html_mistune(source) if value is None else value._repr_html_()
            for source, value in _shown(protected)
        ]
    start = '<html lang="da"><body>\n<header class="fsb-band"></header>\n<main>\n'
    html = finish("".join([start, *shown, "</main></body></html>"]).replace(LAB_STYLE, ""), {})
    return Page(html.encode("utf-8"), "report.html")


def _executed(protected: ProtectedReport) -> NotebookNode:
    """The report's notebook, run."""
    cells = []
    for source, value in _shown(protected):
        if value is None:
            cells.append(nbformat.v4.new_markdown_cell(source))
        else:
            data = {"text/html": value._repr_html_()}
            output = nbformat.v4.new_output("execute_result", data=data)
            cells.append(nbformat.v4.new_code_cell(source, outputs=[output]))
    return nbformat.v4.new_notebook(cells=cells)


def _shown(protected: ProtectedReport) -> Iterator[tuple[str, Any]]:
    """Source and value of each cell that a page shows; None for the value of Markdown."""
    names = {"charts": charts, "tables": tables, "wording": wording, "release": protected}
    for source, code in _cells(protected.report):
        if code is None:
            yield source, None
            continue
        setting, shown = code
        exec(setting, names)  # noqa: S102 (the project's own notebook)
        value = eval(shown, names)  # noqa: S307
        if value is not None:
            yield source, value


@cache
def _cells(report: str) -> Cells:
    """Text of each shown cell, with what it sets and what it shows, compiled; None for Markdown."""
    document = json.loads((NOTEBOOKS / f"{report}.ipynb").read_text(encoding="utf-8"))
    shown = (c for c in document["cells"] if not NOT_SHOWN & set(c["metadata"].get("tags", ())))
    return tuple(_cell(cell["cell_type"], "".join(cell["source"])) for cell in shown)


def _cell(kind: str, source: str) -> tuple[str, Any]:
    return source, _compiled(source) if kind == "code" else None


def _compiled(source: str) -> tuple[Any, Any]:
    *before, last = ast.parse(source).body
    assert isinstance(last, ast.Expr), source
    setting = compile(ast.Module(before, []), "cell", "exec")
    return setting, compile(ast.Expression(last.value), "cell", "eval")
