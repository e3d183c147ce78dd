"""The figure of definitions: two dots for each, drawn from released values only."""

import re

import pytest
from bs4 import Tag

from fsb_lib import charts
from fsb_lib.components.fragment import Fragment
from fsb_lib.components.text_metrics import text_width
from fsb_lib.disclosure.protected import ProtectedReport
from tests.drawn_marks import drawings_of
from tests.unit.test_wording_change import DEFINITIONS, defined

SAME = dict.fromkeys(DEFINITIONS, ((350, 1000), (510, 1000)))


def drawn(released: ProtectedReport) -> Fragment:
    return charts.definitions(released, headline="Fundet <i> & tallet")


def drawings(fragment: Fragment) -> list[Tag]:
    return drawings_of(fragment.html)


def texts(drawing: Tag) -> list[str]:
    return [text.get_text().replace("\u00a0", " ") for text in drawing.find_all("text")]


def test_each_definition_has_its_two_levels_and_the_years_are_named() -> None:
    wide, narrow = drawings(drawn(defined(2010, **SAME | {"match3": ((340, 1000), (480, 1000))})))
    for drawing in (wide, narrow):
        said = texts(drawing)
        assert said.count("35 %") == said.count("51 %") == 3
        assert said.count("34 %") == said.count("48 %") == 1
        assert {"2009", "2010", "Dette notat", "Tre matchgrupper"} <= set(said)


def test_the_first_measurement_is_not_called_several() -> None:
    one, two = (
        drawn(defined(2007, **dict.fromkeys(DEFINITIONS, ((190, 1000),)))),
        drawn(defined(2010, **SAME)),
    )
    assert "ved målingen i 2007" in one.html
    assert "ved målingerne i 2009 og 2010" in two.html


def test_the_first_measurement_has_one_dot_and_one_year() -> None:
    levels = dict.fromkeys(DEFINITIONS, ((190, 1000),))
    (wide, _) = drawings(drawn(defined(2007, **levels)))
    assert texts(wide).count("19 %") == 4
    assert "2009" not in texts(wide)


@pytest.mark.parametrize("hidden", [(3, 1000), (0, 0)])
def test_a_value_that_is_not_shown_is_said_and_not_drawn(hidden: tuple[int, int]) -> None:
    released = defined(2010, **SAME | {"match5": (hidden, (510, 1000))})
    figure = drawn(released)
    mark = "vises ikke" if hidden[1] else "ikke opgjort"
    for drawing in drawings(figure):
        assert f"2009: {mark}" in texts(drawing)
        assert texts(drawing).count("35 %") == 3
    assert mark in str(drawings(figure)[0]["aria-label"])


def test_a_row_without_any_value_says_so_for_both_years() -> None:
    released = defined(2010, **SAME | {"match5": ((3, 1000), (4, 1000))})
    assert "2009: vises ikke; 2010: vises ikke" in texts(drawings(drawn(released))[0])


def test_the_text_alternative_has_every_level_of_both_years() -> None:
    said = str(drawings(drawn(defined(2010, **SAME)))[0]["aria-label"]).replace("\u00a0", " ")
    assert "2009: Dette notat 35 %; Fem matchgrupper 35 %" in said
    assert "2010: Dette notat 51 %" in said


def test_equal_levels_are_written_once() -> None:
    wide = drawings(drawn(defined(2010, **SAME | {"match5": ((500, 1000), (500, 1000))})))[0]
    assert texts(wide).count("50 %") == 2  # the level, and a tick of the axis


def test_everything_stays_within_the_drawing() -> None:
    levels = SAME | {
        "match5": ((990, 1000), (5, 1000)),
        "match3": ((3, 1000), (999, 1009)),
        "as_printed": ((3, 1000), (3, 1000)),
    }
    for drawing, size in zip(drawings(drawn(defined(2010, **levels))), (15, 13), strict=True):
        width = float(drawing["width"])
        for text in drawing.find_all("text"):
            x = float(re.search(r"[-\d.]+", str(text.get("x") or text["transform"])).group())
            half = text_width(text.get_text(), size)
            start = {"middle": x - half / 2, "end": x - half}.get(anchor_of(text), x)
            assert start >= -1, text.get_text()
            assert start + half <= width + 1, text.get_text()


def anchor_of(text: Tag) -> str:
    found = re.search(r"text-anchor: ?(\w+)", str(text.get("style", "")))
    return found.group(1) if found else str(text.get("text-anchor", "start"))


def test_the_same_release_gives_the_same_bytes() -> None:
    assert drawn(defined(2010, **SAME)) == drawn(defined(2010, **SAME))
