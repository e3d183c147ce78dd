"""Danish forms of numbers, shares and dates: the one place where a figure is rounded to text.

Babel gives the forms; rounding is half-up (Babel's own is half-even), the space before a unit
is a no-break space and the minus sign is U+2212.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = "da_DK"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_UNITS = "%|(?:borgere?|personer?|dage?|måneder|år|procentpoint)\\b"
_BREAKABLE = re.compile(rf"(?<=\d) (?={_UNITS})|(?<=\d\.) (?=(?:{_MONTHS})\b)")

Number = Fraction | float | int

SMALL_NUMBERS = (
    "nul", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"
)  # fmt: skip
SIMPLE_FRACTIONS = {
    Fraction(1, 4): "en fjerdedel",
    Fraction(1, 3): "en tredjedel",
    Fraction(1, 2): "halvdelen",
    Fraction(2, 3): "to tredjedele",
    Fraction(3, 4): "tre fjerdedele",
}
NEAR = Fraction(2, 100)


def round_half_up(value: Number, decimals: int = 0) -> Decimal:
    """A value rounded half-up (away from zero) to so many decimals; exact for fractions."""
    exact = Fraction(str(value) if isinstance(value, float) else value)
    whole, rest = divmod(abs(exact.numerator) * 10**decimals, exact.denominator)
    whole += 2 * rest >= exact.denominator
    return Decimal(-whole if exact.numerator < 0 else whole).scaleb(-decimals)


def number(value: Number, decimals: int = 0) -> str:
    """`3357` -> "3.357"; `-2.5` with one decimal -> U+2212 and "2,5"."""
    rounded = round_half_up(value, decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(rounded, format=pattern, locale=LOCALE).replace("-", MINUS)


def percent(rate: Number, decimals: int = 0) -> str:
    """`Fraction(1, 5)` -> "20 %" with a no-break space."""
    exact = Fraction(str(rate)) if isinstance(rate, float) else Fraction(rate)
    return f"{number(exact * 100, decimals)}{NO_BREAK_SPACE}%"


def roughly(rate: Fraction, decimals: int = 0) -> str:
    """`Fraction(407, 1000)` -> "knap 41 %"; above its rounded form "godt"; exact: plain;
    too small to round to anything: "under 1 %".

    For a rate whose numerator and denominator the reader sees beside it. A committee's rate
    arrives rounded; where one of the counts is hidden, saying on which side of the rounded
    figure the exact one lies would narrow the hidden count. `wording.values.refined` keeps that.
    """
    rounded = Fraction(round_half_up(rate * 100, decimals))
    if rate and not rounded:
        return f"under {percent(Fraction(1, 100 * 10**decimals), decimals)}"
    side = "" if rate * 100 == rounded else "knap " if rate * 100 < rounded else "godt "
    return side + percent(rate, decimals)


def of_half(rate: Number) -> str:
    """ "over halvdelen", "halvdelen" or "under halvdelen": true of every rate."""
    half = Fraction(1, 2)
    return "halvdelen" if rate == half else f"{'over' if rate > half else 'under'} halvdelen"


def fraction_in_words(rate: Fraction) -> str:
    """ "en tredjedel", "knap en tredjedel", "godt halvdelen"; empty where no fraction is near.

    Near is within two percentage points: 30.5 % is no third, not even "knap".
    """
    nearest, name = min(SIMPLE_FRACTIONS.items(), key=lambda entry: abs(rate - entry[0]))
    if abs(rate - nearest) > NEAR:
        return ""
    return f"{'' if rate == nearest else 'knap ' if rate < nearest else 'godt '}{name}"


def percentage_points(difference: Number, decimals: int = 0) -> str:
    """The difference of two shares: `0.05` -> "5 procentpoint"."""
    exact = Fraction(str(difference)) if isinstance(difference, float) else Fraction(difference)
    return f"{number(exact * 100, decimals)}{NO_BREAK_SPACE}procentpoint"


def unbroken(text: str) -> str:
    """Running text with no-break spaces where Danish wants them: "1. januar", "30 år", "5 %".

    Templates and labels are typed with ordinary spaces, and files keep those; the page is sent
    through here when it is finished.
    """
    return _BREAKABLE.sub(NO_BREAK_SPACE, text)


def long_date(day: date) -> str:
    """`date(2009, 11, 15)` -> "15. november 2009" that never breaks after the day."""
    return format_date(day, "d.'\u00a0'MMMM y", locale=LOCALE)


def month_and_year(day: date) -> str:
    """`date(2009, 11, 15)` -> "november 2009"."""
    return format_date(day, "MMMM y", locale=LOCALE)


def enumeration(parts: Sequence[str]) -> str:
    """`["a", "b", "c"]` -> "a, b og c"; "a samt b og c" where a part has an "og" of its own."""
    if len(parts) < 2:
        return "".join(parts)
    joint = "samt" if any(" og " in part for part in parts) else "og"
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def alternatives(parts: Sequence[str]) -> str:
    """`["2009", "2010", "2011"]` -> "2009, 2010 eller 2011", after "hverken"."""
    return " eller ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def year_span(first: int, last: int) -> str:
    """`year_span(2009, 2011)` -> "2009–2011"; one year alone is "2009"."""
    return str(first) if first == last else f"{first}–{last}"


def counted(n: int, singular: str, plural: str) -> str:
    """`counted(1, "borger", "borgere")` -> "1 borger"."""
    return f"{number(n)}{NO_BREAK_SPACE}{singular if n == 1 else plural}"


def counted_or_none(n: int, singular: str, plural: str) -> str:
    """`counted`, with "ingen borgere" for nobody: a sentence does not say "0 borgere"."""
    return counted(n, singular, plural) if n else f"ingen {plural}"


def in_words(n: int) -> str:
    """`3` -> "tre", `13` -> "13": numbers of things in the text, as Danish prose writes them.

    Only for what the text itself counts (groups, measurements, figures of a list). Counts of
    citizens are always digits, so that they are found again in the tables.
    """
    return SMALL_NUMBERS[n] if 0 <= n < len(SMALL_NUMBERS) else number(n)


def decimals_that_tell_apart(rate: Fraction, target: Fraction, least: int = 0) -> int:
    """Fewest decimals (percent) at which a rate below its target no longer looks like it.

    39.6 % of a 40 % target needs one decimal: "40 %" beside "ikke nået" would mislead.
    """
    decimals = least
    while rate < target and round_half_up(rate * 100, decimals) >= target * 100:
        decimals += 1
    return decimals
