"""Reading dates in the spellings that the register contract accepts (section 3).

    15-11-2009  5-1-2009  15.11.2009  15/11/2009  2009-11-15  20091115   each with a time or not
    (empty)  NULL  31-12-9999  00-00-0000                                an open end

A date is whole days since 1970-01-01.
"""

import re
from datetime import date
from typing import Final

from fsb_lib.registers.spelling import is_empty

NO_DATE: Final = -(2**31)  # empty or an open end
UNREADABLE_DATE: Final = NO_DATE + 1

_EPOCH = date(1970, 1, 1).toordinal()
_CLOCK = r"[0-2]?[0-9][:.]?[0-5][0-9](?:[:.]?[0-5][0-9](?:[.,][0-9]+)?)?"
_TIME = rf"(?:(?:T| +){_CLOCK}\s*(?:Z|[+-][0-9:]+)?)?"
_DAY_FIRST = re.compile(
    r"(?:([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})|([0-9]{2})([./])([0-9]{2})\5([0-9]{4}))" + _TIME
)
_YEAR_FIRST = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})" + _TIME)
_OPEN_ENDS = {(9999, 12, 31), (0, 0, 0)}
_YEARS = range(1900, 2101)


def read_date(text: str) -> int:
    """Days since 1970-01-01, `NO_DATE` or `UNREADABLE_DATE`."""
    if is_empty(text):
        return NO_DATE
    parts = _parts(text.strip())
    if parts is None:
        return UNREADABLE_DATE
    if parts in _OPEN_ENDS:
        return NO_DATE
    year, month, day = parts
    if year not in _YEARS:
        return UNREADABLE_DATE
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return UNREADABLE_DATE


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day as written, whether or not there is such a day."""
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.group(1, 2, 3) if match[1] else match.group(4, 6, 7)
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.group(1, 3, 4)
    else:
        return None
    return int(year), int(month), int(day)
