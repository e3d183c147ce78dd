"""The trend as small multiples: one axis, breaks in every panel, nothing hidden drawn."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup, Tag

from fsb_lib import charts
from fsb_lib.base.package_data import load
from fsb_lib.charts.trend.course import CUT, parted
from fsb_lib.components.text_metrics import text_width
from fsb_lib.disclosure.protected import Category, Cell, Key, Measure, ProtectedReport, Status, Unit
from fsb_lib.domain.vocabulary import TOTAL, special_needs_codes
from tests.browser import specimen
from tests.drawn_marks import drawings_of

COLOURS = load("style")["colours"]
GROUPS = (*special_needs_codes(), TOTAL)
LABELS = ("Misbrugere i behandling", "Handicappede", "Psykisk syge og øvrigt socialt udsatte")
HIDDEN, ABSENT = Cell(None, Status.SUPPRESSED), Cell(None, Status.NOT_AVAILABLE)
YEARS = (2007, 2009, 2010, 2011, 2014)
RATES = {
    "misbrugere_i_behandling": (18, 34, 50, 54, 40),
    "handicappede": (21, 30, 36, 38, 0),
    "psykisk_syge_og_oevrigt_udsatte": (19, 36, 52, 57, 55),
    "i_alt": (19, 35, 51, 56, 51),
}


def release(year: int = 2011, **changed: Sequence[int | Cell]) -> ProtectedReport:
    """A release whose trend goes to a year; a group's cells may be other than in RATES."""
    years = [known for known in YEARS if known <= year]
    rates = {**RATES, **changed}
    cells = {
        (str(known), group): (_cell(rates[group][place]),)
        for place, known in enumerate(years)
        for group in GROUPS
    }
    known = tuple(Category(str(one), str(one)) for one in years)
    table = specimen.table(
        "activation_trend_by_target_group",
        "Titel",
        (Key("measurement", "Måling", known), specimen.TARGET_GROUP),
        (Measure("rate", "Aktiveringsgrad", Unit.RATE),),
        cells,
    )
    return replace(
        specimen.release(), year=year, reference_date=date(year, 11, 15), tables=(table,)
    )


def _cell(value: int | Cell) -> Cell:
    return value if isinstance(value, Cell) else Cell(Fraction(value, 100), Status.SHOWN)


def figure(made: ProtectedReport) -> BeautifulSoup:
    return BeautifulSoup(charts.trend(made, headline="x").html, "html.parser")


def drawings(made: ProtectedReport) -> list[Tag]:
    """The wide and the narrow drawing."""
    return drawings_of(str(figure(made)))


def texts(drawing: Tag) -> list[str]:
    return [text.get_text().replace("\u00a0", " ") for text in drawing.find_all("text")]


def described(made: ProtectedReport) -> str:
    return str(drawings(made)[0]["aria-label"]).replace("\u00a0", " ")


def strokes(drawing: Tag, ink: str, width: str) -> list[list[tuple[float, float]]]:
    """The lines of an ink and a width, each as its points."""
    return [
        [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", str(path["d"]))]
        for path in drawing.find_all("path")
        if path.get("stroke") == COLOURS[ink] and path.get("stroke-width", "1") == width
    ]


def dots(drawing: Tag) -> list[tuple[float, float]]:
    edges = {COLOURS["navy"], COLOURS["ink"]}
    return [
        (float(str(disc["cx"])), float(str(disc["cy"])))
        for disc in drawing.find_all("circle")
        if disc.get("stroke") in edges
    ]


# --- panels ------------------------------------------------------------------------------------


def test_all_come_first_and_then_the_three_groups_in_both_drawings() -> None:
    for drawing in drawings(release()):
        titles = [text for text in texts(drawing) if text in ("I alt", *LABELS)]
        assert titles == ["I alt", *LABELS]


def test_every_panel_has_the_same_axis_and_size() -> None:
    """Equal rates on two panels side by side stand equally high, and 20 and 40 % in proportion."""
    wide = drawings(release(**dict.fromkeys(GROUPS, (20, 40, 20, 40))))[0]
    by_row = sorted({round(y, 1) for _, y in dots(wide)})
    assert len(by_row) == 4  # two rows of panels, two levels each
    feet = sorted({round(line[0][1], 1) for line in strokes(wide, "rule", "1") if _level(line)})
    for high, low, foot in ((by_row[0], by_row[1], feet[0]), (by_row[2], by_row[3], feet[1])):
        assert foot - high == pytest.approx(2 * (foot - low), abs=0.1)
    axes = [line for line in strokes(wide, "rule", "1") if _level(line)]
    assert len({round(line[-1][0] - line[0][0], 1) for line in axes}) == 1


def _level(line: list[tuple[float, float]]) -> bool:
    return line[0][1] == line[-1][1]


def test_the_target_path_stands_in_the_panel_of_all_only() -> None:
    for drawing in drawings(release()):
        assert len(strokes(drawing, "orange", "2")) == 1
        assert [text for text in texts(drawing) if "Mål" in text] == ["Mål 60 %"]


def test_a_first_measurement_is_drawn_for_all_alone() -> None:
    for drawing in drawings(release(2007)):
        assert [text for text in texts(drawing) if text in ("I alt", *LABELS)] == ["I alt"]
        assert "19 %" in texts(drawing)


def test_a_year_before_the_baseline_does_not_speak_of_it() -> None:
    """2006 can be run; nothing of 2007 belongs on its page."""
    table = release(2007).tables[0]
    key = replace(table.keys[0], categories=(Category("2006", "2006"),))
    rows = tuple(replace(row, keys=("2006", row.keys[1])) for row in table.rows)
    made = replace(
        release(2007),
        year=2006,
        reference_date=date(2006, 11, 15),
        tables=(replace(table, keys=(key, table.keys[1]), rows=rows),),
    )
    assert "2007" not in figure(made).get_text() + described(made)


# --- hidden ------------------------------------------------------------------------------------


def test_a_hidden_year_parts_the_line_and_is_said() -> None:
    made = release(2009, misbrugere_i_behandling=(18, HIDDEN), handicappede=(21, HIDDEN))
    for drawing in drawings(made):
        assert texts(drawing).count("vises ikke") == 2
        assert len(strokes(drawing, "navy", "3")) == 1  # psykisk syge alone
        assert len(dots(drawing)) == 4 + 2


def test_neighbouring_hidden_years_are_said_once_and_no_line_lies_on_the_axis() -> None:
    made = release(handicappede=(HIDDEN,) * 4)
    drawing = drawings(made)[0]
    assert texts(drawing).count("vises ikke") == 1
    assert len(dots(drawing)) == 3 * 4
    assert described(made).count("vises ikke af hensyn til diskretion") == 4


def test_what_is_not_available_is_not_called_hidden() -> None:
    made = release(2009, handicappede=(ABSENT, HIDDEN))
    for drawing in drawings(made):
        assert {"ikke opgjort", "vises ikke"} <= set(texts(drawing))
    assert "Handicappede: 2007 ikke opgjort; 2009 vises ikke af hensyn" in described(made)


def test_no_value_of_a_hidden_cell_is_anywhere_in_the_figure() -> None:
    """38 % stands in no other cell of the trend."""
    hidden = (21, 30, 36, HIDDEN)
    assert "38" in figure(release()).get_text()
    assert "38" not in figure(release(handicappede=hidden)).get_text()
    assert "38 %" not in described(release(handicappede=hidden))


# --- breaks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "letters"), [(2009, ""), (2010, "a"), (2011, "a"), (2014, "abc")])
def test_every_panel_has_every_break_under_its_letter_and_the_key_names_them(
    year: int, letters: str
) -> None:
    for drawing in drawings(release(year)):
        found = [text for text in texts(drawing) if len(text) == 1]
        assert sorted(found) == sorted(letters * 5)  # four panels and the key
        assert sum("Databrud" in text for text in texts(drawing)) == len(letters)


def test_a_break_stands_between_the_measurements_on_its_day() -> None:
    """26 April 2010 is 162 of 365 days after 15 November 2009."""
    drawing = drawings(release(2010))[0]
    xs = sorted({round(x, 1) for x, _ in dots(drawing)})[:3]
    line = next(line for line in strokes(drawing, "context", "1.5"))
    assert (line[0][0] - xs[1]) / (xs[2] - xs[1]) == pytest.approx(
        162 / 365, abs=0.007
    )  # in whole pixels


def test_no_measured_line_runs_over_a_break() -> None:
    for drawing in drawings(release(2014)):
        breaks = {line[0][0] for line in strokes(drawing, "context", "1.5")}
        assert len(breaks) in (3, 6)  # one column of panels or two
        lines = [
            line for ink in ("navy", "ink") for width in ("1.5", "3")
            for line in strokes(drawing, ink, width)
        ]  # fmt: skip
        assert lines
        over = [(x, line) for x in breaks for line in lines if line[0][0] < x < line[-1][0]]
        assert over == []


def test_a_line_is_parted_around_a_break_and_keeps_its_slope() -> None:
    pieces = list(parted((0, 100), (100, 0), [40]))
    assert pieces == [((0, 100), (40 - CUT, 65)), ((40 + CUT, 55), (100, 0))]
    assert list(parted((0, 100), (100, 0), [])) == [((0, 100), (100, 0))]
    # a break on the day of a measurement leaves no piece behind it
    assert list(parted((0, 0), (50, 0), [50])) == [((0, 0), (45, 0))]


# --- words -------------------------------------------------------------------------------------


def test_the_text_alternative_has_levels_extremes_change_and_target_of_each_panel() -> None:
    said = described(release())
    assert (
        "Handicappede: 2007 21 %; 2009 30 %; 2010 36 %; 2011 38 %. Højest er 2011, lavest er "
        "2007. Fra 2007 til 2011 er ændringen 17 procentpoint." in said
    )
    assert "Mål: 2009 40 %; 2010 50 %; 2011 60 %." in said
    assert said.count("Mål:") == 1
    assert said.count("er ændringen") == 4
    assert said.endswith("Databrud 26. april 2010: tre matchgrupper i stedet for fem.")


def test_change_is_said_only_between_shown_values_and_extremes_among_the_shown() -> None:
    made = release(**{**dict.fromkeys(GROUPS, (19, 20, 21, HIDDEN))})
    said = described(made)
    assert "er ændringen" not in said
    assert said.count("Blandt de viste er 2010 højest og 2007 lavest.") == 4


def test_the_numbers_behind_the_figure_are_followed_by_targets_and_by_no_other_baseline() -> None:
    notes = figure(release()).select_one("details")
    assert notes is not None
    said = notes.get_text().replace("\u00a0", " ")
    assert "Mål, som gælder grupperne under ét: 2009 40 %; 2010 50 %; 2011 60 %." in said
    assert "offentliggjort" not in said


# --- labels ------------------------------------------------------------------------------------

JUST_UNDER = Cell(Fraction(399, 1000), Status.SHOWN, 1)
CROWDED = {
    "touching its targets": release(i_alt=(19, 40, 50, 60)),
    "just under its targets": release(i_alt=(19, JUST_UNDER, 49, 59)),
    "at zero": release(2014, handicappede=(0, 0, 1, 0, 0)),
    "everything": release(2014, handicappede=(100, 0, 100, 0, 100)),
    "hidden in turn": release(2014, handicappede=(HIDDEN, ABSENT, HIDDEN, ABSENT, HIDDEN)),
    "the baseline": release(2007),
    "nothing at all": release(2014, **dict.fromkeys(GROUPS, (ABSENT,) * 5)),
}  # fmt: skip


@pytest.mark.parametrize("made", CROWDED.values(), ids=CROWDED.keys())
def test_labels_stay_inside_and_clear_of_each_other(made: ProtectedReport) -> None:
    for drawing in drawings(made):
        boxes = [_box(text) for text in drawing.find_all("text")]
        for position, (one, left, right, y, size) in enumerate(boxes):
            assert left >= -1, one
            assert right <= float(str(drawing["width"])) + 1, one
            assert size * 0.7 <= y <= float(str(drawing["height"])) + 1, one
            for other, a, b, c, _ in boxes[position + 1 :]:
                assert abs(y - c) >= 9 or right <= a or b <= left, (one, other)


@pytest.mark.parametrize("year", [2009, 2010, 2011, 2014])
def test_first_and_last_value_of_every_panel_are_labelled(year: int) -> None:
    for drawing in drawings(release(year)):
        written = texts(drawing)
        place = [known for known in YEARS if known <= year].index(year)
        for rates in RATES.values():
            assert written.count(f"{rates[place]} %") >= 1
            assert written.count(f"{rates[0]} %") >= 1


def _box(text: Tag) -> tuple[str, float, float, float, float]:
    size = float(str(text["font-size"]))
    weight = "bold" if text.get("font-weight") else "regular"
    width = text_width(text.get_text(), size, weight=weight)
    share = {"middle": 0.5, "end": 1.0}.get(str(text.get("text-anchor")), 0.0)
    left = float(str(text["x"])) - share * width
    return text.get_text(), left, left + width, float(str(text["y"])), size
