"""Unlike figures are refused: a mean, a flow, or another group never joins a series."""

import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from fsb_lib.charts.trend.course import Course
from fsb_lib.disclosure.protected import Cell, Status
from fsb_lib.domain import comparable
from fsb_lib.domain.comparable import ACTIVATION_ON_A_DAY, Basis, DateKind, Point, Published, Series
from fsb_lib.domain.periods import Period
from fsb_lib.domain.vocabulary import TOTAL
from fsb_lib.wording.activation.compared import _comparator

NOVEMBER = date(2007, 11, 15)
TREND = sys.modules["fsb_lib.charts.trend.trend_figure"]  # `charts.trend` is the function


def printed(name: str, group: str = TOTAL) -> Published:
    return comparable.published(name)[group]


def point(year: int, basis: Basis = ACTIVATION_ON_A_DAY) -> Point[Fraction]:
    return Point(basis, date(year, 11, 15), Fraction(1, 5))


def test_published_figures_carry_the_basis_that_their_documents_give_them() -> None:
    """S0: a measurement of November 2007, and a mean of all in match 4-5 until July 2008; S2: an
    øjebliksbillede; S3: unique persons in the course of 2014."""
    names = ("activation_2007", "activation_all_bif", "focus_population_2007", "profile_2014")
    points = {name: printed(name).point for name in names}
    bases = {name: (str(p.basis), p.when, p.value) for name, p in points.items()}
    of_focus = "of focus/i_alt"
    assert bases == {
        "activation_2007": (f"activation_rate {of_focus} (snapshot)", NOVEMBER, Fraction(19, 100)),
        "activation_all_bif": (
            "activation_rate of not_job_ready/i_alt, which contains the focus population "
            "(mean_of_period)",
            Period(date(2007, 1, 1), date(2008, 7, 31)),
            Fraction(35, 100),
        ),
        "focus_population_2007": (f"focus_population {of_focus} (snapshot)", NOVEMBER, 3357),
        "profile_2014": (
            f"focus_population {of_focus} (flow_during_period)",
            Period(date(2014, 1, 1), date(2014, 12, 31)),
            4260,
        ),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["activation_all_bif", "profile_2014", "focus_population_2007"])
def test_a_series_of_november_measurements_refuses_every_other_figure(name: str) -> None:
    foreign = printed(name).point
    with pytest.raises(ValueError, match="not comparable") as refused:
        Series(ACTIVATION_ON_A_DAY, (point(2007), foreign))
    assert str(ACTIVATION_ON_A_DAY) in str(refused.value)
    assert str(foreign.basis) in str(refused.value)


def test_a_snapshot_and_a_flow_of_the_same_population_are_no_series() -> None:
    snapshot, flow = printed("focus_population_2007").point, printed("profile_2014").point
    with pytest.raises(ValueError, match="date_kind"):
        Series(snapshot.basis, (snapshot, flow))


def test_the_level_of_a_group_is_no_point_of_all() -> None:
    handicapped = printed("activation_2007", "handicappede").point
    with pytest.raises(ValueError, match=r"not comparable \(group\)"):
        Series(ACTIVATION_ON_A_DAY, (handicapped,))


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("measure", replace(ACTIVATION_ON_A_DAY, measure="focus_population")),
        ("population", replace(ACTIVATION_ON_A_DAY, population="not_job_ready")),
        ("date_kind", replace(ACTIVATION_ON_A_DAY, date_kind=DateKind.MEAN)),
        ("group", ACTIVATION_ON_A_DAY.of_group("handicappede")),
        ("contains_group", replace(ACTIVATION_ON_A_DAY, contains_group=True)),
    ],
)
def test_every_part_of_a_basis_counts(part: str, other: Basis) -> None:
    assert comparable.differences(ACTIVATION_ON_A_DAY, other) == (part,)
    with pytest.raises(ValueError, match=part):
        comparable.refuse_unlike(ACTIVATION_ON_A_DAY, other)


def test_a_mean_cannot_be_dated_on_a_day_nor_a_snapshot_over_a_period() -> None:
    mean = printed("activation_all_bif").point
    with pytest.raises(ValueError, match="cannot be dated"):
        Point(mean.basis, NOVEMBER, mean.value)
    with pytest.raises(ValueError, match="cannot be dated"):
        Point(ACTIVATION_ON_A_DAY, mean.when, mean.value)


@pytest.mark.parametrize("years", [(2009, 2007), (2009, 2009)])
def test_a_series_is_in_order_of_time_with_one_point_a_day(years: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="in order of time"):
        Series(ACTIVATION_ON_A_DAY, tuple(point(year) for year in years))


def test_a_panel_refuses_the_mean_beside_its_measurements() -> None:
    mean = printed("activation_all_bif").point
    measured = Series(
        ACTIVATION_ON_A_DAY,
        (Point(ACTIVATION_ON_A_DAY, NOVEMBER, Cell(Fraction(19, 100), Status.SHOWN)),),
    )
    with pytest.raises(ValueError, match="not comparable"):
        Course("I alt", True, measured, Series(mean.basis, (mean,)), breaks=())


def test_the_mean_is_told_with_population_period_and_overlap() -> None:
    said = " ".join(_comparator(printed("activation_all_bif").point)).replace("\u00a0", " ")
    assert said == (
        "Til sammenligning oplyser strategien, at 35 % af alle i matchgruppe 4 og 5 i BIF var i "
        "aktivering. Det tal er et gennemsnit fra januar 2007 til juli 2008, som også omfatter "
        "SOF-borgerne. Det kan derfor ikke sættes på linje med en måling på én dag."
    )


def test_the_sentence_on_the_mean_follows_its_basis() -> None:
    mean = printed("activation_all_bif").point
    without = replace(mean, basis=replace(mean.basis, contains_group=False))
    assert "SOF-borgerne" not in " ".join(_comparator(without))
