"""Reading and classing CPR numbers by the register contract, section 4.

A number that was read is one integer (a *number code*), so that millions of them fit in an array:

    0101801234   ->  101801234                    ten digits: their value
    010180K234   ->  10_000_000_000 + base 36     with letters: the ten places in base 36

Dates are whole days since 1970-01-01, and `NO_DAY` where there is none. Nothing here looks at
the clock: a number is implausible against the date of its own row, never against today.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Days: TypeAlias = NDArray[np.int32]
Flags: TypeAlias = NDArray[np.bool_]
Marks: TypeAlias = NDArray[np.int8]

NO_DAY: Final = np.int32(-(2**31))
NO_NUMBER: Final = -1

# What stands in the way of using a number; READ when nothing does.
READ, UNREADABLE, INVALID, INVALID_DATE = 0, 1, 2, 3
# Whose a number is: a person's real one, or a local replacement by day or by letters.
REAL, REPLACEMENT, REPLACEMENT_LETTERS = 0, 1, 2
UNKNOWN_SEX, WOMAN, MAN = -1, 0, 1

MOST_YEARS = 110  # more completed years than this before the row's date is implausible

_LETTERS_FROM = 10**10
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIRST_YEAR, _LAST_YEAR = 1800, 2057 + MOST_YEARS + 1
_MONTHS = np.arange(f"{_FIRST_YEAR}-01", f"{_LAST_YEAR + 1}-02", dtype="M8[M]")
_MONTH_STARTS = _MONTHS.astype("M8[D]").astype(np.int64)
_MONTH_LENGTHS = np.diff(_MONTH_STARTS)
_WEIGHTS = np.array([4, 3, 2, 7, 6, 5, 4, 3, 2, 1])
_OTHER_DASHES = dict.fromkeys(map(ord, "\u2212\u00ad\u2043\u02d7"))
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]*)?E\+?[0-9]+")
_TEN_PLACES = re.compile(r"[0-9]{6}[0-9A-Z]{4}")


@dataclass(frozen=True)
class ReadNumbers:
    """One entry per text: number code (`NO_NUMBER` when not read), hindrance, zero added."""

    numbers: Ints
    hindrance: Marks
    padded: Flags


@dataclass(frozen=True)
class NumberFacts:
    """What a number says of itself; one entry per number.

    `born` is `NO_DAY` when the number does not tell or its date is impossible. `too_old_from` is
    the first day on which more than 110 years are completed.
    """

    kind: Marks
    born: Days
    too_old_from: Days
    sex: Marks
    impossible_date: Flags
    fails_mod11: Flags


def clean(text: str) -> str:
    """The text without white space, dashes, a leading `'` and a trailing `.0`."""
    folded = unicodedata.normalize("NFKC", text).translate(_OTHER_DASHES)
    kept = "".join(
        sign for sign in folded if not sign.isspace() and unicodedata.category(sign) != "Pd"
    )
    return kept.removeprefix("'").removesuffix(".0")


def read_text(text: str) -> tuple[int, int, bool]:
    """Number code, hindrance and whether a lost leading zero was put back, of one spelling.

    Says nothing of the date yet: that is `number_facts`.
    """
    cleaned = clean(text)
    if not cleaned.isascii():  # before capitals: the capital of sharp s is two letters
        return NO_NUMBER, INVALID, False
    cleaned = cleaned.upper()
    if cleaned in ("", "NULL"):
        return NO_NUMBER, UNREADABLE, False
    if cleaned.isdigit():
        return _read_digits(cleaned)
    if _TEN_PLACES.fullmatch(cleaned) and _day_and_month_possible(cleaned):
        return _LETTERS_FROM + int(cleaned, 36), READ, False
    hindrance = UNREADABLE if _SCIENTIFIC.fullmatch(cleaned) else INVALID
    return NO_NUMBER, hindrance, False


def _read_digits(digits: str) -> tuple[int, int, bool]:
    if len(digits) < 9:
        return NO_NUMBER, UNREADABLE, False
    if len(digits) > 10:
        return NO_NUMBER, INVALID, False
    return int(digits), READ, len(digits) == 9


def _day_and_month_possible(places: str) -> bool:
    """Whether some year has the day: the year may not be known."""
    day, month = int(places[:2]), int(places[2:4])
    day -= 60 if day > 60 else 0
    return 1 <= month <= 12 and 1 <= day <= _LONGEST_MONTHS[month - 1]


def read_texts(texts: pa.StringArray) -> ReadNumbers:
    """Reads many spellings: ten digits with dashes and spaces in one go, others one by one."""
    digits = pc.replace_substring(pc.replace_substring(texts, "-", ""), " ", "")
    plain = pc.and_(pc.ascii_is_decimal(digits), pc.equal(pc.binary_length(digits), 10))
    numbers = pc.cast(pc.if_else(plain, digits, str(NO_NUMBER)), pa.int64()).to_numpy()
    numbers = numbers.copy()
    hindrance = np.zeros(len(texts), np.int8)
    padded = np.zeros(len(texts), np.bool_)
    for place in np.flatnonzero(~plain.to_numpy(zero_copy_only=False)):
        numbers[place], hindrance[place], padded[place] = read_text(texts[int(place)].as_py())
    return ReadNumbers(numbers, hindrance, padded)


def number_text(number: int) -> str:
    """The ten places of a number code."""
    if number < _LETTERS_FROM:
        return f"{number:010d}"
    rest, places = number - _LETTERS_FROM, ""
    for _ in range(10):
        rest, place = divmod(rest, 36)
        places = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place] + places
    return places


def is_replacement(numbers: Ints) -> Flags:
    """Where a number is an administration's own, by day or by letters."""
    by_day_or_letters: Flags = numbers // 10**8 > 60  # letters make any number larger
    return by_day_or_letters


def number_facts(numbers: Ints) -> NumberFacts:
    """Kind, birth date, sex and check digit of number codes; `NO_NUMBER` gives nonsense."""
    places = _places(numbers)
    letters = numbers >= _LETTERS_FROM
    day = places[:, 0] * 10 + places[:, 1]
    by_day = day > 60
    birthday = (_century_and_year(places), places[:, 2] * 10 + places[:, 3], day - 60 * by_day)
    born, real_date = _days(*birthday)
    tells_century = places[:, 6] < 10
    known = real_date & tells_century
    kind = np.where(letters, REPLACEMENT_LETTERS, np.where(by_day, REPLACEMENT, REAL))
    sex = np.where(places[:, 9] < 10, places[:, 9] % 2, UNKNOWN_SEX)
    return NumberFacts(
        kind=kind.astype(np.int8),
        born=np.where(known, born, NO_DAY).astype(np.int32),
        too_old_from=np.where(known, _too_old_from(*birthday), NO_DAY).astype(np.int32),
        sex=sex.astype(np.int8),
        impossible_date=tells_century & ~real_date,
        fails_mod11=(kind == REAL) & (places @ _WEIGHTS % 11 != 0),
    )


def implausible(facts: NumberFacts, day: Days) -> Flags:
    """Where the person was not yet born, or past 110 years, on the row's day (both known)."""
    known = (facts.born != NO_DAY) & (day != NO_DAY)
    outside: Flags = known & ((facts.born > day) | (facts.too_old_from <= day))
    return outside


def take(facts: NumberFacts, places: NDArray[Any]) -> NumberFacts:
    """The facts at the given places: from distinct numbers to rows."""
    return NumberFacts(
        facts.kind[places],
        facts.born[places],
        facts.too_old_from[places],
        facts.sex[places],
        facts.impossible_date[places],
        facts.fails_mod11[places],
    )


def _places(numbers: Ints) -> Ints:
    """The ten places of each number as values 0-35, one row per number."""
    places = _places_in_base(numbers, 10)
    letters = np.flatnonzero(numbers >= _LETTERS_FROM)
    places[letters] = _places_in_base(numbers[letters] - _LETTERS_FROM, 36)
    return places


def _places_in_base(numbers: Ints, base: int) -> Ints:
    """The last ten places of each number, kept place by place: each is looked at on its own."""
    places = np.empty((10, len(numbers)), np.int64)
    rest = numbers
    for place in range(9, -1, -1):
        higher = rest // base
        places[place] = rest - higher * base
        rest = higher
    return places.T


def _century_and_year(places: Ints) -> Ints:
    """The four-digit year of birth, from the two digits of the year and the seventh place."""
    year, seventh = places[:, 4] * 10 + places[:, 5], places[:, 6]
    young = np.where(year <= 36, 2000, 1900)
    by_later_digits = np.where(year <= 57, 2000, 1800)
    century = np.where(
        seventh <= 3,
        1900,
        np.where((seventh == 4) | (seventh == 9), young, by_later_digits),
    )
    full_year: Ints = century + year
    return full_year


def _too_old_from(year: Ints, month: Ints, day: Ints) -> Ints:
    """The day 111 years after birth."""
    return _days(year + MOST_YEARS + 1, month, day)[0]


def _days(year: Ints, month: Ints, day: Ints) -> tuple[Ints, Flags]:
    """Days since 1970-01-01, and where the date exists.

    The 29 February of a common year comes out as the day after the 28th.
    """
    possible = (month >= 1) & (month <= 12)
    place = (year - _FIRST_YEAR) * 12 + np.where(possible, month, 1) - 1
    exists: Flags = possible & (day >= 1) & (day <= _MONTH_LENGTHS[place])
    days: Ints = _MONTH_STARTS[place] + day - 1
    return days, exists
