"""D6: facts about the focus population, worked out by hand."""

from datetime import date

import pytest

from fsb_lib.measures import profile
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.profile import with_facts
from tests.drawn import registers


def facts(
    day: str,
    spells: list[tuple[str, str]],
    max_gap_days: int = 28,
    register_start: date | None = None,
    born: str = "1970-02-02",
) -> dict:
    lines = [f"anna | kontanthjaelp | {first} | {last}" for first, last in spells]
    drawn = registers(
        bif_ydelser="\n".join(["person | ydelse | fra | til", *lines]),
        identities=f"person | born\nanna | {born}",
    )
    last_day = date.fromisoformat(day)
    focus = drawn["identities"].mutate(day=last_day, last_day=last_day)
    (row,) = with_facts(focus, drawn, max_gap_days, register_start).to_pyarrow().to_pylist()
    return row


@pytest.mark.parametrize(
    ("run_start", "years"),
    [("2006-11-15", 1), ("2006-11-16", 0), ("2004-11-15", 3), ("2004-11-16", 2)],
)
def test_duration_is_counted_in_anniversaries(run_start: str, years: int) -> None:
    assert facts("2007-11-15", [(run_start, "")])["duration"] == years


@pytest.mark.parametrize(
    ("day", "years"), [("2009-02-27", 0), ("2009-02-28", 0), ("2009-03-01", 1), ("2012-02-29", 4)]
)
def test_an_anniversary_of_29_february_falls_on_1_march(day: str, years: int) -> None:
    assert facts(day, [("2008-02-29", "")])["duration"] == years


@pytest.mark.parametrize(
    ("back_on", "start"), [("2007-02-01", "2005-01-01"), ("2007-02-02", "2007-02-02")]
)
def test_28_days_without_benefit_do_not_break_a_run_and_29_do(back_on: str, start: str) -> None:
    # 3 January 2007 is the last day; 4-31 January are 28 days without benefit.
    row = facts("2007-11-15", [("2005-01-01", "2007-01-03"), (back_on, "")])
    assert row["run_start"].isoformat() == start


def test_a_short_spell_inside_a_long_one_does_not_hide_its_end() -> None:
    long, inside = ("2001-01-01", "2007-10-31"), ("2002-01-01", "2002-02-01")
    row = facts("2007-11-15", [long, inside, ("2007-11-10", "")])
    assert row["run_start"] == date(2001, 1, 1)


def test_spells_after_the_day_do_not_count() -> None:
    row = facts("2007-11-15", [("2007-01-01", "2007-11-15"), ("2008-06-01", "")])
    assert row["run_start"] == date(2007, 1, 1)


def test_a_run_that_begins_with_the_register_has_unknown_duration() -> None:
    spells = [("2006-01-01", "")]
    assert facts("2007-11-15", spells, register_start=date(2006, 1, 1))["duration"] is None
    assert facts("2007-11-15", spells, register_start=date(2005, 12, 31))["duration"] == 1


@pytest.mark.parametrize(("born", "age"), [("1977-11-15", 30), ("1977-11-16", 29)])
def test_age_is_completed_years(born: str, age: int) -> None:
    assert facts("2007-11-15", [("2007-01-01", "")], born=born)["age"] == age


def test_shares_leave_out_the_unknown_which_has_a_line_of_its_own() -> None:
    drawn = registers(
        bif_ydelser="person | ydelse | fra | til\n"
        + "\n".join(f"{p} | kontanthjaelp | 2007-01-01 |" for p in ("anna", "bent", "carl")),
        identities="person | sex\nbent | mand\ncarl | ",
    )
    day = date(2007, 11, 15)
    focus = drawn["identities"].mutate(day=day, last_day=day)
    table = profile.by_sex(Measurement(day, with_facts(focus, drawn, 28, None)), day)
    found = {row.keys[0]: (row.values["persons"], row.values["share"]) for row in table.rows}
    assert {code: persons for code, (persons, _) in found.items()} == {
        "kvinde": 1, "mand": 1, "ukendt": 1,
    }  # fmt: skip
    assert found["ukendt"][1] is None
    assert found["mand"][1].denominator == 2
