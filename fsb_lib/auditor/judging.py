"""What the attack means for a release: which cells are told too closely.

facts -> parts -> outcome of every printed cell, small differences -> unsafe ones
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fsb_lib.audit.attack import reachable_without_rates
from fsb_lib.audit.constraints import Contradiction, Interval, Undecided
from fsb_lib.audit.facts import Facts
from fsb_lib.audit.form import facts_from
from fsb_lib.audit.verdicts import CellVerdict, verdict_on
from fsb_lib.auditor.attacking import Outcome, Parts
from fsb_lib.auditor.certificate import Tightest
from fsb_lib.auditor.findings import Finding

Document = Mapping[str, Any]
Unsafe = list[tuple[Finding, Interval | None]]


@dataclass(frozen=True)
class Attacked:
    """All outcomes, and the cells that are told too closely with what is told."""

    parts: Parts
    printed: tuple[Outcome, ...]
    unsafe: tuple[tuple[Finding, Interval | None], ...]

    def tightest(self, but: frozenset[str]) -> Tightest | None:
        """The smallest number of values that is left to a hidden cell."""
        sizes = [
            Tightest(one.interval.high - one.interval.low + 1, one.cell.partition("@")[0])
            for one in self.printed
            if one.interval and one.interval.high is not None and one.cell not in but
        ]
        return min(sizes, key=lambda each: each.n_values, default=None)


def attack(facts: Facts, truth: Mapping[str, int]) -> Attacked:
    """`truth` are the values of hidden cells, as far as they were given.

    Errors: Contradiction.
    """
    parts = Parts.of(facts)
    printed = tuple(parts.outcome(name) for name in parts.printed)
    return Attacked(parts, printed, (*_unsafe(facts, printed, truth), *_differences(parts)))


def _unsafe(facts: Facts, outcomes: Sequence[Outcome], truth: Mapping[str, int]) -> Unsafe:
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


def _is_large(facts: Facts, one: Outcome, verdict: CellVerdict, truth: Mapping[str, int]) -> bool:
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


def _differences(parts: Parts) -> Unsafe:
    found: Unsafe = []
    for name in parts.differences:
        one = parts.small_difference(name)
        if one is not None:
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
        before = Parts.of(facts_from(json.dumps(earlier), "earlier"))
        told = {name: before.outcome(name).interval for name in names}
    except Contradiction:
        return frozenset()
    return frozenset(one.cell for one, now in unsafe if now and told.get(one.cell) == now)
