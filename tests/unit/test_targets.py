"""Targets are looked up and judged in whole numbers."""

from fractions import Fraction

import pytest

from fsb_lib import targets


def test_targets_are_those_of_the_strategy() -> None:
    assert [targets.activation_target(year) for year in (2007, 2009, 2010, 2011, 2012)] == [
        None, Fraction(2, 5), Fraction(1, 2), Fraction(3, 5), None,
    ]  # fmt: skip
    assert [targets.plan_target_cumulative(year) for year in (2008, 2009, 2010, 2011, 2012)] == [
        None, 1000, 2000, 3500, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("activated", "persons", "target", "missing", "reached"),
    [
        # on the 2007 base: 40 % of 3357 is 1342.8, so 1343 persons are needed
        (1343, 3357, Fraction(2, 5), 0, 1),
        (1342, 3357, Fraction(2, 5), 1, 0),
        (633, 3357, Fraction(2, 5), 710, 0),
        (633, 3357, Fraction(3, 5), 1382, 0),  # 2015 needed
        (2, 5, Fraction(2, 5), 0, 1),  # exactly the target
        (0, 0, Fraction(2, 5), 0, None),  # nobody: cannot be judged, nobody is missing
    ],
)
def test_missing_persons_are_rounded_up(
    activated: int, persons: int, target: Fraction, missing: int, reached: int | None
) -> None:
    judgement = targets.judge_rate(activated, persons, target)
    assert (judgement.missing_persons, judgement.reached) == (missing, reached)


def test_a_year_without_target_is_not_judged() -> None:
    assert targets.judge_rate(10, 20, None) == targets.Judgement(None, None, None)
    assert targets.judge_count(10, None) == targets.Judgement(None, None, None)


@pytest.mark.parametrize(
    ("offered", "missing", "reached"), [(999, 1, 0), (1000, 0, 1), (1046, 0, 1)]
)
def test_plan_target_is_reached_at_the_number_itself(
    offered: int, missing: int, reached: int
) -> None:
    judgement = targets.judge_count(offered, 1000)
    assert (judgement.missing_persons, judgement.reached) == (missing, reached)
