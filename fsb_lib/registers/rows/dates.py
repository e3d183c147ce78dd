"""Reading dates in the spellings that the register contract accepts (section 3).

    15-11-2009  5-1-2009  15.11.2009  15/11/2009  2009-11-15  20091115   each with a time or not
    2008-12-31T23:00:00Z  2009-01-01 00:00+01:00      a moment: 1 January 2009 in Copenhagen
    (empty)  NULL  31-12-9999  00-00-0000  infinity                      an open end

A date is whole days since 1970-01-01. Beside it stand its *signs*: how it is written, which says
something when a whole column is written so (`column_signs`).
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from fsb_lib.registers.spelling import is_empty

NO_DATE: Final = -(2**31)  # empty or an open end
UNREADABLE_DATE: Final = NO_DATE + 1

# Signs of one date, as bits.
IS_DATE: Final = 1
YEAR_FIRST: Final = 2
ABOVE_12: Final = 4  # its day
SHIFTED: Final = 8  # its time is 22:00 or 23:00, without a zone
N_SIGNS: Final = 16

_EPOCH = date(1970, 1, 1).toordinal()
_EPOCH_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = (
    r"(?P<hour>[0-2]?[0-9])[:.]?(?P<minute>[0-5][0-9])"
    r"(?:[:.]?(?P<second>[0-5][0-9])(?:[.,](?P<fraction>[0-9]+))?)?"
)
_ZONE = r"(?P<zone>Z|[+-][0-9]{1,2}(?::?[0-9]{2})?(?::?[0-9]{2})?)"
_TIME = rf"(?:(?:T| +){_CLOCK}\s*{_ZONE}?)?"
_DAY_FIRST = re.compile(
    r"(?:([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})|([0-9]{2})([./])([0-9]{2})\5([0-9]{4}))" + _TIME
)
_YEAR_FIRST = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})" + _TIME)
_OPEN_ENDS = {(9999, 12, 31), (0, 0, 0)}
_ENDLESS = "infinity"  # PostgreSQL's and DuckDB's open end, also in the text that they write
_YEARS = range(1900, 2101)


def read_date(text: str) -> int:
    """Days since 1970-01-01, `NO_DATE` or `UNREADABLE_DATE`."""
    return read_signed_date(text)[0]


def read_signed_date(text: str) -> tuple[int, int]:
    """The same, with the signs of a date; those of what is none are 0."""
    if is_empty(text) or text.strip().lower() == _ENDLESS:
        return NO_DATE, 0
    match, parts = _parts(text.strip())
    if match is None or parts in _OPEN_ENDS:
        return (UNREADABLE_DATE if match is None else NO_DATE), 0
    try:
        day = date(*parts)
        if match["zone"]:
            day = _in_copenhagen(day, match)
    except (ValueError, OverflowError):
        return UNREADABLE_DATE, 0
    if day.year not in _YEARS:
        is_open = (day.year, day.month, day.day) in _OPEN_ENDS
        return (NO_DATE if is_open else UNREADABLE_DATE), 0
    return day.toordinal() - _EPOCH, _signs(match, day)


def read_moment(text: str) -> int | None:
    """Nanoseconds since 1970 in UTC, so that moments can be put in order; None for what is none.

    Without a zone the time is Copenhagen's, without a time the day's beginning there.
    """
    match, parts = _parts(text.strip())
    if match is None or parts in _OPEN_ENDS:
        return None
    try:
        local = datetime(*parts, tzinfo=UTC) + _since_midnight(match)
        if match["zone"]:
            moment = local - _offset(match["zone"])
        else:
            moment = local.replace(tzinfo=_copenhagen()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    seconds = (moment - _EPOCH_MOMENT) // timedelta(seconds=1)
    return seconds * 10**9 + int((match["fraction"] or "0")[:9].ljust(9, "0"))


def _parts(text: str) -> tuple[re.Match[str] | None, tuple[int, int, int]]:
    """Year, month and day as written, whether or not there is such a day."""
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.group(1, 2, 3) if match[1] else match.group(4, 6, 7)
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.group(1, 3, 4)
    else:
        return None, (0, 0, 0)
    return match, (int(year), int(month), int(day))


def _in_copenhagen(day: date, match: re.Match[str]) -> date:
    """The day in Copenhagen of a moment that names its zone."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + _since_midnight(match)
    return (moment - _offset(match["zone"])).astimezone(_copenhagen()).date()


def _since_midnight(match: re.Match[str]) -> timedelta:
    """Raises ValueError for a time that no day has."""
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    clock = time(hour, minute, second)
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _offset(zone: str) -> timedelta:
    """`+01`, `+0100`, `+01:00`; `Z` is none."""
    if zone == "Z":
        return timedelta()
    hours, minutes, seconds = re.match(r".(..?):?(..)?:?(..)?$", zone).groups("0")  # type: ignore[union-attr]
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    return -size if zone[0] == "-" else size


@cache
def _copenhagen() -> ZoneInfo:
    return ZoneInfo("Europe/Copenhagen")


def _signs(match: re.Match[str], day: date) -> int:
    is_shifted = (
        match["hour"] in ("22", "23")
        and match["minute"] == "00"
        and match["second"] in (None, "00")
        and not match["zone"]
    )
    return (
        IS_DATE
        | YEAR_FIRST * (match.re is _YEAR_FIRST)
        | ABOVE_12 * (day.day > 12)
        | SHIFTED * is_shifted
    )
