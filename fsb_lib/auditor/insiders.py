"""What a person who is alone in a hidden cell can compute: reported, never blocking.

Such a person knows that their own cell is 1. For each hidden 1: how many other hidden cells of
its part then have one value only.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from fsb_lib.audit.constraints import Contradiction, System
from fsb_lib.auditor.release_attack import Parts, of_part

Values = Mapping[str, int]


@dataclass(frozen=True)
class Insiders:
    """`n_alone` cells of one person; `n_who_learn` of them tell that person another cell."""

    n_alone: int
    n_who_learn: int
    n_learnt: int


def insiders(
    parts: Parts, own: Collection[str], truth: Values, others: Iterable[Values]
) -> Insiders:
    """Of the cells of this release. `others`: complete numbers that satisfy all facts."""
    sets = tuple(others)
    alone = [name for name in parts.printed if name in own and truth.get(name) == 1]
    learnt = [
        _learnt(parts, part, name, truth, sets) for name in alone if (part := parts.part_of(name))
    ]
    return Insiders(len(alone), sum(n > 0 for n in learnt), sum(learnt))


def _learnt(parts: Parts, part: System, alone: str, truth: Values, sets: tuple[Values, ...]) -> int:
    """Printed cells that have one value when this one is known, and had several before."""
    possible = [one for one in sets if one.get(alone) == 1]
    open_cells = [
        name
        for name in part.cells
        if name != alone
        and name not in parts.facts.unpublished
        and not any(one.get(name) != truth.get(name) for one in possible)
    ]
    try:
        known = of_part(parts.facts, part, {alone: 1})
        found = [known.outcome(name).interval for name in open_cells]
    except Contradiction:
        return 0
    return sum(one is not None and one.low == one.high for one in found)
