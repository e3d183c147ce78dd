"""D5: offers, states and both plans, worked out by hand."""

from datetime import date

from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.measures import plans
from fsb_lib.measures.days import Registers
from fsb_lib.measures.measurements import Measurements
from tests.drawn import RULES, everybody, registers

PEOPLE = ("anna", "bent", "carl", "dina", "erik", "fie")


def focus_since_2008(*people: str) -> dict[str, str]:
    """Tables that keep these persons in the focus population from 2008 on."""
    lines = {
        "bif_ydelser": ("person | ydelse | fra | til", "{} | kontanthjaelp | 2008-01-01 |"),
        "sof_sager": ("person | maalgruppe | fra | til", "{} | handicappede | 2008-01-01 |"),
        "bif_matchvurderinger": (
            "person | system | kode | vurderet",
            "{} | match5 | 4 | 2008-01-01",
        ),
    }
    return {
        name: "\n".join([header, *(line.format(person) for person in people)])
        for name, (header, line) in lines.items()
    }


def cells(table: MeasuredTable, measure: str) -> dict[tuple[str, ...], object]:
    return {row.keys: row.values[measure] for row in table.rows}


def offered(drawn: Registers, year: int) -> MeasuredTable:
    return plans.offers_by_year(Measurements(drawn, RULES).offered.on(date(year, 12, 31)))


def test_a_person_counts_once_in_the_year_of_the_first_offer_in_focus() -> None:
    drawn = registers(
        **focus_since_2008("anna", "bent", "carl"),
        sof_handleplaner="""
        person | tilbudt    | svar    | udarbejdet | af_egen_drift | slut
        anna   | 2009-03-01 |         |            | N             |
        anna   | 2010-03-01 |         |            | N             |
        bent   | 2008-12-31 |         |            | N             |
        bent   | 2010-01-01 |         |            | N             |
        carl   | 2011-01-01 |         |            | N             |
        outside| 2009-03-01 |         |            | N             |
        """,
    )
    table = offered(drawn, 2010)
    assert cells(table, "offered_in_year") == {("2009",): 1, ("2010",): 1}
    assert cells(table, "offered_cumulative") == {("2009",): 1, ("2010",): 2}
    assert cells(table, "target_cumulative") == {("2009",): 1000, ("2010",): 2000}
    assert cells(table, "missing_persons") == {("2009",): 999, ("2010",): 1998}


def test_an_offer_before_the_person_is_in_focus_waits_for_the_next() -> None:
    tables = focus_since_2008("anna")
    tables["sof_sager"] = "person | maalgruppe | fra | til\nanna | handicappede | 2010-02-01 |"
    drawn = registers(
        **tables,
        sof_handleplaner="""
        person | tilbudt    | svar | udarbejdet | af_egen_drift | slut
        anna   | 2009-03-01 |      |            | N             |
        anna   | 2010-02-01 |      |            | N             |
        """,
    )
    assert cells(offered(drawn, 2010), "offered_in_year") == {("2009",): 0, ("2010",): 1}


def test_there_is_no_target_after_2011() -> None:
    table = offered(registers(**focus_since_2008("anna")), 2012)
    last = table.rows[-1].values
    assert table.rows[-1].keys == ("2012",)
    unknown = ("target_in_year", "target_cumulative", "missing_persons", "reached")
    assert [last[name] for name in unknown] == [None] * 4


def test_each_offered_person_is_in_one_state() -> None:
    drawn = registers(
        **focus_since_2008(*PEOPLE),
        sof_handleplaner="""
        person | tilbudt    | svar       | udarbejdet | af_egen_drift | slut
        anna   | 2009-03-01 | afvist     |            | N             |
        anna   |            |            | 2009-04-01 | N             | 2009-05-01
        bent   | 2009-03-01 | afvist     | 2009-06-01 | J             |
        carl   | 2009-03-01 | accepteret |            | N             |
        carl   | 2009-09-01 | afvist     |            | N             |
        dina   | 2009-03-01 | afvist     |            | N             |
        dina   | 2009-03-01 | accepteret |            | N             |
        erik   | 2009-03-01 |            |            | N             |
        fie    | 2009-03-01 |            | 2010-01-01 | N             |
        """,
    )
    table = plans.states(Measurements(drawn, RULES).offered.on(date(2009, 12, 31)))
    assert cells(table, "persons") == {
        ("udarbejdet",): 1,  # anna: prepared and ended all the same
        ("udarbejdet_af_egen_drift",): 1,  # bent
        ("afvist_uden_plan",): 1,  # carl: the latest offer counts
        ("accepteret_under_udarbejdelse",): 1,  # dina: of one day, accepted first
        ("intet_svar",): 2,  # erik, and fie, whose plan is prepared after the cutoff
    }


BOTH = """
person | tilbudt | svar | udarbejdet | af_egen_drift | slut
anna   |         |      | 2007-01-01 | N             |
bent   |         |      | 2009-01-01 | N             | 2009-12-31
carl   |         |      | 2009-01-01 | N             | 2009-12-30
dina   |         |      | 2010-01-01 | N             |
"""
JOBPLANS = """
person | godkendt   | slut
anna   | 2009-12-31 |
bent   | 2009-01-01 | 2009-12-31
carl   | 2009-01-01 |
erik   | 2009-01-01 | 2009-12-30
"""


def both_plans(meaning: str) -> dict[tuple[str, ...], object]:
    drawn = registers(**focus_since_2008(*PEOPLE), sof_handleplaner=BOTH, bif_jobplaner=JOBPLANS)
    at_cutoff = everybody(drawn, date(2009, 12, 31))
    return cells(plans.both_plans(at_cutoff, meaning), "persons")


def test_both_plans_in_force_at_the_cutoff() -> None:
    assert both_plans("in_force") == {
        ("ja", "ja"): 2, ("ja", "nej"): 1, ("ja", "i_alt"): 3,
        ("nej", "ja"): 0, ("nej", "nej"): 3, ("nej", "i_alt"): 3,
        ("i_alt", "ja"): 2, ("i_alt", "nej"): 4, ("i_alt", "i_alt"): 6,
    }  # fmt: skip


def test_both_plans_ever_made_counts_ended_ones() -> None:
    found = both_plans("ever_made")
    assert (found["ja", "ja"], found["ja", "nej"]) == (3, 1)


def test_not_registered_is_counted_among_all_citizens_with_special_needs() -> None:
    drawn = registers(
        sof_sager="""
        person | maalgruppe          | fra        | til
        anna   | handicappede        | 2008-01-01 |
        bent   | handicappede        | 2008-01-01 |
        carl   | uden_saerlige_behov | 2008-01-01 |
        """,
        sof_handleplaner="""
        person | tilbudt    | svar | udarbejdet | af_egen_drift | slut
        anna   | 2005-01-01 |      |            | N             |
        bent   | 2010-01-01 |      |            | N             |
        carl   | 2009-01-01 |      |            | N             |
        """,
    )
    (row,) = plans.registration(everybody(drawn, date(2009, 12, 31))).rows
    assert (row.values["persons"], row.values["with_plan_record"]) == (2, 1)


def test_the_offers_are_judged_under_both_assumptions() -> None:
    drawn = registers(
        **{
            **focus_since_2008("anna", "bent"),
            # bent leaves the focus population before the cutoff
            "sof_sager": """
            person | maalgruppe   | fra        | til
            anna   | handicappede | 2008-01-01 |
            bent   | handicappede | 2008-01-01 | 2009-06-30
            """,
        },
        sof_handleplaner="""
        person | tilbudt    | svar | udarbejdet | af_egen_drift | slut
        anna   | 2009-03-01 |      |            | N             |
        bent   | 2009-03-01 |      |            | N             |
        """,
    )
    cutoff = date(2009, 12, 31)
    offered = Measurements(drawn, RULES).offered.on(cutoff)
    counts = plans.offers_by_assumption(offered, everybody(drawn, cutoff))
    assert counts == {"focus_at_offer": 2, "focus_at_cutoff": 1}
    (table,) = plans.offers_verdicts(counts, cutoff)
    assert cells(table, "missing_persons") == {("focus_at_offer",): 998, ("focus_at_cutoff",): 999}
    assert plans.offers_verdicts(counts, date(2012, 12, 31)) == []
