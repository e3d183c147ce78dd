"""A release beside those before: one where it can be true, apart where it cannot."""

from fsb_lib.auditor import witness
from fsb_lib.auditor.merged_facts import Facts, joined, renamed_days
from fsb_lib.auditor.release_audit import _attacked
from fsb_lib.auditor.together_or_apart import hidden_again, together_or_apart

D, P = "2009-11-15", "2008-11-15"
FOCUS, ANY = f"focus@{D}", f"any_benefit@{D}"


def facts(sums: list[dict] | None = None, **cells: int | None) -> Facts:
    """Of one day each: `focus=10` is `focus@2009-11-15`, `focus__men=None` a hidden part of it."""
    return {
        "threshold": 5,
        "zeros_shown": True,
        "cells": {_name(name): value for name, value in cells.items()},
        "sums": sums or [],
        "rates": [],
        "differences": [],
        "unpublished": [],
    }


def _name(name: str) -> str:
    population, _, part = name.partition("__")
    return f"{population}@{D}/{part}" if part else f"{population}@{D}"


def test_what_agrees_is_one() -> None:
    first, *_ = together_or_apart([facts(focus=10, focus__men=None)], facts(focus=10))
    assert first.renamed == {}
    assert first.facts["cells"][f"{FOCUS}/men"] is None


def test_another_value_is_another_edition_of_its_population_and_at_last_of_its_day() -> None:
    earlier, own = [facts(focus=10, any_benefit=None)], facts(focus=16, any_benefit=None)
    tried = list(together_or_apart(earlier, own))
    assert [one.is_last for one in tried] == [False, False, False, True]
    assert [one.renamed for one in tried] == [
        *[{FOCUS: f"{FOCUS}#2"}] * 3,
        {FOCUS: f"{FOCUS}#2", ANY: f"{ANY}#2"},
    ]


def test_what_ties_two_days_is_left_out_when_it_may_be_false() -> None:
    tie = {"total": FOCUS, "parts": [f"focus@{P}", f"come@{D}"]}
    own = facts([tie], focus=16)
    tried = list(together_or_apart([facts(focus=10)], own))
    assert [len(one.facts["sums"]) for one in tried] == [1, 1, 0, 0]


def test_an_earlier_edition_comes_back_under_its_own_name() -> None:
    """10, then 16, and 16 once more."""
    earlier = [facts(focus=10), facts(focus=16)]
    tried = list(together_or_apart(earlier, facts(focus=16)))
    assert {one.renamed[FOCUS] for one in tried} == {f"{FOCUS}#2"}


def test_days_of_which_one_block_is_another_are_joined_as_two() -> None:
    both = joined(
        facts(focus=10, any_benefit=None), facts(focus=16, any_benefit=None), naming=renamed_days
    )
    assert set(both["cells"]) == {FOCUS, ANY, f"{FOCUS}#2", f"{ANY}#2"}


def test_nothing_new_is_told_of_what_is_hidden_beside_nothing_new() -> None:
    earlier = facts(focus=10, focus__men=None)
    men = f"{FOCUS}/men"
    assert hidden_again(facts(focus=10, focus__men=None), earlier) == {men}
    assert hidden_again(facts(focus=None, focus__men=None), earlier) == {FOCUS, men}
    assert hidden_again(facts(focus=16, focus__men=None), earlier) == frozenset()


def test_a_note_that_repeats_a_day_says_nothing_of_how_its_counts_add_up() -> None:
    """10 stand from a first release; a second, of other benefits, repeats them and counts another
    group above them. Of a third release that rule is no fact: it would have 10 within 9."""
    rule = {"total": ANY, "parts": [FOCUS, f"{ANY} - {FOCUS}"]}
    first, repeats = facts(focus=10, any_benefit=None), facts([rule], focus=10, any_benefit=None)
    *_, last = together_or_apart([first, repeats], facts(focus=10))
    assert last.facts["sums"] == []
    *_, last = together_or_apart([facts([rule], focus=10, any_benefit=None)], facts(focus=10))
    assert last.facts["sums"] == [rule]
    *_, last = together_or_apart([first, facts([rule], focus=16, any_benefit=None)], first)
    assert len(last.facts["sums"]) == 1  # of figures of its own


def test_a_large_count_that_an_earlier_release_hid_may_be_known_closely() -> None:
    """10 = a + b, and now 7 = b + c: a is 4 to 9. Known to be 6 it is no small count, as in the
    audit of its own release; a 4 is told too closely, and so is one that nobody knows."""
    a, b, c = (f"{FOCUS}/{one}" for one in "abc")
    earlier = facts([{"total": FOCUS, "parts": [a, b]}], focus=10, focus__a=None, focus__b=None)
    own = facts([{"total": ANY, "parts": [b, c]}], any_benefit=7, focus__b=None, focus__c=None)

    def told_of(before: dict[str, int]) -> set[str]:
        found = _attacked((earlier,), own, {**witness.NOTHING, "before": before})
        assert found is not None
        return {one.cell for one, _ in found.outcome.unsafe}

    assert told_of({}) == {a}
    assert told_of({a: 4}) == {a}
    assert told_of({a: 6}) == set()
