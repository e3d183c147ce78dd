"""Figures: drawn from released values only, readable by everyone, the same bytes each time."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup, Tag

from fsb_lib import charts
from fsb_lib.base.package_data import load
from fsb_lib.charts.axis import beside, inside, scale_for
from fsb_lib.components.fragment import Fragment
from fsb_lib.components.text_metrics import text_width, wrap
from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable, Status
from tests.browser import specimen
from tests.drawn_marks import drawings_of

HEADLINE = "Fundet <i> & tallet"
COLOURS = load("style")["colours"]


def figures() -> dict[str, Fragment]:
    release = specimen.release()
    return {
        "target_bullet": charts.target_bullet(release, headline=HEADLINE),
        "trend": charts.trend(release, headline=HEADLINE),
        "offers": charts.offers(release, headline=HEADLINE),
        "match_columns": charts.match_columns(release, headline=HEADLINE),
        "bars": charts.bars(
            release.table("profile_origin"),
            headline=HEADLINE,
            compared=release.table("population_comparison"),
        ),
    }


FIGURES = figures()
each_figure = pytest.mark.parametrize("name", list(FIGURES))


def drawings(fragment: Fragment) -> list[Tag]:
    return drawings_of(fragment.html)


def labels(fragment: Fragment) -> list[str]:
    """All texts of the wide drawing."""
    return [text.get_text() for text in drawings(fragment)[0].find_all("text")]


def described(fragment: Fragment) -> str:
    return str(drawings(fragment)[0]["aria-label"])


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str = "#ffffff") -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def with_table(release: ProtectedReport, changed: ProtectedTable) -> ProtectedReport:
    kept = (changed if table.id == changed.id else table for table in release.tables)
    return replace(release, tables=tuple(kept))


@each_figure
def test_text_is_text_and_nothing_can_clash_with_another_figure(name: str) -> None:
    html = FIGURES[name].html
    assert labels(FIGURES[name])
    for unwanted in ("clip-path", "<style", "xlink", "metadata", "<i>"):
        assert unwanted not in html
    assert re.findall(r' id="([a-z]+-)', html) == ["tabel-"]  # of its table, which has a number


@each_figure
def test_both_drawings_carry_the_same_full_description(name: str) -> None:
    wide, narrow = drawings(FIGURES[name])
    assert wide["aria-label"] == narrow["aria-label"]
    assert len(described(FIGURES[name])) > 80
    assert re.search(r"\d", described(FIGURES[name]))
    assert "vises ikke af hensyn til diskretion" in described(FIGURES[name]) or name == "offers"


@each_figure
def test_figure_is_followed_by_its_numbers_and_source(name: str) -> None:
    soup = BeautifulSoup(FIGURES[name].html, "html.parser")
    assert soup.select_one("details summary") is not None
    assert soup.select_one("details table caption") is not None
    assert "Kilde: Syntetiske data" in soup.get_text()


@each_figure
def test_type_is_never_below_eleven_pixels_on_a_phone(name: str) -> None:
    narrow = drawings(FIGURES[name])[1]
    assert narrow["width"] == "288"
    assert min(float(str(text["font-size"])) for text in narrow.find_all("text")) >= 11


@each_figure
def test_texts_stay_within_the_drawing(name: str) -> None:
    for drawing in drawings(FIGURES[name]):
        for text in drawing.find_all("text"):
            weight = "bold" if text.get("font-weight") else "regular"
            width = text_width(text.get_text(), float(str(text["font-size"])), weight=weight)
            share = {"middle": 0.5, "end": 1.0}.get(str(text.get("text-anchor")), 0.0)
            left = float(str(text["x"])) - share * width
            assert left >= -1, text
            assert left + width <= float(str(drawing["width"])) + 1, text


@each_figure
def test_texts_do_not_run_into_each_other(name: str) -> None:
    for drawing in drawings(FIGURES[name]):
        boxes = [box(text) for text in drawing.find_all("text")]
        for position, (one, x0, x1, y) in enumerate(boxes):
            for other, a0, a1, b in boxes[position + 1 :]:
                apart = abs(y - b) >= 9 or x1 <= a0 or a1 <= x0
                assert apart, (one, other)


def box(text: Tag) -> tuple[str, float, float, float]:
    weight = "bold" if text.get("font-weight") else "regular"
    width = text_width(text.get_text(), float(str(text["font-size"])), weight=weight)
    share = {"middle": 0.5, "end": 1.0}.get(str(text.get("text-anchor")), 0.0)
    left = float(str(text["x"])) - share * width
    return text.get_text(), left, left + width, float(str(text["y"]))


@each_figure
def test_every_text_has_contrast_to_its_ground(name: str) -> None:
    for drawing in drawings(FIGURES[name]):
        for text in drawing.find_all("text"):
            fill = str(text["fill"])
            ground = COLOURS["navy"] if fill == COLOURS["paper"] else COLOURS["paper"]
            assert contrast(fill, ground) >= 4.5, text


def test_same_release_gives_the_same_bytes() -> None:
    assert figures() == FIGURES


@pytest.mark.parametrize(
    "name", ["ink", "muted", "navy", "orange", "reached", "not_reached", "not_judged"]
)
def test_text_colours_have_a_contrast_of_four_and_a_half(name: str) -> None:
    assert contrast(COLOURS[name]) >= 4.5
    assert contrast(COLOURS[name], COLOURS["panel"]) >= 4.5 or name == "orange"


@pytest.mark.parametrize("name", ["teal", "context", "rule"])
def test_mark_colours_have_a_contrast_of_three(name: str) -> None:
    assert contrast(COLOURS[name]) >= 3


def test_hidden_value_is_said_and_not_drawn() -> None:
    """Three groups and a total, one rate hidden: three bars."""
    drawing = drawings(FIGURES["target_bullet"])[0]
    bars = [p for p in drawing.find_all("path") if p["fill"] in (COLOURS["navy"], COLOURS["ink"])]
    assert len(bars) == 3
    assert labels(FIGURES["target_bullet"]).count("vises ikke") == 1


def test_bar_lengths_are_in_proportion_to_the_rates() -> None:
    drawing = drawings(FIGURES["target_bullet"])[0]
    total = next(p for p in drawing.find_all("path") if p["fill"] == COLOURS["ink"])
    first = next(p for p in drawing.find_all("path") if p["fill"] == COLOURS["navy"])

    def width(bar: Tag) -> float:
        xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", str(bar["d"]))]
        return max(xs) - min(xs)

    assert width(total) / width(first) == pytest.approx(45.1 / 43, rel=0.01)  # in whole pixels


def test_every_row_of_the_bullet_has_its_own_2007_label() -> None:
    """As the report itself has them: not as the strategy prints them, 18, 21, 19 and 19 percent."""
    found = [label for label in labels(FIGURES["target_bullet"]) if label.startswith("2007")]
    assert found == [f"2007: {n}\u00a0%" for n in (18, 20, 19, 19)]


def test_bullet_describes_levels_extremes_target_and_distance() -> None:
    text = described(FIGURES["target_bullet"])
    assert "Misbrugere i behandling 43\u00a0%" in text
    assert "Blandt de viste er Psykisk syge og øvrigt socialt udsatte højest" in text
    assert "Målet for 2010 er 50\u00a0%. I alt mangler 4,9\u00a0procentpoint." in text
    assert "Niveau i november 2007: Misbrugere i behandling 18\u00a0%" in text


def test_year_without_target_has_no_target_line() -> None:
    release = specimen.release()
    status = release.table("target_status")
    cells = (*status.rows[0].cells[:3], *[Cell(None, Status.NOT_AVAILABLE)] * 3)
    no_target = replace(status, rows=(replace(status.rows[0], cells=cells),))
    made = charts.target_bullet(with_table(release, no_target), headline=HEADLINE)
    assert not [label for label in labels(made) if "Mål" in label]
    assert "Målet" not in described(made)


def test_baseline_year_is_not_compared_with_itself() -> None:
    made = charts.target_bullet(replace(specimen.release(), year=2007), headline=HEADLINE)
    assert not [label for label in labels(made) if label.startswith("2007")]


def test_offers_write_each_years_own_target() -> None:
    assert {"Mål: 1.000", "Mål: 2.000", "988", "2.041"} <= set(labels(FIGURES["offers"]))


def test_profile_leaves_unknown_to_the_table_and_compares_with_the_city() -> None:
    assert "Ukendt" not in labels(FIGURES["bars"])
    assert "Byens befolkning: 78\u00a0%" in labels(FIGURES["bars"])
    soup = BeautifulSoup(FIGURES["bars"].html, "html.parser")
    for said in (described(FIGURES["bars"]), soup.details.get_text()):
        assert "Andel af byens befolkning: Dansk oprindelse 78\u00a0%" in said
    assert (
        "byens befolkning (cirkel: herkomst blandt borgere i alle aldre)"
        in soup.select_one(".fsb-sub").get_text()
    )
    assert "Kilde: Syntetiske data; opdigtet befolkning" in soup.get_text()


def test_profile_without_figures_of_the_city_speaks_of_none() -> None:
    release = specimen.release()
    city = release.table("population_comparison")
    none = (specimen.ABSENT, specimen.ABSENT)
    absent = replace(city, rows=tuple(replace(row, cells=none) for row in city.rows))
    for compared in (None, absent):
        made = charts.bars(release.table("profile_origin"), headline=HEADLINE, compared=compared)
        html = BeautifulSoup(made.html, "html.parser")
        assert not [label for label in labels(made) if "Byens befolkning" in label]
        assert "byens befolkning" not in described(made)
        assert "opdigtet" not in html.get_text()


def test_a_fact_is_compared_with_its_own_lines_of_the_city() -> None:
    release = specimen.release()
    sex = replace(release.table("profile_origin"), id="profile_sex")
    made = charts.bars(sex, headline=HEADLINE, compared=release.table("population_comparison"))
    assert not [label for label in labels(made) if "Byens befolkning" in label]


def test_match_columns_leave_totals_and_other_citizens_out() -> None:
    found = labels(FIGURES["match_columns"])
    assert "I alt" not in found
    assert "Borgere uden særlige behov" not in found
    assert found.count("vises ikke") == 2


def test_dollar_signs_are_not_read_as_mathematics() -> None:
    release = specimen.release()
    groups = release.table("activation_by_target_group")
    category = replace(groups.keys[0].categories[0], label="A $x^2$ b")
    key = replace(groups.keys[0], categories=(category, *groups.keys[0].categories[1:]))
    made = charts.target_bullet(
        with_table(release, replace(groups, keys=(key,))), headline=HEADLINE
    )
    assert "A $x^2$ b" in labels(made)


def test_axis_has_round_steps_and_begins_at_zero() -> None:
    scale = scale_for([Fraction(451, 1000)], Fraction(1, 10), 500, most_ticks=8)
    assert [str(tick) for tick in scale.ticks] == ["0", "1/10", "1/5", "3/10", "2/5", "1/2"]
    assert scale.place(Fraction(1, 4)) == 250
    assert scale_for([0], 1, 100, most_ticks=5).top == 1


def test_label_goes_inside_when_there_is_room_and_past_what_is_in_the_way_when_not() -> None:
    assert inside(0, 100, 30, 5, []) == 65
    assert inside(0, 30, 30, 5, []) is None
    assert inside(0, 100, 30, 5, [(70, 80)]) is None
    assert beside(100, 30, 5, []) == 105
    assert beside(100, 30, 5, [(110, 120)]) == 120


def test_text_is_broken_between_words() -> None:
    assert wrap("et to tre", text_width("et to", 10), 10) == ("et to", "tre")
    assert wrap("uadskilleligt", 5, 10) == ("uadskilleligt",)
