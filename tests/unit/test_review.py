"""The page for reviewers: all of the committee's page, and what it leaves out."""

import re
from dataclasses import replace

import nbformat
from bs4 import BeautifulSoup

from fsb_lib import tables
from fsb_lib.components.fragment import LAB_STYLE
from fsb_lib.html.render import render
from fsb_lib.html.review import Evidence, review_page
from tests.browser import specimen

EVIDENCE = Evidence({"year": 2010, "register_start": None}, {"snapshot": "0123abcd", "python": "3"})
RELEASE = specimen.release()
PATH = "/home/anybody/snapshot"


def notebook() -> nbformat.NotebookNode:
    """The specimen with the cells of a run around it, and one of the annex."""
    made = specimen.notebook()
    injected = nbformat.v4.new_code_cell(f'snapshot = "{PATH}"')
    injected.metadata["tags"] = ["injected-parameters"]
    setup = nbformat.v4.new_code_cell("release = releases.ask(a < b)")
    setup.metadata["tags"] = ["setup"]
    shown = tables.table(RELEASE.table("activation_trend")).html
    output = nbformat.v4.new_output("display_data", data={"text/html": LAB_STYLE + shown})
    review = nbformat.v4.new_code_cell("tables.table(trend)", outputs=[output])
    review.metadata["tags"] = ["annex"]
    made.cells = [injected, setup, *made.cells, review]
    return made


def page(audience: str = "committee") -> BeautifulSoup:
    release = replace(RELEASE, audience=audience)
    html = review_page(notebook(), specimen.page_info(), release, EVIDENCE)
    return BeautifulSoup(html, "html.parser")


COMMITTEE = page()


def test_it_says_that_it_is_for_control() -> None:
    assert COMMITTEE.select_one(".fsb-kind").get_text() == "Kontroludgave"
    assert "kontroludgave – november 2010 – Københavns Kommune" in COMMITTEE.title.get_text()
    assert len(COMMITTEE.find_all("h1")) == 1


def test_every_table_of_the_release_stands_on_it_once() -> None:
    found = [str(tag["data-table"]) for tag in COMMITTEE.select("[data-table]")]
    assert sorted(found) == sorted(table.id for table in RELEASE.tables)


def test_a_cell_of_the_annex_is_left_out_of_the_note() -> None:
    assert 'data-table="activation_trend"' in str(COMMITTEE)
    assert 'data-table="activation_trend"' not in render(notebook(), specimen.page_info())


def test_code_is_folded_and_escaped_and_tells_no_path() -> None:
    code = [tag.get_text() for tag in COMMITTEE.select("details pre code")]
    assert "release = releases.ask(a < b)" in code
    assert PATH not in str(COMMITTEE)
    assert not COMMITTEE.select("details[open]")
    summaries = [tag.get_text() for tag in COMMITTEE.select("details:has(pre) > summary")]
    assert len(summaries) == len(set(summaries)) == len(code)


def test_measures_are_defined_with_their_source() -> None:
    text = COMMITTEE.get_text()
    assert "Definition: Aktiveringsgrad" in text
    assert "Aktiveringsgraden er andelen af målgruppen, der er i aktivering" in text
    assert "Med aktiveringsgrad menes den andel af gruppen" in text


def test_parameters_and_hashes_are_named() -> None:
    named = {tag.get_text(): tag.find_next("dd").get_text() for tag in COMMITTEE.find_all("dt")}
    assert named["year"] == "2010"
    assert named["register_start"] == "null"
    assert named["Registerudtræk"] == "0123abcd"


def test_unrounded_shares_are_for_the_internal_audience_only() -> None:
    """45.1 percent of the specimen, which a committee reads with one decimal."""
    assert "0,451000" in page("internal").get_text()
    assert "451/1000" not in page("internal").get_text()
    assert not re.search(r"0,\d{6}", COMMITTEE.get_text())
    assert "Uafrundede" not in COMMITTEE.get_text()


def test_a_hidden_cell_is_hidden_for_reviewers_of_a_committee_too() -> None:
    marks = COMMITTEE.select('[data-table="activation_by_target_group"] .fsb-mark')
    assert [mark.get_text() for mark in marks] == ["..", ".."]


def test_nothing_on_it_leads_outside() -> None:
    assert not [a for a in COMMITTEE.select("a[href]") if not str(a["href"]).startswith("#")]
    assert COMMITTEE.find(["script", "link", "iframe"]) is None
