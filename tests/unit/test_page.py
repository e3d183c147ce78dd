"""The page's components: words before colour, escaped text, at most four tiles."""

import pytest
from bs4 import BeautifulSoup

from fsb_lib.components import page_parts
from fsb_lib.components.fragment import LAB_STYLE, Fragment, join

KINDS = list(page_parts.VerdictKind)


@pytest.mark.parametrize(
    ("kind", "word"), list(zip(KINDS, ["Nået", "Ikke nået", "Ikke vurderet"], strict=True))
)
def test_verdict_is_said_in_words_beside_its_shape(kind: page_parts.VerdictKind, word: str) -> None:
    made = page_parts.tiles(
        [page_parts.Tile("Navn", "45 %", (), page_parts.ShownVerdict(kind, "detalje"))]
    )
    soup = BeautifulSoup(made.html, "html.parser")
    verdict = soup.select_one(".fsb-verdict")
    assert verdict is not None
    assert verdict.get_text(strip=True) == f"{word}: detalje"
    assert verdict.svg is not None
    assert verdict.svg["aria-hidden"] == "true"


def test_each_verdict_has_a_shape_of_its_own() -> None:
    assert len({page_parts.shape(kind) for kind in KINDS}) == len(KINDS)


def test_a_fifth_tile_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 4"):
        page_parts.tiles([page_parts.Tile("Navn", "1")] * 5)


def test_memo_field_without_value_is_left_out() -> None:
    html = page_parts.memo([("Dato", "15. november"), ("Dok.nr.", "")]).html
    assert "Dato:" in html
    assert "Dok.nr." not in html


@pytest.mark.parametrize(
    "made",
    [
        page_parts.lead("<b>"),
        page_parts.memo([("<b>", "<b>")]),
        page_parts.tiles(
            [page_parts.Tile("<b>", "<b>", ("<b>",), page_parts.ShownVerdict(KINDS[0], "<b>"))]
        ),
        page_parts.findings(["<b>"]),
        page_parts.paragraphs("<b>"),
        page_parts.method("<b>", "<b>"),
        page_parts.about([("<b>", "<b>")], "<b>"),
        page_parts.warning("<b>"),
    ],
)
def test_every_component_escapes_its_text(made: Fragment) -> None:
    assert "<b>" not in made.html
    assert "&lt;b&gt;" in made.html


def test_fields_are_lists_that_a_tagged_pdf_can_hold() -> None:
    soup = BeautifulSoup(page_parts.about([("Program", "0.1")]).html, "html.parser")
    assert soup.find("dl") is None
    assert [item.get_text(" ", strip=True) for item in soup.select("li")] == ["Program: 0.1"]


def test_fragments_are_joined_in_order_and_carry_the_lab_style_only_when_shown() -> None:
    made = join([Fragment("<p>1</p>"), Fragment("<p>2</p>")])
    assert made == Fragment("<p>1</p>") + Fragment("<p>2</p>")
    assert made.html == "<p>1</p>\n<p>2</p>"
    assert made._repr_html_() == LAB_STYLE + made.html
    assert "<p>" not in repr(made)
