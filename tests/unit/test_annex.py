"""The annex of a year: every note's part, nothing lost, each part judged by its own report."""

import copy
import json
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from fsb_lib import charts, tables
from fsb_lib.base.errors import ReportError
from fsb_lib.checks.lint_pages import refuse_faulty_annex
from fsb_lib.components import page_parts
from fsb_lib.components.fragment import LAB_STYLE
from fsb_lib.disclosure.protected import REPORT_MIME, ProtectedReport, to_json
from fsb_lib.html.annex import AnnexPart, annex_page
from fsb_lib.html.render import render
from tests.browser import specimen

RELEASE = specimen.release()


def shown(value: object, *tags: str) -> nbformat.NotebookNode:
    if isinstance(value, str):
        return nbformat.v4.new_markdown_cell(value, metadata={"tags": list(tags)})
    if isinstance(value, ProtectedReport):
        data = {REPORT_MIME: to_json(value)}
    else:
        data = {"text/html": LAB_STYLE + value.html}  # type: ignore[attr-defined]
    output = nbformat.v4.new_output("display_data", data=data)
    return nbformat.v4.new_code_cell("x", outputs=[output], metadata={"tags": list(tags)})


def notebook() -> nbformat.NotebookNode:
    """A note with a figure whose table stands nowhere else, and a part for the annex."""
    trend = charts.trend(RELEASE, headline="Udviklingen")
    cells = [
        shown("# Notatet"),
        shown("## I notatet"),
        shown(trend),
        shown(tables.table(RELEASE.table("activation_by_target_group"))),
        shown("## Følsomhed\n\nTekst i bilaget.", "annex"),
        shown(tables.table(RELEASE.table("activation_by_match_class")), "annex"),
        shown(page_parts.method("Metoden", "Sådan."), "annex"),
        shown("Kode.", "setup"),
        shown(RELEASE, "setup"),
    ]
    return nbformat.v4.new_notebook(cells=cells)


NAMES = ("activation_measurement", "plan_coverage")
PARTS = [AnnexPart(name, f"Emne {place}", notebook()) for place, name in enumerate(NAMES)]
# Only the first part has the tables: the second would be a second copy of the same numbers.
PARTS[1].notebook.cells = [shown("## Metode\n\nEn metode.", "annex")]
HTML = annex_page(PARTS, specimen.page_info())
SOUP = BeautifulSoup(HTML, "html.parser")


def test_each_report_has_a_part_under_its_topic_and_a_link_to_it() -> None:
    assert [part["id"] for part in SOUP.select("section.fsb-part")] == list(NAMES)
    assert [head.get_text() for head in SOUP.find_all("h2")] == ["Emne 0", "Emne 1"]
    links = [str(link["href"]) for link in SOUP.select(".fsb-contents a")]
    assert links == [f"#{name}" for name in NAMES]


def test_headings_stand_a_level_below_their_part() -> None:
    heads = [(head.name, head.get_text()) for head in SOUP.find_all(["h3", "h4", "h5"])]
    assert heads == [
        ("h3", "Følsomhed"), ("h4", "Metoden"), ("h3", "Tal bag figurerne"), ("h3", "Metode"),
    ]  # fmt: skip


def test_what_the_note_shows_is_left_to_it_and_what_stands_behind_its_figures_is_not() -> None:
    found = [str(table["data-table"]) for table in SOUP.select(".fsb-table")]
    assert found == ["activation_by_match_class", "activation_trend_by_target_group"]
    assert not SOUP.select("details")
    note = render(PARTS[0].notebook, specimen.page_info())
    on_note = {
        str(one["data-table"])
        for one in BeautifulSoup(note, "html.parser").select("div[data-table]")
    }
    assert on_note == {"activation_by_target_group", "activation_trend_by_target_group"}


def test_it_says_what_it_may_be_used_for() -> None:
    assert len(SOUP.select(".fsb-banner")) == 2


def test_a_notebook_that_shows_what_nobody_made_refuses_it() -> None:
    foreign = copy.deepcopy(PARTS[1])
    output = nbformat.v4.new_output("display_data", data={"text/html": "<b>3</b>"})
    foreign.notebook.cells.append(nbformat.v4.new_code_cell("x", outputs=[output]))
    with pytest.raises(ReportError, match="not made by fsb_lib"):
        annex_page([foreign], specimen.page_info())


# --- judged -------------------------------------------------------------------------------------


def judged(tmp_path: Path, html: str) -> set[str]:
    """The rules that are broken, as a run judges: the annex in its folder, reports in theirs."""
    annex, report = tmp_path / "method", tmp_path / NAMES[0]
    for folder in (annex, report):
        folder.mkdir()
    (annex / "annex.html").write_text(html, encoding="utf-8")
    (report / "notebook.ipynb").write_text(json.dumps(PARTS[0].notebook), encoding="utf-8")
    try:
        return {remark.rule for remark in refuse_faulty_annex(annex, {NAMES[0]: report})}
    except ReportError as error:
        return {problem.kind for problem in error.problems}


def test_a_good_annex_breaks_no_rule_of_its_tables_and_numbers(tmp_path: Path) -> None:
    assert not judged(tmp_path, HTML) & set(PLANTED)


PLANTED = {
    "tables-as-released": ("<td>120</td>", "<td>121</td>"),
    "numbers-computed": ("Tekst i bilaget.", "Der er 7.771 borgere."),
    "same-numbers": ("Tabel\u00a0A9.", "Tabel\u00a0A8."),
    "nothing-runs": ("<main", "<script></script><main"),
}


@pytest.mark.parametrize("rule", PLANTED)
def test_a_fault_in_a_part_is_found_with_the_values_of_its_report(
    tmp_path: Path, rule: str
) -> None:
    before, after = PLANTED[rule]
    assert before in HTML
    assert rule in judged(tmp_path, HTML.replace(before, after, 1))
