"""When rows of a source happened, as numbers in the order of time.

    2009-03-01T23:30:00Z       1    half past midnight in Copenhagen on the 2nd
    2009-03-02T08:00:00+01:00  2
    ...                        -1   nothing tells

A column of digits alone is of numbers that grow: a running number, 20090302103000, days since 1960.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fsb_lib.registers.rows.dates import UNREADABLE_DATE, read_date, read_moment
from fsb_lib.registers.sources.keys import RowKeys
from fsb_lib.registers.sources.source_rows import distinct
from fsb_lib.registers.spelling import is_empty

UNPLACED: Final = -1
_NUMBER = re.compile(r"[0-9]+")
_DAY_FIRST = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})(?:[0-9]{4}|[0-9]{6})?")


def moments(column: pa.StringArray) -> NDArray[np.int64]:
    """The place of each row in time, equal for equal moments; `UNPLACED` where nothing tells."""
    found = distinct(column)
    read = _read([text.strip() for text in found.texts])
    placed = {
        moment: place
        for place, moment in enumerate(sorted({one for one in read if one is not None}))
    }
    return found.by_row([UNPLACED if one is None else placed[one] for one in read])


def untold(keys: RowKeys, moments: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The rows that belong to others, and nothing tells when they were."""
    return np.asarray(~keys.blank & ~keys.alone & (moments == UNPLACED))


def _read(texts: Sequence[str]) -> list[int | None]:
    """Something that grows with time for each text."""
    filled = [text for text in texts if not is_empty(text)]
    if not all(map(_NUMBER.fullmatch, filled)):
        return [read_moment(text) for text in texts]
    if _are_day_first(filled):
        return [None] * len(texts)
    return [None if is_empty(text) else int(text) for text in texts]


def _are_day_first(texts: Collection[str]) -> bool:
    """Whether digits are days as 15112014, which do not grow with time: they must be declared."""
    if all(_is_day(text[:8]) for text in texts):
        return False
    matches = [_DAY_FIRST.fullmatch(text) for text in texts]
    return all(match and _is_day(f"{match[3]}{match[2]}{match[1]}") for match in matches)


def _is_day(text: str) -> bool:
    return len(text) == len("yyyymmdd") and read_date(text) > UNREADABLE_DATE
