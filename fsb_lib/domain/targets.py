"""The strategy's targets as values: looked up, never typed; judged in whole numbers (D4, D5, D13).

activation_target(date(2009, 11, 15))     at least 2/5 in activation on that day
plan_target(2010)                         2000 citizens offered a plan by 31-12-2010
    .judge(1919) -> Verdict(NOT_REACHED, missing_persons=81)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.domain.measured_table import Ratio
from fsb_lib.domain.periods import cutoff_date


class TargetStatus(StrEnum):
    """How a measurement stands to its target."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CANNOT_BE_JUDGED = "cannot_be_judged"


# The status in a table: 1, 0, or no value.
REACHED_VALUES: Mapping[TargetStatus, int | None] = {
    TargetStatus.REACHED: 1,
    TargetStatus.NOT_REACHED: 0,
    TargetStatus.CANNOT_BE_JUDGED: None,
}


@dataclass(frozen=True)
class Verdict:
    """A judged measurement and how many persons it lacks; nobody is missing without a base."""

    status: TargetStatus
    missing_persons: int

    @property
    def reached(self) -> int | None:
        """1, 0, or None where nothing can be judged: as a table holds it."""
        return REACHED_VALUES[self.status]


@dataclass(frozen=True)
class Target:
    """One target of the strategy: a share for a `Ratio`, a whole number for a count.

    `measure` is the id of what is measured, `day` the day it is judged on, `decision` the words
    of `document` that set it.
    """

    id: str
    measure: str
    year: int
    day: date
    value: Fraction | int
    decision: str
    document: str

    def judge(self, measured: Ratio | int) -> Verdict:
        """Reached when the unrounded measurement is at least the target; else who is missing.

        Of a rate, missing are ceil(target x persons) - numerator; without persons nothing can
        be judged.

        Errors: TypeError for a rate held against a count, or the other way round.
        """
        if isinstance(measured, Ratio) != isinstance(self.value, Fraction):
            raise TypeError(f"{self.id} is no target for a {type(measured).__name__}")
        if not isinstance(measured, Ratio):
            return _verdict(measured, ceil(self.value))
        if not measured.denominator:
            return Verdict(TargetStatus.CANNOT_BE_JUDGED, 0)
        return _verdict(measured.numerator, ceil(self.value * measured.denominator))


@dataclass(frozen=True)
class Robustness:
    """Whether the headline's verdict holds under the other assumptions (D13).

    `changed_by` are the assumptions under which it would be the other one; assumptions that
    cannot be judged neither confirm nor change it.
    """

    headline: TargetStatus
    changed_by: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the verdict is the same whatever the assumption."""
        return self.headline is not TargetStatus.CANNOT_BE_JUDGED and not self.changed_by


def robustness(headline: TargetStatus, others: Mapping[str, TargetStatus]) -> Robustness:
    """The headline held against the status under each other assumption, in their order."""
    if headline is TargetStatus.CANNOT_BE_JUDGED:
        return Robustness(headline, ())
    agreeing = (headline, TargetStatus.CANNOT_BE_JUDGED)
    return Robustness(
        headline, tuple(name for name, other in others.items() if other not in agreeing)
    )


def activation_target(day: date) -> Target | None:
    """ "mindst 40 %" in 2009, 50 % in 2010, 60 % in 2011 (S0), judged on the day measured."""
    targets = load("published")["activation_targets"]
    percent = targets["percent"].get(day.year)
    if percent is None:
        return None
    return _target("activation_rate", Fraction(percent, 100), day, targets)


def plan_target(year: int) -> Target | None:
    """Citizens to be offered a social handleplan from 2009 to the end of the year (S0)."""
    targets = load("published")["plan_targets"]
    if year not in targets["persons"]:
        return None
    wanted = sum(persons for earlier, persons in targets["persons"].items() if earlier <= year)
    return _target("offered_cumulative", wanted, cutoff_date(year), targets)


def plan_target_in_year(year: int) -> Target | None:
    """Citizens to be offered a social handleplan in the year itself: the part the year adds."""
    targets = load("published")["plan_targets"]
    if year not in targets["persons"]:
        return None
    return _target("offered_in_year", targets["persons"][year], cutoff_date(year), targets)


def _target(measure: str, value: Fraction | int, day: date, published: Mapping[str, Any]) -> Target:
    return Target(
        id=f"{measure}_{day.year}",
        measure=measure,
        year=day.year,
        day=day,
        value=value,
        decision=published["decisions"][day.year],
        document=published["document"],
    )


def _verdict(counted: int, needed: int) -> Verdict:
    status = TargetStatus.REACHED if counted >= needed else TargetStatus.NOT_REACHED
    return Verdict(status, max(0, needed - counted))
