"""Targets as values: each by its decision, never typed; judged in whole numbers (D4, D5, D13).

activation_target(date(2009, 11, 15))     at least 2/5 in activation on that day
plan_target(2010)                         2000 citizens offered a plan by 31-12-2010
    .judge(1919) -> Verdict(NOT_REACHED, missing_persons=81)
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.domain.measured_table import Ratio
from fsb_lib.domain.periods import STRATEGY_START, cutoff_date, default_reference_date

ACTIVATION, OFFERS, OFFERED = "activation_rate", "offers_in_year", "offered_cumulative"


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
    """One target: a share for a `Ratio`, a whole number for a count.

    `measure` is the id of what is measured, `day` the day it is judged on, `decision` the words
    of `document` that set it in the year `decided_in`, and `document` what pages call it.
    """

    id: str
    measure: str
    year: int
    day: date
    value: Fraction | int
    decision: str
    document: str
    decided_in: int = STRATEGY_START.year - 1

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


def decided(measure: str) -> tuple[Target, ...]:
    """The targets of a measure in order of year, each by its own decision (data/decisions.yaml)."""
    entries = (one for one in load("decisions")["targets"] if one["measure"] == measure)
    return tuple(_target(one) for one in sorted(entries, key=lambda one: one["year"]))


def known_in(measure: str, year: int) -> tuple[Target, ...]:
    """Those that a note on a year can know: decided by the end of it. Notes on years before the
    strategy look ahead to the strategy."""
    end = max(year, STRATEGY_START.year - 1)
    return tuple(target for target in decided(measure) if target.decided_in <= end)


def activation_target(day: date) -> Target | None:
    """The share that is to be in activation in a year, judged on the day measured."""
    found = (target for target in decided(ACTIVATION) if target.year == day.year)
    return next((replace(target, day=day) for target in found), None)


def plan_target_in_year(year: int) -> Target | None:
    """Citizens to be offered a social handleplan in the year itself: the part the year adds."""
    return next((target for target in decided(OFFERS) if target.year == year), None)


def plan_target(year: int) -> Target | None:
    """Citizens to be offered a social handleplan from 2009 to the end of the year."""
    own = plan_target_in_year(year)
    if own is None:
        return None
    wanted = sum(int(target.value) for target in decided(OFFERS) if target.year <= year)
    return replace(own, id=f"offered_cumulative_{year}", measure=OFFERED, value=wanted)


def _target(entry: Mapping[str, Any]) -> Target:
    measure, year, value = entry["measure"], entry["year"], entry["value"]
    return Target(
        id=f"{measure}_{year}",
        measure=measure,
        year=year,
        day=default_reference_date(year) if measure == ACTIVATION else cutoff_date(year),
        value=Fraction(value, 100) if measure == ACTIVATION else value,
        decision=entry["wording"],
        document=entry["document"],
        decided_in=int(str(entry["date"])[:4]),
    )


def _verdict(counted: int, needed: int) -> Verdict:
    status = TargetStatus.REACHED if counted >= needed else TargetStatus.NOT_REACHED
    return Verdict(status, max(0, needed - counted))
