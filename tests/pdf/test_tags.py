"""The tags say what the page says: every text once, in order, tables with their headings."""

import io
import re
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag

from fsb_lib.base.errors import ReportError
from fsb_lib.pdf.write import pdf_bytes
from tests.browser import specimen
from tests.pdf.reading import of_kind, pieces, said, squeezed, texts, walk

HIDDEN = "vises ikke af hensyn til diskretion"
LEFT_OUT = ".fsb-skip, .fsb-numbers, .fsb-narrow, .fsb-footer, .fsb-mark"


@pytest.fixture
def page(specimen_html: str) -> BeautifulSoup:
    return as_printed(specimen_html)


def as_printed(html: str) -> BeautifulSoup:
    """The page as print shows it, hidden cells as they are spoken."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select(LEFT_OUT):
        element.decompose()
    return soup


def plain(element: Tag) -> str:
    return squeezed(element.get_text())


def test_document_has_language_title_and_bookmarks(
    opened: pikepdf.Pdf, page: BeautifulSoup
) -> None:
    assert opened.Root.Lang == "da"
    assert opened.docinfo.Title == page.title.get_text()
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_outline() as outline:
        (top,) = outline.root
        listed = [top.title, *names(top.children)]
    assert [squeezed(name) for name in listed] == [plain(each) for each in page.select("h1,h2,h3")]


def names(items: list[pikepdf.OutlineItem]) -> list[str]:
    return [name for item in items for name in (item.title, *names(item.children))]


def test_headings_are_those_of_the_page(opened: pikepdf.Pdf, page: BeautifulSoup) -> None:
    known = texts(opened)
    found = [
        (str(each.S)[1:].lower(), said(each, known))
        for each in of_kind(opened, "/H1", "/H2", "/H3")
    ]
    assert found == [(each.name, plain(each)) for each in page.select("h1,h2,h3")]


def test_paragraphs_read_word_for_word_as_the_page(
    opened: pikepdf.Pdf, page: BeautifulSoup
) -> None:
    known = texts(opened)
    found = [said(each, known) for each in of_kind(opened, "/P")]
    for paragraph in page.select("p"):
        assert plain(paragraph) in found


def test_every_text_is_said_once_and_nothing_else_is(opened: pikepdf.Pdf) -> None:
    painted = [place for place, _ in pieces(opened) if place is not None]
    in_tree = [
        (element.Pg.objgen, int(kid))
        for element in of_kind(opened, *{str(each.S) for each in every(opened)})
        for kid in element.get("/K", [])
        if isinstance(kid, int)
    ]
    assert len(in_tree) == len(set(in_tree))
    assert set(painted) <= set(in_tree)


def every(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary)
        and "/S" in each
        and each.get("/Type") == "/StructElem"
    ]


def test_only_what_every_page_repeats_is_left_unsaid(opened: pikepdf.Pdf) -> None:
    found = unsaid(opened)
    page_numbers = {text for text in found if re.fullmatch(r"Side \d af \d", text)}
    assert len(page_numbers) == len(opened.pages)
    running = "Københavns Kommune · Aktiveringsgraden, november 2010"
    repeated_head = {"År", "Borgere", "antal"}
    assert found - page_numbers == {running, *repeated_head}


def unsaid(pdf: pikepdf.Pdf) -> set[str]:
    return {squeezed(text) for place, text in pieces(pdf) if place is None} - {""}


def test_pages_lead_to_the_elements_that_hold_their_content(opened: pikepdf.Pdf) -> None:
    numbers = opened.Root.StructTreeRoot.ParentTree.Nums
    in_tree = {each.objgen for each in walk(opened.Root.StructTreeRoot)}
    for position, page in enumerate(opened.pages):
        assert page.StructParents == numbers[2 * position]
        for number, element in enumerate(numbers[2 * position + 1]):
            if element is not None:
                assert element.objgen in in_tree
                assert element.Pg.objgen == page.obj.objgen
                assert number in list(element.K)


def test_tables_are_those_of_the_page(opened: pikepdf.Pdf, page: BeautifulSoup) -> None:
    compare_tables(opened, page)


def compare_tables(pdf: pikepdf.Pdf, page: BeautifulSoup) -> None:
    """Captions, headings and cells of every table, word for word and in order."""
    known = texts(pdf)
    tables = of_kind(pdf, "/Table")
    assert len(tables) == len(page.select("table"))
    for table, drawn in zip(tables, page.select("table"), strict=True):
        for kind, tag in (("/TH", "th"), ("/TD", "td"), ("/Caption", "caption")):
            found = [said(each, known) for each in within(table, kind)]
            assert found == [plain(each) for each in drawn.select(tag)]


@pytest.mark.slow
def test_every_report_says_what_its_page_says(printed: list[Path]) -> None:
    for path in printed:
        html = path.with_suffix(".html").read_text(encoding="utf-8")
        running = plain(BeautifulSoup(html, "html.parser").select_one(".fsb-footer"))
        page = as_printed(html)
        with pikepdf.open(path) as pdf:
            compare_tables(pdf, page)
            known = texts(pdf)
            said_here = {said(each, known) for each in of_kind(pdf, "/P")}
            assert [each for each in map(plain, page.select("p")) if each not in said_here] == []
            heads = {plain(each) for each in page.select("thead th")}
            others = {text for text in unsaid(pdf) if not re.fullmatch(r"Side \d+ af \d+", text)}
            assert running in others
            assert not [text for text in others - {running} if not in_a_head(text, heads)]


def in_a_head(text: str, heads: set[str]) -> bool:
    """A repeated heading, whole or a line of it."""
    return any(text in head for head in heads)


def within(table: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    kids = [
        kid for kid in table.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
    ]
    return [found for kid in kids for found in ([kid] if kind == kid.S else within(kid, kind))]


def test_scope_is_that_of_the_page(opened: pikepdf.Pdf, page: BeautifulSoup) -> None:
    ways = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}
    found = [str(each.A.Scope) for each in of_kind(opened, "/TH")]
    assert found == [ways[each["scope"]] for each in page.select("th")]


@pytest.mark.parametrize(
    ("caption", "number", "headings"),
    [
        # Misbrugere i behandling | Matchgruppe 2 | Borgere
        ("Tabel A9.", 0, ["Misbrugere i behandling", "Matchgruppe 2", "Borgere antal"]),
        # The second row has no heading of its own for the group: that of the first covers it.
        ("Tabel A9.", 4, ["Misbrugere i behandling", "Matchgruppe 3", "I aktivering antal"]),
        # Under two rows of headings, the upper one over all the lower ones.
        ("Tabel M1.", 5, ["Handicappede", "Matchgruppe", "Matchgruppe 1 (jobklar)"]),
        # On the second page of a table: the head of the first.
        ("En lang tabel", 49, ["2010", "Borgere antal"]),
    ],
)
def test_cell_stands_under_its_headings(
    opened: pikepdf.Pdf, caption: str, number: int, headings: list[str]
) -> None:
    known = texts(opened)
    by_id = {str(each.ID): said(each, known) for each in of_kind(opened, "/TH")}
    (table,) = [
        each
        for each in of_kind(opened, "/Table")
        if said(within(each, "/Caption")[0], known).startswith(caption)
    ]
    cell = within(table, "/TD")[number]
    assert sorted(by_id[str(name)] for name in cell.A.Headers) == sorted(headings)


def test_ids_lead_to_their_headings(opened: pikepdf.Pdf) -> None:
    listed = list(opened.Root.StructTreeRoot.IDTree.Names)
    ids, headings = [str(each) for each in listed[::2]], listed[1::2]
    assert ids == sorted(ids)
    assert [str(each.ID) for each in headings] == ids
    assert len(ids) == len(of_kind(opened, "/TH"))


def test_hidden_cell_says_why_and_shows_its_sign(opened: pikepdf.Pdf) -> None:
    known = texts(opened)
    cells = [each for each in of_kind(opened, "/TD") if said(each, known) == HIDDEN]
    assert len(cells) == 2 + 4  # tables A1 and M1
    drawn = {known[(kid.Pg.objgen, int(kid.K[0]))].strip() for cell in cells for kid in cell.K}
    assert drawn == {".."}


def test_figures_have_their_alternatives_and_places(
    opened: pikepdf.Pdf, page: BeautifulSoup
) -> None:
    figures = of_kind(opened, "/Figure")
    assert [str(each.Alt) for each in figures] == [
        each["aria-label"] for each in page.select('svg[role="img"]')
    ]
    for figure in figures:
        left, bottom, right, top = (float(each) for each in figure.A.BBox)
        assert 40 < left < right < 560
        assert 40 < bottom < top < 800
        ratio = (right - left) / (top - bottom)
        assert any(ratio == pytest.approx(drawn, abs=0.02) for drawn in ratios(page))


def ratios(page: BeautifulSoup) -> list[float]:
    return [int(each["width"]) / int(each["height"]) for each in page.select('svg[role="img"]')]


def test_first_figure_lies_where_its_texts_are_drawn(opened: pikepdf.Pdf) -> None:
    """The lowest figure text of page 1 lies in the box, the source line below it does not."""
    figure = next(each for each in of_kind(opened, "/Figure"))
    box = [float(each) for each in figure.A.BBox]
    assert box[1] > 95  # above the source line and the margin
    assert figure.Pg.objgen == opened.pages[0].obj.objgen
    assert box[3] < 842 / 2  # page 1 holds title, tiles and findings above it


def test_links_are_described(specimen_html: str) -> None:
    linked = specimen_html.replace(
        "<h2 ", '<p><a href="https://example.org/strategi">Strategien</a></p><h2 ', 1
    )
    content = pdf_bytes(linked, "A", [], specimen.DAY)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        link, *_ = of_kind(pdf, "/Link")  # the others lead to tables of the page
        assert said(link, texts(pdf)) == "Strategien"
        annotation, *_ = pdf.pages[0].Annots
        assert annotation.Contents == "https://example.org/strategi"
        assert pdf.pages[0].Tabs == "/S"


def test_page_whose_table_has_no_caption_is_refused(specimen_html: str) -> None:
    caption = re.compile(r"<caption>.*?</caption>", re.S)
    with pytest.raises(ReportError, match="tags of the PDF are not those of the page"):
        pdf_bytes(caption.sub("", specimen_html), "A", [], specimen.DAY)


def test_logo_is_a_figure_with_the_sender_s_name(specimen_html: str) -> None:
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><path d='M0 0h9v9z'/></svg>"
    )
    logo = f'<img src="data:image/svg+xml,{quote(drawing)}" alt="Københavns Kommune">'
    page = re.sub(r'<span class="fsb-sender">.*?</span>', logo, specimen_html)
    with pikepdf.open(io.BytesIO(pdf_bytes(page, "A", [], specimen.DAY))) as made:
        assert of_kind(made, "/Figure")[0].Alt == "Københavns Kommune"
