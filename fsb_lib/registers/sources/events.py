"""Records of events to the rows that they leave: the last of each id, unless it is a deletion.

id  at                kind   til                 id  til
17  2014-01-06 10:00  opret             ->       17  2014-03-31
17  2014-02-03 09:00  ret    2014-03-31
18  2014-01-06 10:00  opret
18  2014-01-07 08:00  slet
"""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fsb_lib.registers.rows.dates import UNREADABLE_DATE, read_date
from fsb_lib.registers.sources.source_rows import SourceRows, distinct

_CLOCK: Final = re.compile(
    r".*?(?:[T ]+)(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})"
    r"(?:[:.](?P<second>[0-9]{2}(?:[.,][0-9]+)?))?.*"
)
_UNPLACED: Final = -1.0


def last_records(
    rows: SourceRows, key: Sequence[str], at: str, kind: str, deletes: Sequence[str]
) -> tuple[SourceRows, NDArray[np.int64]]:
    """The rows that stand, in the order of the file, and the lines of those that do not.

    Of two at one moment the later in the file is the last. A record without an id, or without a
    readable moment, is not replaced by another, and replaces none.
    """
    moments = _moments(rows, at)
    keys = [distinct(rows.columns[name]) for name in key]
    named = ~np.logical_and.reduce([one.are([""]) for one in keys]) & (moments != _UNPLACED)
    order = np.lexsort([np.arange(len(rows)), moments, *reversed([one.places for one in keys])])
    order = order[named[order]]
    stands = ~named
    stands[order[_last_of_each([one.places[order] for one in keys])]] = True
    if kind:
        stands &= ~distinct(rows.columns[kind]).are(deletes)
    return rows.at(stands), rows.lines[~stands]


def _last_of_each(keys: Sequence[NDArray[np.int64]]) -> NDArray[np.bool_]:
    """Of rows sorted by keys, those after which another key begins."""
    last = np.ones(len(keys[0]), np.bool_)
    last[:-1] = np.logical_or.reduce([np.diff(key) != 0 for key in keys])
    return last


def _moments(rows: SourceRows, at: str) -> NDArray[np.float64]:
    """Something that grows with time: seconds, or the number itself where none is a date."""
    found = distinct(rows.columns[at])
    read = [_moment(text) for text in found.texts]
    if all(one is None for one in read):
        read = [float(text) if re.fullmatch(r"[0-9]{1,15}", text.strip()) else None
                for text in found.texts]  # fmt: skip
    values = np.array([_UNPLACED if one is None else one for one in read], np.float64)
    by_row: NDArray[np.float64] = values[found.places]
    return by_row


def _moment(text: str) -> float | None:
    """Seconds since 1900, of the day in Copenhagen and the time as it is written."""
    day = read_date(text)
    if day <= UNREADABLE_DATE:
        return None
    clock = _CLOCK.fullmatch(text)
    seconds = 0.0
    if clock:
        seconds = int(clock["hour"]) * 3600 + int(clock["minute"]) * 60
        seconds += float((clock["second"] or "0").replace(",", "."))
    return (day + 25_567) * 86_400 + seconds
