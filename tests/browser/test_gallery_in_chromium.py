"""The hardest pictures of the gallery in Chromium: nothing runs out of its box or over another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.test_page_in_chromium import BEYOND_THE_EDGE, width_of
from tests.gallery.crowds import by_hand
from tests.gallery.notes import page, protected_jointly

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Everything hidden, nobody, few in each part, and rates with two decimals: (city, year, report).
WORST = {
    ("through_everything", 2006, "activation_measurement"),
    ("through_everything", 2006, "target_group_profile"),
    ("through_everything", 2014, "activation_measurement"),
    ("all_hidden", 2009, "outcome_followup"),
    ("all_hidden", 2010, "activation_measurement"),
    ("all_hidden", 2010, "plan_coverage"),
    ("all_hidden", 2014, "target_group_profile"),
    ("all_hidden", 2014, "cooperation_status"),
    ("few_in_parts", 2009, "outcome_followup"),
    ("few_in_parts", 2014, "cooperation_status"),
    ("plans_on_target", 2009, "activation_measurement"),
    ("plans_on_target", 2011, "plan_coverage"),
}
A4 = 794  # pixels
WIDTHS = (320, 768, 1280)
# What is wider than its tile, or lies over the next one.
BURST = """() => {
  const tiles = [...document.querySelectorAll('.fsb-tile')];
  const burst = tiles.filter(t => t.scrollWidth > t.clientWidth + 1);
  const boxes = tiles.map(t => t.getBoundingClientRect());
  const over = tiles.filter((t, n) => boxes.some((b, m) => m > n && b.left < boxes[n].right - 1
    && b.right > boxes[n].left + 1 && b.top < boxes[n].bottom - 1 && b.bottom > boxes[n].top + 1));
  return [...burst, ...over].map(t => t.innerText.slice(0, 40));
}"""
# A value that takes more than a line is words in the size of a number.
TALL = """() => [...document.querySelectorAll('.fsb-value')]
  .filter(v => v.getBoundingClientRect().height > 1.8 * parseFloat(getComputedStyle(v).fontSize))
  .map(v => v.innerText.slice(0, 40))"""
# Words that leave the figure that they belong to.
OUTSIDE = """() => [...document.querySelectorAll('.fsb-figure svg text')].filter(t => {
  const s = t.closest('svg').getBoundingClientRect(), b = t.getBoundingClientRect();
  return s.width && (b.left < s.left - 2 || b.right > s.right + 2);
}).map(t => t.textContent)"""


@pytest.fixture(scope="session")
def worst(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The twelve notes as files."""
    folder, made = tmp_path_factory.mktemp("gallery"), {}
    for city in (one for one in by_hand() if one.name in {name for name, *_ in WORST}):
        for protected in protected_jointly(city):
            if (city.name, protected.year, protected.report) in WORST:
                name = f"{city.name}-{protected.year}-{protected.report}"
                made[name] = folder / f"{name}.html"
                made[name].write_bytes(page(protected).content)
    assert len(made) == len(WORST)
    return made


def faults(window: Page) -> Iterator[tuple[int, str, Any]]:
    """Width, kind and what is wrong, on the page that is open."""
    for width in (*WIDTHS, A4):
        window.emulate_media(media="print" if width == A4 else "screen")
        window.set_viewport_size({"width": width, "height": 900})
        if width != A4 and width_of(window) > width:
            yield width, "wider than the screen", width_of(window)
        for kind, script in (
            ("beyond the edge", BEYOND_THE_EDGE if width != A4 else "() => []"),
            ("tile", BURST),
            ("tall", TALL),
            ("label", OUTSIDE),
        ):
            found = window.evaluate(script)
            if found:
                yield width, kind, found
    window.emulate_media(media="screen")


def test_nothing_leaves_its_box(worst: dict[str, Path], window: Page) -> None:
    found = []
    for name, path in worst.items():
        window.goto(path.as_uri())
        found += [(name, *one) for one in faults(window)]
    assert found == []


def test_a_burst_tile_is_seen(worst: dict[str, Path], window: Page) -> None:
    window.goto(next(iter(worst.values())).as_uri())
    window.evaluate(
        "document.querySelector('.fsb-value').textContent = 'vises ikke af hensyn til diskretion'"
    )
    assert {kind for _, kind, _ in faults(window)} >= {"tall"}


def test_a_label_outside_of_its_drawing_is_seen(worst: dict[str, Path], window: Page) -> None:
    window.goto(worst["few_in_parts-2014-cooperation_status"].as_uri())
    window.evaluate("document.querySelector('.fsb-wide svg text').setAttribute('x', '2000')")
    assert {kind for _, kind, _ in faults(window)} >= {"label"}
