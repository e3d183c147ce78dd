"""An auditor that never fails is untested: each secondary cell is shown, and it must object.

A secondary cell is hidden although it is no small count, to protect one that is. When showing it
changes nothing, it is reported as not needed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from fsb_lib.audit.constraints import Contradiction, Interval, System, Undecided
from fsb_lib.audit.facts import Facts
from fsb_lib.audit.solver import least
from fsb_lib.auditor.release_attack import Parts, of_part
from fsb_lib.auditor.witness import Witnesses

Values = Mapping[str, int]


@dataclass(frozen=True)
class SelfTest:
    """How many secondary cells were shown, at how many the audit failed, and where it did not."""

    n_shown: int
    n_noticed: int
    not_needed: tuple[str, ...]


def self_test(
    parts: Parts, own: Collection[str], witnesses: Witnesses, truth: Values, sets: list[Values]
) -> SelfTest:
    """Show one secondary cell of the release after the other.

    `sets` are complete numbers that satisfy all facts.
    """
    threshold = parts.facts.threshold
    tried = {
        name: part
        for name in parts.printed
        if name in own and truth.get(name, 0) >= threshold and (part := parts.part_of(name))
    }
    shown = _Shown(parts.facts, witnesses, truth, list(sets))
    noticed = [name for name, part in tried.items() if shown.is_noticed(name, part)]
    return SelfTest(len(tried), len(noticed), tuple(n for n in tried if n not in noticed))


@dataclass
class _Shown:
    """What was found so far: every set of numbers met serves the cells that follow."""

    facts: Facts
    witnesses: Witnesses
    truth: Values
    sets: list[Values] = field(default_factory=list)

    def is_noticed(self, shown: str, part: System) -> bool:
        try:
            known = of_part(self.facts, part, {shown: self.truth[shown]})
        except Contradiction:
            return True
        small = list(self._of_few(part))
        if any(self._bounds_fail(known, name) for name in small):
            return True
        return any(self._fails(known, name, shown) for name in small)

    def _of_few(self, part: System) -> Iterator[str]:
        """Small counts. A difference that is none cannot be proved to be one."""
        return (n for n in part.cells if 0 < self.truth.get(n, 1) < self.facts.threshold)

    def _targets(self, name: str) -> tuple[int, int]:
        one = self.witnesses.by_cell.get(name)
        if one is None or name in self.facts.unpublished:
            return self.facts.floor_of(name), self.facts.threshold
        return one.low_target, one.high_target

    def _bounds_fail(self, known: Parts, name: str) -> bool:
        low, high = self._targets(name)
        bound = known.bounds[name]
        is_low, is_high = bound.low <= low, bound.high is None or bound.high >= high
        return not self._enough(name, is_low, is_high)

    def _fails(self, known: Parts, name: str, shown: str) -> bool:
        low, high = self._targets(name)
        is_low = self._is_possible(known, name, shown, Interval(0, low))
        if is_low and name in self.facts.unpublished:
            return False
        return not self._enough(
            name, is_low, self._is_possible(known, name, shown, Interval(high, None))
        )

    def _enough(self, name: str, is_low: bool, is_high: bool) -> bool:
        """A printed count must reach both ways; a difference must not be proved to be small."""
        return is_low or is_high if name in self.facts.unpublished else is_low and is_high

    def _is_possible(self, known: Parts, name: str, shown: str, wanted: Interval) -> bool:
        """Whether the cell can have such a value while the other one is shown."""
        if any(_lies(one, name, wanted) and one[shown] == self.truth[shown] for one in self.sets):
            return True
        part, bound = known.part_of(name), known.bounds[name]
        low = max(bound.low, wanted.low)
        high = min((h for h in (bound.high, wanted.high) if h is not None), default=None)
        if part is None or (high is not None and high < low):
            return high is None or low <= high
        narrowed = {**part.bounds, name: Interval(low, high)}
        try:
            values = least(System(part.cells, narrowed, part.rows), {})
        except Undecided:
            return False
        if values is not None:
            fixed = {n: b.low for n, b in known.bounds.items() if b.low == b.high}
            self.sets.append({**self.truth, **fixed, **values})
        return values is not None


def _lies(values: Values, name: str, wanted: Interval) -> bool:
    value = values.get(name)
    is_enough = value is not None and value >= wanted.low
    return is_enough and (wanted.high is None or (value or 0) <= wanted.high)
