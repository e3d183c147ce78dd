"""Every table of every report equals an independent recount in plain Python, cell by cell.

The recount reads the delivery itself and was written from the definitions by another founder,
who did not look at the library. Cities and settings are random and dense with edge cases: a few
in every run; with FSB_FUZZ=10 ten of each report and year, others with another FSB_SEED. One
seed makes the whole case. A case that differs is made as small as it gets, and printed with its
seed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, asdict, dataclass, fields, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from fsb_lib import params, releases
from fsb_lib.base.errors import InputError
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.registers.intake.take_in import take_in
from tests.independent.random_city import Lines, city_lines, write_lines
from tests.independent.random_settings import YEARS, random_settings
from tests.independent.recount import NEEDED, REPORTS, read_people
from tests.independent.seeds import THOROUGH, seeds_of
from tests.independent.settings import Settings
from tests.independent.smallest import drawn, smallest
from tests.tiny_delivery import KEY

STRATEGY_START = 2009
# In a quick run one test per report tries all years; in a thorough one each year is a test.
QUESTIONS = [
    (report, years)
    for report in REPORTS
    for years in ([(year,) for year in sorted(set(YEARS))] if THOROUGH else [YEARS])
    if report != "plan_coverage" or max(years) >= STRATEGY_START
]
CASES = [
    (report, years, seed)
    for report, years in QUESTIONS
    for seed in seeds_of(f"{report} {years}", 4)
]
N_PERSONS = (3, 10, 30, 60, 150)
SECONDS_TO_SHRINK = 90
TOLERANCE = 1e-12
# Made of data_quality and linkage, or of the city's population: they have tests of their own.
ADDED = {"rows_used", "unlinkable_bounds", "population_comparison"}


@dataclass(frozen=True)
class Case:
    """One report on one random city. The same seed and years give the same case."""

    report: str
    seed: int
    n_persons: int
    settings: Settings

    def lines(self) -> Lines:
        return city_lines(self.seed, self.n_persons, self.settings.day)


def case(report: str, seed: int, years: tuple[int, ...]) -> Case:
    rng = Random(f"case {seed}")
    if report == "plan_coverage":
        years = tuple(year for year in years if year >= STRATEGY_START)
    return Case(report, seed, rng.choice(N_PERSONS), random_settings(rng, years))


@pytest.mark.timeout(900 if THOROUGH else 300)
@pytest.mark.parametrize(("report", "years", "seed"), CASES)
def test_every_cell_equals_the_recount(report: str, years: tuple[int, ...], seed: int) -> None:
    tried = case(report, seed, years)
    try:
        found = differing_cells(tried, tried.lines())
    except Exception as error:
        error.add_note(str(tried))
        raise
    if found:
        pytest.fail(explained(tried), pytrace=False)


def differing_cells(tried: Case, lines: Lines) -> list[tuple]:
    """Taken in, released and counted again; a report that cannot be made must be refused."""
    with TemporaryDirectory() as folder:
        delivery, snapshot = Path(folder, "delivery"), Path(folder, "snapshot")
        write_lines(delivery, lines, tried.seed)
        take_in(delivery, snapshot, KEY)
        counted = read_people(delivery)
        given_values = chosen(tried.settings)
        make = getattr(releases, tried.report)
        if not counted.can_make(tried.report):
            with pytest.raises(InputError, match=NEEDED[tried.report]):
                make(params.read(**given_values), str(snapshot), "internal")
            return []
        release = make(params.read(**given_values), str(snapshot), "internal")
    return differences(release, counted.tables(tried.report, tried.settings))


def chosen(settings: Settings) -> dict[str, object]:
    """The values that are not the default, lists as a notebook gives them."""
    values = asdict(settings)
    defaults = {one.name: one.default for one in fields(settings) if one.default is not MISSING}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if name not in defaults or value != defaults[name]
    }


@cache  # hypothesis tries a failing case more than once
def explained(tried: Case) -> str:
    """The case as it was drawn, and the smallest one that still differs."""
    simpler = with_fewest_settings(tried)
    lines = smallest(simpler.lines(), lambda fewer: differs(simpler, fewer), SECONDS_TO_SHRINK)
    left = differing_cells(simpler, lines)
    return "\n".join(
        (
            f"Program and recount differ in {tried}",
            f"with these settings: {chosen(simpler.settings)}",
            "on this much of the city:",
            drawn(lines),
            "(table, keys, measure, program, recount)",
            *map(str, left[:20]),
        )
    )


def with_fewest_settings(tried: Case) -> Case:
    """Every setting back at its default, unless the difference goes away with it."""
    lines = tried.lines()
    for one in fields(Settings):
        if one.default is not MISSING:
            simpler = replace(tried, settings=replace(tried.settings, **{one.name: one.default}))
            if differs(simpler, lines):
                tried = simpler
    return tried


def differs(tried: Case, lines: Lines) -> bool:
    """A delivery that is refused for what was left out says nothing."""
    with refusal_is_nothing():
        return bool(differing_cells(tried, lines))
    return False


@contextmanager
def refusal_is_nothing() -> Iterator[None]:
    try:
        yield
    except (InputError, pytest.fail.Exception):
        return


def differences(release: ProtectedReport, expected: dict[str, list[dict]]) -> list[tuple]:
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


def released_rows(release: ProtectedReport) -> dict[str, list[dict]]:
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
