"""Every way of writing a CPR number in running text, found without knowing any.

    010180-1234  010180 1234  0101801234  01.01.80-1234  01011980-1234  01-01-1980-1234
    101801234 and 101801234.0 (the leading zero lost)  1.01801234E+08
    610180-1234 (day + 60)  010180-AB12 (replacement letters)
    0 1 0 1 8 0 1 2 3 4  O1O180-l234 (letters for digits)  superscripts

No pattern backtracks without bound (`++` never gives back), so the time is linear in the text.

Two nets. What *looks like* a number has a day and a month that exist, and does not stand inside
a hash or a decimal number: that alone stops a release. What is only ten places (the *wide* net)
counts when the delivery is known to hold it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from fsb_lib.scanner.folded import folded, raised_digits

REMOVED: Final = "[removed: looks like a CPR number]"

_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# What makes a run of ten digits part of a hash or a UUID.
# Digits alone are none.
_HASHES = (
    re.compile(r"[0-9a-f]{12,}+"),
    re.compile(r"[0-9A-F]{12,}+"),
    re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
)
_LONGEST_HASH = 128
_LONG_HASHES = (re.compile(r"[0-9a-f]{32,}+"), re.compile(r"[0-9A-F]{32,}+"))
# What every form has in it, as quick to look for as can be: five digits in a row, the pairs of a
# date, or ten digits in groups. A year or a coordinate has none of them.
_WORTH_A_LOOK = re.compile(
    r"[0-9](?:[0-9]{4}|[0-9]([ .\-/])[0-9]{2}\1[0-9]{2}|(?:[ \-]?[0-9]){9}"
    r"|[0-9]{0,2}([., '])[0-9]{3}\2[0-9]{3}"
    r"|(?:[*_{}'\"+\\ \-]{0,4}[0-9]){9}|[0-9]{3}(?:[.\-][0-9]{2}){2})"
)
_SHORTEST = 9  # a number without its leading zero
_AROUND = 32  # characters: more than any form is long
# What may stand between the parts of a number that a table or a form has torn apart.
_TORN = r"[\s.,;:=/|_()'\"+*\-]{0,16}"
# Letters that a reader, or a machine that reads pictures, takes for digits.
_LOOKALIKE = re.compile(r"(?<![0-9A-Za-z])([0-9OolI]{6})[ \-]?([0-9OolI]{4})(?![0-9A-Za-z])")
_MEANT = str.maketrans("OolI", "0011")
_FEWEST_DIGITS = 6  # of ten, or it is a word
_DECIMAL_BEFORE = re.compile(r"(?:\d\.|(?<!\d)0,)$")
_FRACTION_AFTER = re.compile(r"\.(?!0+(?!\d))\d")


@dataclass(frozen=True)
class Spelling:
    """Ten places of what may be a CPR number, and where they stand in the text.

    `looks_like_one`: no knowledge of the delivery is needed to take it for a number.
    """

    places: str
    start: int
    end: int
    looks_like_one: bool


_Reading = Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class _Form:
    """A way of writing: the pattern, the ten places in it, and whether it is enough by itself."""

    pattern: re.Pattern[str]
    places: _Reading
    is_enough: Callable[[re.Match[str]], bool] = lambda _: True


def _joined(match: re.Match[str]) -> str:
    return "".join(match.groups())


def _padded(match: re.Match[str]) -> str:
    return "0" + _joined(match)


def _from_full_year(match: re.Match[str]) -> str:
    """Ten places of a number with a four-digit year; nothing when the seventh place denies it."""
    day, month, year, serial = match["day"], match["month"], int(match["year"]), match["serial"]
    return (
        day + month + f"{year % 100:02d}" + serial if _century(year % 100, serial) == year else ""
    )


def _century(year: int, serial: str) -> int:
    """The four-digit year that the seventh place stands for."""
    seventh = int(serial[0])
    if seventh <= 3:
        return 1900 + year
    if seventh in {4, 9}:
        return (2000 if year <= 36 else 1900) + year
    return (2000 if year <= 57 else 1800) + year


def _from_scientific(match: re.Match[str]) -> str:
    n_places = int(match["power"]) + 1
    digits = match["first"] + match["rest"]
    return digits.ljust(n_places, "0").zfill(10) if len(digits) <= n_places else ""


def _is_whole(match: re.Match[str]) -> bool:
    """Neither inside a hash nor part of a decimal number."""
    text, start, end = match.string, match.start(), match.end()
    if _DECIMAL_BEFORE.search(text, max(0, start - 8), start) or _FRACTION_AFTER.match(text, end):
        return False
    near = (max(0, start - _LONGEST_HASH), end + _LONGEST_HASH)
    found = (one for form in _HASHES for one in form.finditer(text, *near))
    return not any(
        one.start() < end and one.end() > start and not one[0].isdigit() for one in found
    )


def _stands_alone(match: re.Match[str]) -> bool:
    """Whole, and with no letter beside it: nine digits are too few to see one in an id."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    beside = before.isalnum() or after.isalnum() or before == "#" or "_" in before + after
    return _is_whole(match) and not beside


def _never(_: re.Match[str]) -> bool:
    return False


def _is_local_number(match: re.Match[str]) -> bool:
    """Letters that are no word: `150109-made` is a date and a word, `150109-AB12` is not."""
    serial = match[2]
    return _stands_alone(match) and (serial.isupper() or (serial.isalnum() and _mixed(serial)))


def _mixed(serial: str) -> bool:
    return any(sign.isdigit() for sign in serial)


def _digits(match: re.Match[str]) -> str:
    return "".join(filter(str.isdigit, match[0]))


def _day_first(match: re.Match[str]) -> str:
    return match[3] + match[2] + match[1] + match[4]


def _reversed(match: re.Match[str]) -> str:
    return match[0][::-1]


_FORMS: Final = (
    _Form(re.compile(r"(?<!\d)(\d{6})(?:[ .\-]{0,3}|-\n ?| ?/ ?)(\d{4})(?!\d)"),
          _joined, _is_whole),
    _Form(re.compile(r"(?<![\d.,])(?<!\d )(?:\d ){5}\d ?[ \-] ?(?:\d ){3}\d(?! ?\d)"),
          _digits, _stands_alone),
    _Form(re.compile(r"(?<!\d)(\d\d)([ .\-/])(\d\d)\2(\d\d)[ .\-/]{0,3}(\d{4})(?!\d)"),
          lambda match: match[1] + match[3] + match[4] + match[5], _stands_alone),
    _Form(re.compile(r"(?<![\d.,])(\d{4})([ \-])(\d\d)\2(\d{4})(?!\d)"),
          lambda match: match[1] + match[3] + match[4], _stands_alone),
    _Form(re.compile(r"(?<!\d)(?P<day>\d\d)(?P<gap>[.\-/]?)(?P<month>\d\d)(?P=gap)"
                     r"(?P<year>\d{4})(?:-|(?<=\d{8}) ?)(?P<serial>\d{4})(?!\d)"),
          _from_full_year, _stands_alone),
    _Form(re.compile(r"(?<!\d)(\d{5}-?\d{4})(?!\d)"),
          lambda match: "0" + match[1].replace("-", ""), _stands_alone),
    _Form(re.compile(r"(?<!\d)(\d{6})-?((?=\d{0,3}[A-Za-z])[0-9A-Za-z]{4})(?![0-9A-Za-z])"),
          lambda match: _joined(match).upper(), _is_local_number),
    _Form(re.compile(r"(?<![\d.,])(?P<first>\d)[.,](?P<rest>\d{5,9})[Ee]\+?0?(?P<power>[89])(?!\d)"),
          _from_scientific),
    # The wide net: six and four, or five and four, torn apart; ten in groups of any size.
    _Form(re.compile(rf"(?<!\d)(\d{{6}}){_TORN}(\d{{4}})(?!\d)"), _joined, _never),
    _Form(re.compile(rf"(?<!\d)(\d{{5}}){_TORN}(\d{{4}})(?!\d)"), _padded, _never),
    _Form(re.compile(r"(?<!\d)((?:\d[ \-]?){9}\d)(?!\d)"),
          lambda match: match[1].replace(" ", "").replace("-", ""), _never),
    _Form(re.compile(r"(?<!\d)(\d{6})[ .\-]{0,3}((?=\d{0,3}[A-Za-z])[0-9A-Za-z]{4})"
                     r"(?![0-9A-Za-z])"), lambda match: _joined(match).upper(), _never),
    # Year first, as other systems write a birthday; torn by the marks of a text or a script.
    _Form(re.compile(rf"(?<!\d)(\d\d)(\d\d)(\d\d){_TORN}(\d{{4}})(?!\d)"), _day_first, _never),
    _Form(re.compile(r"(?<!\d)(?:18|19|20)(\d\d)([.\-]?)(\d\d)\2(\d\d)[ \-]?(\d{4})(?!\d)"),
          lambda match: match[4] + match[3] + match[1] + match[5], _never),
    _Form(re.compile(r"(?<!\d)(?:\d[*_{}'\"+\\ \-]{0,4}){9}\d(?!\d)"), _digits, _never),
    _Form(re.compile(r"(?<!\d)\d{10}(?!\d)"), _reversed, _never),
    _Form(re.compile(r"(?<![\d.,])\d{1,3}([., '])\d{3}\1\d{3}(?![\d])"),
          lambda match: _digits(match).zfill(10), _never),
    _Form(re.compile(r"(?<!\d)\d([., '])\d{3}\1\d{3}\1\d{3}(?!\d)"), _digits, _never),
)  # fmt: skip


def spellings(text: str) -> Iterator[Spelling]:
    """Everything in the text that may be a CPR number; the same place can come more than once."""
    plain = folded(text)
    if len(plain) < _SHORTEST:
        return
    yield from _spellings(plain)
    raised = {} if plain.isascii() else raised_digits(plain)
    if raised:  # one may be the number of a note, or a digit like others
        yield from _spellings(plain.translate(raised))
    for match in _LOOKALIKE.finditer(plain):
        places = _joined(match)
        if not places.isdigit() and sum(map(str.isdigit, places)) >= _FEWEST_DIGITS:
            meant = places.translate(_MEANT)
            yield Spelling(meant, match.start(), match.end(), date_possible(meant))


def _spellings(plain: str) -> Iterator[Spelling]:
    if _WORTH_A_LOOK.search(plain) is None:
        return
    for hashes in _LONG_HASHES:
        plain = hashes.sub(_crossed_out, plain)
    for start, end in _regions(plain):
        for form in _FORMS:
            for match in form.pattern.finditer(plain, start, end):
                places = form.places(match)
                if len(places) == 10:
                    looks = date_possible(places) and form.is_enough(match)
                    yield Spelling(places, match.start(), match.end(), looks)


def _regions(plain: str) -> Iterator[tuple[int, int]]:
    """The parts of the text that are worth a closer look, each with what stands around it.

    Most of a page has nothing that any form has.
    """
    start = end = 0
    for match in _WORTH_A_LOOK.finditer(plain):
        if match.start() - _AROUND > end:
            if end:
                yield start, end
            start = max(0, match.start() - _AROUND)
        end = match.end() + _AROUND
    if end:
        yield start, end


def _crossed_out(match: re.Match[str]) -> str:
    return match[0] if match[0].isdigit() else "x" * len(match[0])


def without_numbers(text: str) -> str:
    """The text with everything taken out that looks like a CPR number: for messages and logs."""
    plain, parts, done = folded(text), [], 0
    found = sorted(
        ((one.start, one.end) for one in spellings(plain) if one.looks_like_one),
        key=lambda place: (place[0], -place[1]),
    )
    if not found:
        return text
    for start, end in found:
        if start >= done:
            parts += [plain[done:start], REMOVED]
        done = max(done, end)
    return "".join([*parts, plain[done:]])


def date_possible(places: str) -> bool:
    """Whether some year has the day of the first four places; day 61-91 is a replacement's."""
    day, month = int(places[:2]), int(places[2:4])
    day -= 60 if day > 60 else 0
    return 1 <= month <= 12 and 1 <= day <= _LONGEST_MONTHS[month - 1]
