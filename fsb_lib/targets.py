"""The strategy's targets: looked up, never typed; judged in whole numbers (D4, D5)."""

from dataclasses import dataclass
from fractions import Fraction

from fsb_lib.package_data import load


@dataclass(frozen=True)
class Judgement:
    """How a measurement stands to its target; None means it cannot be judged."""

    target: Fraction | int | None
    missing_persons: int | None
    reached: int | None


def activation_target(year: int) -> Fraction | None:
    """ "mindst 40 %" in 2009, 50 % in 2010, 60 % in 2011 (S0), as exact fractions."""
    percent = load("published")["activation_targets"]["percent"].get(year)
    return None if percent is None else Fraction(percent, 100)


def plan_target_in_year(year: int) -> int | None:
    """Citizens to be offered a social handleplan in the year (S0)."""
    target: int | None = load("published")["plan_targets"]["persons"].get(year)
    return target


def plan_target_cumulative(year: int) -> int | None:
    """Citizens to be offered a plan by the end of the year, counted from 2009."""
    if plan_target_in_year(year) is None:
        return None
    by_year: dict[int, int] = load("published")["plan_targets"]["persons"]
    return sum(persons for target_year, persons in by_year.items() if target_year <= year)


def judge_rate(activated: int, persons: int, target: Fraction | None) -> Judgement:
    """Reached when the unrounded rate is at least the target; else who is missing.

    Missing persons are ceil(target x persons) - activated. Without persons nothing can be
    judged and nobody is missing.
    """
    if target is None:
        return Judgement(None, None, None)
    if not persons:
        return Judgement(target, 0, None)
    needed = -(-target.numerator * persons // target.denominator)
    return Judgement(target, max(0, needed - activated), int(activated >= needed))


def judge_count(offered: int, target: int | None) -> Judgement:
    """Reached when the cumulative count is at least the cumulative target."""
    if target is None:
        return Judgement(None, None, None)
    return Judgement(target, max(0, target - offered), int(offered >= target))
