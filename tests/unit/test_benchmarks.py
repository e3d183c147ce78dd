"""The benchmarks run, and what they compare is the same work."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks import quoted_comments
from benchmarks.country import Measured, agreeing, growth
from benchmarks.country_delivery import by_half_year, country, talks
from benchmarks.process_tree import MEGABYTE, taken
from benchmarks.step_process import Cost
from benchmarks.synthetic_rows import person_numbers
from tests.tiny_delivery import fails_mod11

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_intake_and_the_loop_keep_the_same_rows_and_are_told_side_by_side() -> None:
    """The command fails when they keep different rows."""
    command = [sys.executable, "benchmarks/intake_size.py", "--rows", "10000", "20000", "--full"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    number = r"[\d.,]+"
    way = rf" +{number} +{number} +{number} +{number} "
    for size in ("10,000", "20,000"):
        line = rf"(?m)^ +{size} +\d+ \|{way}\|{way}\| +{number}$"
        assert re.search(line, done.stdout), done.stdout
    assert "each further million rows" in done.stdout


@pytest.mark.slow
def test_every_way_of_writing_comments_is_read_and_compared() -> None:
    """The command fails when one of the files is refused."""
    command = [sys.executable, "benchmarks/quoted_comments.py", "--rows", "5000", "--rounds", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for way in quoted_comments.WAYS:
        assert re.search(rf"(?m)^{way} +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+$", done.stdout), done.stdout


@pytest.mark.slow
def test_reports_are_made_by_every_side_and_told_side_by_side() -> None:
    """The command fails when a side does, or when `fsb run` makes too few."""
    command = [sys.executable, "-m", "benchmarks.reports", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    sides = (
        "stock papermill + nbconvert, 1",
        "bare script, 1",
        "fsb run, 1",
        "fsb run, 1, with PDF",
    )
    for side in sides:
        seconds, busy, megabytes = _line(side, done.stdout)
        assert seconds > 0.5
        assert busy > 0.5
        assert megabytes > 100
    unchanged, made = _line("fsb run, 1, nothing to do", done.stdout), _line(sides[2], done.stdout)
    assert unchanged[1] < made[1] / 2
    assert re.search(r"(?m)^stock : fsb run, 1 reports +[\d.]+ +[\d.]+$", done.stdout)


def _line(side: str, told: str) -> tuple[float, ...]:
    """Seconds, busy seconds and megabytes of one side."""
    found = re.search(rf"(?m)^{re.escape(side)} +([\d.]+) +([\d.]+) +(\d+)$", told)
    assert found, told
    return tuple(map(float, found.groups()))


def test_time_and_memory_of_all_processes_are_counted(tmp_path: Path) -> None:
    """A process that works one second in a child and holds 100 MB there, and one that fails."""
    child = "import time; x = b'1' * 10**8; end = time.process_time() + 1\n"
    child += "while time.process_time() < end: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    used = taken([sys.executable, "-c", parent], tmp_path, {})
    assert 1 <= used.busy < 3
    assert used.seconds >= 1
    assert 100 * MEGABYTE / 1.1 < used.peak < 200 * MEGABYTE
    with pytest.raises(SystemExit, match="failed"):
        taken([sys.executable, "-c", "raise SystemExit(2)"], tmp_path, {})


def test_persons_of_the_benchmark_cannot_be() -> None:
    numbers: list[str] = person_numbers(20_000).to_pylist()
    assert len(set(numbers)) == len(numbers) == 20_000
    assert all(re.fullmatch(r"\d{6}-[0-3]\d{3}", number) for number in numbers)
    assert all(map(fails_mod11, numbers))
    assert not [number for number in numbers if number.startswith("0101")]
    assert isinstance(person_numbers(3), pa.Array)


@pytest.mark.slow
def test_a_country_of_a_thousand_is_measured_and_recounted() -> None:
    """The command fails when a cell of any report differs from the independent recount."""
    command = [sys.executable, "benchmarks/country.py", "--persons", "1000"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for line in ("intake, s / busy", "outcome_followup, s / busy", "peak MB, measures"):
        assert re.search(rf"(?m)^{line} +[\d.,/ ]+$", done.stdout), done.stdout
    assert re.search(r"\d{3} cells, all equal", done.stdout), done.stdout


def test_growth_is_one_where_time_follows_the_rows() -> None:
    """Four times the rows: four times the intake, twice the measures, all the memory."""

    def size(n_rows: int, intake: float, measures: float, peak: int) -> Measured:
        costs = Cost(intake, intake, peak), Cost(measures, measures, 1)
        return Measured(n_rows // 10, n_rows, 1, *costs, reports={})

    told = growth(size(1000, 3.0, 10.0, 100), size(4000, 12.0, 20.0, 100))
    assert "intake 1.00, measures 0.50, all 0.65, peak memory 0.00" in told


def test_a_differing_cell_stops_the_benchmark() -> None:
    row = {"group": "i_alt", "persons": {"value": 3, "status": "shown"}}
    other = {**row, "persons": {"value": 4, "status": "shown"}}
    assert agreeing({"a": [row], "rows_used": [other]}, {"a": [row]}) == 1
    for theirs in ({"a": [other]}, {"a": [row], "b": [row]}, {"a": []}):
        with pytest.raises(SystemExit, match="differ"):
            agreeing({"a": [row]}, theirs)


def test_payments_of_a_country_cover_the_days_of_the_city() -> None:
    """Cut at each turn of a half-year: by hand, and the same days for everybody."""
    spells = pa.table(
        {
            "cpr": ["a", "b", "c"],
            "ydelse": ["kontanthjaelp", "a_dagpenge", "kontanthjaelp"],
            "fra": [date(2009, 2, 10), date(2010, 12, 31), date(2014, 12, 31)],
            "til": [date(2009, 7, 20), date(2010, 12, 31), None],
        }
    )
    pieces = [tuple(row.values()) for row in by_half_year(spells).to_pylist()]
    assert pieces == [
        ("a", "kontanthjaelp", date(2009, 2, 10), date(2009, 6, 30)),
        ("a", "kontanthjaelp", date(2009, 7, 1), date(2009, 7, 20)),
        ("b", "a_dagpenge", date(2010, 12, 31), date(2010, 12, 31)),
        ("c", "kontanthjaelp", date(2014, 12, 31), date(2014, 12, 31)),
        ("c", "kontanthjaelp", date(2015, 1, 1), None),
    ]
    held = [(row["cpr"], row["fra"]) for row in talks(spells).to_pylist()]
    assert held == []  # none of them lasts 26 weeks


def test_a_country_is_the_same_again_and_of_the_size_asked_for() -> None:
    city = country(2000, seed=3)
    assert all(city[name].equals(again) for name, again in country(2000, seed=3).items())
    assert not city["bif_ydelser"].equals(country(2000, seed=4)["bif_ydelser"])
    found = {text for rows in city.values() for text in rows.column(0).to_pylist()}
    assert 1900 < len(found) < 2100
    assert 15 < sum(rows.num_rows for rows in city.values()) / len(found) < 20
    digits = [number for number in found if number.isdigit()]
    assert all(map(fails_mod11, digits))
    assert not [number for number in digits if number.startswith("0101")]
