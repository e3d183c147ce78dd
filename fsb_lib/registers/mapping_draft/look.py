"""What stands in the columns of one foreign file: enough to guess at, and as little as that.

column     filled  numbers  dates  middle day  values (at most 60 different, with their rows)
PERSONNR   100 %   100 %    0 %
YD_KODE    100 %   0 %      0 %                07: 1204, KTH: 652, ...
SLUT        86 %   0 %      100 %  14591
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fsb_lib.domain import cpr
from fsb_lib.registers.files.text_table import TextBatch
from fsb_lib.registers.rows.dates import NO_DATE, UNREADABLE_DATE, read_date
from fsb_lib.registers.spelling import canonical, is_empty

MOST_VALUES: Final = 60
MOST_TEXTS: Final = 1_000  # until spellings of one value are brought together
_SAMPLED: Final = 2_000  # rows of a batch, and so many batches
_BATCHES: Final = 3


@dataclass(frozen=True)
class ForeignValue:
    """One value of a column as it is written most, with its rows."""

    text: str
    n_rows: int


@dataclass(frozen=True)
class ColumnLook:
    """One column. Shares are of a sample; `numbers` and `dates` of what is filled in it.

    `middle_day` is None without dates. `values`: without empty ones, by canonical spelling; None
    when there are too many.
    """

    name: str
    filled: float
    numbers: float
    dates: float
    middle_day: float | None
    values: dict[str, ForeignValue] | None


@dataclass(frozen=True)
class SourceLook:
    """One foreign file or database table; `why_not` says why its rows are not looked at."""

    name: str
    columns: tuple[ColumnLook, ...] = ()
    n_rows: int = 0
    why_not: str = ""

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(canonical(column.name) for column in self.columns)


def looked_at(name: str, columns: Sequence[str], batches: Iterable[TextBatch]) -> SourceLook:
    """Reads the rows of one source once. Errors: whatever reading its batches raises."""
    looking = [_Looking(column) for column in columns]
    n_rows = 0
    for place, batch in enumerate(batches):
        n_rows += len(batch)
        rows = _sampled(len(batch)) if place < _BATCHES else None
        for one, texts in zip(looking, batch.columns, strict=True):
            one.count(texts)
            if rows is not None:
                one.sample += texts.take(rows).to_pylist()
    return SourceLook(name, tuple(one.seen() for one in looking), n_rows)


def reads_as_number(text: str) -> bool:
    """Whether a text is a CPR number whose day exists."""
    return bool(_numbers([text])[0])


@dataclass
class _Looking:
    """One column while its file is read."""

    name: str
    sample: list[str] = field(default_factory=list)
    _rows: dict[str, int] | None = field(default_factory=dict)  # by text as it is written

    def count(self, texts: pa.StringArray) -> None:
        """Counts the values of a batch, unless they are too many."""
        if self._rows is None:
            return
        counted = pc.value_counts(texts)
        if len(counted) + len(self._rows) > MOST_TEXTS:
            self._rows = None
            return
        for one in counted.to_pylist():
            text = one["values"].strip()
            self._rows[text] = self._rows.get(text, 0) + one["counts"]

    def seen(self) -> ColumnLook:
        """What the sample and the values tell; each text of the sample is read once."""
        rows = {text: n for text, n in Counter(self.sample).items() if not is_empty(text)}
        n_rows = np.array([*rows.values()], np.int64)
        days = np.array([read_date(text) for text in rows], np.int64)
        known = np.repeat(days, n_rows)[np.repeat(days > UNREADABLE_DATE, n_rows)]
        n_filled = max(int(n_rows.sum()), 1)
        return ColumnLook(
            self.name,
            n_rows[days != NO_DATE].sum() / max(len(self.sample), 1),
            n_rows[_numbers([*rows])].sum() / n_filled,
            n_rows[days != UNREADABLE_DATE].sum() / n_filled,  # an open end is a date, too
            float(np.median(known)) if len(known) else None,
            few_values(self._rows) if self._rows is not None else None,
        )


def few_values(rows: Mapping[str, int]) -> dict[str, ForeignValue] | None:
    """Values and their rows, spellings of the same together; None when there are too many."""
    found: dict[str, ForeignValue] = {}
    for text, n_rows in sorted(rows.items(), key=lambda pair: (-pair[1], pair[0])):
        if not is_empty(text):
            first = found.get(canonical(text), ForeignValue(text, 0))
            found[canonical(text)] = ForeignValue(first.text, first.n_rows + n_rows)
    return found if len(found) <= MOST_VALUES else None


def _sampled(n_rows: int) -> pa.Array:
    """Places of rows spread over a batch."""
    return pa.array(
        np.unique(np.linspace(0, max(n_rows - 1, 0), min(n_rows, _SAMPLED)).astype(int))
    )


def _numbers(texts: list[str]) -> NDArray[np.bool_]:
    """Which texts are CPR numbers of a day that exists."""
    read = cpr.read_texts(pa.array(texts, pa.string()))
    facts = cpr.number_facts(read.numbers)
    are_numbers: NDArray[np.bool_] = (read.hindrance == cpr.READ) & ~facts.impossible_date
    return are_numbers
