"""`fsb synth --dirty`: what was planted is what intake says, and no figure moves.

The answers are written down when the faults are planted, before anything is read.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from fsb_lib import cli, params, releases
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.contract import DUPLICATE, MAX_FAULT_SHARE, NOTES, ROW_FAULTS, TABLES
from fsb_lib.registers.intake.take_in import take_in
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery
from fsb_lib.synthetic.files.dirty_writer import write_dirty_delivery
from tests.golden.test_published_figures import COLUMNS, NOVEMBER_2007
from tests.independent.recount import recount
from tests.spec.test_recount_agrees import by_cell, differences, released_rows
from tests.tiny_delivery import KEY, PLAIN

CITIES = [(300, 1), (300, 2), (400, 3), (500, 4), (700, 5), (1000, 6)]
SMALL = (600, 11)
ABOUT_ROWS = {"data_quality", "rows_used"}  # what a dirty delivery must change


@dataclass(frozen=True)
class Dirty:
    """A dirty city that was taken in: `folder` holds delivery and snapshot."""

    folder: Path

    @cached_property
    def answers(self) -> dict[str, Any]:
        text = (self.folder / "delivery" / "svar.json").read_text(encoding="utf-8")
        answers: dict[str, Any] = json.loads(text)["tables"]
        return answers

    @cached_property
    def described(self) -> dict[str, Any]:
        text = (self.folder / "snapshot" / "snapshot.json").read_text(encoding="utf-8")
        described: dict[str, Any] = json.loads(text)["tables"]
        return described


def dirty(folder: Path, n_recipients: int, seed: int) -> Dirty:
    write_dirty_delivery(twin_city(n_recipients, seed), folder / "delivery", seed)
    take_in(folder / "delivery", folder / "snapshot", KEY)
    return Dirty(folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dirty:
    return dirty(tmp_path_factory.mktemp("dirty"), *SMALL)


@pytest.fixture(scope="module")
def small_clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    write_delivery(twin_city(*SMALL), folder / "delivery")
    take_in(folder / "delivery", folder / "snapshot", KEY)
    return folder / "snapshot"


@pytest.mark.parametrize(("n_recipients", "seed"), CITIES)
def test_intake_says_what_was_planted_kind_by_kind(
    tmp_path: Path, n_recipients: int, seed: int
) -> None:
    city = dirty(tmp_path, n_recipients, seed)
    for name, answer in city.answers.items():
        said = city.described[name]
        told = {key: said[key] for key in ("rows_read", "rows_kept", "dropped", "notes")}
        assert told == {key: answer[key] for key in told}, name


@pytest.mark.parametrize(("n_recipients", "seed"), CITIES[:3])
def test_first_row_numbers_are_those_of_the_planted_rows(
    tmp_path: Path, n_recipients: int, seed: int
) -> None:
    city = dirty(tmp_path, n_recipients, seed)
    for name, answer in city.answers.items():
        found: dict[str, list[int]] = {}
        for fault in city.described[name]["faults"]:
            found.setdefault(fault["kind"], []).extend(fault["first_rows"])
        lines = {kind: sorted(rows)[:5] for kind, rows in found.items()}
        assert lines == answer["first_rows"], name


def test_every_kind_of_the_contract_is_planted(small: Dirty) -> None:
    answers = small.answers.values()
    assert {kind for one in answers for kind in one["dropped"]} == {*ROW_FAULTS, DUPLICATE}
    assert {note for one in answers for note in one["notes"]} == set(NOTES)
    assert small.answers.keys() == {register.name for register in TABLES}


def test_faults_stay_below_what_stops_a_delivery(small: Dirty) -> None:
    for answer in small.answers.values():
        n_faulty = sum(n for kind, n in answer["dropped"].items() if kind != DUPLICATE)
        assert n_faulty <= MAX_FAULT_SHARE * answer["rows_read"]


def test_every_form_of_the_contract_is_in_one_delivery(small: Dirty) -> None:
    names = {path.name.lower() for path in (small.folder / "delivery").iterdir()}
    for ending in (".csv", ".txt", ".tsv", ".csv.gz", ".txt.gz", ".xlsx", ".parquet"):
        assert any(name.endswith(ending) for name in names), ending
    met = small.described.values()
    assert {"semicolon", "comma", "tab"} <= {one.get("separator") for one in met}
    assert {"utf-8", "utf-8-sig", "cp1252", "utf-16"} <= {one.get("encoding") for one in met}


def all_tables(snapshot: Path, year: int) -> dict[tuple[Any, ...], Any]:
    """Every cell of every report of a year, but what tells of rows."""
    settings = params.read(year=year)
    made: list[ProtectedReport] = [
        releases.activation_measurement(settings, str(snapshot), "internal"),
        releases.target_group_profile(settings, str(snapshot), "internal"),
    ]
    if year >= 2009:
        made.append(releases.plan_coverage(settings, str(snapshot), "internal"))
    return {
        (place, release.report): cell
        for release in made
        for place, cell in by_cell(released_rows(release)).items()
        if place[0] not in ABOUT_ROWS
    }


@pytest.mark.parametrize(
    "year", [2007, *(pytest.param(y, marks=pytest.mark.slow) for y in (2011, 2014))]
)
def test_no_figure_of_any_report_moves(small: Dirty, small_clean: Path, year: int) -> None:
    assert all_tables(small.folder / "snapshot", year) == all_tables(small_clean, year)


@pytest.mark.slow
def test_dirty_city_of_full_size_has_every_published_figure(tmp_path: Path) -> None:
    city = dirty(tmp_path, 25_015, 2007)
    release = releases.target_group_profile(
        params.read(year=2007), str(city.folder / "snapshot"), "internal"
    )
    table = release.table("match_by_target_group")
    found = {
        group: tuple(table.cell("persons", group, column).value for column in COLUMNS)
        for group in NOVEMBER_2007
    }
    assert found == NOVEMBER_2007


@pytest.mark.parametrize(("n_recipients", "seed"), [(300, 21), (300, 22)])
def test_independent_recount_agrees_on_the_plain_form(
    tmp_path: Path, n_recipients: int, seed: int
) -> None:
    delivery, snapshot = tmp_path / "delivery", tmp_path / "snapshot"
    write_dirty_delivery(twin_city(n_recipients, seed), delivery, seed, PLAIN)
    take_in(delivery, snapshot, KEY)
    expected = recount(delivery, "activation_measurement", 2010)
    recounted = {row["table"] for row in expected["data_quality"]}
    counted = [
        {"table": one.table, "kind": kind, "rows": {"value": n_rows, "status": "shown"}}
        for one in open_snapshot(snapshot).quality
        for kind, n_rows in one.rows.items()
        if one.table in recounted
    ]
    assert sorted(counted, key=str) == sorted(expected["data_quality"], key=str)
    settings = params.read(year=2010)
    release = releases.activation_measurement(settings, str(snapshot), "internal")
    not_recounted = {register.name for register in TABLES} - recounted
    assert [one for one in differences(release, expected) if not not_recounted & set(one[1])] == []


def test_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        write_dirty_delivery(twin_city(300), tmp_path / name, seed)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert files(tmp_path / "a") != files(tmp_path / "c")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_earlier_dirty_delivery_is_replaced_whole(tmp_path: Path) -> None:
    write_dirty_delivery(twin_city(300), tmp_path / "by", 5)
    write_delivery(twin_city(300), tmp_path / "by")
    assert files(tmp_path / "by").keys() == {
        "SYNTETISK",
        *(f"{register.name}.csv" for register in TABLES),
    }


def test_command_plants_faults_when_it_is_asked_to(tmp_path: Path) -> None:
    for name, dirty_or_not in (("clean", ()), ("dirty", ("--dirty",))):
        with pytest.raises(SystemExit) as ended:
            cli.main(["synth", str(tmp_path / name), "--persons", "300", *dirty_or_not])
        assert ended.value.code == 0
    assert not (tmp_path / "clean" / "svar.json").exists()
    write_dirty_delivery(twin_city(300, 2007), tmp_path / "expected", 2007)
    assert files(tmp_path / "dirty") == files(tmp_path / "expected")


def numbers_in(folder: Path) -> Iterable[str]:
    for path in folder.glob("*.csv"):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            for cell in line.split(";")[: 2 if "skift" in path.name else 1]:
                yield "".join(sign for sign in cell.removesuffix(".0") if sign.isalnum())


def test_no_planted_number_can_belong_to_anybody(tmp_path: Path) -> None:
    write_dirty_delivery(twin_city(300), tmp_path / "by", 5, PLAIN)
    numbers = {text.rjust(10, "0") for text in numbers_in(tmp_path / "by") if len(text) in (9, 10)}
    whole = {number for number in numbers if number.isdigit() and number[0] < "4"}
    assert len(whole) > 1000
    for number in whole:
        assert not number.startswith("0101")
        weighted = zip(number, (4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True)
        assert sum(int(digit) * weight for digit, weight in weighted) % 11 != 0
