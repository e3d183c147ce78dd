"""Every page that a run makes, in headless Chromium: rules of accessibility, keyboard, reflow,
network, and what a screen reader is told."""

import os
import re
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Page

from fsb_lib.base.report_files import unmarked
from tests.browser.test_page_in_chromium import BEYOND_THE_EDGE, TEXT_SPACING, width_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TREE = Path(__file__).with_name("cooperation_status_2014.tree.txt")
AXE = files("axe_playwright_python").joinpath("axe.min.js")
MOST_BYTES = 150_000
MOST_BYTES_WITHOUT_FONT = 60_000
MOST_BYTES_OF_A_REVIEW = 200_000
FONT = re.compile(r"@font-face\{[^}]*\}")
# All pages take a minute; CI looks at them (.ci/run).
THOROUGH = os.environ.get("FSB_FUZZ") == "1"
STOPS = ("A", "SUMMARY", "SECTION.fsb-scroll")
STOP = """() => { const e = document.activeElement, s = getComputedStyle(e);
  return [e.tagName + (e.className ? '.' + e.className : ''), s.outlineStyle !== 'none']; }"""


def reports(made: list[Path]) -> list[Path]:
    found = [path for path in made if unmarked(path.name) in ("report.html", "review.html")]
    assert len(found) == 12  # four of 2010, one of 2014, one internal; each twice
    return found


def _of_each_kind(made: list[Path]) -> list[Path]:
    """The page with the most parts in both renderings, and the portal."""
    return [path for path in made if "2010/activation_measurement" in str(path)] + [
        path for path in made if path.name == "index.html"
    ][:1]


def test_axe_finds_no_violation_and_no_breach_of_best_practice(
    made: list[Path], window: Page
) -> None:
    """All rules but experimental ones and AAA: WCAG 2.0-2.2 A and AA, and best practice."""
    found = {}
    for path in made if THOROUGH else _of_each_kind(made):
        for width in (1280, 320):
            window.set_viewport_size({"width": width, "height": 800})
            window.goto(path.as_uri())
            window.evaluate(AXE.read_text(encoding="utf-8"))
            violations = window.evaluate("axe.run()")["violations"]
            for each in violations:
                found[path.parent.name, path.name, width, each["id"]] = each["nodes"][0]["html"]
    assert found == {}


def test_axe_sees_a_planted_fault(made: list[Path], window: Page) -> None:
    window.goto(reports(made)[0].as_uri())
    window.evaluate("document.querySelector('svg[role=img]').removeAttribute('aria-label')")
    window.evaluate(AXE.read_text(encoding="utf-8"))
    ids = [each["id"] for each in window.evaluate("axe.run()")["violations"]]
    assert ids == ["svg-img-alt"]


def test_nothing_is_asked_of_the_network(made: list[Path], window: Page) -> None:
    for path in made:
        window.goto(path.as_uri())
        window.wait_for_load_state("networkidle")
    assert window.asked == []  # type: ignore[attr-defined]


def test_pages_reflow_on_a_phone_with_wider_text_spacing(made: list[Path], window: Page) -> None:
    window.set_viewport_size({"width": 320, "height": 800})
    for path in reports(made):
        window.goto(path.as_uri())
        assert (path, width_of(window), window.evaluate(BEYOND_THE_EDGE)) == (path, 320, [])
        window.evaluate(
            """css => { const style = document.createElement('style'); style.textContent = css;
            document.head.append(style); }""",
            TEXT_SPACING,
        )
        assert (path, width_of(window), window.evaluate(BEYOND_THE_EDGE)) == (path, 320, [])


def test_tab_stops_are_links_summaries_and_tables_that_scroll_and_are_seen(
    made: list[Path], window: Page
) -> None:
    for path in reports(made):
        window.goto(path.as_uri())
        window.keyboard.press("Tab")
        assert window.evaluate("document.activeElement.className") == "fsb-skip"
        for _ in range(12):
            window.keyboard.press("Tab")
            name, outlined = window.evaluate(STOP)
            if name == "BODY":
                break
            assert (path, name.startswith(STOPS), outlined) == (path, True, True)


def test_the_first_screen_answers(made: list[Path], window: Page) -> None:
    """Title, answer and every key figure with its verdict stand above the fold of 1280 x 800."""
    for path in [each for each in reports(made) if unmarked(each.name) == "report.html"]:
        window.goto(path.as_uri())
        for wanted in ("h1", ".fsb-lead", ".fsb-memo", ".fsb-value"):
            for each in window.locator(wanted).all():
                box = each.bounding_box()
                assert box is not None
                assert (path, wanted, box["y"] + box["height"] <= 800) == (path, wanted, True)


def test_pages_are_small_enough_to_attach(made: list[Path]) -> None:
    for path in reports(made):
        content = path.read_bytes()
        if unmarked(path.name) == "review.html":
            assert len(content) <= MOST_BYTES_OF_A_REVIEW, path
        else:
            bare = FONT.sub("", content.decode("utf-8")).encode("utf-8")
            assert len(content) <= MOST_BYTES, path
            assert len(bare) <= MOST_BYTES_WITHOUT_FONT, path


def test_a_screen_reader_is_told_what_has_been_reviewed(made: list[Path], window: Page) -> None:
    """The accessibility tree of one report, read and approved by a person.

    After a change of the page: run this test with FSB_REFRESH=1 and read what differs.
    """
    (path,) = [
        each for each in reports(made) if each.parts[-2:] == ("cooperation_status", "report.html")
    ]
    window.goto(path.as_uri())
    told = window.locator("body").aria_snapshot()
    told = re.sub(r"version [0-9a-f]{12}", "version …", told)
    if os.environ.get("FSB_REFRESH"):
        TREE.write_text(told + "\n", encoding="utf-8")
    assert told + "\n" == TREE.read_text(encoding="utf-8")


def test_a_figures_numbers_can_be_fetched_from_the_page_itself(
    made: list[Path], window: Page
) -> None:
    (path,) = [
        each for each in reports(made) if each.parts[-2:] == ("cooperation_status", "report.html")
    ]
    window.goto(path.as_uri())
    with window.expect_download() as fetched:
        window.locator("a[download]").first.click()
    beside = path.parent / "tables" / "cooperation_status.csv"
    assert Path(fetched.value.path()).read_bytes() == beside.read_bytes()
