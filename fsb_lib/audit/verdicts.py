"""What the attack means for each hidden cell, and whether the guarantee holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from fsb_lib.audit.attack import intervals, reachable, refuse_contradiction
from fsb_lib.audit.constraints import Contradiction, Interval, Undecided
from fsb_lib.audit.facts import Facts
from fsb_lib.base.errors import InputError, Problem, ReportError


class CellVerdict(StrEnum):
    """exposed: one value is left; narrow: a small count is known too closely; safe: neither."""

    EXPOSED = "exposed"
    NARROW = "narrow"
    SAFE = "safe"


@dataclass(frozen=True)
class AuditedCell:
    """One hidden cell. `guarantee` is None for a cell whose truth was not given."""

    cell: str
    low: int
    high: int | None
    verdict: CellVerdict
    guarantee: bool | None = None

    @property
    def is_protected(self) -> bool:
        """Safe, and as wide as promised where that can be told."""
        return self.verdict is CellVerdict.SAFE and self.guarantee is not False

    def as_json(self) -> dict[str, str | int | bool | None]:
        """As `--json` writes it; `guarantee` only where a truth was given."""
        found: dict[str, str | int | bool | None] = {
            "cell": self.cell,
            "low": self.low,
            "high": self.high,
            "verdict": self.verdict.value,
        }
        return found if self.guarantee is None else found | {"guarantee": self.guarantee}


def audit(facts: Facts, where: str) -> tuple[AuditedCell, ...]:
    """What the attack found of each hidden cell, in the order of the cells. `where` names the file.

    Errors: InputError when the facts, or the facts and the truth, contradict each other;
    ReportError when the attack cannot be completed.
    """
    try:
        return _audited(facts, where)
    except Undecided as why:
        raise ReportError(_undecided(where, str(why))) from None


def _audited(facts: Facts, where: str) -> tuple[AuditedCell, ...]:
    try:
        found = intervals(facts, facts.hidden)
    except Contradiction:
        raise InputError(_contradiction(where, "the facts")) from None
    try:
        most = _reachable(facts)
    except Contradiction:
        raise InputError(_contradiction(where, "the facts and the truth")) from None
    return tuple(
        AuditedCell(
            cell,
            interval.low,
            interval.high,
            verdict_on(facts, cell, interval),
            _guarantee(facts, cell, interval, most[cell]) if cell in most else None,
        )
        for cell, interval in found.items()
    )


def verdict_on(facts: Facts, cell: str, interval: Interval) -> CellVerdict:
    """What an interval means for a hidden cell, or for a count that is printed nowhere."""
    return _of_unpublished(facts, interval) if cell in facts.unpublished else _of(facts, interval)


def _of_unpublished(facts: Facts, interval: Interval) -> CellVerdict:
    """Nobody hid it and it may be 0: it is told when the facts prove that it is a small count."""
    if interval.low < 1 or interval.high is None or interval.high >= facts.threshold:
        return CellVerdict.SAFE
    return CellVerdict.EXPOSED if interval.low == interval.high else CellVerdict.NARROW


def _of(facts: Facts, interval: Interval) -> CellVerdict:
    if interval.low == interval.high:
        return CellVerdict.EXPOSED
    reaches = interval.high is None or interval.high >= facts.threshold
    if interval.low < facts.threshold and not (interval.low <= facts.floor and reaches):
        return CellVerdict.NARROW
    return CellVerdict.SAFE


def _guarantee(facts: Facts, cell: str, interval: Interval, reachable: Interval) -> bool:
    """Low enough and high enough, as far as any hiding could make it so."""
    low_enough = interval.low <= max(facts.floor_of(cell), reachable.low)
    most = facts.threshold if reachable.high is None else min(facts.threshold, reachable.high)
    return low_enough and (interval.high is None or interval.high >= most)


def _reachable(facts: Facts) -> Mapping[str, Interval]:
    """The intervals of the cells with a truth, if all cells but zeros were hidden.

    Errors: Contradiction when the facts exclude the truth.
    """
    if not facts.truth:
        return {}
    if any(value < facts.floor_of(name) for name, value in facts.truth.items()):
        raise Contradiction
    known = {name: facts.truth.get(name, value) for name, value in facts.cells.items()}
    refuse_contradiction(replace(facts, cells=known))
    return reachable(facts, facts.truth.keys())


def _contradiction(where: str, what: str) -> Problem:
    return Problem(
        f"{what} contradict each other",
        where,
        "at least one set of whole numbers that satisfies all of them",
        remedy="Compare the file with the paper; a rate's half_step may be too small.",
    )


def _undecided(where: str, why: str) -> Problem:
    return Problem(
        "the audit could not be completed",
        where,
        "a smallest and a largest value for every hidden cell",
        why,
        "Treat the tables as not protected; give the audit fewer tables at a time.",
    )
