"""Danish forms of numbers, shares and dates: the one place where a figure is rounded to text.

Babel gives the forms; rounding is half-up (Babel's own is half-even), the space before a unit
is a no-break space and the minus sign is U+2212.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = "da_DK"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

Number = Fraction | float | int


def round_half_up(value: Number, decimals: int = 0) -> Decimal:
    """A value rounded half-up (away from zero) to so many decimals; exact for fractions."""
    scaled = Fraction(str(value) if isinstance(value, float) else value) * 10**decimals
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    return Decimal(-whole if scaled < 0 else whole).scaleb(-decimals)


def number(value: Number, decimals: int = 0) -> str:
    """`3357` -> "3.357"; `-2.5` with one decimal -> U+2212 and "2,5"."""
    rounded = round_half_up(value, decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(rounded, format=pattern, locale=LOCALE).replace("-", MINUS)


def percent(rate: Number, decimals: int = 0) -> str:
    """`Fraction(1, 5)` -> "20 %" with a no-break space."""
    exact = Fraction(str(rate)) if isinstance(rate, float) else Fraction(rate)
    return f"{number(exact * 100, decimals)}{NO_BREAK_SPACE}%"


def percentage_points(difference: Number, decimals: int = 0) -> str:
    """The difference of two shares: `0.05` -> "5 procentpoint"."""
    exact = Fraction(str(difference)) if isinstance(difference, float) else Fraction(difference)
    return f"{number(exact * 100, decimals)}{NO_BREAK_SPACE}procentpoint"


def long_date(day: date) -> str:
    """`date(2009, 11, 15)` -> "15. november 2009" that never breaks after the day."""
    return format_date(day, "d.'\u00a0'MMMM y", locale=LOCALE)


def month_and_year(day: date) -> str:
    """`date(2009, 11, 15)` -> "november 2009"."""
    return format_date(day, "MMMM y", locale=LOCALE)


def enumeration(parts: Sequence[str]) -> str:
    """`["a", "b", "c"]` -> "a, b og c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} og {parts[-1]}"


def counted(n: int, singular: str, plural: str) -> str:
    """`counted(1, "borger", "borgere")` -> "1 borger"."""
    return f"{number(n)}{NO_BREAK_SPACE}{singular if n == 1 else plural}"


def decimals_that_tell_apart(rate: Fraction, target: Fraction, least: int = 0) -> int:
    """Fewest decimals (percent) at which a rate below its target no longer looks like it.

    39.6 % of a 40 % target needs one decimal: "40 %" beside "ikke nået" would mislead.
    """
    decimals = least
    while rate < target and round_half_up(rate * 100, decimals) >= target * 100:
        decimals += 1
    return decimals
