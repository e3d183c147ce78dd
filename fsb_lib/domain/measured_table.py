"""What a measure returns before protection: counts and ratios, never a bare percentage.

Only `measures`, `followups` and `disclosure` see these values; the gate turns them into
`ProtectedTable`s.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fsb_lib.domain.periods import Period


@dataclass(frozen=True)
class Ratio:
    """A rate with its numerator and denominator; without a base it has no value.

    `target` is what the rate is held against, so that no rounding makes it look reached.
    """

    numerator: int
    denominator: int
    target: Fraction | None = None

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def complement(self) -> int:
        return self.denominator - self.numerator


@dataclass(frozen=True)
class RankStatistic:
    """A value at a rank of persons, in whole days when shown: their median, as a rule.

    `n_at_most` persons have that value or less, `n_at_least` that or more: of an extreme value
    one of them is small. Make one with `median_of`.
    """

    value: Fraction
    n_at_most: int
    n_at_least: int


def median_of(values: Iterable[int]) -> RankStatistic | None:
    """The median of one value per person; None of nobody. Of an even number the middle two's mean.

    3 5 9     -> 5, with 2 at most and 2 at least that
    3 5 9 30  -> 7, with 2 and 2
    """
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    value = Fraction(ordered[middle] + ordered[-middle - 1], 2)
    below = sum(one <= value for one in ordered)
    return RankStatistic(value, below, sum(one >= value for one in ordered))


# A day, a period, or neither: rows of a delivery have no date of their own.
When = date | Period | None
MeasuredValue = int | Fraction | Ratio | RankStatistic | None


@dataclass(frozen=True)
class MeasuredRow:
    """One row of a measured table: a code for each key, a value for each measure."""

    keys: tuple[str, ...]
    values: Mapping[str, MeasuredValue]


@dataclass(frozen=True)
class MeasuredTable:
    """An unprotected table of counts about one population on one date or during one period.

    `id` names the entry of data/tables/ that says what its keys and measures are. A table that
    compares several days has its first day in `since`, and `when` is its last.

        keys              values
        ("handicappede",) {"persons": 97, "activated": 20, "rate": Ratio(20, 97)}
    """

    id: str
    rows: tuple[MeasuredRow, ...]
    when: When
    since: date | None = None
