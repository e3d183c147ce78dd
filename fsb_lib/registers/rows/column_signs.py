"""What whole columns show that no single value does (contract, section 11).

    fra: 05-03-2009 (a date cell), 04-07-2009 (a date cell), 13/05/2009 (a text), 28/07/2009
    -> half-converted: all date cells have days up to 12, all texts have days above

The *shape* of a value says how it is written and not what it is: 05JAN2009 -> 99aaa9999.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fsb_lib.domain import cpr
from fsb_lib.domain.contract import RegisterTable
from fsb_lib.registers.rows.dates import (
    ABOVE_12,
    IS_DATE,
    N_SIGNS,
    SHIFTED,
    UNREADABLE_DATE,
    YEAR_FIRST,
    read_date,
)

_ENOUGH: Final = 20
_LONGEST_SHAPE: Final = 20
_MOST_SHAPES: Final = 1_000
_LIKE_CPR = re.compile(r"(?<!9)9{6}[-\s]?9{4}(?!9)")
_EXPONENT = re.compile(r"(?<=9)[Ee](?=[+-]?9)")


def shape(text: str) -> str:
    """How a value is written: digits as 9, letters as a, at most 20 signs.

    Six and four digits are `CPR`: whoever looks for numbers in a message shall find none.
    """
    start = text.strip()[:_LONGEST_SHAPE]
    drawn = "".join("9" if sign.isdigit() else sign for sign in start)
    kept = {match.start() for match in _EXPONENT.finditer(drawn)}
    written = "".join(
        "a" if sign.isalpha() and place not in kept else sign if sign.isprintable() else "?"
        for place, sign in enumerate(drawn)
    )
    return _LIKE_CPR.sub("CPR", written)


@dataclass
class ColumnSigns:
    """Counts over the columns of one table, however many files it comes in.

    `dates`: by column, rows by the signs of their dates (`dates.py`). `shapes`: by fault and
    column, rows by the shape of what stands there. `outside_life_span`: rows of a benefit on days
    on which it could not be received.
    """

    n_rows: int = 0
    outside_life_span: int = 0
    dates: dict[str, NDArray[np.int64]] = field(
        default_factory=lambda: defaultdict(lambda: np.zeros(N_SIGNS, np.int64))
    )
    shapes: dict[tuple[str, str], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def note_dates(self, column: str, signs: NDArray[np.int64]) -> None:
        """The signs of each row's date in one column."""
        self.dates[column] += np.bincount(signs, minlength=N_SIGNS)

    def note_shapes(
        self, kind: str, column: str, texts: pa.DictionaryArray, faulty: NDArray[np.bool_]
    ) -> None:
        """What stands in the rows whose value cannot be read; `faulty` by distinct text."""
        if not faulty.any():
            return
        n_rows = np.bincount(texts.indices.to_numpy(), minlength=len(faulty))
        held = self.shapes[kind, column]
        for place in np.flatnonzero(faulty):
            drawn = shape(texts.dictionary[int(place)].as_py())
            if drawn in held or len(held) < _MOST_SHAPES:
                held[drawn] += int(n_rows[place])

    def shapes_of(self, kind: str, column: str) -> tuple[str, ...]:
        """The three shapes met most."""
        met = self.shapes.get((kind, column), Counter())
        return tuple(drawn for drawn, _ in met.most_common(3) if drawn)

    def fatal(self) -> Iterator[tuple[str, str, str]]:
        """Kind, column and what was found."""
        for column, rows in self.dates.items():
            of = _Counted(rows)
            if of.is_half_converted:
                found = f"{of.n(YEAR_FIRST)} dates with days up to 12, {of.n(ABOVE_12)} above"
                yield "half_converted", column, found
            if of.is_shifted:
                yield "shifted", column, f"all {of.n(IS_DATE)} times are 22:00 or 23:00"

    def told(self) -> Iterator[tuple[str, str, int]]:
        """Kind, column and number of rows."""
        if self.outside_life_span:
            yield "outside_life_span", "ydelse", self.outside_life_span
        for column, rows in self.dates.items():
            of = _Counted(rows)
            if of.n(IS_DATE) >= _ENOUGH and not of.n(ABOVE_12):
                yield "days_up_to_12", column, of.n(IS_DATE)
            if column == "til" and self.n_rows >= _ENOUGH and not of.n(IS_DATE):
                yield "no_end", column, self.n_rows


@dataclass(frozen=True)
class _Counted:
    """Rows of one date column by the signs of the date."""

    rows: NDArray[np.int64]

    def n(self, with_signs: int, without: int = 0) -> int:
        signs = np.arange(N_SIGNS)
        meant = (signs & with_signs == with_signs) & (signs & without == 0)
        return int(self.rows[meant].sum())

    @property
    def is_half_converted(self) -> bool:
        low_year_first = self.n(IS_DATE | YEAR_FIRST, without=ABOVE_12)
        high_day_first = self.n(IS_DATE | ABOVE_12, without=YEAR_FIRST)
        n_dates = self.n(IS_DATE)
        only = low_year_first + high_day_first == n_dates
        return n_dates >= _ENOUGH and only and bool(low_year_first and high_day_first)

    @property
    def is_shifted(self) -> bool:
        return 0 < self.n(IS_DATE) == self.n(IS_DATE | SHIFTED)


@dataclass(frozen=True)
class RowPlaces:
    """Where a line of a table holds numbers and dates."""

    numbers: tuple[int, ...]
    dates: tuple[int, ...]

    @classmethod
    def of(cls, register: RegisterTable, places: dict[str, int]) -> "RowPlaces":
        """The places of the columns that are there."""
        return cls(
            tuple(places[name] for name in register.cpr_columns if name in places),
            tuple(places[name] for name in register.dates if name in places),
        )

    def holds_row(self, cells: Sequence[str]) -> bool:
        """Whether a line, as far as it goes, has a readable number or date in its place."""
        return any(
            place < len(cells) and is_read(cells[place])
            for places, is_read in ((self.numbers, _is_number), (self.dates, _is_date))
            for place in places
        )


def _is_number(text: str) -> bool:
    read = cpr.read_texts(pa.array([text], pa.string()))
    facts = cpr.number_facts(read.numbers)
    return bool(read.hindrance[0] == cpr.READ and not facts.impossible_date[0])


def _is_date(text: str) -> bool:
    return read_date(text) > UNREADABLE_DATE
