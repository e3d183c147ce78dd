"""Leaks known from the literature and from the papers, each closed; calculated by hand."""

import pytest

from fsb_lib.base.package_data import load
from fsb_lib.disclosure import pattern as patterns
from fsb_lib.disclosure.count_names import Place, PrintedCount
from fsb_lib.disclosure.pattern import NotInTime, Pattern, Unprotected, pattern, pattern_of
from fsb_lib.disclosure.published_facts import PublishedFacts, printed_in_papers
from fsb_lib.disclosure.solver import OutOfTime, Unsolved
from fsb_lib.disclosure.sums.sum_of_counts import Sum
from fsb_lib.followups import protect_year
from tests.disclosure.enumerating import model, rule

RULE = rule(5)


def found(values: dict[str, int], *sums: Sum, latent: tuple[str, ...] = ()) -> Pattern:
    return pattern_of(model(values, sums, latent), frozenset(), RULE)


def test_a_complement_is_hidden_like_a_count() -> None:
    # 97 persons of whom 94 are activated: 97 - 94 tells that three are not.
    values = {"persons": 97, "activated": 94, "not": 3}
    hidden = found(values, Sum("persons", ("activated", "not")), latent=("not",)).hidden
    assert len(hidden & {"persons", "activated"}) == 1


def test_a_large_complement_hides_nothing() -> None:
    values = {"persons": 97, "activated": 20, "not": 77}
    assert not found(values, Sum("persons", ("activated", "not")), latent=("not",)).hidden


def test_nobody_left_is_no_secret() -> None:
    # Everybody is activated: no small count, and the group of 97 is none that says "all of us".
    values = {"persons": 97, "activated": 97, "not": 0}
    assert not found(values, Sum("persons", ("activated", "not")), latent=("not",)).hidden


def test_two_overlapping_totals_do_not_give_a_hidden_four() -> None:
    # The leak of recomputed totals: 152 in one table, 148 in another over the same people.
    values = {"all": 152, "some": 148, "others": 4}
    assert found(values, Sum("all", ("some", "others"))).hidden > {"others"}


def test_the_table_of_november_2007_needs_two_more_hidden_counts() -> None:
    """Two 3s in one line. Each column needs one more, and one line can give both: four in all."""
    public = printed_in_papers(load("published")["match_by_target_group_2007"])
    printed = [
        PrintedCount(Place("match_by_target_group", tuple(name.split("/")), "persons"), name, n)
        for name, n in public.items()
    ]
    hidden = pattern(printed, PublishedFacts(), {}, RULE).hidden
    threes = {name for name, n in public.items() if n == 3}
    assert len(threes) == 2
    assert threes < hidden
    assert len(hidden) == 4


def test_no_count_relies_on_a_count_that_the_papers_printed() -> None:
    """With the paper at hand its cells are known, so others must be safe without them."""
    public = printed_in_papers(load("published")["match_by_target_group_2007"])
    day = "2007-11-15"
    more = {f"shared@{day}/several_target_groups": 3, f"shared@{day}": 8884}
    printed = [
        PrintedCount(Place("several_target_groups", (name,), "persons"), name, n)
        for name, n in {**public, **more}.items()
    ]
    both = pattern(printed, PublishedFacts(), public, RULE)
    assert f"shared@{day}/several_target_groups" in both.hidden
    proof = {one.need.name: one for one in both.witnesses}
    witness = proof[f"shared@{day}/several_target_groups"]
    assert not (witness.low.keys() | witness.high.keys()) & public.keys()


def test_last_year_s_report_does_not_give_this_year_s_count() -> None:
    """In 2009 twelve were offered a plan; in 2010 the cumulative 15 would tell of three."""
    earlier = PublishedFacts({"offers@2009": 12, "offers_until@2009": 12})
    printed = [
        PrintedCount(Place("plan_offers", (name,), "offered"), name, n)
        for name, n in {
            "offers@2009": 12, "offers_until@2009": 12, "offers@2010": 3, "offers_until@2010": 15,
        }.items()
    ]  # fmt: skip
    hidden = pattern(printed, earlier, {}, RULE).hidden
    assert hidden == {"offers@2010", "offers_until@2010"}


def test_what_was_hidden_then_is_not_given_by_what_is_shown_now() -> None:
    """2009 hid two of three groups. A later report that prints one of them anew must not."""
    day = "2009-11-15"
    group, other, third = (
        f"focus@{day}/{code}"
        for code in ("handicappede", "misbrugere_i_behandling", "psykisk_syge_og_oevrigt_udsatte")
    )
    earlier = PublishedFacts({f"focus@{day}": 60, third: 40}, frozenset({group, other}))
    printed = [
        PrintedCount(Place("activation_change", (name,), "persons_before"), name, n)
        for name, n in {other: 17, f"focus@{day}": 60, third: 40, group: 3}.items()
    ]
    assert pattern(printed, earlier, {}, RULE).hidden == {group, other}


def test_a_corrected_register_keeps_hidden_what_was_hidden() -> None:
    """The total was 60 and is 61 now: what was hidden then stays hidden, or 1 would be told."""
    day = "2009-11-15"
    group, other, third = (
        f"focus@{day}/{code}"
        for code in ("handicappede", "misbrugere_i_behandling", "psykisk_syge_og_oevrigt_udsatte")
    )
    earlier = PublishedFacts({f"focus@{day}": 60, third: 40}, frozenset({group, other}))
    printed = [
        PrintedCount(Place("activation_change", (name,), "persons_before"), name, n)
        for name, n in {other: 16, f"focus@{day}": 61, third: 40, group: 5}.items()
    ]
    result = pattern(printed, earlier, {}, RULE)
    assert result.corrected == {f"focus@{day}"}
    assert {group, other} <= result.hidden


def test_a_threshold_of_three_shows_three() -> None:
    values = {"all": 20, "a": 3, "b": 17}
    assert not pattern_of(model(values, [Sum("all", ("a", "b"))]), frozenset(), rule(3)).hidden


def test_zeros_are_shown_and_protect_nothing() -> None:
    # a + b + c = 20 with b = 0 shown: hiding a takes c or the total with it, never the zero.
    values = {"all": 20, "a": 3, "b": 0, "c": 17}
    hidden = found(values, Sum("all", ("a", "b", "c"))).hidden
    assert "b" not in hidden
    assert len(hidden) == 2


def test_a_machine_that_was_too_busy_is_not_taken_for_thin_categories(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_late(*_: object) -> None:
        raise OutOfTime("kTimeLimit")

    monkeypatch.setattr(patterns, "suppressed", too_late)
    with pytest.raises(NotInTime) as refused:
        found({"all": 20, "a": 3, "b": 17}, Sum("all", ("a", "b")))
    told = protect_year._unprotected(2010, refused.value)
    assert "run the command again" in told.remedy
    assert "Merge" not in told.remedy


def test_what_cannot_be_protected_names_the_thin_categories(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_answer(*_: object) -> None:
        raise Unsolved("kTimeLimit")

    monkeypatch.setattr(patterns, "suppressed", no_answer)
    with pytest.raises(Unprotected) as refused:
        found({"all": 20, "a": 3, "b": 17}, Sum("all", ("a", "b")))
    assert [place.codes for place in refused.value.places] == [("a",)]
