"""The attack of fsb_lib/audit on a whole release, part by part, each part searched once.

facts -> what follows from one row at a time -> parts -> intervals of printed cells,
                                                        small differences
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from fsb_lib.audit.attack import Attack, prepared
from fsb_lib.audit.bounds import tightened
from fsb_lib.audit.constraints import (
    Contradiction,
    Interval,
    System,
    Undecided,
    components,
    fixed_removed,
)
from fsb_lib.audit.facts import Facts
from fsb_lib.auditor.relations import is_judged


@dataclass(frozen=True)
class Outcome:
    """What the attack found of one cell; an interval of None: it could not be completed."""

    cell: str
    interval: Interval | None


@dataclass
class Parts:
    """A release in parts without a common cell, and what is known of each cell by itself."""

    facts: Facts
    bounds: Mapping[str, Interval]
    parts: tuple[System, ...]
    _attacks: dict[int, Attack] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Facts) -> "Parts":
        """Errors: Contradiction."""
        system = prepared(facts)
        return cls(facts, system.bounds, tuple(components(fixed_removed(system))))

    @property
    def printed(self) -> Iterator[str]:
        return (name for name in self.facts.hidden if name not in self.facts.unpublished)

    @property
    def differences(self) -> Iterator[str]:
        return (name for name in self.facts.hidden if name in self.facts.unpublished)

    def outcome(self, name: str) -> Outcome:
        """The smallest and the largest value of a cell. Errors: Contradiction."""
        number = self._part_of.get(name)
        if number is None:
            return Outcome(name, self.bounds[name])
        try:
            attack = self._attack(number)
            return Outcome(name, Interval(attack.smallest(name), attack.largest(name)))
        except Undecided:
            return Outcome(name, None)

    def small_difference(self, name: str) -> Outcome | None:
        """A difference that is proved to be a small count (or not decided), else nothing."""
        bound, threshold = self.bounds[name], self.facts.threshold
        number = self._part_of.get(name)
        if not is_judged(name) or bound.low >= threshold or bound.high == 0:
            return None
        if number is None:
            is_small = bound.low >= 1 and bound.high is not None and bound.high < threshold
            return Outcome(name, bound) if is_small else None
        try:
            return _proved_small(self._attack(number), name, threshold)
        except Undecided:
            return Outcome(name, None)

    def part_of(self, name: str) -> System | None:
        """The part that a cell stands in; nothing for a cell that has one value."""
        number = self._part_of.get(name)
        return None if number is None else self.parts[number]

    @cached_property
    def _part_of(self) -> dict[str, int]:
        return {name: number for number, part in enumerate(self.parts) for name in part.cells}

    def _attack(self, number: int) -> Attack:
        if number not in self._attacks:
            self._attacks[number] = Attack(self.parts[number])
        return self._attacks[number]


def _proved_small(attack: Attack, name: str, threshold: int) -> Outcome | None:
    if attack.low[name] == 0 or attack.high[name] >= threshold:
        return None
    largest = attack.largest(name)
    if largest is None or largest >= threshold:
        return None
    smallest = attack.smallest(name)
    return Outcome(name, Interval(smallest, largest)) if smallest else None


def with_known(
    part: System, values: Mapping[str, int]
) -> tuple[Mapping[str, Interval], list[System]]:
    """A part when some of its cells become known: bounds of all its cells, and what is left open.

    Errors: Contradiction.
    """
    bounds = {**part.bounds, **{name: Interval(value, value) for name, value in values.items()}}
    for name, value in values.items():
        if not System((name,), {name: part.bounds[name]}, ()).holds({name: value}):
            raise Contradiction
    system = tightened(System(part.cells, bounds, part.rows))
    return system.bounds, list(components(fixed_removed(system)))


def of_part(facts: Facts, part: System, values: Mapping[str, int]) -> Parts:
    """A part by itself when some of its cells become known."""
    bounds, parts = with_known(part, values)
    return Parts(facts, bounds, tuple(parts))
