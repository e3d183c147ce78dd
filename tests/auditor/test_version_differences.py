"""Two versions of a count: what their difference tells of few persons."""

import pytest

from fsb_lib.auditor.merged_facts import Facts
from fsb_lib.auditor.version_differences import version_differences
from tests.auditor.test_together_or_apart import FOCUS, D, P, facts

PARTS = {"total": FOCUS, "parts": [f"{FOCUS}/men", f"{FOCUS}/women"]}


def found(before: Facts, now: Facts, *confirmed: str) -> set[str]:
    return {one.cell for one in version_differences([before], now, confirmed)}


@pytest.mark.parametrize(
    ("before", "now", "told"), [(77, 76, True), (76, 80, True), (76, 81, False), (76, 76, False)]
)
def test_from_1_to_below_the_threshold_is_small(before: int, now: int, told: bool) -> None:
    assert bool(found(facts(focus=before), facts(focus=now))) == told


def test_a_part_that_follows_is_told_as_one_that_is_shown() -> None:
    """Men are 40 of 100, then 50 of 112: women are 60, then 62."""
    before = facts([PARTS], focus=100, focus__men=40, focus__women=None)
    now = facts([PARTS], focus=112, focus__men=50, focus__women=None)
    assert found(before, now) == {f"{FOCUS}/women"}


def test_a_hidden_count_that_may_be_as_before_tells_of_nobody() -> None:
    parts = {"total": FOCUS, "parts": [f"{FOCUS}/{n}" for n in ("men", "women", "others")]}
    hidden = {f"focus__{n}": None for n in ("men", "women", "others")}
    assert found(facts([parts], focus=9, **hidden), facts([parts], focus=20, **hidden)) == set()


def test_every_earlier_version_counts_and_the_highest_threshold() -> None:
    versions = [{**facts(focus=77), "threshold": 10}, facts(focus=90)]
    now = {**facts(focus=84), "threshold": 3}
    assert {one.cell for one in version_differences(versions, now)} == {FOCUS}
    assert version_differences(versions[1:], {**facts(focus=95), "threshold": 3}) == ()


def test_a_verdict_that_turns_is_shown_when_it_is_confirmed() -> None:
    assert found(facts(focus=77), facts(focus=76), D) == set()
    assert found(facts(focus=77), facts(focus=76), P) == {FOCUS}


def test_sums_between_days_are_no_facts_of_two_deliveries() -> None:
    """Left since then: 10 of 100 before, and of 104, which is another delivery's, 10 again."""
    tie = {"total": f"focus@{P}", "parts": [f"stayed@{D}", f"left@{D}"]}
    before = facts([tie], stayed=90, left=None)
    now = facts([tie], stayed=90, left=None)
    before["cells"][f"focus@{P}"], now["cells"][f"focus@{P}"] = 100, 110
    assert found(before, now) == set()


def test_of_days_that_do_not_fit_together_what_is_shown_is_compared() -> None:
    impossible = facts([PARTS], focus=10, focus__men=40, focus__women=None)
    assert found(impossible, facts([PARTS], focus=12, focus__men=6, focus__women=6)) == {FOCUS}
