"""The attack of fsb_lib/audit on a whole release, part by part, and what it means for the cells.

facts -> what follows from one row at a time -> parts -> intervals of printed cells,
                                                        small differences
      -> cells that are told too closely
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fsb_lib.audit.attack import Attack, prepared, reachable_without_rates
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
from fsb_lib.audit.form import facts_from
from fsb_lib.audit.verdicts import CellVerdict, verdict_on
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.relations import is_judged

Document = Mapping[str, Any]
Unsafe = list[tuple[Finding, Interval | None]]


def as_facts(document: Document) -> Facts:
    """A document of facts as the attack reads it, checked like anybody's."""
    return facts_from(json.dumps(document), "facts")


@dataclass(frozen=True)
class AttackedCell:
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

    def beside(self, names: Collection[str]) -> Callable[[str], bool]:
        """Whether a cell stands in one part with any of these, or has one value."""
        numbers = {None, *map(self._part_of.get, names)}
        return lambda name: self._part_of.get(name) in numbers

    def outcome(self, name: str) -> AttackedCell:
        """The smallest and the largest value of a cell. Errors: Contradiction."""
        number = self._part_of.get(name)
        if number is None:
            return AttackedCell(name, self.bounds[name])
        try:
            attack = self._attack(number)
            return AttackedCell(name, Interval(attack.smallest(name), attack.largest(name)))
        except Undecided:
            return AttackedCell(name, None)

    def small_difference(self, name: str) -> AttackedCell | None:
        """A difference that is proved to be a small count (or not decided), else nothing."""
        bound, threshold = self.bounds[name], self.facts.threshold
        number = self._part_of.get(name)
        if not is_judged(name) or bound.low >= threshold or bound.high == 0:
            return None
        if number is None:
            is_small = bound.low >= 1 and bound.high is not None and bound.high < threshold
            return AttackedCell(name, bound) if is_small else None
        try:
            return _proved_small(self._attack(number), name, threshold)
        except Undecided:
            return AttackedCell(name, None)

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


def _proved_small(attack: Attack, name: str, threshold: int) -> AttackedCell | None:
    if attack.low[name] == 0 or attack.high[name] >= threshold:
        return None
    largest = attack.largest(name)
    if largest is None or largest >= threshold:
        return None
    smallest = attack.smallest(name)
    return AttackedCell(name, Interval(smallest, largest)) if smallest else None


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


@dataclass(frozen=True)
class Tightest:
    """The smallest number of values left to a hidden cell, and the kind of count it is."""

    n_values: int
    population: str


@dataclass(frozen=True)
class Attacked:
    """All outcomes, and the cells that are told too closely with what is told."""

    parts: Parts
    printed: tuple[AttackedCell, ...]
    unsafe: tuple[tuple[Finding, Interval | None], ...]

    def tightest(self, but: frozenset[str]) -> Tightest | None:
        """The smallest number of values that is left to a hidden cell."""
        sizes = [
            Tightest(one.interval.high - one.interval.low + 1, one.cell.partition("@")[0])
            for one in self.printed
            if one.interval and one.interval.high is not None and one.cell not in but
        ]
        return min(sizes, key=lambda each: each.n_values, default=None)


def attack(
    facts: Facts, truth: Mapping[str, int], about: Collection[str] | None = None
) -> Attacked:
    """`truth` are the values of hidden cells, as far as they were given. With `about` only cells
    are attacked of which these may tell: those in one part with any of them.

    Errors: Contradiction.
    """
    parts = Parts.of(facts)
    is_asked = parts.beside(facts.cells if about is None else about)
    printed = tuple(parts.outcome(name) for name in filter(is_asked, parts.printed))
    differences = filter(is_asked, parts.differences)
    unsafe = (*_unsafe(facts, printed, truth), *_differences(facts, parts, differences))
    return Attacked(parts, printed, unsafe)


def _unsafe(facts: Facts, outcomes: Sequence[AttackedCell], truth: Mapping[str, int]) -> Unsafe:
    """Printed cells that are told too closely, with what is told."""
    found: Unsafe = []
    for one in outcomes:
        if one.interval is None:
            found.append((Finding("undecided", "attack", one.cell), None))
            continue
        verdict = verdict_on(facts, one.cell, one.interval)
        if verdict is CellVerdict.SAFE or _is_large(facts, one, verdict, truth):
            continue
        if one.cell in truth and _is_as_wide_as_can_be(facts, one.cell, one.interval):
            continue
        found.append((Finding(verdict.value, "attack", one.cell), one.interval))
    return found


def _is_large(
    facts: Facts, one: AttackedCell, verdict: CellVerdict, truth: Mapping[str, int]
) -> bool:
    """No small count: it is hidden for the sake of others, and only its value may not be told."""
    return verdict is CellVerdict.NARROW and truth.get(one.cell, 0) >= facts.threshold


def _is_as_wide_as_can_be(facts: Facts, cell: str, interval: Interval) -> bool:
    """The guarantee of docs/interface.md: no hiding could leave a wider interval."""
    try:
        most = reachable_without_rates(facts, [cell])[cell]
    except (Contradiction, Undecided):
        return False
    largest = facts.threshold if most.high is None else min(facts.threshold, most.high)
    return interval.low <= max(facts.floor_of(cell), most.low) and (
        interval.high is None or interval.high >= largest
    )


def _differences(facts: Facts, parts: Parts, names: Iterable[str]) -> Unsafe:
    """But for those that no hiding could widen: with a zero it is the hidden count itself."""
    found: Unsafe = []
    for name in names:
        one = parts.small_difference(name)
        if one is None or (one.interval and _is_as_wide_as_can_be(facts, name, one.interval)):
            continue
        kind = "small_difference" if one.interval else "undecided"
        found.append((Finding(kind, "attack", name), one.interval))
    return found


def told_before(
    earlier: Document, unsafe: Sequence[tuple[Finding, Interval | None]]
) -> frozenset[str]:
    """Cells of which the earlier releases alone tell as much: nothing new is given away."""
    names = [one.cell for one, _ in unsafe if one.cell in earlier["cells"]]
    if not names:
        return frozenset()
    try:
        before = Parts.of(as_facts(earlier))
        told = {name: before.outcome(name).interval for name in names}
    except Contradiction:
        return frozenset()
    return frozenset(one.cell for one, now in unsafe if now and told.get(one.cell) == now)
