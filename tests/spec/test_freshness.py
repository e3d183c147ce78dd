"""Stale extracts are refused by name; a late plan register is said in the report."""

from datetime import date

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.registers.snapshot.freshness import exit_warnings, plan_warnings, refuse_stale, starts
from tests.drawn import registers

DAY, CUTOFF = date(2009, 11, 15), date(2009, 12, 31)


# 15 October is 31 days before 15 November, 15 September 61: the ends of the last two months.
FRESH = ["2009-10-16", "2009-10-15"]
YEAR = ["2008-11-15"] * 119


def starting(benefits: list[str], cases: list[str], assessments: list[str]) -> dict:
    benefit = [f"anna | kontanthjaelp | {day} |" for day in benefits]
    case = [f"anna | handicappede | {day} |" for day in cases]
    assessment = [f"anna | match5 | 4 | {day}" for day in assessments]
    return registers(
        bif_ydelser="\n".join(["person | ydelse | fra | til", *benefit]),
        sof_sager="\n".join(["person | maalgruppe | fra | til", *case]),
        bif_matchvurderinger="\n".join(["person | system | kode | vurderet", *assessment]),
    )


@pytest.mark.parametrize(
    ("days", "fresh"),
    [
        (FRESH, True),
        (["2009-11-15", "2009-09-15"], True),
        (["2009-11-16", "2009-09-14"], True),  # two rows: two months without one are chance
        (
            [*YEAR[:39], *["2009-11-16"] * 5, "2009-09-15"],
            True,
        ),  # of 40: one
        ([*YEAR[:39], *["2009-11-16"] * 5, "2009-09-14"], False),
        ([*YEAR[:38], *["2009-11-16"] * 5, "2009-09-14"], True),
        (["2009-10-14"] * 4, False),  # 32 days before
        ([*YEAR, "2009-11-15", "2009-09-15"], False),  # many in the year, few at its end
        ([*YEAR, *["2009-11-15"] * 5], False),  # nothing from 31 to 61 days before
        ([*YEAR, *["2009-10-15"] * 5], False),  # nothing in the last 30 days
        ([*YEAR, "2009-10-16", *["2009-10-15"] * 4], True),
        ([*YEAR[:114], *["2009-11-15"] * 5], True),  # 119 starts in the year: few
        ([*YEAR[:115], *["2009-11-15"] * 5], False),  # 120: many
        ([*["2008-11-14"] * 200, *["2009-11-15"] * 5], True),  # a day too old to be counted
        ([*FRESH, "2012-06-01"], True),
        ([*["2009-03-01"] * 4, "2012-06-01"], False),  # one far row is no sign of freshness
        # Five rows or more: the fifth latest must be within 31 days of the reference date.
        (["2009-11-15", *["2009-10-15"] * 4], True),
        (["2009-11-15", "2009-10-15", *["2009-03-01"] * 40, "2012-06-01"], False),
        ([], False),
    ],
)
def test_an_extract_is_fresh_when_many_rows_reach_the_reference_date(
    days: list[str], fresh: bool
) -> None:
    for drawn in ((days, FRESH, FRESH), (FRESH, days, FRESH), (FRESH, FRESH, days)):
        if fresh:
            refuse_stale(starts(starting(*drawn)), DAY)
        else:
            with pytest.raises(InputError, match="the extract is stale"):
                refuse_stale(starts(starting(*drawn)), DAY)


def test_every_stale_register_is_named_without_a_value_from_a_row() -> None:
    with pytest.raises(InputError) as raised:
        refuse_stale(starts(starting(["2009-09-14"], FRESH, ["2003-03-03"])), DAY)
    assert [problem.where for problem in raised.value.problems] == [
        "register bif_ydelser",
        "register bif_matchvurderinger",
    ]
    assert "2003" not in str(raised.value)


def plans(*rows: str) -> dict:
    header = "person | tilbudt | svar | udarbejdet | af_egen_drift | slut"
    return registers(sof_handleplaner="\n".join([header, *rows]))


@pytest.mark.parametrize(
    ("row", "warnings"),
    [
        ("anna | 2009-01-01 | | | N | 2009-10-30", 0),  # 62 days before the cutoff
        ("anna | 2009-01-01 | | | N | 2009-10-29", 1),
        ("anna | 2009-01-01 | | | N | 2010-06-01", 1),  # a planned end says nothing of today
        ("anna | 2009-01-02 | | 2009-12-01 | N |", 1),  # begins after the strategy
        ("anna | 2009-01-02 | | 2008-12-01 | N | 2009-12-31", 0),
    ],
)
def test_late_and_incomplete_plan_registers_are_told(row: str, warnings: int) -> None:
    assert len(plan_warnings(plans(row), CUTOFF)) == warnings


@pytest.mark.parametrize(
    ("days", "warnings"),
    [
        (["2008-11-16", "2009-11-15"], 0),  # the first day followed, and the last
        (["2009-01-16", "2009-09-15"], 0),  # 62 days from the one end, 61 from the other
        (["2009-01-17", "2009-11-15"], 1),
        (["2008-11-16", "2009-09-14"], 1),
        (["2008-11-15", "2009-11-16"], 1),  # only days outside the year
        ([], 1),  # an empty register is there, and says nothing
    ],
)
def test_a_register_of_exits_that_does_not_reach_both_ends_of_the_year_is_told(
    days: list[str], warnings: int
) -> None:
    rows = [f"anna | ordinaert_arbejde | {day}" for day in days]
    drawn = registers(bif_afgange="\n".join(["person | udfald | dato", *rows]))
    for report in ("outcome_followup", "contact_followup", "focus_areas"):
        assert len(exit_warnings(report, drawn, date(2008, 11, 15), DAY)) == warnings
