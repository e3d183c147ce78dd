"""Pictures of the main components, against references that a person has looked at.

A picture may differ a little, as another version of Chromium smooths edges another way; see
pictures.py. After a change of the page's look: run these tests with FSB_REFRESH=1, look at every
file in reference/ that git says is changed, and keep it if the change was meant.
"""

import os
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Locator, Page

from tests.browser.components import ON_THE_PAGE, PORTAL_ROWS, Component, html
from tests.browser.pictures import difference, picture, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REFERENCES = Path(__file__).with_name("reference")
COMPONENTS = {each.name: each for each in (*ON_THE_PAGE, *PORTAL_ROWS)}
MOST_BYTES = 30_000
MOST_PICTURES = 10

# A bar of a figure's wide drawing made 5 per cent shorter: its end before and after.
SHORTER = """for (const bars of document.querySelectorAll('.fsb-wide path')) {{
  bars.setAttribute('d', bars.getAttribute('d').replace('{end}', '{nearer}')); }}"""
# What each planted fault does to the page, and the component whose picture must tell.
FAULTS = {
    "the colour of a verdict is another": (
        "tiles",
        "document.querySelector('.fsb-verdict').style.color = '#0b5c44'",
    ),
    "the shape of a verdict is another": (
        "tiles",
        """document.querySelector('.fsb-not-reached .fsb-shape').innerHTML =
        '<circle cx="6" cy="6" r="5"/>'""",
    ),
    "a bar is 5 per cent shorter": ("bars", SHORTER.format(end="H628V", nearer="H608V")),
    "the bar of a target is 5 per cent shorter": (
        "target_bullet",
        SHORTER.format(end="H652V", nearer="H631V"),
    ),
    "a label is missing": (
        "trend_wide",
        """[...document.querySelectorAll('.fsb-figure')[1].querySelectorAll('.fsb-wide text')]
        .find(text => text.textContent.includes('%')).remove()""",
    ),
    "a label is missing on a phone": (
        "trend_narrow",
        """[...document.querySelectorAll('.fsb-figure')[1].querySelectorAll('.fsb-narrow text')]
        .find(text => text.textContent.includes('%')).remove()""",
    ),
    "a digit is another": (
        "table",
        """[...document.querySelectorAll('main > .fsb-table td')].find(
        cell => cell.textContent === '741').textContent = '747'""",
    ),
    "a mark for a hidden value is missing": (
        "table",
        "document.querySelector('main > .fsb-table td .fsb-mark').style.visibility = 'hidden'",
    ),
    "the rule above a total is gone": (
        "table",
        """document.querySelectorAll('main > .fsb-table tr.fsb-total > *').forEach(
        cell => cell.style.borderTop = 'none')""",
    ),
    "a banner has lost its title": (
        "sender_and_banners",
        "document.querySelector('.fsb-banner strong').remove()",
    ),
    "a hollow dot is filled": (
        "definitions",
        """document.querySelectorAll('.fsb-figure')[3].querySelector(
        '.fsb-wide g circle').setAttribute('fill', '#0b3c6f')""",
    ),
    "the accent of the method box is gone": (
        "method",
        "document.querySelector('.fsb-method').style.borderLeftColor = '#fff'",
    ),
    "the sign of a failed report is gone": (
        "portal_rows",
        """[...document.querySelectorAll('.fsb-portal .fsb-shape use')].find(
        sign => sign.getAttribute('href').includes('fail')).remove()""",
    ),
}


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory, index: Path) -> dict[str, Path]:
    """The page on which each component stands."""
    path = tmp_path_factory.mktemp("components") / "components.html"
    path.write_text(html(), encoding="utf-8")
    return dict.fromkeys((each.name for each in ON_THE_PAGE), path) | dict.fromkeys(
        (each.name for each in PORTAL_ROWS), index
    )


def photographed(window: Page, place: Path, component: Component, change: str = "") -> bytes:
    window.set_viewport_size({"width": component.width, "height": 900})
    window.goto(place.as_uri())
    window.evaluate("document.fonts.ready")
    if change:
        window.evaluate(change)
    return settled(window.locator(component.selector))


def settled(part: Locator) -> bytes:
    """A picture that comes twice: on a busy machine the first may be of an unfinished page."""
    taken = [part.screenshot(animations="disabled")]
    while taken[-1] not in taken[:-1]:
        assert len(taken) < MOST_PICTURES, "the page does not come to rest"
        taken.append(part.screenshot(animations="disabled"))
    return taken[-1]


def reference(component: Component) -> Path:
    return REFERENCES / f"{component.name}.png"


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_looks_as_it_did(window: Page, places: dict[str, Path], name: str) -> None:
    component = COMPONENTS[name]
    taken = photographed(window, places[name], component)
    if os.environ.get("FSB_REFRESH"):
        keep(taken, reference(component))
    found = difference(picture(taken), reference(component))
    assert found.is_small, found


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_seen(window: Page, places: dict[str, Path], fault: str) -> None:
    name, change = FAULTS[fault]
    component = COMPONENTS[name]
    taken = photographed(window, places[name], component, change)
    found = difference(picture(taken), reference(component))
    assert not found.is_small, found


@pytest.mark.parametrize("name", COMPONENTS)
def test_other_smoothing_of_edges_is_no_difference(name: str) -> None:
    kept = reference(COMPONENTS[name])
    sharp = picture(kept.read_bytes())
    aside = (1, 0, 0.2, 0, 1, 0)
    moved = sharp.transform(sharp.size, Image.Transform.AFFINE, aside, Image.Resampling.BILINEAR)
    for other in (moved, sharp.filter(ImageFilter.GaussianBlur(0.4))):
        found = difference(other, kept)
        assert found.is_small, found


def test_references_are_small_and_each_belongs_to_a_component() -> None:
    kept = {path.stem: path.stat().st_size for path in REFERENCES.glob("*")}
    assert set(kept) == set(COMPONENTS)
    assert max(kept.values()) < MOST_BYTES


def keep(taken: bytes, path: Path) -> None:
    """Store a new reference, unless the old one still says the same."""
    if not (path.is_file() and difference(picture(taken), path).is_small):
        path.write_bytes(stored(taken))
