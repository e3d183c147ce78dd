"""The day that a table reaches to, which no single mistyped date can move (contract, section 11).

day        rows   on or after
2014-12-30    3   5        k = max(5, n / 1000): the robust day
2014-12-31    1   2
2090-01-15    1   1        more than 366 days later: far
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fsb_lib.registers.rows.dates import NO_DATE

FAR: Final = 366  # days after the robust day that a row may still be dated
THIN: Final = 200  # key dates below which a robust day judges no row: a few may be years apart
_FEWEST = 5
_SHARE = 1_000
_FIRST = -25_567  # 1900-01-01; no readable date is before it
_N_DAYS = 73_414  # to 2100-12-31

Days = NDArray[np.int32]


@dataclass(frozen=True)
class DatedRows:
    """How many rows of a table are dated on each day from 1900-01-01."""

    counts: NDArray[np.int64]

    @classmethod
    def none(cls) -> "DatedRows":
        return cls(np.zeros(_N_DAYS, np.int64))

    def add(self, days: Days) -> None:
        """Takes the key dates of some rows; `NO_DATE` is left out."""
        readable = days[days > NO_DATE + 1].astype(np.int64) - _FIRST
        if len(readable):
            self.counts[: int(readable.max()) + 1] += np.bincount(readable)

    @property
    def n_rows(self) -> int:
        return int(self.counts.sum())

    @property
    def latest(self) -> int:
        """The latest day of any row, or `NO_DATE`."""
        return self._kth_latest(1) if self.n_rows else NO_DATE

    @property
    def robust_day(self) -> int:
        """The latest day on or after which enough rows lie, or `NO_DATE`."""
        k = max(_FEWEST, -(-self.n_rows // _SHARE))
        return self._kth_latest(k) if self.n_rows >= k else NO_DATE

    def between(self, first: int, last: int) -> int:
        """How many rows are dated from one day to another, both included."""
        return int(self.counts[max(first - _FIRST, 0) : max(last - _FIRST + 1, 0)].sum())

    def _kth_latest(self, k: int) -> int:
        on_or_after = np.cumsum(self.counts[::-1])
        return _FIRST + len(self.counts) - 1 - int(np.searchsorted(on_or_after, k))
