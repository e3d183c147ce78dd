"""Every table of every report equals an independent recount in plain pandas, cell by cell.

The recount reads the delivery itself and was written from the definitions by another founder,
who did not look at the library. The cities are random and dense with edge cases.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from fsb_lib import params, releases
from fsb_lib.disclosure.released import Release
from fsb_lib.registers.intake import take_in
from tests.independent.random_city import write_city
from tests.independent.recount import recount

QUESTIONS = [
    ("activation_measurement", {}),
    ("plan_coverage", {}),
    ("target_group_profile", {}),
    ("target_group_profile", {"profile_basis": "during_period"}),
    (
        "target_group_profile",
        {
            "max_gap_days": 0,
            "register_start": date(2003, 1, 1),
            "matched_benefits": ["kontanthjaelp", "sygedagpenge"],
            "target_group_priority": [
                "uden_saerlige_behov",
                "psykisk_syge_og_oevrigt_udsatte",
                "handicappede",
                "misbrugere_i_behandling",
            ],
        },
    ),
]
CITIES = {11: (2009, 2014), 12: (2007, 2010), 13: (2011, 2013)}
TOLERANCE = 1e-12
# Made of data_quality and linkage for the page; they have tests of their own.
ADDED = {"rows_used", "unlinkable_bounds"}


@pytest.fixture(scope="module", params=CITIES, ids=lambda seed: f"city-{seed}")
def city(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[tuple[int, Path, Path]]:
    folder = tmp_path_factory.mktemp(f"city-{request.param}")
    write_city(folder / "delivery", request.param)
    take_in(folder / "delivery", folder / "snapshot", b"only for tests, at least 32 bytes")
    return request.param, folder / "delivery", folder / "snapshot"


@pytest.mark.parametrize(("report", "settings"), QUESTIONS)
def test_every_cell_equals_the_recount(city, report: str, settings: dict) -> None:
    seed, delivery, snapshot = city
    for year in CITIES[seed]:
        if report == "plan_coverage" and year < 2009:
            continue
        release = getattr(releases, report)(
            params.read(year=year, **settings), str(snapshot), "internal"
        )
        assert differences(release, recount(delivery, report, year, **settings)) == []


def differences(release: Release, expected: dict[str, list[dict]]) -> list[tuple]:
    """(table, keys, measure, ours, theirs) wherever the two do not agree."""
    ours = by_cell(
        {table: rows for table, rows in released_rows(release).items() if table not in ADDED}
    )
    theirs = by_cell(expected)
    return [
        (*place, ours.get(place), theirs.get(place))
        for place in sorted(set(ours) | set(theirs))
        if not same(ours.get(place), theirs.get(place))
    ]


def released_rows(release: Release) -> dict[str, list[dict]]:
    return {
        table.id: [
            {
                **dict(zip((key.name for key in table.keys), row.keys, strict=True)),
                **{
                    measure.name: {"value": plain(cell.value), "status": str(cell.status)}
                    for measure, cell in zip(table.measures, row.cells, strict=True)
                },
            }
            for row in table.rows
        ]
        for table in release.tables
    }


def by_cell(tables: dict[str, list[dict]]) -> dict[tuple, dict]:
    return {
        (table, tuple(v for v in row.values() if not isinstance(v, dict)), measure): cell
        for table, rows in tables.items()
        for row in rows
        for measure, cell in row.items()
        if isinstance(cell, dict)
    }


def same(ours: dict | None, theirs: dict | None) -> bool:
    if ours is None or theirs is None or ours["status"] != theirs["status"]:
        return False
    if ours["value"] is None or theirs["value"] is None:
        return ours["value"] is theirs["value"]
    return abs(ours["value"] - theirs["value"]) <= TOLERANCE


def plain(value: int | Fraction | None) -> int | float | None:
    return float(value) if isinstance(value, Fraction) else value
