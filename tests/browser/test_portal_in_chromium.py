"""The index of reports as a secretary meets it: desktop, tablet, phone, text spacing, keyboard,
forced colours, print."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import portal
from tests.browser.test_page_in_chromium import (
    BEYOND_THE_EDGE,
    LOW_CONTRAST,
    TEXT_SPACING,
    width_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(browser: Browser, index: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.complaints = []  # type: ignore[attr-defined]
    opened.on("request", lambda one: opened.complaints.append(one.url[:60]))  # type: ignore[attr-defined]
    opened.on("console", lambda one: opened.complaints.append(one.text))  # type: ignore[attr-defined]
    opened.goto(index.as_uri())
    yield opened
    context.close()


def test_asks_for_nothing_but_itself(page: Page, index: Path) -> None:
    page.wait_for_load_state("networkidle")
    outside = [
        one
        for one in page.complaints  # type: ignore[attr-defined]
        if not one.startswith((index.as_uri()[:60], "data:"))
    ]
    assert outside == []


def test_first_screen_shows_what_the_newest_year_says(page: Page) -> None:
    for text in ("Der er 10 notater", "Se figur I2", "56 %", "Ikke nået", "Siden november 2010"):
        box = page.get_by_text(text).first.bounding_box()
        assert box is not None, text
        assert box["y"] + box["height"] <= 800, text


@pytest.mark.parametrize("width", [320, 375, 768, 1024, 1280, 1920])
@pytest.mark.parametrize("spacing", ["", TEXT_SPACING])
def test_page_never_scrolls_sideways(page: Page, width: int, spacing: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    if spacing:
        page.evaluate(
            """css => { const style = document.createElement('style'); style.textContent = css;
            document.head.append(style); }""",
            spacing,
        )
    assert width_of(page) == width
    assert page.evaluate(BEYOND_THE_EDGE) == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_text_of_the_list_lies_over_another(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    overlapping = page.evaluate(
        """() => [...document.querySelectorAll('.fsb-portal tbody tr')].flatMap(line => {
          const texts = [...line.children].flatMap(cell => {
            const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode()) {
              const node = walker.currentNode, range = document.createRange();
              if (!node.data.trim() || node.parentElement.closest('.fsb-spoken')) continue;
              range.selectNodeContents(node);
              found.push([cell, node.data.trim(), range.getBoundingClientRect()]);
            }
            return found; });
          return texts.flatMap(([a, s, p], i) => texts.slice(i + 1).filter(([b, , q]) =>
            a !== b && p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 2
            && q.top < p.bottom - 2).map(([, t]) => s + ' / ' + t)); })"""
    )
    assert overlapping == []


@pytest.mark.parametrize("width", [320, 1280])
def test_list_is_a_table_to_a_screen_reader_on_every_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    table = page.get_by_role("table", name="Notater efter spørgsmål, de nyeste år først")
    assert table.get_by_role("columnheader").all_inner_texts()[:2] == ["År", "Hovedtal"]
    row = table.get_by_role("row").filter(has_text="2010 Aktiveringsgraden for fælles borgere")
    assert row.get_by_role("cell").count() == 5
    assert row.get_by_role("rowheader").count() == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_figures_are_described_and_their_text_is_large_enough(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    figures = page.locator(".fsb-figure").get_by_role("img")
    assert figures.count() == 2
    smallest = page.evaluate(
        """Math.min(...[...document.querySelectorAll('.fsb-figure svg[role=img]')].flatMap(
        s => [...s.querySelectorAll('text')].map(t => parseFloat(getComputedStyle(t).fontSize)
        * s.getBoundingClientRect().width / s.viewBox.baseVal.width)))"""
    )
    assert smallest >= 11


@pytest.mark.parametrize("width", [320, 1280])
def test_all_text_has_contrast(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate(LOW_CONTRAST) == []


def test_tab_stops_are_links_and_each_shows_where_it_is(page: Page) -> None:
    met, n_stops = [], page.locator("a:visible, summary:visible, [tabindex='0']:visible").count()
    for _ in range(n_stops):
        page.keyboard.press("Tab")
        met.append(
            page.evaluate(
                """() => { const e = document.activeElement;
                return [e.tagName, parseFloat(getComputedStyle(e).outlineWidth)]; }"""
            )
        )
    assert met[0][0] == "A"
    assert all(width >= 3 for _, width in met)
    assert [tag for tag, _ in met if tag == "A"]
    assert {tag for tag, _ in met} == {"A", "SUMMARY"}


def test_signs_and_figures_stay_visible_in_forced_colours(browser: Browser, index: Path) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(index.as_uri())
    drawn = page.evaluate(
        """() => { const s = document.querySelector('.fsb-portal .fsb-shape');
        return [getComputedStyle(s).fill === getComputedStyle(s.parentElement).color,
          s.getBoundingClientRect().width > 8]; }"""
    )
    context.close()
    assert drawn == [True, True]


def test_print_has_numbered_pages_no_links_to_files_and_nothing_folded(page: Page) -> None:
    pdf = page.pdf(prefer_css_page_size=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 3
    page.emulate_media(media="print")
    assert not page.locator(".fsb-portal-files").first.is_visible()
    assert not page.locator(".fsb-figure details").first.is_visible()
    assert page.locator(".fsb-banner").first.is_visible()


def test_page_without_reports_says_so(browser: Browser, tmp_path: Path) -> None:
    portal.write_index(tmp_path)
    context = browser.new_context(viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    shown = page.get_by_role("main").inner_text()
    context.close()
    assert "Der er endnu ingen notater." in shown
