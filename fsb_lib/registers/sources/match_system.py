"""The match system of an assessment, where the source has no column for it (definitions, D2).

kode             vurderet     system
4                2009-05-11   match5      the days of assessment
2                2010-06-01   match3
aktivitetsparat  2013-10-07   visitation
2                2013-10-07   match3      both are open that day: the code tells
"""

import numpy as np
import pyarrow as pa

from fsb_lib.domain import vocabulary
from fsb_lib.registers.rows.dates import UNREADABLE_DATE, read_date
from fsb_lib.registers.sources.source_rows import distinct
from fsb_lib.registers.spelling import canonical

_EPOCH = np.datetime64("1970-01-01")


def system_by_date(codes: pa.StringArray, days: pa.StringArray) -> pa.StringArray:
    """The newest system in which an assessment of that day may be, and which has the code.

    A code that none of the day's systems has is left to the newest. A day that cannot be read
    has the newest system of all: the row is at fault by its date.
    """
    code, day = distinct(codes), distinct(days)
    read = [read_date(text) for text in day.texts]
    pairs = np.unique(np.stack([day.places, code.places]), axis=1)
    named = {
        (a, b): _system(read[a], canonical(code.texts[b])) for a, b in pairs.T.tolist()
    }  # fmt: skip
    return pa.array(
        [named[pair] for pair in zip(day.places.tolist(), code.places.tolist(), strict=True)],
        pa.string(),
    )


def _system(day: int, code: str) -> str:
    systems = vocabulary.match_systems()
    if day <= UNREADABLE_DATE:
        return systems[-1].name
    when = (_EPOCH + np.timedelta64(day, "D")).astype(object)
    open_then = [one for one in systems if vocabulary.covers(one.assessed, when)]
    having = [one for one in open_then if code in one.codes]
    return (having or open_then)[-1].name
