"""D7: what has become of the focus population a year later, worked out by hand.

Everybody drawn by `cohort` was in the focus population on D0; a test draws what came after.
"""

from datetime import date

import pytest

from fsb_lib.domain.measured_table import MeasuredTable, Ratio
from fsb_lib.domain.periods import same_day_a_year_before
from fsb_lib.followups.answers import answers
from fsb_lib.measures import outcomes
from fsb_lib.measures.days import pairs, table_of
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.populations import persons_on, with_held
from fsb_lib.params import read
from tests.drawn import RULES, registers

D0, D1 = date(2009, 11, 15), date(2010, 11, 15)
EXITS = "person | udfald | dato\n"


def state_of(
    *exits: str,
    benefit_to: str = "2009-12-31",
    case_to: str = "2009-12-31",
    effort: str = "",
    later_benefit: str = "",
) -> str:
    """The state of one person, anna, who was in the focus population on D0."""
    spells = [f"anna | kontanthjaelp | 2009-01-01 | {benefit_to}"]
    spells += [f"anna | {later_benefit}"] if later_benefit else []
    drawn = registers(
        bif_ydelser="\n".join(["person | ydelse | fra | til", *spells]),
        sof_sager=f"person | maalgruppe | fra | til\nanna | handicappede | 2009-01-01 | {case_to}",
        bif_matchvurderinger="person | system | kode | vurderet\nanna | match5 | 4 | 2009-01-01",
        bif_indsatser="person | indsats | fra | til" + (f"\nanna | {effort}" if effort else ""),
        bif_afgange="\n".join(["person | udfald | dato", *(f"anna | {one}" for one in exits)]),
    )
    before = persons_on(with_held(drawn), table_of([D0]), RULES)
    cohort = Measurement(D1, outcomes.with_states(before, drawn, pairs({D1: D0})))
    counts = cohort.counts(outcomes.BY_STATE)
    (found,) = [code for (code,), values in counts.items() if values["persons"]]
    return found


BOTH = {"benefit_to": "", "case_to": ""}


@pytest.mark.parametrize(
    ("registered", "state"),
    [
        (BOTH, "ydelse_og_sag"),
        ({"benefit_to": ""}, "kun_ydelse"),
        ({"case_to": ""}, "kun_sag"),
        ({}, "ophoert_uden_kendt_aarsag"),
        ({"benefit_to": "2010-11-15"}, "kun_ydelse"),  # the last day of a spell is covered
        ({"benefit_to": "2010-11-14"}, "ophoert_uden_kendt_aarsag"),
        ({"case_to": "2010-11-15"}, "kun_sag"),
        ({"later_benefit": "sygedagpenge | 2010-11-15 |"}, "kun_ydelse"),  # any benefit
    ],
)
def test_without_an_exit_contact_decides(registered: dict[str, str], state: str) -> None:
    assert state_of(**registered) == state


@pytest.mark.parametrize(
    ("outcome", "without_benefit", "with_benefit"),
    [
        ("ordinaert_arbejde", "ordinaert_arbejde", "ydelse_og_sag"),
        ("stoettet_arbejde", "stoettet_arbejde", "ydelse_og_sag"),
        ("uddannelse", "uddannelse_eller_revalidering", "ydelse_og_sag"),
        ("foertidspension", "foertidspension", "foertidspension"),
        ("fraflyttet", "doed_eller_fraflyttet", "doed_eller_fraflyttet"),
        ("doed", "doed_eller_fraflyttet", "doed_eller_fraflyttet"),
        ("andet", "kun_sag", "ydelse_og_sag"),
    ],
)
def test_an_exit_counts_where_no_benefit_covers_the_day_or_it_lasts(
    outcome: str, without_benefit: str, with_benefit: str
) -> None:
    exit_row = f"{outcome} | 2010-03-01"
    assert state_of(exit_row, case_to="") == without_benefit
    assert state_of(exit_row, **BOTH) == with_benefit


def test_an_exit_of_another_kind_is_no_known_cause() -> None:
    assert state_of("andet | 2010-03-01") == "ophoert_uden_kendt_aarsag"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2009-11-15", "ophoert_uden_kendt_aarsag"),  # on D0 itself: before the year followed
        ("2009-11-16", "ordinaert_arbejde"),
        ("2010-11-15", "ordinaert_arbejde"),  # on D1
        ("2010-11-16", "ophoert_uden_kendt_aarsag"),
    ],
)
def test_exits_count_after_the_first_day_to_the_last(day: str, state: str) -> None:
    assert state_of(f"ordinaert_arbejde | {day}") == state


def test_the_latest_exit_counts() -> None:
    assert (
        state_of("ordinaert_arbejde | 2010-02-01", "andet | 2010-09-01")
        == "ophoert_uden_kendt_aarsag"
    )
    assert state_of("andet | 2010-02-01", "uddannelse | 2010-09-01") == (
        "uddannelse_eller_revalidering"
    )


def test_an_earlier_exit_does_not_stand_in_for_a_latest_that_does_not_count() -> None:
    exits = ("foertidspension | 2010-02-01", "ordinaert_arbejde | 2010-09-01")
    assert state_of(*exits) == "ordinaert_arbejde"
    assert state_of(*exits, **BOTH) == "ydelse_og_sag"


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("stoettet_arbejde", "ordinaert_arbejde", "ordinaert_arbejde"),
        ("doed", "foertidspension", "foertidspension"),
        ("doed", "fraflyttet", "doed_eller_fraflyttet"),
        ("andet", "doed", "doed_eller_fraflyttet"),
    ],
)
def test_of_two_exits_on_one_day_the_first_in_the_list_counts(
    one: str, other: str, state: str
) -> None:
    assert state_of(f"{one} | 2010-03-01", f"{other} | 2010-03-01") == state


@pytest.mark.parametrize(
    "registered",
    [
        {"later_benefit": "revalideringsydelse | 2010-11-15 | 2010-11-15"},
        {"effort": "revalidering | 2010-11-01 | 2010-11-15"},
        {"effort": "forrevalidering | 2010-11-15 |", **BOTH},
    ],
)
def test_retraining_on_the_day_counts_as_education(registered: dict[str, str]) -> None:
    assert state_of(**registered) == "uddannelse_eller_revalidering"


@pytest.mark.parametrize(
    "registered",
    [
        {"later_benefit": "revalideringsydelse | 2010-06-01 | 2010-11-14"},
        {"effort": "forrevalidering | 2010-06-01 | 2010-11-14"},
        {"effort": "virksomhedspraktik | 2010-06-01 |"},
    ],
)
def test_retraining_that_is_over_and_other_activation_do_not(registered: dict[str, str]) -> None:
    assert state_of(**registered) == "ophoert_uden_kendt_aarsag"


def test_the_first_state_that_fits_holds() -> None:
    """Retraining stands after work and before pension; who died is out of everything."""
    retraining = {"effort": "revalidering | 2010-06-01 |"}
    assert state_of("ordinaert_arbejde | 2010-03-01", **retraining) == "ordinaert_arbejde"
    assert state_of("stoettet_arbejde | 2010-03-01", **retraining) == "stoettet_arbejde"
    pension = state_of("foertidspension | 2010-03-01", **retraining)
    assert pension == "uddannelse_eller_revalidering"
    assert state_of("doed | 2010-03-01", **retraining) == "doed_eller_fraflyttet"


COHORT = ("anna", "bent", "carl", "dina")


def four_persons() -> dict[str, str]:
    """anna to work, bent dead, carl in contact, dina ended; erik came into focus later.

    inga and ole are on replacement numbers in SOF, ole without special needs.
    """
    lines = {
        "bif_ydelser": "{} | kontanthjaelp | 2009-01-01 | {}",
        "sof_sager": "{} | handicappede | 2009-01-01 | {}",
        "bif_matchvurderinger": "{} | match5 | 4 | 2009-01-01",
    }
    headers = {
        "bif_ydelser": "person | ydelse | fra | til",
        "sof_sager": "person | maalgruppe | fra | til",
        "bif_matchvurderinger": "person | system | kode | vurderet",
    }
    ends = {"anna": "2009-12-31", "bent": "2009-12-31", "carl": "", "dina": "2009-12-31"}
    drawn = {
        name: "\n".join([headers[name], *(line.format(who, ends[who]) for who in COHORT)])
        for name, line in lines.items()
    }
    drawn["bif_ydelser"] += "\nerik | kontanthjaelp | 2009-11-16 |"
    drawn["sof_sager"] += "\nerik | handicappede | 2009-01-01 |\ninga | handicappede | 2009-01-01 |"
    drawn["sof_sager"] += "\nole | uden_saerlige_behov | 2009-01-01 |"
    drawn["bif_matchvurderinger"] += "\nerik | match5 | 4 | 2009-01-01"
    drawn["identities"] = "person | replacement\ninga | ja\nole | ja"
    drawn["bif_afgange"] = (
        EXITS + "anna | ordinaert_arbejde | 2010-01-01\nbent | doed | 2010-01-01\n"
        "erik | ordinaert_arbejde | 2010-01-01\nnobody | stoettet_arbejde | 2010-01-01"
    )
    return drawn


@pytest.fixture(scope="module")
def tables() -> dict[str, MeasuredTable]:
    made = answers("outcome_followup", registers(**four_persons()), read(year=2010))
    return {table.id: table for table in made}


def test_states_add_up_to_the_cohort_and_leave_the_dead_out_of_the_base(
    tables: dict[str, MeasuredTable],
) -> None:
    rows = {row.keys[0]: row.values for row in tables["outcome_states"].rows}
    assert {state: values["persons"] for state, values in rows.items() if values["persons"]} == {
        "ordinaert_arbejde": 1,
        "ydelse_og_sag": 1,
        "ophoert_uden_kendt_aarsag": 1,
        "doed_eller_fraflyttet": 1,
    }
    assert len(rows) == 9
    assert rows["ordinaert_arbejde"]["share"] == Ratio(1, 3)
    assert rows["kun_sag"]["share"] == Ratio(0, 3)
    assert rows["doed_eller_fraflyttet"]["share"] is None
    (cohort,) = tables["outcome_cohort"].rows
    assert cohort.values["persons"] == 4
    assert (tables["outcome_cohort"].when, tables["outcome_states"].when) == (D0, D1)


def test_bounds_take_the_unlinkable_of_the_first_day_in_work_or_not(
    tables: dict[str, MeasuredTable],
) -> None:
    rates = {row.keys[0]: row.values["rate"] for row in tables["outcome_bounds"].rows}
    assert rates == {
        "reported": Ratio(1, 3),
        "unlinkable_none_in_work": Ratio(1, 4),
        "unlinkable_all_in_work": Ratio(2, 4),
    }


def test_every_report_s_own_tables_are_there(tables: dict[str, MeasuredTable]) -> None:
    assert {"match_conversion", "linkage"} <= tables.keys()


def test_nobody_in_the_cohort_gives_zeros_and_no_share() -> None:
    made = {t.id: t for t in answers("outcome_followup", registers(), read(year=2010))}
    values = [row.values for row in made["outcome_states"].rows]
    assert {value["persons"] for value in values} == {0}
    assert {getattr(value["share"], "value", None) for value in values} == {None}


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2010, 11, 15), date(2009, 11, 15)),
        (date(2012, 2, 29), date(2011, 2, 28)),
        (date(2013, 2, 28), date(2012, 2, 28)),
        (date(2012, 3, 1), date(2011, 3, 1)),
    ],
)
def test_the_same_day_a_year_before(day: date, before: date) -> None:
    assert same_day_a_year_before(day) == before
