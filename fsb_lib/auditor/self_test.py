"""An auditor that never fails is untested: each secondary cell is shown, and it must object.

A secondary cell is hidden although it is no small count, to protect one that is. When showing it
changes nothing, it is reported as not needed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fsb_lib.audit.constraints import Contradiction, System, Undecided
from fsb_lib.audit.facts import Facts
from fsb_lib.auditor.attacking import Parts, of_part
from fsb_lib.auditor.witness import Witnesses

Values = Mapping[str, int]
Sides = Mapping[str, Sequence[Values]]


@dataclass(frozen=True)
class SelfTest:
    """How many secondary cells were shown, at how many the audit failed, and where it did not."""

    n_shown: int
    n_noticed: int
    not_needed: tuple[str, ...]


def self_test(parts: Parts, witnesses: Witnesses, sides: Sides, truth: Values) -> SelfTest:
    """Show one secondary cell after the other."""
    threshold = parts.facts.threshold
    secondary = [
        name for name in parts.printed if truth.get(name, 0) >= threshold and parts.part_of(name)
    ]
    noticed = [name for name in secondary if _is_noticed(parts, name, witnesses, sides, truth)]
    return SelfTest(len(secondary), len(noticed), tuple(n for n in secondary if n not in noticed))


def _is_noticed(
    parts: Parts, shown: str, witnesses: Witnesses, sides: Sides, truth: Values
) -> bool:
    part = parts.part_of(shown)
    if part is None:
        return False
    try:
        known = of_part(parts.facts, part, {shown: truth[shown]})
        doubtful = list(_doubtful(parts.facts, part, shown, sides, truth))
        if any(_bounds_fail(known, name, witnesses) for name in doubtful):
            return True
        return any(_fails(known, name, witnesses) for name in doubtful) or any(
            known.small_difference(name) for name in part.cells if name in parts.facts.unpublished
        )
    except (Contradiction, Undecided):
        return True


def _doubtful(facts: Facts, part: System, shown: str, sides: Sides, truth: Values) -> Iterator[str]:
    """Small counts whose alternatives do not both stand once the cell is shown."""
    for name in part.cells:
        is_small = 0 < truth.get(name, 0) < facts.threshold and name not in facts.unpublished
        stands = name in sides and all(one.get(shown) == truth[shown] for one in sides[name])
        if is_small and not stands:
            yield name


def _targets(name: str, witnesses: Witnesses, facts: Facts) -> tuple[int, int]:
    one = witnesses.by_cell.get(name)
    return (one.low_target, one.high_target) if one else (facts.floor, facts.threshold)


def _bounds_fail(known: Parts, name: str, witnesses: Witnesses) -> bool:
    low, high = _targets(name, witnesses, known.facts)
    bound = known.bounds[name]
    return bound.low > low or (bound.high is not None and bound.high < high)


def _fails(known: Parts, name: str, witnesses: Witnesses) -> bool:
    found = known.outcome(name).interval
    low, high = _targets(name, witnesses, known.facts)
    return found is None or found.low > low or (found.high is not None and found.high < high)
