"""The page as people meet it: desktop, phone, larger text spacing, keyboard, print, contrast."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# WCAG 2.1, success criterion 1.4.12.
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""

# Elements that reach past the window, those inside a scrolling region aside.
# What is folded is unfolded first: a reader may.
BEYOND_THE_EDGE = """() => (document.querySelectorAll('details').forEach(d => d.open = true),
  [...document.querySelectorAll('body *')])
  .filter(e => !e.closest('.fsb-scroll') && !e.closest('.fsb-spoken') && !e.closest('svg'))
  .filter(e => getComputedStyle(e).display !== 'none' && !e.closest('.fsb-skip'))
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.tagName + '.' + e.className)"""

# HTML text against the nearest background that is painted behind it.
LOW_CONTRAST = """() => {
  const rgb = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const lum = c => { const [r, g, b] = rgb(c).map(v => v / 255).map(
    v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (rgb(c).length === 3 || rgb(c)[3] > 0) return c; }
    return 'rgb(255, 255, 255)'; };
  const found = [];
  for (const e of document.querySelectorAll('body *')) {
    const written = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (e.closest('svg') || !written) continue;
    const pair = [lum(getComputedStyle(e).color), lum(ground(e))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) found.push(e.className + ' ' + ratio.toFixed(2));
  }
  return found; }"""


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_opens_without_network_and_without_complaint(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    assert page.complaints == []  # type: ignore[attr-defined]


def test_typeface_comes_with_the_file(page: Page) -> None:
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].map(f => f.status)") == ["loaded", "loaded"]


def test_one_heading_of_level_one_and_no_level_skipped(page: Page) -> None:
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("width", [320, 375, 640, 768, 1280])
def test_page_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert width_of(page) == width
    assert page.evaluate(BEYOND_THE_EDGE) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_wider_text_spacing_neither_overflows_nor_cuts_text(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(
        """css => { const style = document.createElement('style'); style.textContent = css;
        document.head.append(style); }""",
        TEXT_SPACING,
    )
    assert width_of(page) == width
    assert page.evaluate(BEYOND_THE_EDGE) == []


@pytest.mark.parametrize(("width", "shown"), [(320, "fsb-narrow"), (1280, "fsb-wide")])
def test_one_drawing_of_each_figure_is_shown_and_spoken(page: Page, width: int, shown: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    visible = page.evaluate(
        """[...document.querySelectorAll('.fsb-figure svg[role=img]')]
        .filter(s => s.getBoundingClientRect().width > 0).map(s => s.parentElement.className)"""
    )
    assert visible == [shown] * 5


@pytest.mark.parametrize("width", [320, 500, 640, 700, 1280])
def test_figure_text_is_at_least_eleven_pixels_on_every_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    smallest = page.evaluate(
        """Math.min(...[...document.querySelectorAll('.fsb-figure svg[role=img]')]
        .filter(s => s.getBoundingClientRect().width > 0)
        .flatMap(s => [...s.querySelectorAll('text')].map(t =>
          parseFloat(getComputedStyle(t).fontSize) * s.getBoundingClientRect().width
          / s.viewBox.baseVal.width)))"""
    )
    assert smallest >= 11


@pytest.mark.parametrize("width", [320, 1280])
def test_figure_text_stays_inside_the_figure_as_the_browser_sets_it(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.fonts.ready")
    outside = page.evaluate(
        """[...document.querySelectorAll('.fsb-figure svg[role=img]')]
        .filter(s => s.getBoundingClientRect().width > 0)
        .flatMap(s => { const frame = s.getBoundingClientRect();
          return [...s.querySelectorAll('text')].filter(t => {
            const box = t.getBoundingClientRect();
            return box.left < frame.left - 1 || box.right > frame.right + 1
              || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
          }).map(t => t.textContent); })"""
    )
    assert outside == []


def test_caption_of_a_wide_table_stays_put_when_the_table_scrolls(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    moved = page.evaluate(
        """() => { const region = [...document.querySelectorAll('main>.fsb-table .fsb-scroll')]
          .find(r => r.scrollWidth > r.clientWidth + 40);
        const caption = region.querySelector('.fsb-caption');
        const before = caption.getBoundingClientRect();
        region.scrollLeft = 40;
        const after = caption.getBoundingClientRect();
        return [region.scrollLeft, after.left - before.left, after.right <= innerWidth]; }"""
    )
    assert moved == [40, 0, True]


def test_html_text_has_contrast(page: Page) -> None:
    assert page.evaluate(LOW_CONTRAST) == []


def test_tab_stops_are_links_and_tables_that_scroll(page: Page) -> None:
    met = []
    for _ in range(20):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.className || document.activeElement.tagName")
        if name == "BODY":
            break
        met.append(name)
    assert met[0] == "fsb-skip"
    assert set(met[1:]) == {"fsb-scroll", "A", "SUMMARY"}
    assert met.count("A") == 5  # each figure leads to its table


def test_skip_link_becomes_visible_and_leads_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.locator(".fsb-skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "indhold"


def test_figures_stay_readable_in_forced_colours(browser: Browser, report: Path) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(report.as_uri())
    ground = page.evaluate(
        "getComputedStyle(document.querySelector('.fsb-figure svg')).backgroundColor"
    )
    context.close()
    assert ground == "rgb(255, 255, 255)"


def test_print_has_numbered_pages_and_nothing_folded(page: Page) -> None:
    pdf = page.pdf(prefer_css_page_size=True)
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 6
    page.emulate_media(media="print")
    assert not page.locator("details").first.is_visible()
    assert not page.locator(".fsb-numbers").first.is_visible()
    assert page.locator(".fsb-banner").first.is_visible()
