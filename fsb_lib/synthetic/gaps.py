"""Gaps without benefit that are too short to break a run."""

from collections.abc import Sequence

import numpy as np

from fsb_lib.synthetic.draws import NEVER, BoolArray, Generator, IntArray, between, chance, within
from fsb_lib.synthetic.persons import Persons


def short_gaps(
    persons: Persons, share: float, days: Sequence[int], rng: Generator
) -> tuple[IntArray, IntArray]:
    """First and last day of a gap inside a run, for that share of persons without one.

    Gaps lie between March and October, so never on a measuring day in November, and inside the
    membership of those who are members, so that its first and last day stay what they are.
    """
    n = len(persons)
    member = persons.ever_in_focus
    first = np.where(member, persons.focus_first, persons.benefit_first) + 1
    last = np.where(member, persons.focus_last, persons.benefit_last)
    start = between(rng, np.minimum(first, NEVER - 1), np.clip(last - days[1] - 1, first, NEVER))
    stop = start + within(rng, days, n) - 1
    gets = chance(rng, share, n) & (persons.gap_first == NEVER) & (stop < last)
    gets &= _in_summer(start) & _in_summer(stop)
    return np.where(gets, start, persons.gap_first), np.where(gets, stop, persons.gap_last)


def _in_summer(days: IntArray) -> BoolArray:
    month = np.clip(days, 0, 40_000).astype("datetime64[D]").astype("datetime64[M]")
    return np.isin(month.astype(np.int64) % 12, range(2, 9))
