"""Days in a row: that no spell covers, and that spells cover with small gaps between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .people import Spell, covering

ONE_DAY = timedelta(days=1)


class Run(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def n_days(self) -> int:
        return (self.last - self.first).days + 1


def runs_without(spells: Iterable[Spell], first: date, last: date) -> list[Run]:
    """The longest stretches of days from `first` to `last` that no spell covers.

    first |..####...##########.....| last
           --    ---          -----         three runs
    """
    runs, day = [], first
    for spell in sorted(spells, key=lambda spell: spell.start):
        if spell.start > last:
            break
        if spell.start > day:
            runs.append(Run(day, spell.start - ONE_DAY))
        if spell.end is None or spell.end >= last:
            return runs
        day = max(day, spell.end + ONE_DAY)
    return [*runs, Run(day, last)]


def start_of_run(spells: Iterable[Spell], day: date, max_gap_days: int) -> date:
    """Back through spells as long as no more than `max_gap_days` days lie between them."""
    spells = list(spells)
    start = min(spell.start for spell in covering(spells, day))
    while True:
        # With 28 days between, the earlier spell ends 29 days before the later one begins.
        earliest_end = start - timedelta(days=max_gap_days + 1)
        earlier = [
            s.start for s in spells if s.start < start and (s.end is None or s.end >= earliest_end)
        ]
        if not earlier:
            return start
        start = min(earlier)


def first_day_on_or_after(spells: Iterable[Spell], day: date) -> date | None:
    """The first day from `day` on that one of the spells covers."""
    days = [max(s.start, day) for s in spells if s.end is None or s.end >= day]
    return min(days, default=None)
