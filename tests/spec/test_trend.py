"""The measurements by target group, each worked out by hand on its own day."""

from datetime import date
from functools import cache

import pytest

from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.domain.measured_table import MeasuredTable, Ratio
from fsb_lib.followups.answers import activation_tables
from fsb_lib.followups.question import ask
from fsb_lib.params import ReportParams
from fsb_lib.wording.params_in_danish import placeholders
from tests.drawn import registers

WORDS = placeholders(ReportParams(year=2010))


@cache
def tables(year: int, day: date | None = None) -> dict[str, MeasuredTable]:
    """anna is in treatment until the end of 2009, then handicapped; bent comes in 2009; clara's
    assessment makes her job-ready from 2010. anna is activated in 2007, bent on one day only."""
    drawn = registers(
        bif_ydelser="""
        person | ydelse        | fra        | til
        anna   | kontanthjaelp | 2006-01-01 |
        bent   | kontanthjaelp | 2009-01-01 |
        clara  | kontanthjaelp | 2006-01-01 |
        """,
        sof_sager="""
        person | maalgruppe              | fra        | til
        anna   | misbrugere_i_behandling | 2006-01-01 | 2009-12-31
        anna   | handicappede            | 2010-01-01 |
        bent   | misbrugere_i_behandling | 2009-01-01 |
        clara  | handicappede            | 2006-01-01 |
        """,
        bif_matchvurderinger="""
        person | system | kode | vurderet
        anna   | match5 | 4    | 2006-01-01
        bent   | match5 | 5    | 2009-01-01
        clara  | match5 | 4    | 2006-01-01
        clara  | match3 | 1    | 2010-05-01
        """,
        bif_indsatser="""
        person | indsats      | fra        | til
        anna   | revalidering | 2007-01-01 | 2008-12-31
        bent   | loentilskud  | 2010-11-15 | 2010-11-15
        """,
    )
    params = ReportParams(year=year, reference_date=day)
    return {table.id: table for table in activation_tables(ask(drawn, params))}


def counts(table: MeasuredTable) -> dict[tuple[str, ...], tuple[object, object]]:
    return {row.keys: (row.values["activated"], row.values["persons"]) for row in table.rows}


def test_every_measurement_is_made_on_its_own_day() -> None:
    addicts, handicapped, others, total = (
        "misbrugere_i_behandling",
        "handicappede",
        "psykisk_syge_og_oevrigt_udsatte",
        "i_alt",
    )
    assert counts(tables(2010)["activation_trend_by_target_group"]) == {
        ("2007", addicts): (1, 1),  # anna
        ("2007", handicapped): (0, 1),  # clara
        ("2007", others): (0, 0),
        ("2007", total): (1, 2),
        ("2009", addicts): (0, 2),  # anna and bent
        ("2009", handicapped): (0, 1),
        ("2009", others): (0, 0),
        ("2009", total): (0, 3),
        ("2010", addicts): (1, 1),  # bent, on his only day
        ("2010", handicapped): (0, 1),  # anna; clara is job-ready
        ("2010", others): (0, 0),
        ("2010", total): (1, 2),
    }


def test_the_last_measurement_stands_on_the_reference_date_the_others_on_the_default_day() -> None:
    found = tables(2010, date(2010, 11, 16))["activation_trend_by_target_group"]
    assert (found.since, found.when) == (date(2007, 11, 15), date(2010, 11, 16))
    assert counts(found)[("2010", "i_alt")] == (0, 2)  # the day after bent's
    assert counts(found)[("2007", "i_alt")] == (1, 2)


@pytest.mark.parametrize("year", [2007, 2009, 2010, 2011, 2014])
def test_both_trend_tables_and_the_newest_measurement_agree(year: int) -> None:
    made = tables(year)
    by_group = made["activation_trend_by_target_group"]
    rates = {row.keys: row.values["rate"] for row in by_group.rows}
    trend = {
        row.keys[0]: row.values["rate"]
        for row in made["activation_trend"].rows
        if row.keys[1] == "measured"
    }
    assert {key[0]: rate for key, rate in rates.items() if key[1] == "i_alt"} == trend
    newest = made["activation_by_target_group"].rows
    assert [rates[(str(year), *row.keys)] for row in newest] == [r.values["rate"] for r in newest]
    assert isinstance(rates[(str(year), "i_alt")], Ratio)


@pytest.mark.parametrize(("year", "n_breaks"), [(2007, 0), (2009, 0), (2010, 1), (2014, 3)])
def test_footnotes_are_the_breaks_met(year: int, n_breaks: int) -> None:
    measured = tables(year)["activation_trend_by_target_group"]
    (released,) = protect([measured], policy_for("internal", 5), WORDS)
    assert sum(note.startswith("Fra den") for note in released.notes) == n_breaks


def test_a_trend_that_does_not_hold_the_baseline_says_nothing_of_it() -> None:
    measured = tables(2006)["activation_trend_by_target_group"]
    (released,) = protect([measured], policy_for("internal", 5), WORDS)
    assert released.notes == ()
