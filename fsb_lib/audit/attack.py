"""The attack: the smallest and the largest whole value of every hidden cell.

    what follows from one row at a time  ->  parts without a common cell  ->  two searches a cell

Every end of an interval is either a bound that follows in exact arithmetic, or a complete set of
whole numbers that satisfies all facts exactly and that no other goes below (above).
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from fsb_lib.audit.bounds import tightened
from fsb_lib.audit.constraints import (
    Constraint,
    Contradiction,
    Interval,
    System,
    Undecided,
    components,
    fixed_removed,
    sharpened,
    system_of,
)
from fsb_lib.audit.facts import Facts, printable
from fsb_lib.audit.solver import least


def intervals(facts: Facts, wanted: Collection[str]) -> dict[str, Interval]:
    """The intervals of hidden cells, in the order of the cells.

    Errors: Contradiction when the facts exclude each other; Undecided when a solver fails.
    """
    system = prepared(facts)
    found = {name: system.bounds[name] for name in wanted}
    for part in components(fixed_removed(system)):
        found |= _attacked(part, [name for name in part.cells if name in found])
    return {name: found[name] for name in facts.hidden if name in found}


def reachable(facts: Facts, wanted: Collection[str]) -> dict[str, Interval]:
    """The intervals that would be left if all cells but zeros were hidden.

    What earlier releases have told cannot be hidden any more.

    Errors: Contradiction; Undecided.
    """
    hidden = {
        name: value if value == 0 or name in facts.told_before else None
        for name, value in facts.cells.items()
    }
    return intervals(replace(facts, cells=hidden), wanted)


def reachable_without_rates(facts: Facts, wanted: Collection[str]) -> dict[str, Interval]:
    """The same where a rate goes with its counts: nobody shows a rate of hidden counts."""
    return reachable(replace(facts, rates=()), wanted)


def refuse_contradiction(facts: Facts) -> None:
    """Errors: Contradiction when no whole numbers satisfy the facts; Undecided."""
    intervals(facts, ())


def prepared(facts: Facts) -> System:
    """All that follows from one row at a time, before and after rates are said in small terms."""
    system = tightened(system_of(facts))
    return tightened(sharpened(system, facts))


def _attacked(part: System, wanted: Collection[str]) -> dict[str, Interval]:
    attack = Attack(part)
    return {name: Interval(attack.smallest(name), attack.largest(name)) for name in wanted}


class Attack:
    """The complete sets of numbers met so far in one part: each serves all of its cells."""

    def __init__(self, part: System) -> None:
        self.part = part
        self.low: dict[str, int] = {}
        self.high: dict[str, int] = {}
        self.endless: set[str] = set()
        if self._search({}) is None:
            raise Contradiction

    def smallest(self, name: str) -> int:
        if self.low[name] > self.part.bounds[name].low:
            self._reach(name, 1)
        return self.low[name]

    def largest(self, name: str) -> int | None:
        bound = self.part.bounds[name].high
        if bound is None and self._has_no_end(name):
            return None
        if bound is None or self.high[name] < bound:
            self._reach(name, -1)
        return self.high[name]

    def _reach(self, name: str, cost: int) -> None:
        try:
            values = self._search({name: cost})
        except Undecided as why:
            raise Undecided(f"{printable(name)}: {why}") from None
        if values is None:
            raise Undecided(f"{printable(name)}: the solver contradicts itself")

    def _search(self, costs: dict[str, int]) -> dict[str, int] | None:
        values = least(self.part, costs)
        for name, value in (values or {}).items():
            self.low[name] = min(value, self.low.get(name, value))
            self.high[name] = max(value, self.high.get(name, value))
        return values

    def _has_no_end(self, name: str) -> bool:
        """Whether a direction exists in which every row still holds and the cell grows.

        Where whole numbers satisfy rows of whole coefficients, that is the same as having no
        largest value (Meyer 1974).
        """
        if name not in self.endless:
            direction = least(_directions(self.part, name), dict.fromkeys(self.part.cells, 1))
            self.endless |= {cell for cell, step in (direction or {}).items() if step}
        return name in self.endless


def _directions(part: System, name: str) -> System:
    """Steps that can be repeated for ever: the rows without their constants."""
    bounds = {
        cell: Interval(int(cell == name), None if bound.high is None else 0)
        for cell, bound in part.bounds.items()
    }
    return System(part.cells, bounds, tuple(_homogeneous(part.rows)))


def _homogeneous(rows: tuple[Constraint, ...]) -> Iterator[Constraint]:
    for row in rows:
        low, high = (None if end is None else 0 for end in (row.low, row.high))
        yield Constraint(row.coefficients, low, high)
