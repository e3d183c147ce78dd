"""Danish forms: half-up rounding, no-break spaces, month names."""

from datetime import date
from fractions import Fraction

import pytest

from fsb_lib.domain import danish


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (3357, 0, "3.357"),
        (Fraction(5, 2), 0, "3"),  # half-even would give 2
        (Fraction(1, 2), 0, "1"),
        (Fraction(-5, 2), 0, "\u22123"),
        (0.125, 2, "0,13"),
        (1234567.5, 1, "1.234.567,5"),
        (0, 0, "0"),
    ],
)
def test_numbers(value: Fraction | float, decimals: int, text: str) -> None:
    assert danish.number(value, decimals) == text


def test_percent_never_breaks_before_its_sign() -> None:
    assert danish.percent(Fraction(633, 3357)) == "19\u00a0%"
    assert danish.percent(Fraction(633, 3357), 1) == "18,9\u00a0%"
    assert danish.percent(0.355) == "36\u00a0%"  # a float that is written as 0.355 is 0.355


def test_differences_of_shares_are_percentage_points() -> None:
    assert danish.percentage_points(Fraction(1, 20)) == "5\u00a0procentpoint"


def test_dates() -> None:
    day = date(2009, 3, 1)
    assert danish.long_date(day) == "1.\u00a0marts 2009"
    assert danish.month_and_year(day) == "marts 2009"


@pytest.mark.parametrize(
    ("parts", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")],
)
def test_enumeration(parts: list[str], text: str) -> None:
    assert danish.enumeration(parts) == text


@pytest.mark.parametrize(
    ("n", "text"), [(0, "0\u00a0borgere"), (1, "1\u00a0borger"), (2, "2\u00a0borgere")]
)
def test_singular_and_plural(n: int, text: str) -> None:
    assert danish.counted(n, "borger", "borgere") == text


@pytest.mark.parametrize(
    ("rate", "decimals"),
    [
        (Fraction(394, 1000), 0),  # 39 %: nobody takes it for 40
        (Fraction(396, 1000), 1),  # 39,6 %
        (Fraction(3996, 10000), 2),  # 39,96 %: 40,0 % would still look reached
        (Fraction(2, 5), 0),  # reached exactly
        (Fraction(404, 1000), 0),
    ],
)
def test_a_rate_never_looks_like_a_target_it_missed(rate: Fraction, decimals: int) -> None:
    assert danish.decimals_that_tell_apart(rate, Fraction(2, 5)) == decimals


@pytest.mark.parametrize(
    ("rate", "decimals", "text"),
    [
        (Fraction(407, 1000), 0, "knap 41\u00a0%"),
        (Fraction(405, 1000), 0, "knap 41\u00a0%"),  # half-up: 40.5 is written 41
        (Fraction(404, 1000), 0, "godt 40\u00a0%"),
        (Fraction(2, 5), 0, "40\u00a0%"),
        (Fraction(8884, 25015), 0, "knap 36\u00a0%"),  # 35.51
        (Fraction(5735, 11019), 0, "godt 52\u00a0%"),  # 52.05
        (Fraction(3357, 11019), 1, "knap 30,5\u00a0%"),  # 30.466
        (Fraction(0), 0, "0\u00a0%"),
        (Fraction(4, 1000), 0, "under 1\u00a0%"),  # "godt 0 %" is no Danish
        (Fraction(4, 10000), 1, "under 0,1\u00a0%"),
        (Fraction(5, 1000), 0, "knap 1\u00a0%"),
        (Fraction(999, 1000), 0, "knap 100\u00a0%"),
        (Fraction(1), 0, "100\u00a0%"),
    ],
)
def test_a_rate_says_the_side_it_was_rounded_from(rate: Fraction, decimals: int, text: str) -> None:
    assert danish.roughly(rate, decimals) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Fraction(1, 2), "halvdelen"),
        (Fraction(5001, 10000), "over halvdelen"),
        (Fraction(4999, 10000), "under halvdelen"),
        (Fraction(5735, 11019), "over halvdelen"),
    ],
)
def test_every_rate_is_somewhere_around_half(rate: Fraction, text: str) -> None:
    assert danish.of_half(rate) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Fraction(1, 3), "en tredjedel"),
        (Fraction(32, 100), "knap en tredjedel"),
        (Fraction(34, 100), "godt en tredjedel"),
        (Fraction(1, 3) - Fraction(2, 100), "knap en tredjedel"),  # the border
        (Fraction(1, 3) - Fraction(201, 10000), ""),
        (Fraction(3357, 11019), ""),  # 30.5 %, which was printed as "ca. 1/3"
        (Fraction(1, 4), "en fjerdedel"),
        (Fraction(49, 100), "knap halvdelen"),
        (Fraction(2, 3), "to tredjedele"),
        (Fraction(76, 100), "godt tre fjerdedele"),
        (Fraction(0), ""),
        (Fraction(1), ""),
    ],
)
def test_a_fraction_is_said_in_words_only_near_it(rate: Fraction, text: str) -> None:
    assert danish.fraction_in_words(rate) == text


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "ingen borgere"),
        (1, "1\u00a0borger"),
        (2, "2\u00a0borgere"),
        (1000, "1.000\u00a0borgere"),
    ],
)
def test_nobody_is_said_in_words(n: int, text: str) -> None:
    assert danish.counted_or_none(n, "borger", "borgere") == text


@pytest.mark.parametrize(
    ("n", "text"), [(0, "nul"), (1, "et"), (7, "syv"), (12, "tolv"), (13, "13"), (1000, "1.000")]
)
def test_small_numbers_of_things_in_the_text_are_words(n: int, text: str) -> None:
    assert danish.in_words(n) == text


def test_an_enumeration_is_plain_where_a_part_has_an_og_of_its_own() -> None:
    parts = ["handicappede", "psykisk syge og øvrigt socialt udsatte"]
    assert danish.enumeration(parts) == "handicappede samt psykisk syge og øvrigt socialt udsatte"


def test_a_span_of_one_year_is_the_year() -> None:
    assert danish.year_span(2009, 2009) == "2009"
    assert danish.year_span(2009, 2011) == "2009\u20132011"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("siden den 1. januar 2009", "siden den 1.\u00a0januar 2009"),
        ("40 % af 12 borgere", "40\u00a0% af 12\u00a0borgere"),
        ("Under 30 år", "Under 30\u00a0år"),
        ("1–4 personer", "1–4\u00a0personer"),
        ("Matchgruppe 3. Januar", "Matchgruppe 3. Januar"),  # a new sentence, no date
        ("i 2009 årligt", "i 2009 årligt"),
    ],
)
def test_the_page_never_breaks_between_a_number_and_its_unit(typed: str, printed: str) -> None:
    assert danish.unbroken(typed) == printed
    assert danish.unbroken(printed) == printed
