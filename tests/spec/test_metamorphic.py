"""What must not move a figure does not, in any table of any report, on random cities.

Nobody needs to know the right figure for these: the same question is asked of the registers and
of registers that say the same in another way. `data_quality` and `rows_used` tell of rows, not
persons, so they are compared only where the delivered rows are as many.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pyarrow as pa
import pytest

from fsb_lib import params, releases
from fsb_lib.disclosure.protected import ProtectedTable
from fsb_lib.domain.declared_tables import declared
from fsb_lib.domain.measured_table import Ratio
from fsb_lib.followups.answers import answers
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.snapshot.open import open_snapshot
from tests.independent.city_numbers import fails_modulus_11
from tests.independent.other_words import (
    SAME_IN_OTHER_WORDS,
    Change,
    Rows,
    in_another_order,
    split_at_a_touching_day,
    under_other_names,
    with_people_of_long_ago,
    with_rows_twice,
    with_the_same_spell_inside,
    without_what_comes_later,
)
from tests.independent.random_city import HEADERS, Lines, city_lines, write_lines
from tests.independent.random_settings import YEARS, random_settings
from tests.independent.recount import REPORTS
from tests.independent.seeds import THOROUGH, seeds_of
from tests.independent.settings import Settings
from tests.tiny_delivery import KEY

N_PERSONS = 40
# A measure's value by table, keys and measure.
Cells = dict[tuple[str, tuple[str, ...], str], Any]
Registers = Mapping[str, ibis.Table]
Answer = Callable[[str, Registers, params.ReportParams], Any]

# A city serves all changes of its report.
CITIES = [(report, seed) for report in REPORTS for seed in seeds_of(report, 1)]
SEEDS = seeds_of("any report", 1)


# In a quick run several at once.
CHANGES = (
    [(change,) for change in SAME_IN_OTHER_WORDS]
    if THOROUGH
    else [SAME_IN_OTHER_WORDS[:3], SAME_IN_OTHER_WORDS[3:5], SAME_IN_OTHER_WORDS[5:]]
)


# --- the question, asked of rows in memory -------------------------------------------------


@cache
def city(seed: int) -> tuple[Rows, dict[str, pa.Schema], Settings]:
    """A random city's kept rows by table, and the settings it is measured with."""
    settings = random_settings(Random(f"metamorphic {seed}"), tuple(y for y in YEARS if y >= 2009))
    lines = {name: [] for name in HEADERS} | city_lines(seed, N_PERSONS, settings.day)
    with TemporaryDirectory() as folder:
        write_lines(Path(folder, "delivery"), lines, seed)
        take_in(Path(folder, "delivery"), Path(folder, "snapshot"), KEY)
        tables = {
            name: table.to_pyarrow()
            for name, table in open_snapshot(Path(folder, "snapshot")).tables().items()
        }
    schemas = {name: table.schema for name, table in tables.items()}
    return {name: table.to_pylist() for name, table in tables.items()}, schemas, settings


def asked(report: str, rows: Rows, seed: int, answer: Answer = answers) -> Cells:
    """Every value of every table of the report, rates as fractions."""
    _, schemas, settings = city(seed)
    connection = ibis.duckdb.connect()
    registers = {
        name: connection.create_table(name, pa.Table.from_pylist(table, schemas[name]))
        for name, table in rows.items()
    }
    values = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(settings).items()}
    return {
        (table.id, row.keys, measure): value.value if isinstance(value, Ratio) else value
        for table in answer(report, registers, params.read(**values))
        for row in table.rows
        for measure, value in row.values.items()
    }


@cache
def unchanged(report: str, seed: int) -> Cells:
    return asked(report, city(seed)[0], seed)


def moved(before: Cells, after: Cells) -> dict[tuple, tuple]:
    """Every place where the two differ, with both values."""
    places = before.keys() | after.keys()
    found = {place: (before.get(place), after.get(place)) for place in places}
    return {place: pair for place, pair in found.items() if pair[0] != pair[1]}


def told(seed: int) -> str:
    return f"seed {seed}, {city(seed)[2]}"


@pytest.mark.slow
@pytest.mark.timeout(900 if THOROUGH else 300)
@pytest.mark.parametrize(
    "changes", CHANGES, ids=lambda changes: " and ".join(change.__name__ for change in changes)
)
@pytest.mark.parametrize(("report", "seed"), CITIES)
def test_nothing_moves_when_the_same_is_said(
    report: str, changes: tuple[Change, ...], seed: int
) -> None:
    rows, _, settings = city(seed)
    for change in changes:
        rows = change(Random(seed), rows, settings)
    assert moved(unchanged(report, seed), asked(report, rows, seed)) == {}, told(seed)


# --- people outside the population ---------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("report", "seed"), CITIES)
def test_citizens_of_sof_alone_without_special_needs_are_seen_in_linkage_only(
    report: str, seed: int
) -> None:
    rows, _, _ = city(seed)
    strangers: Rows = {name: [] for name in rows}
    strangers["sof_sager"] = [
        {"person": "a", "maalgruppe": "uden_saerlige_behov", "fra": date(2001, 1, 1), "til": None}
    ]
    after = asked(report, _joined_by(rows, strangers), seed)
    sof_only = ("linkage", ("sof_only",), "persons")
    before = unchanged(report, seed)
    assert moved(before, after) == {sof_only: (before[sof_only], before[sof_only] + 1)}, told(seed)


@pytest.mark.slow
@pytest.mark.parametrize(("report", "seed"), CITIES)
def test_job_ready_recipients_of_bif_alone_are_seen_among_all_recipients_only(
    report: str, seed: int
) -> None:
    rows, _, _ = city(seed)
    since = date(2001, 1, 1)
    strangers: Rows = {name: [] for name in rows}
    strangers["bif_ydelser"] = [
        {"person": "a", "ydelse": "kontanthjaelp", "fra": since, "til": None}
    ]
    strangers["bif_matchvurderinger"] = [
        {"person": "a", "system": "match5", "kode": "1", "vurderet": since}
    ]
    found = moved(unchanged(report, seed), asked(report, _joined_by(rows, strangers), seed))
    assert {place[0] for place in found} <= {
        "linkage",
        "match_by_target_group",
        "population_shares",
    }, told(seed)
    for (table, keys, measure), (before, after) in found.items():
        if measure == "rate":
            assert (table, keys) == ("population_shares", ("sof_of_recipients",))
        else:
            assert keys[0] in ("bif_only", "bif_i_alt", "sof_of_recipients")
            assert after == before + 1
    assert ("linkage", ("bif_only",), "persons") in found


def _joined_by(rows: Rows, strangers: Rows) -> Rows:
    someone = {"born": date(1970, 2, 2), "sex": "kvinde", "replacement": False}
    everybody = {row["person"] for table in strangers.values() for row in table}
    strangers["identities"] = [{"person": name, **someone} for name in sorted(everybody)]
    return {name: table + strangers[name] for name, table in rows.items()}


# --- two cities in one ---------------------------------------------------------------------

# Counted from a target. Verdicts, days and points of two halves do not add up either.
FROM_A_TARGET = {"target", "target_in_year", "target_cumulative", "missing_persons"}


def is_added(table: str, measure: str) -> bool:
    """Whether the declaration says that the column counts persons or rows."""
    columns = {**declared(table).measures, **declared(table).behind}
    return measure not in FROM_A_TARGET and columns[measure].unit in ("persons", "rows")


@pytest.mark.slow
@pytest.mark.parametrize(("report", "seed"), CITIES)
def test_counts_of_two_halves_of_a_city_add_up(report: str, seed: int) -> None:
    rows, _, _ = city(seed)
    names = sorted(row["person"] for row in rows["identities"])
    first = set(Random(seed).sample(names, len(names) // 2))
    halves = [
        asked(report, {n: [r for r in t if (r["person"] in first) is own] for n, t in rows.items()},
              seed)
        for own in (True, False)
    ]  # fmt: skip
    whole = unchanged(report, seed)
    counts = {
        place: (value, halves[0][place] + halves[1][place])
        for place, value in whole.items()
        if isinstance(value, int) and is_added(place[0], place[2])
    }
    assert {place: pair for place, pair in counts.items() if pair[0] != pair[1]} == {}, told(seed)
    assert counts


# --- other lines in the delivery ------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_other_numbers_of_the_same_birth_and_sex_move_nothing_at_all(seed: int) -> None:
    """Not even the counts of rows: only the pseudonyms are others."""
    lines = city_lines(seed, N_PERSONS)
    report = Random(seed).choice(tuple(REPORTS))
    before, after = (released(report, one, seed) for one in (lines, renumbered(seed, lines)))
    assert before == after


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_lines_delivered_twice_are_read_and_dropped_and_nothing_else(seed: int) -> None:
    rng = Random(seed)
    lines = city_lines(seed, N_PERSONS)
    twice = {name: rng.sample(table * 2, len(table) * 2) for name, table in lines.items()}
    report = rng.choice(tuple(REPORTS))
    before, after = released(report, lines, seed), released(report, twice, seed)
    about_rows = {"data_quality", "rows_used"}
    assert {name for name in before if before[name] != after[name]} == about_rows
    for name, table in lines.items():
        assert _rows(before, name, "rows_read") == len(table)
        assert _rows(after, name, "rows_read") == len(table) * 2
        assert _rows(after, name, "rows_kept") == _rows(before, name, "rows_kept")


def released(report: str, lines: Lines, seed: int) -> dict[str, ProtectedTable]:
    """Every released table for internal eyes; both optional tables are there."""
    lines = {"bif_afgange": [], "samarbejde": []} | lines
    with TemporaryDirectory() as folder:
        write_lines(Path(folder, "delivery"), lines, seed)
        take_in(Path(folder, "delivery"), Path(folder, "snapshot"), KEY)
        settings = params.read(year=Random(seed).choice((2009, 2010, 2011, 2014)))
        release = getattr(releases, report)(settings, str(Path(folder, "snapshot")), "internal")
    return {table.id: table for table in release.tables}


def _rows(tables: dict[str, ProtectedTable], *keys: str) -> int:
    return tables["data_quality"].cell("rows", *keys).value


def renumbered(seed: int, lines: Lines) -> Lines:
    """Each number of ten digits becomes another that starts alike and is as even or odd."""
    rng = Random(seed)
    new_by_old: dict[str, str] = {}
    taken: set[str] = set()

    def renewed(value: str) -> str:
        if len(value) != 10 or not value.isdigit():
            return value
        while value not in new_by_old:
            other = f"{value[:7]}{rng.randrange(100):02d}{rng.randrange(int(value[9]) % 2, 10, 2)}"
            if fails_modulus_11(other) and other not in taken:
                new_by_old[value] = other
                taken.add(other)
        return new_by_old[value]

    return {
        name: [tuple(renewed(field) for field in line) for line in table]
        for name, table in lines.items()
    }


# --- each of them can fail -------------------------------------------------------------------


def first_rows(cases: ibis.Table, _: Registers) -> ibis.Table:
    return cases.limit(30)


def names_that_sort_early(cases: ibis.Table, _: Registers) -> ibis.Table:
    return cases.filter(cases.person < "8")


def long_spells(cases: ibis.Table, _: Registers) -> ibis.Table:
    return cases.filter(cases.til.isnull() | ((cases.til - cases.fra).cast("int64") > 300))


def spell_that_began_last(cases: ibis.Table, _: Registers) -> ibis.Table:
    return cases.filter(cases.fra == cases.fra.max().over(group_by="person"))


def rows_that_are_alone(cases: ibis.Table, _: Registers) -> ibis.Table:
    return cases.filter(cases.count().over(group_by=cases.columns) == 1)


def open_spells(cases: ibis.Table, _: Registers) -> ibis.Table:
    return cases.filter(cases.til.isnull())


def cases_of_a_small_city(cases: ibis.Table, registers: Registers) -> ibis.Table:
    n_persons = registers["identities"].count().to_pyarrow().as_py()
    return cases.filter(ibis.literal(n_persons < 120))


PLANTED = (
    (in_another_order, first_rows),
    (under_other_names, names_that_sort_early),
    (with_rows_twice, rows_that_are_alone),
    (split_at_a_touching_day, long_spells),
    (with_the_same_spell_inside, spell_that_began_last),
    (without_what_comes_later, open_spells),
    (with_people_of_long_ago, cases_of_a_small_city),
)


@pytest.mark.parametrize(("change", "fault"), PLANTED, ids=lambda one: one.__name__)
def test_a_program_with_the_fault_is_caught(change: Change, fault: Any) -> None:
    """The fault sees too few cases; a program that read so would be found out."""

    def faulty(report: str, registers: Registers, settings: params.ReportParams) -> Any:
        cases = fault(registers["sof_sager"], registers)
        return answers(report, {**registers, "sof_sager": cases}, settings)

    seed, report = 5, "cooperation_status"
    rows, _, settings = city(seed)
    after = asked(report, change(Random(seed), rows, settings), seed, faulty)
    assert moved(asked(report, rows, seed, faulty), after)


def test_every_change_has_a_fault_planted_for_it() -> None:
    assert tuple(change for change, _ in PLANTED) == SAME_IN_OTHER_WORDS
