"""The random cities and settings themselves: repeatable, dense, and made small when asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tests.independent.contact import contact_tables
from tests.independent.focus_areas import focus_area_tables
from tests.independent.plan_course import plan_course_tables
from tests.independent.random_city import HEADERS, Lines, city_lines, write_lines
from tests.independent.random_settings import YEARS, random_settings
from tests.independent.recount import read_people
from tests.independent.settings import Settings
from tests.independent.smallest import drawn, smallest

FOLLOWED = (contact_tables, plan_course_tables, focus_area_tables)
KEYED = {"outcome_states": "state", "cooperation_status": "scheme", "plan_states": "state"}


def test_one_seed_makes_one_city_and_another_seed_another(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        write_lines(tmp_path / name, city_lines(seed, 20), seed)
    written = {
        name: {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in "abc"
    }
    assert written["a"] == written["b"] != written["c"]


def test_random_settings_try_every_value_that_is_not_the_default() -> None:
    tried = [random_settings(Random(seed)) for seed in range(400)]
    assert tried == [random_settings(Random(seed)) for seed in range(400)]
    assert {one.year for one in tried} == set(YEARS)
    for field in fields(Settings)[1:]:
        n_others = sum(getattr(one, field.name) != field.default for one in tried)
        assert 80 < n_others < 320, field.name
    days = {one.day for one in tried}
    assert date(2008, 2, 29) in days
    assert days & {date(2010, 4, 25), date(2010, 4, 26)}
    assert days & {date(2013, 12, 31), date(2014, 1, 1)}
    assert all(one.day.year == one.year for one in tried)
    assert all(one.register_start is None or one.register_start < one.day for one in tried)


def test_random_cities_hold_every_state_and_every_movement(tmp_path: Path) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for seed in range(8):
        settings = random_settings(Random(seed), (2010, 2011))
        write_lines(tmp_path / str(seed), city_lines(seed, 150, settings.day), seed)
        counted = read_people(tmp_path / str(seed))
        for report in filter(counted.can_make, ("outcome_followup", "cooperation_status")):
            for table, rows in counted.tables(report, settings).items():
                if table in KEYED:
                    for row in rows:
                        found[table, row[KEYED[table]]] += row["persons"]["value"]
    assert len(found) == 9 + 6
    assert min(found.values()) >= 1, found


def test_random_cities_hold_every_row_of_what_is_followed_from_day_to_day(tmp_path: Path) -> None:
    """D16 to D18: contact, the way to a plan, areas and what lasts."""
    found: Counter[tuple[str, ...]] = Counter()
    for seed in range(8):
        settings = Settings(2011)
        write_lines(tmp_path / str(seed), city_lines(seed, 150, settings.day), seed)
        people = read_people(tmp_path / str(seed)).people
        for tables_of in FOLLOWED:
            for table, rows in tables_of(people, settings).items():
                for row in rows:
                    codes = [value for value in row.values() if isinstance(value, str)]
                    for measure, cell in row.items():
                        if isinstance(cell, dict) and isinstance(cell["value"], int):
                            found[table, *codes, measure] += cell["value"]
    assert len(found) > 100
    assert min(found.values()) >= 1, found.most_common()[-5:]


def lines_with(*persons: str) -> Lines:
    empty: Lines = {name: [] for name in HEADERS}
    return empty | {
        "bif_ydelser": [(person, "kontanthjaelp", "01-01-2009", "") for person in persons],
        "sof_sager": [(person, "handicappede", "01-01-2009", "") for person in persons],
    }


def test_what_a_difference_does_not_need_is_left_out() -> None:
    city = lines_with(*(f"person-{number}" for number in range(25)))
    city["bif_ydelser"].append(("person-7", "sygedagpenge", "01-01-2010", ""))

    def differs(lines: Lines) -> bool:
        benefits = {line[1] for line in lines["bif_ydelser"] if line[0] == "person-7"}
        return "sygedagpenge" in benefits and any(
            line[0] == "person-19" for line in lines["sof_sager"]
        )

    left = smallest(city, differs, seconds=10)
    assert {name: table for name, table in left.items() if table} == {
        "bif_ydelser": [("person-7", "sygedagpenge", "01-01-2010", "")],
        "sof_sager": [("person-19", "handicappede", "01-01-2009", "")],
    }
    assert left.keys() == city.keys()
    assert drawn(left).splitlines()[:3] == [
        "bif_ydelser",
        "    cpr;ydelse;fra;til",
        "    person-7;sygedagpenge;01-01-2010;",
    ]


def test_without_time_the_city_stays_whole() -> None:
    city = lines_with("a", "b")
    assert smallest(city, lambda _: True, seconds=-1) == city


@pytest.mark.parametrize("seed", range(3))
def test_no_more_than_a_few_rows_of_a_city_are_faulty(tmp_path: Path, seed: int) -> None:
    write_lines(tmp_path / "city", city_lines(seed, 40), seed)
    quality = read_people(tmp_path / "city").quality
    rows = {(row["table"], row["kind"]): row["rows"]["value"] for row in quality}
    for table in {table for table, _ in rows}:
        n_read, n_kept = rows[table, "rows_read"], rows[table, "rows_kept"]
        n_repeated = rows.get((table, "duplicate"), 0)
        assert n_read - n_kept - n_repeated <= 0.05 * n_read, table
