"""What may stand in one series: figures with the same basis, and no others.

A figure travels with its basis: what is measured, of whom, and as a snapshot, a mean or a flow.

    19 %    November 2007            activation rate   focus           snapshot
    35 %    January 2007-July 2008   activation rate   not_job_ready   mean      contains focus
    3357    November 2007            persons           focus           snapshot
    4260    2014                     persons           focus           flow

Only the first fits a series of November measurements of the activation rate. `Series` refuses
every other, so a figure drawn from a `Series` cannot mix them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, Generic, TypeVar

from fsb_lib.base.package_data import load
from fsb_lib.domain.periods import Period, default_reference_date
from fsb_lib.domain.vocabulary import TOTAL

V = TypeVar("V")


class DateKind(StrEnum):
    """How a figure stands to time."""

    SNAPSHOT = "snapshot"
    MEAN = "mean_of_period"
    FLOW = "flow_during_period"


@dataclass(frozen=True)
class Basis:
    """What a figure rests on; figures are alike when all of it is the same.

    `population` is a code, and `group` a target group within it. `contains_group` marks a
    population that holds the focus population beside others: a group is no comparison for
    itself.
    """

    measure: str
    population: str
    date_kind: DateKind
    group: str = TOTAL
    contains_group: bool = False

    def __str__(self) -> str:
        overlap = ", which contains the focus population" if self.contains_group else ""
        return f"{self.measure} of {self.population}/{self.group}{overlap} ({self.date_kind})"

    def of_group(self, code: str) -> "Basis":
        """The same for one target group."""
        return replace(self, group=code)


# The basis of the strategy's measurements, which this program repeats every November.
ACTIVATION_ON_A_DAY = Basis("activation_rate", "focus", DateKind.SNAPSHOT)


@dataclass(frozen=True)
class Point(Generic[V]):
    """One figure with its basis and its day (a snapshot) or period (a mean or a flow).

    Errors: ValueError for a snapshot of a period, or a mean or a flow of one day.
    """

    basis: Basis
    when: date | Period
    value: V

    def __post_init__(self) -> None:
        if isinstance(self.when, date) != (self.basis.date_kind is DateKind.SNAPSHOT):
            raise ValueError(f"{self.basis} cannot be dated {self.when}")


@dataclass(frozen=True)
class Series(Generic[V]):
    """Points of one basis in order of time; it may be empty.

    Errors: ValueError naming both bases for a point that is unlike the series; ValueError for
    points that are out of order or share a day.
    """

    basis: Basis
    points: tuple[Point[V], ...]

    def __post_init__(self) -> None:
        for point in self.points:
            refuse_unlike(self.basis, point.basis)
        days = [first_day(point.when) for point in self.points]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError(f"a series of {self.basis} needs its points in order of time")


@dataclass(frozen=True)
class Published:
    """A figure that a document prints, with its basis."""

    point: Point[Fraction]
    document: str
    wording: str


def refuse_unlike(one: Basis, other: Basis) -> None:
    """Nothing when the bases are the same.

    Errors: ValueError naming both bases and what differs.
    """
    if one != other:
        unlike = ", ".join(differences(one, other))
        raise ValueError(f"not comparable ({unlike}): {one}, and {other}")


def differences(one: Basis, other: Basis) -> tuple[str, ...]:
    """The parts of their bases in which two figures differ."""
    names = (field.name for field in fields(Basis))
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def first_day(when: date | Period) -> date:
    return when if isinstance(when, date) else when.first


def last_day(when: date | Period) -> date:
    return when if isinstance(when, date) else when.last


@cache
def published(name: str) -> Mapping[str, Published]:
    """A published figure by target group: an entry of data/published.yaml that has a basis.

    A figure that is not by group stands under `i_alt`.
    """
    entry = load("published")[name]
    values = entry["rates"] if "rates" in entry else {TOTAL: entry[entry["basis"]["value"]]}
    basis, when = _basis(entry["basis"]), _when(entry["basis"])
    return {
        group: Published(
            Point(basis.of_group(group), when, Fraction(str(value))),
            entry["document"],
            entry["wording"],
        )
        for group, value in values.items()
    }


def _basis(entry: Mapping[str, Any]) -> Basis:
    return Basis(
        entry["measure"],
        entry["population"],
        DateKind(entry["date_kind"]),
        contains_group=entry.get("contains_group", False),
    )


def _when(entry: Mapping[str, Any]) -> date | Period:
    """The day or period; of a November measurement no document names the day (D0)."""
    if "november" in entry:
        return default_reference_date(entry["november"])
    return Period(entry["first"], entry["last"])
