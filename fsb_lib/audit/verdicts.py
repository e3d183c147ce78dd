"""What the attack means for each hidden cell, and whether the guarantee holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from fsb_lib.audit.attack import intervals, refuse_contradiction
from fsb_lib.audit.constraints import Contradiction, Interval, Undecided
from fsb_lib.audit.facts import Facts
from fsb_lib.errors import InputError, Problem, ReportError


class Verdict(StrEnum):
    """exposed: one value is left; narrow: a small count is known too closely; safe: neither."""

    EXPOSED = "exposed"
    NARROW = "narrow"
    SAFE = "safe"


@dataclass(frozen=True)
class Finding:
    """One hidden cell. `guarantee` is None for a cell whose truth was not given."""

    cell: str
    low: int
    high: int | None
    verdict: Verdict
    guarantee: bool | None = None

    @property
    def is_protected(self) -> bool:
        """Safe, and as wide as promised where that can be told."""
        return self.verdict is Verdict.SAFE and self.guarantee is not False

    def as_json(self) -> dict[str, str | int | bool | None]:
        """As `--json` writes it; `guarantee` only where a truth was given."""
        found: dict[str, str | int | bool | None] = {
            "cell": self.cell,
            "low": self.low,
            "high": self.high,
            "verdict": self.verdict.value,
        }
        return found if self.guarantee is None else found | {"guarantee": self.guarantee}


def audit(facts: Facts, where: str) -> tuple[Finding, ...]:
    """A finding for each hidden cell, in the order of the cells. `where` names the file.

    Errors: InputError when the facts, or the facts and the truth, contradict each other;
    ReportError when the attack cannot be completed.
    """
    try:
        return _findings(facts, where)
    except Undecided as why:
        raise ReportError(_undecided(where, str(why))) from None


def _findings(facts: Facts, where: str) -> tuple[Finding, ...]:
    try:
        found = intervals(facts, facts.hidden)
    except Contradiction:
        raise InputError(_contradiction(where, "the facts")) from None
    try:
        reachable = _reachable(facts)
    except Contradiction:
        raise InputError(_contradiction(where, "the facts and the truth")) from None
    return tuple(
        Finding(
            cell,
            interval.low,
            interval.high,
            _verdict(facts, interval),
            _guarantee(facts, interval, reachable[cell]) if cell in reachable else None,
        )
        for cell, interval in found.items()
    )


def _verdict(facts: Facts, interval: Interval) -> Verdict:
    if interval.low == interval.high:
        return Verdict.EXPOSED
    reaches = interval.high is None or interval.high >= facts.threshold
    if interval.low < facts.threshold and not (interval.low <= facts.floor and reaches):
        return Verdict.NARROW
    return Verdict.SAFE


def _guarantee(facts: Facts, interval: Interval, reachable: Interval) -> bool:
    """Low enough and high enough, as far as any hiding could make it so."""
    low_enough = interval.low <= max(facts.floor, reachable.low)
    most = facts.threshold if reachable.high is None else min(facts.threshold, reachable.high)
    return low_enough and (interval.high is None or interval.high >= most)


def _reachable(facts: Facts) -> Mapping[str, Interval]:
    """The intervals of the cells with a truth, if all cells but zeros were hidden.

    Errors: Contradiction when the facts exclude the truth.
    """
    if not facts.truth:
        return {}
    if min(facts.truth.values()) < facts.floor:
        raise Contradiction
    known = {name: facts.truth.get(name, value) for name, value in facts.cells.items()}
    refuse_contradiction(replace(facts, cells=known))
    hidden = {name: 0 if value == 0 else None for name, value in facts.cells.items()}
    return intervals(replace(facts, cells=hidden), facts.truth.keys())


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
