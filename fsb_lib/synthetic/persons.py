"""What is known of every person of the twin city before rows are made."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from fsb_lib.synthetic.draws import (
    NEVER,
    BoolArray,
    Generator,
    IntArray,
    between,
    chance,
    constant,
    within,
)

NO_CASE = -1
WITHOUT_SPECIAL_NEEDS = 3
"""Position of `uden_saerlige_behov` among the target groups."""
SPECIAL_NEEDS = (0, 1, 2)
NOT_MATCHED = 5
"""Last of the six columns of the published table; 0-4 are match groups 1-5."""
NOT_JOB_READY = (3, 4)


@dataclass(frozen=True)
class Persons:
    """Parallel arrays, one element per person. Spells include both days; NEVER is an open end.

    benefit     |----------------------------|          one run of benefit
    gap                       |--|                      no benefit inside it
    case               |---------------------------|    in the target group
    other_case  |-----|                                 before it, without special needs
    low            |--------------------|               assessed as not job-ready
    focus              |-----|    |-----|              in the focus population
    """

    group: IntArray
    column: IntArray
    benefit_first: IntArray
    benefit_last: IntArray
    gap_first: IntArray
    gap_last: IntArray
    case_first: IntArray
    case_last: IntArray
    other_case_first: IntArray
    low_first: IntArray
    low_last: IntArray
    focus_first: IntArray
    focus_last: IntArray

    def __len__(self) -> int:
        return len(self.group)

    @property
    def ever_in_focus(self) -> BoolArray:
        return self.focus_first < NEVER

    def on_benefit(self, on: int | IntArray) -> BoolArray:
        """Whether a benefit spell covers the day."""
        in_gap = (self.gap_first <= on) & (on <= self.gap_last)
        covered: BoolArray = (self.benefit_first <= on) & (on <= self.benefit_last) & ~in_gap
        return covered

    def with_case(self, on: int | IntArray) -> BoolArray:
        """Whether the case in the person's target group covers the day."""
        covered: BoolArray = (
            (self.group != NO_CASE) & (self.case_first <= on) & (on <= self.case_last)
        )
        return covered

    def in_focus(self, on: int | IntArray) -> BoolArray:
        """Whether the person is in the focus population on the day."""
        return (self.focus_first <= on) & (on <= self.focus_last) & self.on_benefit(on)

    def at(self, positions: IntArray) -> "Persons":
        """The persons at these positions, each as often as it is named."""
        return Persons(*(getattr(self, field.name)[positions] for field in fields(Persons)))

    def low_on(self, on: int | IntArray) -> BoolArray:
        """Whether the person is assessed as not job-ready on the day."""
        return (self.low_first <= on) & (on <= self.low_last)


def join(parts: Sequence[Persons]) -> Persons:
    """All persons of all parts, in that order."""
    return Persons(
        *(
            np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Persons)
        )
    )


def outside_focus(group: IntArray, column: IntArray, **known: IntArray) -> Persons:
    """Persons who are never in the focus population; what is not `known` never happens."""
    n = len(group)
    low = np.isin(column, NOT_JOB_READY)
    values = {
        "benefit_first": constant(NEVER, n),
        "benefit_last": constant(-NEVER, n),
        "gap_first": constant(NEVER, n),
        "gap_last": constant(-NEVER, n),
        "case_first": constant(NEVER, n),
        "case_last": constant(-NEVER, n),
        "other_case_first": constant(NEVER, n),
        "low_first": np.where(low, -NEVER, NEVER),
        "low_last": np.where(low, NEVER, -NEVER),
        "focus_first": constant(NEVER, n),
        "focus_last": constant(-NEVER, n),
    }
    return Persons(group, column, **(values | known))


def is_special(group: IntArray) -> BoolArray:
    """Whether the target group is one of special needs."""
    return np.isin(group, SPECIAL_NEEDS)


def with_short_gaps(persons: Persons, share: float, days: Sequence[int], rng: Generator) -> Persons:
    """The same, with a gap too short to break a run for that share of persons without one.

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
    return replace(
        persons,
        gap_first=np.where(gets, start, persons.gap_first),
        gap_last=np.where(gets, stop, persons.gap_last),
    )


def _in_summer(days: IntArray) -> BoolArray:
    month = np.clip(days, 0, 40_000).astype("datetime64[D]").astype("datetime64[M]")
    return np.isin(month.astype(np.int64) % 12, range(2, 9))
