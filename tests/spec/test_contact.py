"""D16: stops, exits that explain them, and contact, worked out by hand.

Anna was in the focus population on D0, with a benefit and a case; a test draws what came after.
"""

from datetime import date
from typing import Any

import ibis.expr.types as ir
import pytest

from fsb_lib.domain.measured_table import MeasuredTable, Ratio
from fsb_lib.domain.periods import same_day_a_year_before
from fsb_lib.followups.answers import answers
from fsb_lib.measures import contact, outcomes
from fsb_lib.measures.days import pairs, table_of
from fsb_lib.measures.populations import persons_on, with_held
from fsb_lib.params import read
from tests.drawn import RULES, registers

D1 = date(2010, 11, 15)  # D0 is 15 November 2009


def drawn_registers(
    *benefits: str,
    exits: tuple[str, ...] = (),
    efforts: tuple[str, ...] = (),
    case: str = "handicappede | 2009-01-01 |",
) -> dict[str, ir.Table]:
    """Spells of benefit, one without an end if none is given, and rows of exits and efforts."""
    spells = benefits or ("2009-01-01 |",)
    return registers(
        bif_ydelser=_rows("ydelse | fra | til", *(f"kontanthjaelp | {one}" for one in spells)),
        sof_sager=_rows("maalgruppe | fra | til", case),
        bif_matchvurderinger=_rows("system | kode | vurderet", "match5 | 4 | 2009-01-01"),
        bif_afgange=_rows("udfald | dato", *exits),
        bif_indsatser=_rows("indsats | fra | til", *efforts),
    )


def _rows(header: str, *rows: str) -> str:
    return "\n".join([f"person | {header}", *(f"anna | {row}" for row in rows)])


def tables(*benefits: str, day: date = D1, **drawn: Any) -> dict[str, MeasuredTable]:
    """All tables of the report."""
    params = read(year=day.year, reference_date=day)
    asked = answers("contact_followup", drawn_registers(*benefits, **drawn), params)
    return {table.id: table for table in asked}


def followed(*benefits: str, day: date = D1, max_gap_days: int = 28, **drawn: Any) -> Any:
    """The row of anna, who was in the focus population a year before."""
    kept = drawn_registers(*benefits, **drawn)
    before = same_day_a_year_before(day)
    there = persons_on(with_held(kept), table_of([before]), RULES)
    states = outcomes.with_states(there, kept, pairs({day: before}))
    groups = there.select("person", "target_group", before=there.day)
    cohort = states.filter(states.focus).select("person", "day", "state").join(groups, "person")
    (row,) = contact.with_courses(cohort, kept, max_gap_days).to_pyarrow().to_pylist()
    return row


def course_of(*benefits: str, **drawn: Any) -> str:
    return followed(*benefits, **drawn)["course"]


def has_fallen_out(*benefits: str, **drawn: Any) -> bool:
    row = followed(*benefits, **drawn)
    assert row["in_base"]
    return row["fallen_out"]


def gap_of(*efforts: str, **drawn: Any) -> str:
    row = followed(efforts=efforts, **drawn)
    assert row["unbroken"]
    return row["gap"]


def has_interview(effort: str) -> bool:
    kept, asked = drawn_registers(efforts=(effort,)), table_of([D1])
    focus = persons_on(with_held(kept), asked, RULES)
    (row,) = contact.with_interviews(focus, kept, asked).to_pyarrow().to_pylist()
    return row["with_interview"]


# --- stops --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("benefits", "course"),
    [
        (["2009-01-01 |"], "ubrudt"),
        (["2009-01-01 | 2010-03-01", "2010-03-30 |"], "ubrudt"),  # 28 days: 2 to 29 March
        (["2009-01-01 | 2010-03-01", "2010-03-31 |"], "et_ophoer"),
        (["2009-01-01 | 2010-10-18"], "ubrudt"),  # 28 days to D1: 13 in October and 15
        (["2009-01-01 | 2010-10-17"], "et_ophoer"),
        (["2009-01-01 | 2009-11-15", "2009-12-14 |"], "ubrudt"),  # from the day after D0
        (["2009-01-01 | 2009-11-15", "2009-12-15 |"], "et_ophoer"),
        (["2009-01-01 | 2010-03-01", "2010-05-01 | 2010-05-01", "2010-07-01 |"], "flere_ophoer"),
        # another spell covers the gap, whichever began first
        (["2009-01-01 | 2010-03-01", "2009-06-01 | 2010-06-01", "2010-05-01 |"], "ubrudt"),
    ],
)
def test_a_stop_is_more_than_28_days_without_a_benefit(benefits: list[str], course: str) -> None:
    assert course_of(*benefits) == course


@pytest.mark.parametrize(("max_gap_days", "course"), [(30, "ubrudt"), (29, "et_ophoer")])
def test_how_long_a_stop_is_can_be_chosen(max_gap_days: int, course: str) -> None:
    spells = ("2009-01-01 | 2010-03-01", "2010-04-01 |")  # 30 days
    assert course_of(*spells, max_gap_days=max_gap_days) == course


@pytest.mark.parametrize(
    ("exits", "course"),
    [
        (["andet | 2010-03-01"], "kendt_afgang"),  # the last day of benefit
        (["andet | 2010-04-30"], "kendt_afgang"),  # the last day without
        (["andet | 2010-02-28"], "et_ophoer"),
        (["andet | 2010-05-01"], "et_ophoer"),
        (["andet | 2010-03-01", "foertidspension | 2010-03-10"], "kendt_afgang"),
    ],
)
def test_an_exit_of_any_kind_in_its_time_explains_a_stop(exits: list[str], course: str) -> None:
    spells = ("2009-01-01 | 2010-03-01", "2010-05-01 |")
    assert course_of(*spells, exits=tuple(exits)) == course


@pytest.mark.parametrize(
    ("exits", "course"),
    [
        ([], "flere_ophoer"),
        (["andet | 2010-01-05"], "et_ophoer"),  # one of two explained
        (["andet | 2010-01-05", "andet | 2010-07-05"], "kendt_afgang"),
        (["doed | 2010-07-05"], "doed_eller_fraflyttet"),  # before all others
    ],
)
def test_each_stop_needs_an_exit_of_its_own(exits: list[str], course: str) -> None:
    spells = ("2009-01-01 | 2009-12-31", "2010-03-01 | 2010-06-30")
    assert course_of(*spells, exits=tuple(exits)) == course


def test_those_who_died_are_out_of_the_base() -> None:
    made = tables("2009-01-01 | 2010-03-01", exits=("doed | 2010-03-02",))
    rows = {row.keys: row.values for row in made["contact_course"].rows}
    assert rows["i_alt", "doed_eller_fraflyttet"] == {"persons": 1, "share": None}
    assert rows["i_alt", "ubrudt"] == {"persons": 0, "share": Ratio(0, 0)}
    assert made["contact_fallen_out"].rows[-1].values["persons"] == 0


def test_the_target_group_is_that_of_the_first_day() -> None:
    made = tables(case="handicappede | 2009-01-01 | 2009-12-31")
    rows = {row.keys: row.values["persons"] for row in made["contact_course"].rows}
    assert rows["handicappede", "ubrudt"] == 1
    assert rows["misbrugere_i_behandling", "ubrudt"] == 0


# --- fallen out ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("benefit_to", "drawn", "fallen"),
    [
        ("2010-10-17", {}, True),  # not on any of the 29 days from 18 October
        ("2010-10-18", {}, False),
        ("2010-03-01", {"exits": ("andet | 2010-03-01",)}, False),
        ("2010-03-01", {"exits": ("andet | 2010-11-15",)}, False),
        ("2010-03-01", {"exits": ("andet | 2010-11-16",)}, True),
        ("2010-03-01", {"exits": ("andet | 2009-11-14",)}, True),
        ("2009-11-15", {"exits": ("andet | 2009-11-15",)}, False),  # D0 explains the day after
        ("2010-03-01", {"case": "handicappede | 2009-01-01 | 2010-11-14"}, False),
        ("2010-03-01", {"efforts": ("revalidering | 2010-10-01 |",)}, False),  # D7: another state
        ("2010-03-01", {"max_gap_days": 364}, False),
        ("2009-11-15", {"max_gap_days": 364}, True),
    ],
)
def test_fallen_out_is_a_case_without_benefit_or_exit(
    benefit_to: str, drawn: dict[str, object], fallen: bool
) -> None:
    assert has_fallen_out(f"2009-01-01 | {benefit_to}", **drawn) is fallen


# --- contact ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("efforts", "gap"),
    [
        ([], "hele_aaret"),
        (["samtale | 2009-11-15 |"], "hele_aaret"),
        (["samtale | 2009-11-16 |"], "184_364"),  # an open interview is of its first day
        (["mentor | 2009-11-16 |"], "0_92"),
        (["mentor | 2009-01-01 | 2010-08-15"], "0_92"),  # 92 days: 16, 30, 31 and 15
        (["mentor | 2009-01-01 | 2010-08-14"], "93_183"),
        (["mentor | 2009-01-01 | 2010-05-16"], "93_183"),  # 183 days to D1
        (["mentor | 2009-01-01 | 2010-05-15"], "184_364"),
    ],
)
def test_the_longest_time_without_contact(efforts: list[str], gap: str) -> None:
    assert gap_of(*efforts) == gap


@pytest.mark.parametrize(
    ("efforts", "gap"),
    [((), "hele_aaret"), (("samtale | 2012-11-15 |",), "184_364")],
)
def test_in_a_year_with_a_leap_day_365_days_are_not_all(efforts: tuple[str, ...], gap: str) -> None:
    """16 November 2011 to 15 November 2012 are 366 days."""
    assert gap_of(*efforts, day=date(2012, 11, 15)) == gap


def test_only_those_whose_benefit_never_stopped_are_asked() -> None:
    made = tables("2009-01-01 | 2010-03-01", "2010-05-01 |")["contact_longest_gap"]
    assert [row.values["persons"] for row in made.rows] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("effort", "held"),
    [
        ("samtale | 2010-11-15 |", True),
        ("samtale | 2010-08-16 |", True),  # 91 days before
        ("samtale | 2010-08-15 |", False),
        ("samtale | 2010-01-01 | 2010-11-15", False),  # of its first day
        ("samtale | 2010-11-16 |", False),
        ("mentor | 2010-11-15 |", False),
    ],
)
def test_interviews_are_those_of_92_days(effort: str, held: bool) -> None:
    assert has_interview(effort) is held


def test_interviews_are_shared_out_by_target_group() -> None:
    rows = tables(efforts=("samtale | 2010-11-15 |",))["contact_interview"].rows
    counts = {row.keys: (row.values["persons"], row.values["with_interview"]) for row in rows}
    assert counts["handicappede",] == counts["i_alt",] == (1, 1)
    assert counts["misbrugere_i_behandling",] == (0, 0)


# --- the follow-up before -----------------------------------------------------------------------


@pytest.mark.parametrize(("year", "there"), [(2008, False), (2009, False), (2010, True)])
def test_there_is_one_before_from_2010(year: int, there: bool) -> None:
    assert ("contact_before" in tables(day=date(year, 11, 15))) is there
