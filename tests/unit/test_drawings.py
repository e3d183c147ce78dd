"""A drawing written short is the same drawing: the same marks, none under another than before."""

import re
from itertools import combinations

import pytest

from fsb_lib.html.drawings import short, short_drawings

LINE = '<path d="M0 {y}L100 {y}" fill="none" stroke="#d5d8dc"/>'
BAR = '<path d="M0 {y}L50 {y}L50 {lower}L0 {lower}z" fill="{fill}"/>'
TEXT = '<text x="{x}" y="{y}" fill="#555555" font-size="14">{words}</text>'


def order(drawing: str, *signs: str) -> list[int]:
    places = [drawing.index(sign) for sign in signs]
    assert -1 not in places
    return places


def test_marks_of_one_look_become_one() -> None:
    lines = LINE.format(y=10) + TEXT.format(x=200, y=10, words="a") + LINE.format(y=60)
    assert short(lines) == (
        '<path d="M0 10H100M0 60H100" fill="none" stroke="#d5d8dc"/>'
        '<text x="200" y="10" fill="#555" font-size="14">a</text>'
    )


def test_texts_of_one_look_share_it() -> None:
    texts = TEXT.format(x=0, y=10, words="a &amp; b") + TEXT.format(x=0, y=60, words="c")
    assert short(texts) == (
        '<g fill="#555" font-size="14"><text x="0" y="10">a &amp; b</text>'
        '<text x="0" y="60">c</text></g>'
    )


def test_a_rectangle_a_slope_and_a_disc_keep_their_form() -> None:
    assert short(BAR.format(y=4, lower=24.4, fill="#0b3c6f")) == (
        '<path d="M0 4H50V24H0z" fill="#0b3c6f"/>'
    )
    assert 'd="M0 0L9 5V7"' in short('<path d="M0 0L9 5L9 7" fill="none" stroke="#123456"/>')
    ring = '<circle cx="3" cy="4" r="5" fill="#ffffff" stroke="#0b3c6f" stroke-width="2"/>'
    assert (
        short(ring) == '<circle cx="3" cy="4" r="5" fill="#fff" stroke="#0b3c6f" stroke-width="2"/>'
    )
    disc = ring.replace("#ffffff", "#0b3c6f")
    assert short(disc) == (
        '<path d="M3 4H3" fill="none" stroke="#0b3c6f" stroke-width="12" stroke-linecap="round"/>'
    )


def test_a_mark_never_slips_under_one_that_it_lay_over() -> None:
    """Line, cover over it, line over the cover: the second line may not join the first."""
    cover = BAR.format(y=5, lower=15, fill="#ffffff")
    made = short(LINE.format(y=10) + cover + LINE.format(y=11))
    assert made.count("#d5d8dc") == 2
    first, white, second = order(made, "M0 10H100", "#fff", "M0 11H100")
    assert first < white < second


def test_a_form_that_is_not_known_stays_where_it_is() -> None:
    curve = '<path transform="translate(3 4)" d="M0 0C1 1 2 2 3 3z" fill="#123456"/>'
    made = short(LINE.format(y=10) + curve + LINE.format(y=90))
    a, b, c = order(made, "M0 10H100", "translate(3 4)", "M0 90H100")
    assert a < b < c


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


def test_only_drawings_with_an_alternative_are_touched() -> None:
    shape = '<svg aria-hidden="true" class="fsb-shape"><path d="M0 4L12 4" /></svg>'
    assert short_drawings(shape) == shape
