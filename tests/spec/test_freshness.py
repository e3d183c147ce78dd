"""Stale extracts are refused by name; a late plan register is said in the report."""

from datetime import date

import pytest

from fsb_lib.base.errors import InputError
from fsb_lib.registers.snapshot.freshness import exit_warnings, plan_warnings, refuse_stale
from tests.drawn import registers

DAY, CUTOFF = date(2009, 11, 15), date(2009, 12, 31)


def starting(benefit: str, case: str, assessment: str) -> dict:
    return registers(
        bif_ydelser=f"person | ydelse | fra | til\nanna | kontanthjaelp | {benefit} |",
        sof_sager=f"person | maalgruppe | fra | til\nanna | handicappede | {case} |",
        bif_matchvurderinger=f"person | system | kode | vurderet\nanna | match5 | 4 | {assessment}",
    )


def test_a_row_61_days_before_the_reference_date_is_fresh_enough() -> None:
    refuse_stale(starting("2009-09-15", "2009-09-15", "2009-12-01"), DAY)


def test_every_stale_register_is_named_without_a_value_from_a_row() -> None:
    # 14 September is exactly 62 days before 15 November.
    with pytest.raises(InputError) as raised:
        refuse_stale(starting("2009-09-14", "2009-09-15", "2003-03-03"), DAY)
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
    assert len(exit_warnings(drawn, date(2008, 11, 15), DAY)) == warnings
