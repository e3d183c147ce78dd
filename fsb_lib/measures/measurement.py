"""A population on one day and what is counted of it; all days that are asked about, at once.

DaysOf(make, GROUPINGS)          make: a table of days -> person | day | flags | codes
  .expect(days)                  the days of a run
  .on(day) -> Measurement        the first that is asked for makes and counts them all
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import ibis
import ibis.expr.types as ir

from fsb_lib.measures.counting import Counts, Grouping, counted


@dataclass(frozen=True)
class Measurement:
    """The persons of one day, each once or once for every code that a person may have two of."""

    day: date
    persons: ir.Table
    known: dict[Grouping, Counts] = field(default_factory=dict)

    @property
    def year(self) -> int:
        return self.day.year

    def counts(self, grouping: Grouping) -> Counts:
        """What was counted together with all else; by a query of its own when it was not."""
        if grouping not in self.known:
            self.known[grouping] = counted(self.persons, [grouping])[self.day][grouping]
        return self.known[grouping]


class DaysOf:
    """A population by day, made and counted once for all days that are expected."""

    def __init__(
        self, make: Callable[[Sequence[date]], ir.Table], groupings: Iterable[Grouping]
    ) -> None:
        self._make, self.groupings = make, tuple(groupings)
        self._expected: set[date] = set()
        self._made: dict[date, Measurement] = {}
        self._tables: list[ir.Table] = []

    def expect(self, days: Iterable[date]) -> None:
        """These days will be asked for: they are made together with the first of them."""
        self._expected |= set(days)

    def on(self, day: date) -> Measurement:
        """The population of the day."""
        if day not in self._made:
            days = sorted({day, *self._expected} - self._made.keys())
            everybody = self._make(days).cache()
            self._tables.append(everybody)
            counts = counted(everybody, self.groupings)
            for one in days:
                of_day = everybody.filter(everybody.day == one)
                self._made[one] = Measurement(one, of_day, counts[one])
        return self._made[day]

    def rows(self, days: Iterable[date]) -> ir.Table:
        """The population of these days, and perhaps of others."""
        for day in days:
            self.on(day)
        return ibis.union(*self._tables) if len(self._tables) > 1 else self._tables[0]
