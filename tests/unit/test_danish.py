"""Danish forms: half-up rounding, no-break spaces, month names."""

from datetime import date
from fractions import Fraction

import pytest

from fsb_lib import danish


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
