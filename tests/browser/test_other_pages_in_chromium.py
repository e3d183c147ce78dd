"""The pages of a run where something failed, held to what reports are held to: the rules of
accessibility, network, phone, forced colours. Their HTML is in test_valid_html.py."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_page_in_chromium import (
    BEYOND_THE_EDGE,
    LOW_CONTRAST,
    TEXT_SPACING,
    width_of,
)
from tests.browser.test_reports_in_chromium import AXE

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def violations(window: Page) -> list[tuple[str, str]]:
    window.evaluate(AXE.read_text(encoding="utf-8"))
    found = window.evaluate("axe.run()")["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_violation_and_no_breach_of_best_practice(
    other_pages: list[Path], window: Page, width: int
) -> None:
    window.set_viewport_size({"width": width, "height": 800})
    for path in other_pages:
        window.goto(path.as_uri())
        assert (path, violations(window)) == (path, [])


def test_axe_sees_a_planted_fault_on_each(other_pages: list[Path], window: Page) -> None:
    for path in other_pages:
        window.goto(path.as_uri())
        window.evaluate("document.documentElement.removeAttribute('lang')")
        assert [name for name, _ in violations(window)] == ["html-has-lang"], path


def test_nothing_is_asked_of_the_network(other_pages: list[Path], window: Page) -> None:
    for path in other_pages:
        window.goto(path.as_uri())
        window.wait_for_load_state("networkidle")
    assert window.asked == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_reflow_and_have_contrast(other_pages: list[Path], window: Page, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 800})
    for path in other_pages:
        window.goto(path.as_uri())
        assert (path, window.evaluate(LOW_CONTRAST)) == (path, [])
        for spacing in ("", TEXT_SPACING):
            window.evaluate(
                """css => { const style = document.createElement('style');
                style.textContent = css; document.head.append(style); }""",
                spacing,
            )
            assert (path, width_of(window), window.evaluate(BEYOND_THE_EDGE)) == (path, width, [])


def test_failed_report_is_said_in_words_and_leads_to_the_reason(
    other_pages: list[Path], window: Page
) -> None:
    index, *_ = other_pages
    window.goto(index.as_uri())
    row = window.locator(".fsb-portal tr").filter(has_text="2012")
    assert "Fejlet" in row.first.inner_text()
    row.first.get_by_role("link").first.click()
    assert window.url.endswith("/2012/activation_measurement/error.html")


def test_text_follows_the_readers_colours(browser: Browser, other_pages: list[Path]) -> None:
    """In forced colours no text keeps a colour of the page's own, on no ground of its own."""
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    window = context.new_page()
    for path in other_pages:
        window.goto(path.as_uri())
        assert (path, window.evaluate(LOW_CONTRAST)) == (path, [])
    context.close()
