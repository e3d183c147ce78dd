"""The ready mappings of docs/examples/sources give the tables of the contract's own delivery."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from fsb_lib.registers.intake.take_in import take_in
from tests.example_sources import COURSE, EXAMPLES, SYSTEMS, in_its_form, reduced, tables_of
from tests.tiny_delivery import KEY, table_bytes


def taken_in(folder: Path, target: Path) -> dict[str, bytes]:
    take_in(folder, target, KEY)
    return table_bytes(target)


def test_there_is_one_for_each_system_of_the_guide() -> None:
    assert SYSTEMS == ["danmarks-statistik", "dfdg", "dream", "fasit", "kmd-aktiv", "sensum"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_system_gives_the_tables_of_the_contract(system: str, tmp_path: Path) -> None:
    found = taken_in(in_its_form(system, tmp_path / "theirs"), tmp_path / "found")
    expected = taken_in(reduced(system, tmp_path / "ours"), tmp_path / "expected")
    assert found == expected


@pytest.mark.parametrize("system", SYSTEMS)
def test_only_tables_of_the_system_are_reduced(system: str) -> None:
    names = {path.stem for path in (EXAMPLES / system / "reduced").glob("*.csv")}
    assert names <= tables_of(system)
    for name in names:
        own = (EXAMPLES / system / "reduced" / f"{name}.csv").read_text()
        assert own != (COURSE / f"{name}.csv").read_text()


def test_dream_has_whole_weeks_and_one_benefit() -> None:
    """Counted day by day: a week has the first of its benefits by the order of priority."""
    last = date(2014, 12, 28)
    priority = ["sygedagpenge", "revalideringsydelse", "uddannelseshjaelp", "kontanthjaelp"]
    by_week: dict[tuple[str, date], str] = {}
    for person, benefit, first, end in spells(COURSE / "bif_ydelser.csv", last):
        for day in (first + timedelta(n) for n in range((end - first).days + 1)):
            week = person, day - timedelta(day.weekday())
            held = by_week.get(week, benefit)
            by_week[week] = min(held, benefit, key=priority.index)
    table = EXAMPLES / "dream" / "reduced" / "bif_ydelser.csv"
    told = {
        (person, first + timedelta(7 * n)): benefit
        for person, benefit, first, end in spells(table, last)
        for n in range(((end - first).days + 1) // 7)
    }
    assert told == by_week


def spells(path: Path, last: date) -> list[tuple[str, str, date, date]]:
    rows = [line.split(";") for line in path.read_text().splitlines()[1:]]
    return [(cpr, benefit, day(fra), day(til) if til else last) for cpr, benefit, fra, til in rows]


def day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))
