"""The page as a file: what is on it, what never is, and when it is refused."""

import base64
import re
from dataclasses import replace

import nbformat
import pytest
from bs4 import BeautifulSoup

from fsb_lib import tables
from fsb_lib.base.errors import ReportError
from fsb_lib.components import page_parts
from fsb_lib.components.fragment import Fragment
from fsb_lib.html import body
from fsb_lib.html.finishing import slug
from fsb_lib.html.render import render
from tests.browser import specimen

INFO = specimen.page_info()
HTML = render(specimen.notebook(), INFO)
SOUP = BeautifulSoup(HTML, "html.parser")
FONT = re.compile(r"@font-face\{[^}]*\}")
SHORT = [page_parts.lead("Svaret."), "## Afsnit", page_parts.paragraphs("Tekst.")]


def small(*, info: object = None, parts: list[str | Fragment] | None = None) -> BeautifulSoup:
    return BeautifulSoup(render(specimen.notebook(parts or SHORT), info or INFO), "html.parser")


def with_output(output: nbformat.NotebookNode, *tags: str) -> nbformat.NotebookNode:
    notebook = specimen.notebook(SHORT)
    cell = nbformat.v4.new_code_cell("1/0", outputs=[output], metadata={"tags": list(tags)})
    notebook.cells.append(cell)
    return notebook


def test_page_is_danish_with_one_title_heading_and_landmarks() -> None:
    assert SOUP.html is not None
    assert SOUP.html["lang"] == "da"
    assert SOUP.title is not None
    assert SOUP.title.get_text() == (
        "Opfølgning på aktiveringsgraden for fælles borgere – november 2010 – Københavns Kommune"
    )
    assert len(SOUP.find_all("h1")) == 1
    assert [bool(SOUP.find(name)) for name in ("header", "main", "footer")] == [True] * 3


def test_page_has_no_script_no_code_and_nothing_from_outside() -> None:
    assert SOUP.find("script") is None
    assert SOUP.find(["pre", "code", "link", "iframe"]) is None
    assert not re.search(r"https?:|//[a-z]|@import", FONT.sub("", HTML))
    policy = SOUP.select_one("meta[http-equiv=Content-Security-Policy]")
    assert policy is not None
    assert str(policy["content"]).startswith("default-src 'none'")


def test_no_line_breaks_between_a_number_and_its_unit() -> None:
    text = "Siden den 1. januar 2009 er 40 % af 12 borgere under 30 år."
    found = small(
        parts=[page_parts.lead("Svaret."), "## Afsnit", text, page_parts.paragraphs(text)]
    )
    for told in found.find_all("p", string=lambda content: content and "Siden" in content):
        assert told.get_text() == (
            "Siden den 1.\u00a0januar 2009 er 40\u00a0% af 12\u00a0borgere under 30\u00a0år."
        )
    assert len(found.find_all("p", string=lambda content: content and "Siden" in content)) == 2


def test_nothing_of_one_page_is_left_on_the_next() -> None:
    """Pages are made by one exporter."""
    other = render(specimen.notebook(SHORT), replace(INFO, topic="Noget andet", draft=False))
    assert "Noget andet" in other
    assert render(specimen.notebook(), INFO) == HTML


def test_page_is_small() -> None:
    """The specimen has five figures; a report has one to three."""
    assert len(HTML.encode()) <= 150_000
    assert len(FONT.sub("", HTML).encode()) <= 85_000


def test_page_of_three_figures_is_at_most_60_kb_without_its_font() -> None:
    parts = [
        p for p in specimen.fragments() if not isinstance(p, Fragment) or "<svg role" not in p.html
    ]
    drawn = [p for p in specimen.fragments() if isinstance(p, Fragment) and "<svg role" in p.html]
    html = render(specimen.notebook([*parts, *drawn[:3]]), INFO)
    assert len(FONT.sub("", html).encode()) <= 60_000


def test_same_notebook_gives_the_same_bytes() -> None:
    assert render(specimen.notebook(), INFO) == HTML


def test_figures_and_tables_have_the_numbers_that_are_declared() -> None:
    """The first table of the activation measurement, the one of a profile by age, ..."""
    numbers = {span.get_text() for span in SOUP.select("main .fsb-number")}
    assert {"Figur\u00a0A1.", "Tabel\u00a0A1.", "Figur\u00a0P1."} <= numbers
    tables = [tag.get_text() for tag in SOUP.select("caption .fsb-number")]
    assert len(tables) == len(set(tables))


def test_a_table_stands_once_on_the_page_or_folded_behind_its_figure() -> None:
    tables = [str(tag["data-table"]) for tag in SOUP.select(".fsb-table")]
    assert len(tables) == len(set(tables))
    folded = [str(tag["data-table"]) for tag in SOUP.select("details .fsb-table")]
    # The specimen shows the table of the first figure on the page itself.
    assert folded
    assert "activation_by_target_group" not in folded


def test_every_figure_leads_to_the_table_of_its_numbers() -> None:
    targets = [str(link["href"]) for link in SOUP.select(".fsb-figure > .fsb-notes a")]
    assert len(targets) == len(SOUP.select(".fsb-figure"))
    for target in targets:
        assert SOUP.select_one(f"{target} table caption") is not None


def test_what_only_the_figure_draws_is_said_under_the_table_it_leads_to() -> None:
    """The bullet draws the levels of 2007, which its table on the page does not hold."""
    table = SOUP.select_one("#tabel-a1")
    assert table is not None
    assert table.get_text().count("November 2007: Misbrugere i behandling 18") == 1
    assert table.get_text().count("Kilde:") == 1


def test_a_figure_offers_its_numbers_as_a_file_that_lies_in_the_page() -> None:
    content = "Målgruppe;Personer\r\n".encode("utf-8-sig")
    html = render(specimen.notebook(), INFO, {"activation_by_target_group": content})
    (link,) = BeautifulSoup(html, "html.parser").select("a[download]")
    assert link["download"] == "activation_by_target_group.csv"
    kind, _, data = str(link["href"]).partition(",")
    assert (kind, base64.b64decode(data)) == ("data:text/csv;base64", content)


def test_rules_that_nothing_on_the_page_meets_are_left_out() -> None:
    style = small(parts=SHORT).style.get_text()
    assert ".fsb-lead{" in style
    assert not re.search(r"fsb-(tile|figure|memo)", style)
    assert "/*" not in style


def test_a_figures_description_is_held_once() -> None:
    for figure in SOUP.select(".fsb-figure"):
        wide, narrow = figure.select("svg[role=img]")
        assert wide["aria-label"]
        assert narrow.get("aria-label") is None
        assert narrow["aria-labelledby"] == wide["id"]


def test_ids_are_ascii_unique_and_do_not_hold_a_finding() -> None:
    ids = [str(tag["id"]) for tag in SOUP.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {"status-paa-maalet", "figur-a1"} <= set(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in ids)
    assert "¶" not in HTML
    assert slug("Æblet på Øen") == "aeblet-paa-oeen"


def test_svg_keeps_its_own_spelling() -> None:
    assert "viewBox=" in HTML
    assert "viewbox=" not in HTML


def test_percent_sign_never_breaks_onto_the_next_line() -> None:
    soup = small(parts=["## Andel\n\nDet er 46 % af 3 grupper."])
    assert "46\u00a0%" in soup.get_text()
    assert not re.search(r"\d %", SOUP.get_text())


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"synthetic": True}, "Syntetiske data"),
        ({"draft": True}, "UDKAST – ikke frigivet"),
        ({"audience": "internal"}, "INTERN – må ikke offentliggøres"),
    ],
)
def test_page_says_what_it_may_not_be_used_for(change: dict[str, object], title: str) -> None:
    plain = replace(INFO, synthetic=False, draft=False)
    assert small(info=plain).select(".fsb-banner") == []
    banners = small(info=replace(plain, **change)).select(".fsb-banner")  # type: ignore[arg-type]
    assert [banner.strong.get_text() for banner in banners if banner.strong] == [f"{title}."]


def test_topic_is_the_heading_when_the_notebook_has_none() -> None:
    assert [h.get_text() for h in small().find_all("h1")] == [INFO.topic]


@pytest.mark.parametrize("tag", ["setup", "parameters", "injected-parameters"])
def test_cells_that_set_up_are_left_out(tag: str) -> None:
    notebook = specimen.notebook([*SHORT, "## Skjult"])
    notebook.cells[-1].metadata["tags"] = [tag]
    assert "Skjult" not in render(notebook, INFO)


def test_data_for_programs_is_not_printed() -> None:
    data = {"application/vnd.example+json": {"a": 1}, "text/plain": "hemmeligt"}
    html = render(with_output(nbformat.v4.new_output("display_data", data=data)), INFO)
    assert "hemmeligt" not in html


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (nbformat.v4.new_output("stream", name="stderr", text="w"), "output stream"),
        (nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[]), "failed"),
        (nbformat.v4.new_output("display_data", data={"text/plain": "7"}), "cannot print"),
        (nbformat.v4.new_output("display_data", data={"image/png": "AA=="}), "cannot print"),
        (nbformat.v4.new_output("display_data", data={"text/html": "<table>"}), "not made by"),
    ],
)
@pytest.mark.parametrize("tags", [(), ("setup",)])
def test_output_that_nobody_has_approved_refuses_the_page(
    output: nbformat.NotebookNode, reason: str, tags: tuple[str, ...]
) -> None:
    with pytest.raises(ReportError, match=reason) as refused:
        render(with_output(output, *tags), INFO)
    assert "notebook cell 4" in str(refused.value)


def test_all_faults_of_a_notebook_are_told_at_once() -> None:
    notebook = with_output(nbformat.v4.new_output("stream", name="stdout", text="a"))
    notebook.cells.append(notebook.cells[-1])
    with pytest.raises(ReportError) as refused:
        render(notebook, INFO)
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (["# En", "# To"], "exactly one heading"),
        (["### For dybt"], "skips a level"),
    ],
)
def test_headings_out_of_order_refuse_the_page(parts: list[str], reason: str) -> None:
    with pytest.raises(ReportError, match=reason):
        render(specimen.notebook(list(parts)), INFO)


def test_texts_of_the_page_are_escaped() -> None:
    hostile = replace(INFO, topic='</style><b>"emne"\\', period="<i>")
    html = render(specimen.notebook(SHORT), hostile)
    assert "</style><b>" not in html
    assert html.count("</style>") == 1
    assert "<i>" not in html


def test_sender_may_use_a_typeface_of_the_readers_own() -> None:
    html = render(
        specimen.notebook(SHORT), replace(INFO, sender=replace(INFO.sender, font="Arial"))
    )
    assert "@font-face" not in html


@pytest.mark.parametrize("markdown", ["En <b>stump", "Linje<br>linje"])
def test_html_in_markdown_that_is_not_well_formed_is_refused_with_what_to_write(
    markdown: str,
) -> None:
    with pytest.raises(ReportError, match="not well-formed") as refused:
        small(parts=[page_parts.lead("Svaret."), "## Afsnit", markdown])
    assert "Write Markdown" in str(refused.value)
    assert re.search(r"tag mismatch: (b|br)\b", str(refused.value))


def test_space_between_words_stays_where_line_breaks_between_blocks_go() -> None:
    tree = body.read("<div>\n<p>a <b>b</b>\n<i>c</i></p>\n<p>\u00a0</p>\n</div>")
    body.tighten(tree)
    assert body.written(tree) == "<div><p>a <b>b</b>\n<i>c</i></p><p>\u00a0</p></div>"


def test_a_link_to_a_table_that_the_note_leaves_out_leads_to_the_annex() -> None:
    there = specimen.release().tables[0]
    elsewhere = replace(there, number="A9")
    reserved = page_parts.reservations([], "{link}", ("bilaget", "../method/annex.html#x"))
    found = small(
        parts=["## Afsnit", tables.table(there), tables.where_stated([there, elsewhere]), reserved]
    )
    links = [a["href"] for a in found.select("main a") if "tabel" in a.get_text()]
    assert links == [f"#{tables.place_of(there)}", "../method/annex.html#tabel-a9"]
