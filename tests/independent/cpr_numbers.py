"""Reading one CPR number, by section 4 of the register contract."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

FAULTY_KINDS = ("unreadable", "invalid", "invalid_date", "implausible")
REPLACEMENT_KINDS = ("replacement", "replacement_letters")
_OTHER_DASHES = "\u2212\u00ad"  # minus sign and soft hyphen, which Unicode does not class as dashes
_TOO_SHORT_OR_SCIENTIFIC = re.compile(r"[0-9]{1,8}|[0-9]([.,][0-9]+)?[Ee][+]?[0-9]+")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Number:
    """One number as read: its ten places, its kind, and what they tell of the person.

    `kind` is `real`, `padded`, `replacement`, `replacement_letters`, or one of FAULTY_KINDS.
    """

    text: str
    kind: str
    birth: date | None = None
    sex: str | None = None

    @property
    def is_replacement(self) -> bool:
        return self.kind in REPLACEMENT_KINDS


def read_number(raw: str) -> Number:
    text = _tidy(raw)
    if text.upper() in ("", "NULL") or _TOO_SHORT_OR_SCIENTIFIC.fullmatch(text):
        return Number("", "unreadable")
    if re.fullmatch(r"[0-9]{9}", text):
        return _read_ten_digits("0" + text, "padded")
    if re.fullmatch(r"[0-9]{10}", text):
        return _read_ten_digits(text, "real")
    if re.fullmatch(r"[0-9]{6}[A-Za-z0-9]{4}", text):
        return _read_letters(text.upper())
    return Number("", "invalid")


def is_implausible(number: Number, key_date: date | None) -> bool:
    """Born after the key date, or more than 110 completed years before it."""
    if number.birth is None or key_date is None:
        return False
    return number.birth > key_date or completed_years(number.birth, key_date) > 110


def completed_years(start: date, end: date) -> int:
    """Anniversaries passed: 29 February has its own on 1 March in other years."""
    years = end.year - start.year
    if (end.month, end.day) < (start.month, start.day):
        years -= 1
    return years


def fails_modulus_11(number: Number) -> bool:
    """Never said of a replacement number."""
    if number.is_replacement:
        return False
    total = sum(int(d) * w for d, w in zip(number.text, _WEIGHTS, strict=True))
    return total % 11 != 0


def _tidy(raw: str) -> str:
    text = unicodedata.normalize("NFKC", raw)
    kept = [
        c
        for c in text
        if not c.isspace() and unicodedata.category(c) != "Pd" and c not in _OTHER_DASHES
    ]
    return "".join(kept).removeprefix("'").removesuffix(".0")


def _read_ten_digits(text: str, kind: str) -> Number:
    day = int(text[:2])
    if 61 <= day <= 91:
        day, kind = day - 60, "replacement"
    birth = _date_or_none(_year(text), int(text[2:4]), day)
    if birth is None:
        return Number("", "invalid_date")
    return Number(text, kind, birth, _sex(text[9]))


def _read_letters(text: str) -> Number:
    day, month = int(text[:2]), int(text[2:4])
    if 61 <= day <= 91:
        day -= 60
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS_IN_MONTH[month - 1]:
        return Number("", "invalid")
    birth = _date_or_none(_year(text), month, day) if text[6].isdigit() else None
    sex = _sex(text[9]) if text[9].isdigit() else None
    return Number(text, "replacement_letters", birth, sex)


def _year(text: str) -> int:
    two_digits, seventh = int(text[4:6]), int(text[6])
    if seventh <= 3:
        return 1900 + two_digits
    if seventh in (4, 9):
        return (2000 if two_digits <= 36 else 1900) + two_digits
    return (2000 if two_digits <= 57 else 1800) + two_digits


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _sex(last: str) -> str:
    return "kvinde" if int(last) % 2 == 0 else "mand"
