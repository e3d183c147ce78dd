"""Weeks as sources write them, and their days: ISO weeks, Monday to Sunday.

    y_0953 (as y_YYWW)   2009U53   200953   2009-W53   53/2009   28-12-2009 to 03-01-2010

A year has 52 or 53 weeks; `YY` from 70 on is 19YY. A week that is not there is no week.
"""

import re
from datetime import date
from typing import Final

from fsb_lib.registers.spelling import canonical

_EPOCH: Final = date(1970, 1, 1).toordinal()
_NO_WEEK: Final = -(2**31)
_PIVOT: Final = 70
_YEARS: Final = range(1970, 2070)
_LONG_YEAR, _SHORT_YEAR, _WEEK = "\ue000", "\ue001", "\ue002"
_FORMS: Final = (
    re.compile(r"(?P<year>[0-9]{4})\s*[-_/]?\s*(?:u|uge|w|week|v)?\s*[-_]?(?P<week>[0-9]{1,2})"),
    re.compile(r"(?:u|uge|w|week)?\s*(?P<week>[0-9]{1,2})\s*[-_/ ]\s*(?P<year>[0-9]{4})"),
)


def monday(year: int, week: int) -> int | None:
    """The first day of a week as days since 1970-01-01; None when the year has no such week."""
    try:
        return date.fromisocalendar(year, week, 1).toordinal() - _EPOCH
    except ValueError:
        return None


def read_week(text: str) -> int | None:
    """The Monday of a week that is written with its year."""
    for form in _FORMS:
        match = form.fullmatch(text.strip().lower())
        if match and int(match["year"]) in _YEARS:
            return monday(int(match["year"]), int(match["week"]))
    return None


def is_pattern(columns: str) -> bool:
    """Whether a name has one place for a year and one for a week."""
    template = _template(columns)
    years = template.count(_LONG_YEAR) + template.count(_SHORT_YEAR)
    return years == template.count(_WEEK) == 1


def column_pattern(columns: str) -> re.Pattern[str]:
    """What the names of week columns look like: `y_YYWW`, in canonical spelling."""
    escaped = re.escape(_template(columns))
    for sign, digits in ((_LONG_YEAR, "(?P<year>[0-9]{4})"), (_SHORT_YEAR, "(?P<year>[0-9]{2})")):
        escaped = escaped.replace(sign, digits)
    return re.compile(escaped.replace(_WEEK, "(?P<week>[0-9]{2})"))


def _template(columns: str) -> str:
    """The name in canonical spelling, with a sign for the year and one for the week."""
    signs = columns.replace("YYYY", _LONG_YEAR).replace("YY", _SHORT_YEAR).replace("WW", _WEEK)
    return canonical(signs)


def column_monday(match: re.Match[str]) -> int | None:
    """The Monday of the week that a column is named after."""
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 1900 if year >= _PIVOT else 2000
    return monday(year, int(match["week"]))


def column_names(columns: str) -> set[str]:
    """Every name that a week column may have, so that a header line is known by them."""
    template = _template(columns)
    return {
        template.replace(_LONG_YEAR, str(year))
        .replace(_SHORT_YEAR, f"{year % 100:02}")
        .replace(_WEEK, f"{week:02}")
        for year in _YEARS
        for week in range(1, 54)
    }
