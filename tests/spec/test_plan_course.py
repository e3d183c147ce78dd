"""D17: from offer to plan, worked out by hand where the examples of the measures do not reach."""

from datetime import date
from fractions import Fraction

import ibis
import pytest

from fsb_lib.domain.measured_table import MeasuredTable, RankStatistic, median_of
from fsb_lib.followups.answers import answers
from fsb_lib.measures.counting import median_in
from fsb_lib.params import read
from tests.drawn import registers
from tests.spec.test_plans import focus_since_2008

OFFERS = """
person | tilbudt    | svar       | udarbejdet | af_egen_drift | slut
anna   | 2009-03-01 | accepteret | 2009-03-31 | N             |
bent   | 2009-03-01 |            | 2009-04-02 | N             |
carl   | 2009-03-01 |            | 2009-03-01 | N             |
dina   | 2009-03-01 |            | 2009-05-01 | N             |
erik   | 2009-03-01 |            |            | N             |
"""
PEOPLE = ("anna", "bent", "carl", "dina", "erik")


def made(plans: str, year: int, people: tuple[str, ...] = PEOPLE) -> dict[str, MeasuredTable]:
    drawn = registers(**focus_since_2008(*people), sof_handleplaner=plans)
    return {table.id: table for table in answers("plan_coverage", drawn, read(year=year))}


def cells(table: MeasuredTable, measure: str) -> dict[str, object]:
    return {row.keys[0]: row.values[measure] for row in table.rows}


def test_the_median_is_of_those_who_have_a_number_of_days() -> None:
    """0, 30, 32 and 61 days: 31 lies between the two in the middle."""
    (row,) = made(OFFERS, 2009)["plan_days_median"].rows
    assert row.values == {"prepared": 4, "days": RankStatistic(Fraction(31), 2, 2)}


def test_nobody_has_no_median() -> None:
    (row,) = made("person | tilbudt | svar | udarbejdet | af_egen_drift | slut", 2009)[
        "plan_days_median"
    ].rows
    assert row.values == {"prepared": 0, "days": None}


@pytest.mark.parametrize(
    "days",
    [[7], [3, 9], [3, 5, 9], [3, 5, 9, 30], [4, 4, 4, 8], [1, 4, 4, 8], [2, 2, 9, 9], [5] * 6],
)
def test_the_engine_finds_the_median_that_python_finds(days: list[int]) -> None:
    persons = ibis.memtable({"days": [*days, None]}, schema={"days": "int64"})
    connection = ibis.duckdb.connect()
    assert median_in(connection.create_table("persons", persons), "days") == median_of(days)


def test_a_year_has_both_plans_within_a_year_when_its_last_offer_is_365_days_old() -> None:
    assert "both_plans_within_year" not in made(OFFERS, 2009)
    found = {year: made(OFFERS, year)["both_plans_within_year"] for year in (2010, 2012)}
    assert cells(found[2010], "offered") == {"2009": 5}
    assert cells(found[2012], "offered") == {"2009": 5, "2010": 0, "2011": 0}
    assert found[2012].since == date(2009, 1, 1)


def test_a_plan_ends_the_duty_from_the_day_of_the_refused_offer_on() -> None:
    plans = """
    person | tilbudt    | svar   | udarbejdet | af_egen_drift | slut
    anna   | 2009-06-01 | afvist | 2009-06-01 | J             |
    bent   | 2009-06-01 | afvist | 2009-05-31 | J             |
    carl   | 2009-06-01 | afvist | 2009-06-01 | N             |
    """
    found = cells(made(plans, 2009, ("anna", "bent", "carl"))["refusal_course"], "persons")
    assert {code: n for code, n in found.items() if n} == {
        "egen_drift_inden_6_mdr": 1,
        "anden_plan": 1,
        "aaben_183_365": 1,  # from 1 June to 31 December are 213 days
        "i_alt": 3,
    }


def test_the_match_groups_are_those_in_force_at_the_cutoff() -> None:
    found = made(OFFERS, 2009)["plan_offers_by_match"]
    assert cells(found, "offered") == {"4": 5, "5": 0, "i_alt": 5}
    assert list(cells(made(OFFERS, 2010)["plan_offers_by_match"], "offered")) == ["2", "3", "i_alt"]
