"""A drawing written short is the same drawing: the same marks, none under another than before."""

import re
from itertools import combinations

import pytest

from fsb_lib.charts.canvas import draw
from fsb_lib.charts.svg import compact

# As matplotlib writes them.
LINE = '<path d="M 0 {y} \nL 100 {y}" style="fill: none; stroke: #d5d8dc"/>'
BAR = '<path d="M 0 {y} \nL 50 {y} \nL 50 {lower} \nL 0 {lower} \nz" style="fill: {fill}"/>'
TEXT = '<text x="{x}" y="{y}" style="font-size: 14px; fill: #555555">{words}</text>'
DISC = "M 0 5 \nC" + "1 2 3 4 5 6 \nC" * 7 + "1 2 3 4 0 5 \nz"


def short(marks: str) -> str:
    return compact(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"{marks}</svg>"
    )


def order(drawing: str, *signs: str) -> list[int]:
    places = [drawing.index(sign) for sign in signs]
    assert -1 not in places
    return places


def test_marks_of_one_look_become_one() -> None:
    lines = LINE.format(y=10) + TEXT.format(x=200, y=10, words="a") + LINE.format(y=60)
    assert short(lines) == (
        '<path d="M0 10H100M0 60H100" fill="none" stroke="#d5d8dc"/>'
        '<text x="200" y="10" font-size="14" fill="#555">a</text>'
    )


def test_texts_of_one_look_share_it() -> None:
    texts = TEXT.format(x=0, y=10, words="a &amp; b") + TEXT.format(x=0, y=60, words="c")
    assert short(texts) == (
        '<g font-size="14" fill="#555"><text x="0" y="10">a &amp; b</text>'
        '<text x="0" y="60">c</text></g>'
    )


def test_a_rectangle_a_slope_and_a_disc_keep_their_form() -> None:
    assert short(BAR.format(y=4, lower=24.4, fill="#0b3c6f")) == (
        '<path d="M0 4H50V24H0z" fill="#0b3c6f"/>'
    )
    slope = '<path d="M 0 0 \nL 9 5 \nL 9 7" style="fill: none; stroke: #123456"/>'
    assert 'd="M0 0L9 5V7"' in short(slope)
    defined = f'<defs><path id="m" d="{DISC}"/></defs>'
    ring = '<use xlink:href="#m" x="3" y="4.2" style="fill: #ffffff; stroke: #0b3c6f"/>'
    assert short(defined + ring) == '<circle cx="3" cy="4" r="5" fill="#fff" stroke="#0b3c6f"/>'
    assert short(defined + ring.replace("#ffffff", "#0b3c6f")) == (
        '<path d="M3 4H3" fill="none" stroke="#0b3c6f" stroke-width="11" stroke-linecap="round"/>'
    )


def test_a_mark_never_slips_under_one_that_it_lay_over() -> None:
    """Line, cover over it, line over the cover: the second line may not join the first."""
    cover = BAR.format(y=5, lower=15, fill="#ffffff")
    made = short(LINE.format(y=10) + cover + LINE.format(y=11))
    assert made.count("#d5d8dc") == 2
    first, white, second = order(made, "M0 10H100", "#fff", "M0 11H100")
    assert first < white < second


def test_a_form_that_is_not_known_stays_where_it_is() -> None:
    defined = '<defs><path id="m" d="M 0 0 \nC 1 1 2 2 3 3 \nz"/></defs>'
    curve = '<use xlink:href="#m" x="3" y="4" style="fill: #123456"/>'
    made = short(defined + LINE.format(y=10) + curve + LINE.format(y=90))
    a, b, c = order(made, "M0 10H100", "translate(3 4)", "M0 90H100")
    assert a < b < c


def test_a_text_stands_where_it_is_put_and_one_without_words_nowhere() -> None:
    """Its baseline lies 0.35 of its size, 7 of 20 pixels, below its middle."""
    end = draw(100, 40, lambda canvas: canvas.text(90, 20, "æ < 5 %", 20, anchor="end"))
    assert (
        end
        == '<text x="90" y="27" font-size="20" fill="#1a1a1a" text-anchor="end">æ &lt; 5 %</text>'
    )
    assert draw(100, 40, lambda canvas: canvas.text(90, 20, "", 20)) == ""


@pytest.mark.parametrize("seed", range(40))
def test_every_pair_that_meets_keeps_its_order(seed: int) -> None:
    """Bars of three colours in pseudo-random places, told apart by their place."""
    places = [((seed * 7 + i * 13) % 60, (seed + i) % 3) for i in range(14)]
    bars = list(dict.fromkeys((y, ["#aaaaaa", "#bbbbbb", "#cccccc"][c]) for y, c in places))
    made = short("".join(BAR.format(y=y, lower=y + 9, fill=fill) for y, fill in bars))
    painted = [
        (int(y), fill)
        for d, fill in re.findall(r'd="([^"]+)" fill="([^"]+)"', made)
        for y in re.findall(r"M0 (\d+)H", d)
    ]
    assert len(painted) == len(bars)
    rank = {bar: place for place, bar in enumerate(painted)}
    for before, after in combinations([(y, fill[:4]) for y, fill in bars], 2):
        if before[1] != after[1] and abs(before[0] - after[0]) < 9:
            assert rank[before] < rank[after]
