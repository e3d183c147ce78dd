"""The pages as printed: two for a note, none a fifth empty, none ending with what leads to more."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pymupdf
import pytest
from bs4 import BeautifulSoup

from fsb_lib.html.stylesheet import COMMENT
from fsb_lib.pdf.print_html import print_page

NOTE_PAGES = 2
# Of the page between its margins.
EMPTIEST = 0.2
# Points: foot of the last line that a full page has, head of the first.
FOOT, HEAD = 800.0, 45.0
# What may not be the last on a page: it leads to what comes next.
LEADING = "h1, h2, h3, h4, h5, caption, .fsb-figure > .fsb-sub, thead tr:last-child"
LED_TO = (".fsb-table", ".fsb-figure", ".fsb-method")


def lowest(page: pymupdf.Page) -> float:
    """Where the last thing on a page ends, its page number apart."""
    drawn = [block[3] for block in page.get_text("blocks") if block[3] < FOOT]
    drawn += [each["rect"].y1 for each in page.get_drawings() if each["rect"].y1 < FOOT]
    return max(drawn, default=HEAD)


def empty_share(page: pymupdf.Page) -> float:
    return (FOOT - lowest(page)) / (FOOT - HEAD)


def leads(html: str) -> set[str]:
    """Headings, captions and heads of tables, and what introduces a table or figure."""
    main = BeautifulSoup(print_page(html).html, "html.parser").select_one("main")
    assert main is not None
    introduce = ", ".join(f"p:not([class]):has(+ {after})" for after in LED_TO)
    return {_plain(each.get_text(" ")) for each in main.select(f"{LEADING}, {introduce}")}


def ends(page: pymupdf.Page) -> set[str]:
    """What the page's last thing may be: its last line, its last two, its last three …"""
    lines = [
        (line["bbox"][3], line["bbox"][0], "".join(span["text"] for span in line["spans"]))
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        if line["bbox"][3] < FOOT
    ]
    texts = [text for _, _, text in sorted(lines)]
    return {_plain(" ".join(texts[-n:])) for n in range(1, min(len(texts), 12) + 1)}


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text)


def inner_pages(printed: list[Path]) -> Iterator[tuple[Path, int, pymupdf.Page]]:
    """Every page but the last of each file."""
    for path in printed:
        with pymupdf.open(path) as pdf:
            for number, page in enumerate(list(pdf)[:-1], start=1):
                yield path, number, page


def name(path: Path) -> str:
    return "/".join(path.parts[-3:])


@pytest.mark.slow
def test_a_note_has_two_pages(printed: list[Path]) -> None:
    lengths = {}
    for path in (path for path in printed if path.name == "report.pdf"):
        with pymupdf.open(path) as pdf:
            lengths[name(path)] = len(pdf)
    assert lengths
    assert {each: n for each, n in lengths.items() if n > NOTE_PAGES} == {}


@pytest.mark.slow
def test_no_page_but_the_last_is_a_fifth_empty(printed: list[Path]) -> None:
    shares = {
        f"{name(path)}, page {n}": round(empty_share(page), 2)
        for path, n, page in inner_pages(printed)
    }
    assert any("annex" in each for each in shares)
    assert {each: share for each, share in shares.items() if share > EMPTIEST} == {}


@pytest.mark.slow
def test_no_page_ends_with_what_leads_to_the_next(printed: list[Path]) -> None:
    leading = {path: leads(path.with_suffix(".html").read_text("utf-8")) for path in printed}
    assert all(leading.values())
    found = [
        f"{name(path)}, page {n}: {at_the_foot}"
        for path, n, page in inner_pages(printed)
        for at_the_foot in leading[path] & ends(page)
    ]
    assert found == []


@pytest.mark.parametrize(("end", "share"), [(800.0, 0.0), (422.5, 0.5)])
def test_the_emptiness_of_a_page_is_measured(end: float, share: float) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    page.draw_rect(pymupdf.Rect(50, 60, 200, end - 0.5))
    assert empty_share(page) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(
    ("lines", "is_found"),
    [
        (("Så mange findes.", "Samkøring"), True),
        (("Samkøring", "Så mange findes i begge registre", "eller kun i det ene."), True),
        (("Samkøring", "Så mange findes i begge registre", "og andre."), False),
        (("En samkøring af Samkøring",), False),
    ],
)
def test_what_leads_on_is_found_at_the_foot(lines: tuple[str, ...], is_found: bool) -> None:
    html = (
        "<main><h3>Samkøring</h3><p>Så mange findes i begge registre eller kun i det ene.</p>"
        '<div class="fsb-table"></div><p class="fsb-text">Og andre.</p></main>'
    )
    page = pymupdf.open().new_page(width=595, height=842)
    for place, line in enumerate(lines):
        page.insert_text((50, 100 + 14 * place), line)
    assert bool(leads(html) & ends(page)) is is_found


def test_no_rule_of_print_looks_two_elements_ahead() -> None:
    """WeasyPrint takes `p:has(+p+table)` for `p:has(+table)`: such a rule parted every
    introduction of the annex from its table."""
    sheets = files("fsb_lib").joinpath("templates", "report")
    for sheet in ("report.css", "annex.css", "pdf.css"):
        rules = COMMENT.sub("", sheets.joinpath(sheet).read_text("utf-8"))
        within = re.findall(r":has\(([^()]*(?:\([^()]*\)[^()]*)*)\)", rules)
        steps = [part.strip() for each in within for part in each.split(",")]
        assert [part for part in steps if re.match(r"[+~>].*[+~> ]\S", part)] == [], sheet
