"""Records of events to the rows that they leave: the last of each id, unless it is a deletion.

id  at                kind   til                 id  til
17  2014-01-06 10:00  opret             ->       17  2014-03-31
17  2014-02-03 09:00  ret    2014-03-31
18  2014-01-06 10:00  opret
18  2014-01-07 08:00  slet
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fsb_lib.registers.sources.keys import RowKeys
from fsb_lib.registers.sources.moments import untold
from fsb_lib.registers.sources.source_rows import SourceRows, distinct


@dataclass(frozen=True)
class StandingRecords:
    """Masks over the records: those that stand; those of which nothing tells whether they do;
    those that are at one moment with another of their id, so that the file's order decides.
    """

    stands: NDArray[np.bool_]
    untold: NDArray[np.bool_]
    tied: NDArray[np.bool_]


def last_records(
    rows: SourceRows, keys: RowKeys, moments: NDArray[np.int64], kind: str, deletes: Sequence[str]
) -> StandingRecords:
    """Which records stand, whatever the order of the file.

    Of two at one moment the later in the file is the last. A record without an id, or alone with
    its own, is not replaced by another; without a moment among others of its id it is untold.
    """
    alone, without_moment = keys.blank | keys.alone, untold(keys, moments)
    in_time = np.flatnonzero(~alone & ~without_moment)
    order = in_time[np.lexsort([rows.lines[in_time], moments[in_time], keys.number[in_time]])]
    before, after = order[:-1], order[1:]
    same_id = keys.number[before] == keys.number[after]
    stands, tied = alone | without_moment, np.zeros(len(rows), np.bool_)
    stands[in_time] = True
    stands[before[same_id]] = False
    ties = np.flatnonzero(same_id & (moments[before] == moments[after]))
    tied[order[ties]] = tied[order[ties + 1]] = True
    if kind:
        stands &= without_moment | ~distinct(rows.columns[kind]).are(deletes)
    return StandingRecords(stands, without_moment, tied)
