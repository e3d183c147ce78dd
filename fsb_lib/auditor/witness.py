"""Checks the alternatives that the suppressor wrote down, in whole numbers and without a solver.

    {"threshold": 5, "truth": {"a": 3, "b": 9},
     "alternatives": [{"cell": "a", "low_target": 1, "high_target": 5,
                       "low": {"a": 1, "b": 11}, "high": {"a": 5, "b": 7}}]}

`low` and `high` name only what differs from the truth. Counts that the document does not name
follow from the sums they stand in; where one does not, its rows are checked by their bounds.
`stands`, where there is one, lists hidden counts that are as an earlier release had them, which
had their alternatives. `before`, where there is one, has values of counts that earlier releases
hide: they tell a large one from a small one, and are no part of the truth that is checked. A cell
may have several alternatives, since which sums hold between two deliveries is not known when they
are written: one that stands is enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from fsb_lib.audit.attack import reachable_without_rates
from fsb_lib.audit.bounds import tightened
from fsb_lib.audit.constraints import Contradiction, Interval, Undecided, system_of
from fsb_lib.audit.facts import Facts
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.merged_facts import under_names

Values = Mapping[str, int]
Key = tuple[str, int, int]
WHERE = "witnesses"
NOTHING: Mapping[str, Any] = {"threshold": 0, "truth": {}, "alternatives": []}


@dataclass(frozen=True)
class Alternative:
    """Two complete sets of numbers that give a cell a small and a large value."""

    cell: str
    low_target: int
    high_target: int
    low: Values
    high: Values

    @property
    def key(self) -> Key:
        """What it claims to reach."""
        return self.cell, self.low_target, self.high_target

    def reaches(self, low: Values, high: Values) -> bool:
        """Whether the cell is low enough in the one complete set and high enough in the other."""
        return (
            low.get(self.cell, self.low_target + 1) <= self.low_target
            and high.get(self.cell, 0) >= self.high_target
        )


@dataclass(frozen=True)
class Witnesses:
    """A witness document, under the names that its counts have in the facts."""

    threshold: int
    truth: Values
    alternatives: tuple[Alternative, ...]
    stands: frozenset[str] = frozenset()
    before: Values = field(default_factory=dict)

    @cached_property
    def by_cell(self) -> Mapping[str, Alternative]:
        return {one.cell: one for one in self.alternatives}


def read(document: Mapping[str, Any], renamed: Mapping[str, str]) -> Witnesses:
    """Errors: KeyError, TypeError, ValueError when it has not the form."""
    literal = any("#" in name for name in document["truth"])
    blocks = {} if literal else renamed

    def under(values: Mapping[str, Any]) -> dict[str, int]:
        if not isinstance(values, dict) or any(type(value) is not int for value in values.values()):
            raise TypeError("no names with a whole number each")
        return {under_names(name, blocks): value for name, value in values.items()}

    return Witnesses(
        int(document["threshold"]),
        under(document["truth"]),
        tuple(
            Alternative(
                under_names(one["cell"], blocks),
                int(one["low_target"]),
                int(one["high_target"]),
                under(one["low"]),
                under(one["high"]),
            )
            for one in document["alternatives"]
        ),
        frozenset(under_names(name, blocks) for name in document.get("stands", ())),
        {str(name): int(value) for name, value in document.get("before", {}).items()},
    )


@dataclass(frozen=True)
class Checked:
    """What is wrong; the alternatives that stand; `sides`: their numbers, completed."""

    findings: tuple[Finding, ...]
    n_alternatives: int
    sides: Mapping[str, tuple[Values, Values]]


def check(witnesses: Witnesses, facts: Facts, must_have: list[str]) -> Checked:
    """Everything the document claims, at least once of each cell; `must_have` are the printed cells
    of this release."""
    findings = [Finding("witness_unknown", WHERE, name) for name in _denied(witnesses.truth, facts)]
    truth = completed(facts, witnesses.truth)
    if not is_true_of(witnesses, facts):
        return Checked((*findings, Finding("witness_rule", WHERE, "the truth")), 0, {})
    weak = _weak(witnesses, facts)
    sides: dict[str, tuple[Values, Values]] = {}
    refused: dict[str, list[Finding]] = {}
    for one in witnesses.alternatives:
        found, complete = _judged(one, witnesses, facts)
        found += [weak[one.key]] if one.key in weak and not found else []
        if found:
            refused.setdefault(one.cell, found)
        else:
            sides.setdefault(one.cell, complete)
    findings += [each for cell, found in refused.items() if cell not in sides for each in found]
    findings += [
        Finding("witness_missing", WHERE, name)
        for name in must_have
        if 0 < truth.get(name, 0) < facts.threshold and name not in witnesses.by_cell
    ]
    return Checked(tuple(findings), len(sides), sides)


def is_true_of(witnesses: Witnesses, facts: Facts) -> bool:
    """Whether the truth, with all that follows from it, satisfies every fact."""
    return _is_possible(facts, completed(facts, witnesses.truth))


def completed(facts: Facts, values: Values) -> dict[str, int]:
    """All counts: shown ones, given ones, and those that follow from the sums they stand in."""
    found = {name: value for name, value in facts.cells.items() if value is not None}
    found |= {name: value for name, value in values.items() if facts.cells.get(name, 0) is None}
    sums_of: dict[str, list[int]] = {}
    for number, one in enumerate(facts.sums):
        for name in {one.total, *one.parts}:
            sums_of.setdefault(name, []).append(number)
    waiting = list(range(len(facts.sums)))
    while waiting:
        one = facts.sums[waiting.pop()]
        unknown = [name for name in (one.total, *one.parts) if name not in found]
        if len(unknown) == 1:
            others = sum(found[part] for part in one.parts if part in found)
            found[unknown[0]] = others if unknown[0] == one.total else found[one.total] - others
            waiting += sums_of[unknown[0]]
    return found


def _is_possible(facts: Facts, values: Values) -> bool:
    """Whether the numbers satisfy every fact; rows with a count that is not known, by bounds."""
    hidden = (name for name in facts.hidden if name in values)
    if any(values[name] < facts.floor_of(name) for name in hidden):
        return False
    cells = {name: values.get(name) for name in facts.cells}
    try:
        tightened(system_of(replace(facts, cells=cells)))
    except Contradiction:
        return False
    return True


def _denied(values: Values, facts: Facts) -> list[str]:
    """Counts that have another value than the one they are shown with."""
    return [name for name, value in values.items() if facts.cells.get(name) not in (None, value)]


def _judged(
    one: Alternative, witnesses: Witnesses, facts: Facts
) -> tuple[list[Finding], tuple[Values, Values]]:
    if facts.cells.get(one.cell, 0) is not None:
        return [Finding("witness_unknown", WHERE, one.cell)], ({}, {})
    low, high = (completed(facts, {**witnesses.truth, **s}) for s in (one.low, one.high))
    findings = [
        Finding("witness_rule", WHERE, one.cell)
        for changed, values in ((one.low, low), (one.high, high))
        if _denied(changed, facts) or not _is_possible(facts, values)
    ]
    if not one.reaches(low, high):
        findings.append(Finding("witness_reach", WHERE, one.cell))
    return findings, (low, high)


def _weak(witnesses: Witnesses, facts: Facts) -> Mapping[Key, Finding]:
    """What is wrong with targets that are weaker than hiding everything could make them."""
    clipped = [
        one
        for one in witnesses.alternatives
        if facts.cells.get(one.cell, 0) is None
        and (one.low_target > facts.floor_of(one.cell) or one.high_target < facts.threshold)
    ]
    if not clipped:
        return {}
    try:
        most = reachable_without_rates(facts, {one.cell for one in clipped})
    except (Contradiction, Undecided):
        return {one.key: Finding("undecided", WHERE, one.cell) for one in clipped}
    return {
        one.key: Finding("witness_target", WHERE, one.cell)
        for one in clipped
        if not _is_strong(one, most[one.cell], facts)
    }


def _is_strong(one: Alternative, most: Interval, facts: Facts) -> bool:
    low_enough = one.low_target <= max(facts.floor_of(one.cell), most.low)
    largest = facts.threshold if most.high is None else min(facts.threshold, most.high)
    return low_enough and one.high_target >= largest
