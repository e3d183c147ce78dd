"""Targets are looked up, judged in whole numbers, and held under every assumption."""

from datetime import date
from fractions import Fraction

import pytest

from fsb_lib.base.package_data import load
from fsb_lib.domain import targets
from fsb_lib.domain.measured_table import Ratio
from fsb_lib.domain.targets import Robustness, Target, TargetStatus, Verdict, robustness

REACHED, NOT_REACHED, CANNOT = (
    TargetStatus.REACHED,
    TargetStatus.NOT_REACHED,
    TargetStatus.CANNOT_BE_JUDGED,
)


def at_least(value: Fraction | int) -> Target:
    return Target("made_up", "made_up", 2009, date(2009, 11, 15), value, "", "S0")


def test_targets_are_those_of_the_strategy() -> None:
    found = [targets.activation_target(date(year, 11, 15)) for year in range(2007, 2013)]
    assert [target and target.value for target in found] == [
        None, None, Fraction(2, 5), Fraction(1, 2), Fraction(3, 5), None,
    ]  # fmt: skip
    found = [targets.plan_target(year) for year in range(2008, 2013)]
    assert [target and target.value for target in found] == [None, 1000, 2000, 3500, None]
    found = [targets.plan_target_in_year(year) for year in range(2008, 2013)]
    assert [target and target.value for target in found] == [None, 1000, 1000, 1500, None]


def test_a_target_names_its_year_its_day_and_the_decision_behind_it() -> None:
    activation = targets.activation_target(date(2010, 11, 17))
    plans = targets.plan_target(2011)
    assert activation is not None
    assert plans is not None
    assert (activation.year, activation.day) == (2010, date(2010, 11, 17))
    assert (plans.year, plans.day) == (2011, date(2011, 12, 31))
    assert activation.decision.endswith("skal mindst være 50 % i 2010.")
    assert "yderligere 1500 fælles borgere" in plans.decision
    assert {activation.document, plans.document} == {"S0"}
    assert activation.id != plans.id


@pytest.mark.parametrize("name", ["activation_targets", "plan_targets"])
def test_every_decision_prints_its_own_figure_and_year(name: str) -> None:
    published = load("published")[name]
    figures = published.get("percent") or published["persons"]
    assert published["decisions"].keys() == figures.keys()
    for year, figure in figures.items():
        assert f" {figure} " in published["decisions"][year]
        assert str(year) in published["decisions"][year]


@pytest.mark.parametrize(
    ("activated", "persons", "target", "verdict"),
    [
        # on the 2007 base: 40 % of 3357 is 1342.8, so 1343 persons are needed
        (1343, 3357, Fraction(2, 5), Verdict(REACHED, 0)),
        (1342, 3357, Fraction(2, 5), Verdict(NOT_REACHED, 1)),
        (633, 3357, Fraction(2, 5), Verdict(NOT_REACHED, 710)),
        (633, 3357, Fraction(3, 5), Verdict(NOT_REACHED, 1382)),  # 2015 needed
        (2, 5, Fraction(2, 5), Verdict(REACHED, 0)),  # exactly the target
        (0, 0, Fraction(2, 5), Verdict(CANNOT, 0)),  # nobody: cannot be judged, nobody missing
    ],
)
def test_missing_persons_are_rounded_up(
    activated: int, persons: int, target: Fraction, verdict: Verdict
) -> None:
    assert at_least(target).judge(Ratio(activated, persons)) == verdict


@pytest.mark.parametrize(
    ("offered", "verdict"),
    [
        (999, Verdict(NOT_REACHED, 1)),
        (1000, Verdict(REACHED, 0)),
        (1046, Verdict(REACHED, 0)),
        (0, Verdict(NOT_REACHED, 1000)),  # nobody offered is judged: a count has no base
    ],
)
def test_plan_target_is_reached_at_the_number_itself(offered: int, verdict: Verdict) -> None:
    assert at_least(1000).judge(offered) == verdict


def test_a_verdict_stands_in_a_table_as_one_zero_or_no_value() -> None:
    found = [Verdict(status, 0).reached for status in (REACHED, NOT_REACHED, CANNOT)]
    assert found == [1, 0, None]


def test_a_rate_is_not_held_against_a_number_of_persons() -> None:
    with pytest.raises(TypeError, match="made_up"):
        at_least(1000).judge(Ratio(1, 2))
    with pytest.raises(TypeError, match="made_up"):
        at_least(Fraction(1, 2)).judge(1)


@pytest.mark.parametrize(
    ("headline", "others", "holds", "changed_by"),
    [
        (REACHED, {"a": REACHED, "b": REACHED}, True, ()),
        (REACHED, {"a": REACHED, "b": NOT_REACHED}, False, ("b",)),
        (NOT_REACHED, {"a": REACHED, "b": NOT_REACHED, "c": REACHED}, False, ("a", "c")),
        (NOT_REACHED, {"a": CANNOT, "b": NOT_REACHED}, True, ()),  # only what can be judged
        (NOT_REACHED, {}, True, ()),
        (CANNOT, {"a": REACHED}, False, ()),  # nothing to hold
    ],
)
def test_a_verdict_holds_when_no_assumption_that_can_be_judged_changes_it(
    headline: TargetStatus,
    others: dict[str, TargetStatus],
    holds: bool,
    changed_by: tuple[str, ...],
) -> None:
    found = robustness(headline, others)
    assert found == Robustness(headline, changed_by)
    assert found.holds is holds
