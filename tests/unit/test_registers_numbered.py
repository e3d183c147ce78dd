"""A small snapshot is held in memory with persons by number, and counts as where it lies."""

from datetime import date
from pathlib import Path

import ibis
import pytest

from fsb_lib.followups.measure_report import Measuring
from fsb_lib.params import REPORT_IDS, ReportParams
from fsb_lib.registers.snapshot import in_memory as module
from fsb_lib.registers.snapshot.in_memory import numbered
from fsb_lib.registers.snapshot.open import open_snapshot


@pytest.mark.slow
@pytest.mark.parametrize("year", [2010, 2014])
def test_every_report_has_the_same_counts_where_the_rows_lie(
    twin_city_snapshot: Path, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    params = ReportParams(year=year)
    in_memory = Measuring(open_snapshot(twin_city_snapshot)).answers(params)
    monkeypatch.setattr(module, "MOST_ROWS", 0)
    where_they_lie = Measuring(open_snapshot(twin_city_snapshot)).answers(params)
    assert [answer.report for answer in in_memory] == list(REPORT_IDS)
    assert in_memory == where_they_lie


def tables() -> dict[str, "ibis.Table"]:
    """Ann has two benefits and a case, Bo a case alone; only Ann is among the identities."""
    connection = ibis.duckdb.connect()
    rows = {
        "identities": [{"person": "ann", "born": date(1980, 1, 1)}],
        "bif_ydelser": [{"person": "ann", "ydelse": "a"}, {"person": "ann", "ydelse": "b"}],
        "sof_sager": [{"person": "bo", "sag": 1}, {"person": "ann", "sag": 2}],
    }
    return {name: connection.create_table(name, ibis.memtable(each)) for name, each in rows.items()}


def test_a_person_has_one_number_in_all_tables() -> None:
    made = numbered(tables(), 5)
    persons = {name: set(table.person.to_pyarrow().to_pylist()) for name, table in made.items()}
    assert persons["identities"] == persons["bif_ydelser"] < persons["sof_sager"]
    assert {type(person) for person in persons["sof_sager"]} == {int}
    case = made["sof_sager"].filter(made["sof_sager"].sag == 2).person.to_pyarrow().to_pylist()
    assert set(case) == persons["identities"]


def test_no_row_is_lost_and_other_columns_stay() -> None:
    before, made = tables(), numbered(tables(), 5)
    for name, table in before.items():
        rest = [column for column in table.columns if column != "person"]
        assert made[name].columns == ("person", *rest)
        assert made[name].count().execute() == table.count().execute()
        assert made[name].select(rest).schema() == table.select(rest).schema()


def test_large_tables_stay_where_they_lie() -> None:
    given = tables()
    assert numbered(given, module.MOST_ROWS + 1) is given
