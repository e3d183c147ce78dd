"""Numbers of reviewed wording and of the papers: what is written in the program's data."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from fsb_lib.base.package_data import load, names_in
from fsb_lib.domain import danish
from fsb_lib.linter.rules import setting
from fsb_lib.linter.tokens import Token, date_key, dates_in, tokens

_WRITTEN = ("page", "pages", "published", "decisions", "vocabulary", "breaks", "population")
_FOLDERS = ("wording", "tables", "measures")
# The cells of the papers' own table are smaller, and are protected when they are measured.
SMALLEST_PRINTED = 1000
PERCENT, POINTS = "%", "procentpoint"


def danish_number(value: Fraction, decimals: int = 0) -> str:
    """`Fraction(-7003, 2)` with one decimal -> U+2212 and "3.501,5". Written here a second time,
    so that the linter does not repeat a fault of the form it judges."""
    rounded = danish.round_half_up(value, decimals)
    return f"{rounded:,}".translate(str.maketrans(",.-", ".,\u2212"))


def plain_number(value: Fraction, decimals: int = 0) -> str:
    """The digits of a number as tokens have them."""
    return danish_number(abs(value), decimals).replace(".", "")


def read_wording() -> None:
    """Read what is written once, before the first page is judged."""
    typed(), typed_dates(), printed()


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)
    else:
        yield value


@cache
def _written() -> tuple[Any, ...]:
    """Every value of the data files whose words may come on a page."""
    names = (*_WRITTEN, *(name for folder in _FOLDERS for name in names_in(folder)))
    return tuple(value for name in names for value in _values(load(name)))


@cache
def typed() -> frozenset[tuple[str, ...]]:
    texts = (value for value in _written() if isinstance(value, str))
    return frozenset(pair for text in texts for token in tokens(text) for pair in beside(token))


@cache
def typed_dates() -> frozenset[tuple[int, int, int]]:
    days = {date_key(value) for value in _written() if isinstance(value, date)}
    return frozenset(
        days.union(*(dates_in(value) for value in _written() if isinstance(value, str)))
    )


@cache
def printed() -> tuple[frozenset[str], frozenset[str]]:
    """Counts and percents of the papers, as numbers and in their own words."""
    counts: set[str] = set()
    percents: set[str] = set()
    for value in _values([load("published"), load("decisions")]):
        if isinstance(value, str):
            percents |= {token.number for token in tokens(value) if token.unit == PERCENT}
            counts |= {token.number for token in tokens(value) if token.unit != PERCENT}
        elif isinstance(value, float) and 0 < value < 1:
            percents.add(plain_number(Fraction(str(value)) * 100))
        elif isinstance(value, int) and value >= SMALLEST_PRINTED:
            counts.add(str(value))
    percents |= {
        str(target["value"])
        for target in load("decisions")["targets"]
        if target["measure"] == "activation_rate"
    }
    return frozenset(counts), frozenset(percents)


def beside(token: Token) -> set[tuple[str, ...]]:
    """A number with a telling word before or after it, or with both whatever they are."""
    common = setting("common_words").split()
    found: set[tuple[str, ...]] = set()
    if token.before and token.before not in common:
        found.add((token.before, token.number, ""))
    if token.after and token.after not in common:
        found.add(("", token.number, token.after))
    if token.before and token.after:
        found.add((token.before, token.number, token.after))
    return found
