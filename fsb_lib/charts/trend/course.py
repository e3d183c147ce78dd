"""What one panel of the trend draws, and where its plot lies. All places are in pixels."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any

from fsb_lib.charts.axis import Scale
from fsb_lib.charts.canvas import Format
from fsb_lib.disclosure.protected import Cell
from fsb_lib.domain.breaks import Break
from fsb_lib.domain.comparable import Point, Series, first_day, refuse_unlike

SIDE_AIR = 18
CUT = 5  # pixels left open on either side of a break

Place = tuple[float, float]
Stretch = tuple[Place, Place]


@dataclass(frozen=True)
class Course:
    """One measured series, and targets that are comparable with it.

    Errors: ValueError naming both bases for a target that is not of what the series measures.
    """

    label: str
    is_total: bool
    measured: Series[Cell]
    targets: Series[Fraction]
    breaks: tuple[Break, ...]

    def __post_init__(self) -> None:
        refuse_unlike(self.measured.basis, self.targets.basis)

    @property
    def days(self) -> set[date]:
        """Every day that something stands on."""
        series: tuple[Series[Any], ...] = (self.measured, self.targets)
        return {first_day(point.when) for one in series for point in one.points}

    @property
    def values(self) -> list[Fraction]:
        """Every value that is drawn."""
        shown = [point.value for run in self.runs() for point in run]
        return [*shown, *(point.value for point in self.targets.points)]

    @property
    def ink(self) -> str:
        return "ink" if self.is_total else "navy"

    def runs(self) -> Iterator[list[Point[Fraction]]]:
        """Measurements that are shown, in stretches that one without a value parts."""
        for shown, run in groupby(self.measured.points, key=lambda point: point.value.shown):
            if shown:
                yield [Point(p.basis, p.when, Fraction(p.value.value or 0)) for p in run]


@dataclass(frozen=True)
class Frame:
    """Where a panel's plot lies; x is time from the first of `days` to the last."""

    left: float
    right: float
    top: float
    scale: Scale
    days: tuple[date, ...]
    fmt: Format

    @property
    def foot(self) -> float:
        return self.top + self.scale.pixels

    def x(self, day: date) -> float:
        first, last = self.days[0], self.days[-1]
        share = (day - first).days / ((last - first).days or 1)
        return self.left + SIDE_AIR + share * (self.right - self.left - 2 * SIDE_AIR)

    def y(self, value: Fraction | int) -> float:
        return self.foot - self.scale.place(value)

    def at(self, point: Point[Fraction]) -> Place:
        return self.x(first_day(point.when)), self.y(point.value)


def headroom(fmt: Format) -> float:
    """Above a plot: the letter of a break, and the label of the highest value."""
    return fmt.small * 2.8


def stretches(course: Course, frame: Frame) -> Iterator[tuple[Stretch, bool]]:
    """The measured line in pieces, and whether each is part of a way over a break."""
    cuts = [frame.x(known.day) for known in course.breaks]
    for run in course.runs():
        for earlier, later in pairwise(run):
            start, end = frame.at(earlier), frame.at(later)
            crossed = [x for x in cuts if start[0] < x <= end[0]]
            for piece in parted(start, end, crossed):
                yield piece, bool(crossed)


def parted(start: Place, end: Place, cuts: list[float]) -> Iterator[Stretch]:
    """A line from `start` to `end`, left open around every cut: none runs over a break."""
    slope = (end[1] - start[1]) / (end[0] - start[0])
    edges = [start[0], *(x + off for x in cuts for off in (-CUT, CUT)), end[0]]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if right > left:
            yield (
                (left, start[1] + (left - start[0]) * slope),
                (right, start[1] + (right - start[0]) * slope),
            )
