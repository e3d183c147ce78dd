"""What stands as it was released when the registers say otherwise, and what is new.

focus@D = men + women; `activated` is its part. The published year is 2009; differences are worked
out by hand.
"""

from collections.abc import Mapping

import pytest

from fsb_lib.disclosure.editions import Revision, Version, editions, revisions
from fsb_lib.disclosure.joint_model import joint_model, within_days
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.disclosure.sums.sum_of_counts import NOTHING_MEASURED
from fsb_lib.disclosure.versions import (
    NOTHING_HELD,
    Held,
    OfYear,
    Standing,
    held,
)
from tests.disclosure.test_sums import counted

D, NEXT = "2009-11-15", "2010-11-15"
TOTAL, MEN, WOMEN = f"focus@{D}", f"focus@{D}/sex:mand", f"focus@{D}/sex:kvinde"
ACTIVATED = f"{TOTAL}/activated"
RELEASED = {TOTAL: 100, MEN: 60, WOMEN: 40, ACTIVATED: 30}
OWN = OfYear(frozenset({D}), frozenset({TOTAL, ACTIVATED}))
OTHER = OfYear(frozenset({NEXT}), frozenset())


def against(
    measured: Mapping[str, int],
    year: OfYear = OWN,
    released: Mapping[str, int] = RELEASED,
    hidden: frozenset[str] = frozenset(),
    promised: int = 5,
) -> Held:
    version = Version(2009, PublishedFacts(released, hidden), promised)
    return held(measured, [version], year, NOTHING_MEASURED, 5)


def test_what_is_measured_again_as_released_is_new() -> None:
    assert against(RELEASED) == NOTHING_HELD
    assert held(RELEASED, [], OWN, NOTHING_MEASURED, 5) == NOTHING_HELD


def test_an_earlier_year_stands_as_released_whatever_the_difference() -> None:
    measured = {TOTAL: 150, MEN: 110, WOMEN: 40, ACTIVATED: 30}
    found = against(measured, OTHER, {TOTAL: 100, MEN: 60}, frozenset({WOMEN}))
    assert found.standing == {D: Standing.RELEASED}
    assert found.carried == {TOTAL: 100, MEN: 60, WOMEN: None, ACTIVATED: None}
    assert [(one.name, one.released, one.measured) for one in found.differences] == [
        (TOTAL, 100, 150), (MEN, 60, 110),
    ]  # fmt: skip


def test_what_no_release_printed_is_neither_hidden_nor_shown() -> None:
    found = against({**RELEASED, TOTAL: 101}, released={TOTAL: 100, MEN: 60}, hidden={WOMEN})
    assert found.standing == {D: Standing.KEPT}
    assert found.untold == {ACTIVATED}  # WOMEN were printed, as hidden


@pytest.mark.parametrize(
    ("change", "is_new"),
    [
        ({TOTAL: 105, MEN: 65, ACTIVATED: 35}, True),  # 5 men more, all in activation
        ({TOTAL: 104, MEN: 64, ACTIVATED: 35}, False),  # 4 men
        ({TOTAL: 110, MEN: 66, WOMEN: 44, ACTIVATED: 30}, False),  # 4 women
        ({TOTAL: 107, MEN: 67, ACTIVATED: 35}, False),  # 2 more who are not in activation
        ({TOTAL: 99, MEN: 59}, False),  # one man less
        ({MEN: 50, WOMEN: 50}, True),  # ten persons' sex was wrong
        ({MEN: 59, WOMEN: 41}, False),
    ],
)
def test_a_block_is_new_as_a_whole_or_not_at_all(change: dict[str, int], is_new: bool) -> None:
    year = OfYear(frozenset({D}), frozenset())
    found = against({**RELEASED, **change}, year)
    assert found.carried == ({} if is_new else RELEASED)
    assert found.standing == ({} if is_new else {D: Standing.KEPT})


def test_a_headline_that_moves_by_enough_is_new_and_its_breakdown_withdrawn() -> None:
    """8 persons more, of whom 3 are women."""
    found = against({TOTAL: 108, MEN: 65, WOMEN: 43, ACTIVATED: 38})
    assert found.standing == {D: Standing.HEADLINE}
    assert (found.carried, found.withdrawn) == ({}, {MEN, WOMEN})


def test_a_headline_whose_remainder_moves_by_few_stands() -> None:
    """8 persons more, 5 of them activated: 3 are not."""
    found = against({TOTAL: 108, MEN: 68, WOMEN: 40, ACTIVATED: 35})
    assert found.standing == {D: Standing.KEPT}


def test_a_verdict_that_turns_is_always_shown() -> None:
    year = OfYear(frozenset({D}), frozenset({TOTAL, ACTIVATED}), frozenset({D}))
    found = against({**RELEASED, TOTAL: 99, MEN: 59}, year)
    assert found.standing == {D: Standing.HEADLINE}
    assert found.withdrawn == {MEN, WOMEN}


def test_the_highest_threshold_ever_promised_counts() -> None:
    measured = {**RELEASED, TOTAL: 107, MEN: 67, ACTIVATED: 37}
    assert against(measured).standing == {}
    assert against(measured, promised=10).standing == {D: Standing.KEPT}


def test_every_pair_of_versions_counts() -> None:
    """100, then 110, now 104: six from the last, and four from the first."""
    versions = [Version(2009, PublishedFacts({TOTAL: n}), 5) for n in (100, 110)]
    found = held({TOTAL: 104}, versions, OfYear(frozenset({D}), frozenset()), NOTHING_MEASURED, 5)
    assert found.carried == {TOTAL: 110}


def test_a_year_stands_as_a_whole() -> None:
    """Of two days of a year one moves by a single man: the other stands with it."""
    later = "2009-12-31"
    plans = f"focus@{later}/offered"
    year = OfYear(frozenset({D, later}), frozenset())
    changed = {**RELEASED, TOTAL: 99, MEN: 59, plans: 80}
    found = against(changed, year, {**RELEASED, plans: 70})
    assert found.standing == {D: Standing.KEPT, later: Standing.KEPT}
    assert found.carried == {**RELEASED, plans: 70}


@pytest.mark.parametrize(("truth", "stands"), [({WOMEN: 3}, False), ({WOMEN: 2}, True), ({}, True)])
def test_an_earlier_year_stands_when_a_hidden_count_is_another_or_nobody_knows_it(
    truth: dict[str, int], stands: bool
) -> None:
    version = Version(2009, PublishedFacts({TOTAL: 100}, frozenset({WOMEN})), 5, truth)
    found = held({TOTAL: 100, WOMEN: 3}, [version], OTHER, NOTHING_MEASURED, 5)
    assert found.standing == ({D: Standing.RELEASED} if stands else {})
    assert found.truth == (truth if stands else {})


def test_every_earlier_year_stands_when_one_is_measured_otherwise() -> None:
    """What is not printed of the other may be of another delivery, too."""
    before = "focus@2008-11-15"
    found = against({**RELEASED, TOTAL: 150, before: 90}, OTHER, {**RELEASED, before: 90})
    assert found.standing == {"2008-11-15": Standing.RELEASED, D: Standing.RELEASED}


def test_nothing_of_an_edition_is_left_when_another_is_published() -> None:
    """Released with 40 women; a headline of other registers; then a report that prints men."""
    of_women, headline = PublishedFacts({TOTAL: 100, WOMEN: 40}), PublishedFacts({TOTAL: 108})
    of_men = PublishedFacts({TOTAL: 108}, frozenset({MEN}))
    versions = [Version(2009, each, 5) for each in (of_women, headline, of_men)]
    assert editions(versions).told == {TOTAL: 108, MEN: None}
    assert of_women.followed_by(headline).followed_by(of_men).told == {TOTAL: 108, MEN: None}


def test_a_cohort_does_not_tell_how_last_years_group_differs() -> None:
    """Released were 100; the cohort and those who died are 98 now."""
    gone, base = f"cohort@{NEXT}/state:doed_eller_fraflyttet", f"cohort@{NEXT}/base"
    found = against({TOTAL: 98, base: 90, gone: 8}, OTHER, {TOTAL: 100})
    assert found.carried == {TOTAL: 100}
    assert found.withdrawn == {gone}
    assert against({TOTAL: 108, base: 100, gone: 8}, OTHER, {TOTAL: 100}).withdrawn == frozenset()


def test_what_two_deliveries_say_together_is_no_fact() -> None:
    """100 men and women were released; 60 and 41 are counted now, and protected without that."""
    earlier = PublishedFacts({TOTAL: 100})
    model = joint_model(counted((MEN, 60), (WOMEN, 41)), earlier)
    assert model.values[TOTAL] == 100
    assert not any(TOTAL in each.names for each in model.sums)


def test_a_hidden_count_that_is_nobody_now_keeps_the_year() -> None:
    """Ten more are in activation, and the women who were hidden are gone: a zero would say so."""
    released, hidden = {TOTAL: 100, ACTIVATED: 30}, frozenset({MEN, WOMEN})
    few = {TOTAL: 110, MEN: 109, WOMEN: 1, ACTIVATED: 40}
    assert against(few, OWN, released, hidden).standing == {}
    nobody = {TOTAL: 110, MEN: 110, WOMEN: 0, ACTIVATED: 40}
    assert against(nobody, OWN, released, hidden).standing == {D: Standing.KEPT}
    turned = OfYear(OWN.blocks, OWN.headline, frozenset({D}))
    assert against(nobody, turned, released, hidden).standing == {D: Standing.HEADLINE}


def test_every_count_that_is_measured_otherwise_is_told_to_the_analyst() -> None:
    """Also a hidden one whose proof is at hand; of another nobody knows, and what is as it was is
    no difference."""
    told = PublishedFacts({TOTAL: 100, MEN: 60}, frozenset({WOMEN, ACTIVATED}))
    found = revisions(
        {TOTAL: 103, MEN: 60, WOMEN: 43, ACTIVATED: 9}, [Version(2009, told, 5, {WOMEN: 40})]
    )
    assert found == (Revision(TOTAL, 100, 103), Revision(WOMEN, 40, 43, was_hidden=True))
    assert [str(one) for one in found] == [
        f"{TOTAL}: released 100, measured 103",
        f"{WOMEN}: released 40 (hidden), measured 43",
    ]


def test_where_a_sum_fails_between_days_none_of_them_is_relied_on() -> None:
    """Last year's group was 80, of one area 5. Its cohort is 82, nobody gone: false. The area's 5
    are still 5, which holds by chance, and says nothing of who has gone."""
    cohort, area = f"cohort@{NEXT}/base", "/area:kvinder_dansk"
    gone = f"cohort@{NEXT}/state:doed_eller_fraflyttet"
    printed = counted((cohort, 82), (gone, 0), (f"{cohort}{area}", 5))
    before = PublishedFacts({TOTAL: 80, f"{TOTAL}{area}": 5})
    together, within = joint_model(printed, before), within_days(printed, before)
    assert not together.is_whole
    assert not all(each.is_within_a_day for each in together.sums)
    assert within.is_whole
    assert within.sums
    assert all(each.is_within_a_day for each in within.sums)
    assert joint_model(printed, PublishedFacts({TOTAL: 82, f"{TOTAL}{area}": 5})).is_whole


def test_the_value_of_a_count_that_stands_hidden_shows_a_sum_to_be_false() -> None:
    """8 offers until 2009 stand hidden; 2 of 2010 and 3 until then are of other registers."""
    until, last, of_year = "offers_until@2010", "offers_until@2009", "offers@2010"
    printed = counted((until, 3), (of_year, 2))
    earlier = PublishedFacts({}, frozenset({last}))
    assert joint_model(printed, earlier).values[last] == 1
    known = joint_model(printed, earlier, NOTHING_MEASURED.beside((), {last: 8}))
    assert known.values[last] == 8
    assert not known.is_whole
