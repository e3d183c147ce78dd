"""Targets are looked up, judged in whole numbers, and held under every assumption."""

from datetime import date
from fractions import Fraction

import pytest

from fsb_lib import params
from fsb_lib.base.package_data import load
from fsb_lib.domain import targets
from fsb_lib.domain.measured_table import Ratio
from fsb_lib.domain.targets import Robustness, Target, TargetStatus, Verdict, robustness
from fsb_lib.wording import params_in_danish, verdicts

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
    strategy = "Fælles strategi for fælles borgere 2009–2011"
    assert {activation.document, plans.document} == {strategy}
    assert activation.id != plans.id


def test_every_decision_prints_its_own_figure_and_year() -> None:
    for decision in load("decisions")["targets"]:
        assert f" {decision['value']} " in decision["wording"]
        assert str(decision["year"]) in decision["wording"]


LATER = {
    "measure": "activation_rate",
    "population": "focus",
    "year": 2012,
    "value": 60,
    "date": "2011-12-12",
    "document": "Beslutning om fælles borgere i 2012",
    "wording": "Aktiveringsgraden skal mindst være 60 % i 2012.",
}


@pytest.fixture
def decided_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target of a later decision: one entry, and nothing else."""
    true = load("decisions")
    planted = {**true, "targets": [*true["targets"], LATER]}
    monkeypatch.setattr(targets, "load", lambda _: planted)


@pytest.mark.usefixtures("decided_later")
def test_a_later_decision_is_one_entry() -> None:
    """A strategy that has run out is not cited for what others decided."""
    target = targets.activation_target(date(2012, 11, 15))
    assert target is not None
    assert (target.value, target.document) == (Fraction(3, 5), LATER["document"])
    (said,) = verdicts.decided(target)
    assert "Beslutning om fælles borgere i 2012: »Aktiveringsgraden skal" in said
    year_2013 = verdicts.without_target(2013, targets.ACTIVATION, lambda one: f"{one.value}")
    assert year_2013 == "Der er ikke sat et mål for 2013. Målet for 2012 var mindst 3/5."
    assert LATER["document"] not in {
        one.document for one in targets.known_in(targets.ACTIVATION, 2010)
    }
    assert len(targets.known_in(targets.ACTIVATION, 2007)) == 3
    source = params_in_danish.placeholders(params.read(year=2012))["target_source"]
    assert source == "; mål fra Beslutning om fælles borgere i 2012"


def test_why_a_year_has_no_target() -> None:
    def said(year: int) -> str:
        return verdicts.without_target(year, targets.ACTIVATION, lambda one: f"{one.value}")

    assert said(2006) == said(2008) == "Der er ikke noget mål endnu: Det første gælder 2009."
    assert "udgangspunktet for strategiens mål, som gælder fra 2009" in said(2007)
    for year in (2012, 2014):
        assert said(year) == "Strategien udløb i 2011. Målet for 2011 var mindst 3/5."


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
