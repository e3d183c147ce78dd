"""The benchmarks run, and what they compare is the same work."""

import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks.process_tree import MEGABYTE, taken
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
        found = re.search(rf"(?m)^{re.escape(side)} +([\d.]+) +([\d.]+) +(\d+)$", done.stdout)
        assert found, done.stdout
        seconds, busy, megabytes = map(float, found.groups())
        assert seconds > 0.5
        assert busy > 0.5
        assert megabytes > 100
    assert re.search(r"(?m)^stock : fsb run, 1 reports +[\d.]+ +[\d.]+$", done.stdout)


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
