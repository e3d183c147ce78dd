"""Two real reports on grey paper and in a reader's own colours: text and marks stay visible.

Texts and signs are judged by a picture, as the eye has it: in the frame around each, the lightest
and the darkest point must be as far apart in luminance as WCAG 2.1 asks (1.4.3, 1.4.11). Marks
overlap, so they are judged by their computed inks. A grey print keeps luminance and drops hue.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.test_page_in_chromium import LOW_CONTRAST

pytestmark = [pytest.mark.browser, pytest.mark.slow]

JUDGED = (("2010", "activation_measurement"), ("2010", "plan_coverage"))
TEXT, MARK = 4.5, 3.0
# Grid, axis and ground need no contrast of their own: every value has its label.
FAINT = ["rgb(213, 216, 220)", "rgb(134, 139, 147)", "rgb(255, 255, 255)", "none"]
SHOWN = """[...document.querySelectorAll('.fsb-figure svg[role=img]')]
  .filter(drawing => drawing.getBoundingClientRect().width > 0)"""
# Name and frame on the page of each text of a figure, and of each sign of a verdict.
FRAMES = f"""() => [...{SHOWN}.flatMap(drawing => [...drawing.querySelectorAll('text')]),
    ...document.querySelectorAll('.fsb-verdict .fsb-shape')].map(each => {{
  const box = each.getBoundingClientRect();
  return [each.textContent || 'sign',
    [box.left, box.top + scrollY, box.right, box.bottom + scrollY]]; }})"""
# Colours of each mark of a figure, and of the ground that it is drawn on.
MARKS = f"""() => {SHOWN}.flatMap(drawing => {{
  let ground = drawing;
  while (ground.parentElement && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)')
    ground = ground.parentElement;
  const behind = getComputedStyle(ground).backgroundColor;
  return [...drawing.querySelectorAll('path, circle, rect')].map(each => {{
    const style = getComputedStyle(each);
    return [each.outerHTML.slice(0, 60), [style.fill, style.stroke], behind]; }}); }})"""


@pytest.fixture(params=[{}, {"forced_colors": "active"}, {"forced_colors": "active", "dark": "1"}])
def looking(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window in the page's colours, in a light theme of the reader's, and in a dark one."""
    chosen: dict[str, Any] = dict(request.param)
    scheme = "dark" if chosen.pop("dark", "") else "light"
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=scheme, **chosen
    )
    yield context.new_page()
    context.close()


def judged(made: list[Path]) -> list[Path]:
    found = [each for each in made if each.parts[-3:-1] in JUDGED and each.name == "report.html"]
    found = [each for each in found if "committee" in each.parts]
    assert len(found) == len(JUDGED)
    return found


def luminance(red: int, green: int, blue: int) -> float:
    """WCAG's relative luminance."""
    shares = (value / 255 for value in (red, green, blue))
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    dark, light = sorted((luminance(*one), luminance(*other)))
    return (light + 0.05) / (dark + 0.05)


def rgb(colour: str) -> tuple[int, ...]:
    """`rgb(11, 60, 111)` as three numbers."""
    return tuple(int(number) for number in re.findall(r"\d+", colour)[:3])


def faint_frames(window: Page) -> list[str]:
    """Texts and signs whose lightest and darkest point are too close on grey paper."""
    taken = Image.open(BytesIO(window.screenshot(full_page=True))).convert("RGB").convert("L")
    found, frames = [], window.evaluate(FRAMES)
    assert frames
    for name, box in frames:
        darkest, lightest = taken.crop(tuple(round(edge) for edge in box)).getextrema()
        least = MARK if name == "sign" else TEXT
        if contrast((darkest,) * 3, (lightest,) * 3) < least:
            found.append(name)
    return found


def faint_marks(window: Page) -> list[str]:
    """Bars, lines and dots whose ink is too close to their ground."""
    found, marks = [], window.evaluate(MARKS)
    assert marks
    for name, inks, ground in marks:
        drawn = [ink for ink in inks if ink not in FAINT]
        if drawn and max(contrast(rgb(ink), rgb(ground)) for ink in drawn) < MARK:
            found.append(name)
    return found


def test_text_and_marks_of_figures_are_seen_without_hue(made: list[Path], looking: Page) -> None:
    for path in judged(made):
        looking.goto(path.as_uri())
        assert (path, faint_frames(looking), faint_marks(looking)) == (path, [], [])


def test_all_other_text_has_contrast(made: list[Path], looking: Page) -> None:
    for path in judged(made):
        looking.goto(path.as_uri())
        assert (path, looking.evaluate(LOW_CONTRAST)) == (path, [])


def test_figures_keep_their_white_ground_in_every_theme(made: list[Path], looking: Page) -> None:
    """Their inks are chosen for white: on a black ground they would be gone."""
    for path in judged(made):
        looking.goto(path.as_uri())
        assert all(rgb(ground) == (255, 255, 255) for _, _, ground in looking.evaluate(MARKS))


@pytest.mark.parametrize(
    ("fault", "in_frames", "in_marks"),
    [
        ("document.querySelector('.fsb-wide text').setAttribute('fill', '#999')", True, False),
        ("document.querySelector('.fsb-verdict .fsb-shape').style.fill = '#fb9'", True, False),
        (  # and the white labels in the bars
            """[...document.querySelectorAll('.fsb-wide path')].find(
            bars => bars.getAttribute('fill') === '#0b3c6f').setAttribute('fill', '#9ac')""",
            True,
            True,
        ),
        (
            "document.querySelector('.fsb-wide circle').setAttribute('stroke', '#bbb')",
            False,
            True,
        ),
    ],
    ids=["text", "sign", "bar", "dot"],
)
def test_planted_fault_is_seen(
    made: list[Path], window: Page, fault: str, in_frames: bool, in_marks: bool
) -> None:
    window.goto(judged(made)[0].as_uri())
    window.evaluate(fault)
    assert (bool(faint_frames(window)), bool(faint_marks(window))) == (in_frames, in_marks)


def test_forced_colours_without_a_white_ground_are_seen(made: list[Path], browser: Browser) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    dark = context.new_page()
    dark.goto(judged(made)[0].as_uri())
    dark.evaluate(
        """document.querySelectorAll('.fsb-figure svg').forEach(
        drawing => drawing.style.backgroundColor = 'transparent')"""
    )
    found = faint_marks(dark)
    context.close()
    assert found
