"""Numbers in Danish text, with the words around them.

"steg fra 19 % til 51 %"  ->  19 % (after "fra"), 51 % (after "til")
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
          "oktober", "november", "december")  # fmt: skip
_NUMBER = re.compile(r"(?<![\d,])\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
# The number of a table or figure is a name: "tabel A12".
_NAME_OF_TABLE = re.compile(r"\b[A-Z]\d{1,2}\b(?![.,]?\d)")
# A fingerprint of data or of the ledger, also one that has digits alone.
_FINGERPRINT = re.compile(r"\b[0-9a-f]{12}\b")
_DATE = re.compile(rf"(\d{{1,2}})\.[ \u00a0]({'|'.join(MONTHS)})(?:[ \u00a0](\d{{4}}))?")
_WORD = re.compile(r"[^\W\d_]+|%")
# "fra 48 til 52 %", "13,1–16,6 procentpoint", "2 og 3 %": what follows the last goes for all.
_SAME_UNIT = re.compile(r"^[ \u00a0]?(?:–|-|til|og|eller)[ \u00a0]?[−]?\d[\d.,]*")
# "matchgruppe 4 og 5": what stands before the first goes for all.
_LISTED = re.compile(r"(?:\d[\d.,]*[ \u00a0]?(?:–|-|til|og|eller|,)[ \u00a0]?)+$")
_QUOTATION = re.compile("»[^«]*«")
_UNIT = re.compile(r"^[ \u00a0]?(%|procentpoint\b|procent\b)")


@dataclass(frozen=True)
class Token:
    """One number: its digits without thousands points, the words beside it, the unit after it."""

    number: str
    before: str
    after: str
    unit: str


def without_quotations(text: str) -> str:
    """A text without what it quotes: those words and numbers are somebody else's."""
    return _QUOTATION.sub(" ", text)


def tokens(text: str) -> Iterator[Token]:
    """The numbers of a text; without days and years of written-out dates, fingerprints and the
    numbers of tables."""
    plain = _without_names(text)
    for match in _NUMBER.finditer(plain):
        start, rest = plain[: match.start()], plain[match.end() :]
        yield Token(_plain(match[0]), _last_word(start), _first_word(rest), _unit(rest))


def numbers_in(text: str) -> set[str]:
    """The numbers of a text as plain digits: {"3558", "0,5"}."""
    return {*map(_plain, _NUMBER.findall(_without_names(text)))}


def dates_in(text: str) -> set[tuple[int, int, int]]:
    """Written-out dates as (day, month, year), year 0 when it is not said."""
    return {
        (int(day), MONTHS.index(month) + 1, int(year or 0))
        for day, month, year in _DATE.findall(text)
    }


def _without_names(text: str) -> str:
    bare = _NAME_OF_TABLE.sub(" ", _FINGERPRINT.sub(" ", text))
    return _DATE.sub(lambda match: f" {match[2]} ", bare)


def date_key(day: date) -> tuple[int, int, int]:
    return (day.day, day.month, day.year)


def _plain(number: str) -> str:
    return number.replace(".", "")


def _unit(rest: str) -> str:
    found = _UNIT.match(_SAME_UNIT.sub("", rest))
    if found is None:
        return ""
    return "%" if found[1] == "procent" else found[1]


def _last_word(text: str) -> str:
    found = _WORD.findall(_LISTED.sub("", text)[-40:])
    return found[-1].lower() if found else ""


def _first_word(text: str) -> str:
    found = _WORD.search(text[:40])
    return found[0].lower() if found else ""
