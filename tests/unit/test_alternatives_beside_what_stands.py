"""Alternatives of a year beside an earlier one that stands: sums between the years still hold.

               truth   alternative   2009 stands as it was released, its offers hidden
until 2009         9             5
of 2010            8             3
until 2010        17             8   = until 2009 + of 2010
"""

from fsb_lib.disclosure.must_hide import Need
from fsb_lib.disclosure.pattern import Pattern
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.disclosure.suppression import Witness
from fsb_lib.disclosure.versions import Held, Standing
from fsb_lib.followups.protect_year import ProtectedYear
from fsb_lib.run.asked_auditor import without_what_stands

STANDS, OF_YEAR, UNTIL = "offers_until@2009", "offers@2010", "offers_until@2010"
TRUTH = {STANDS: 9, OF_YEAR: 8, UNTIL: 17}
LOW = {STANDS: 5, OF_YEAR: 3, UNTIL: 8}
HELD = Held(
    carried={STANDS: None},
    standing={"2009": Standing.RELEASED},
    truth={STANDS: 9},
    new=frozenset({"2010"}),
)


def told(low: dict[str, int], held: Held = HELD) -> list[dict[str, int]]:
    """The low ends that the proof tells of a need whose alternative is this."""
    hidden = frozenset({OF_YEAR, UNTIL})
    witness = Witness(Need(UNTIL, 8, 20), low, {})
    proof = Pattern(hidden, frozenset(), (witness,), TRUTH, frozenset())
    published = PublishedFacts({}, hidden | {STANDS})
    year = without_what_stands(ProtectedYear({}, published, proof), held)
    return [dict(one.low) for one in year.proof.witnesses]


def test_an_alternative_moves_what_stands_where_sums_between_years_hold() -> None:
    told_of = [{**TRUTH, **low} for low in told(LOW)]
    assert any(one[UNTIL] == one[STANDS] + one[OF_YEAR] for one in told_of)


def test_another_is_told_for_where_none_holds() -> None:
    assert {OF_YEAR: 3, UNTIL: 8} in told(LOW)


def test_one_that_moves_nothing_that_stands_is_told_once() -> None:
    assert told({OF_YEAR: 3}) == [{OF_YEAR: 3}]


def test_a_count_that_stands_with_no_value_at_hand_is_not_moved() -> None:
    """Its proof is lost: the truth does not say it either."""
    lost = Held(HELD.carried, frozenset(), HELD.standing, new=HELD.new)
    assert told(LOW, lost) == [{OF_YEAR: 3, UNTIL: 8}]
