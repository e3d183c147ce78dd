"""The benchmarks run, and what they compare is the same work."""

import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

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


def test_persons_of_the_benchmark_cannot_be() -> None:
    numbers: list[str] = person_numbers(20_000).to_pylist()
    assert len(set(numbers)) == len(numbers) == 20_000
    assert all(re.fullmatch(r"\d{6}-[0-3]\d{3}", number) for number in numbers)
    assert all(map(fails_mod11, numbers))
    assert not [number for number in numbers if number.startswith("0101")]
    assert isinstance(person_numbers(3), pa.Array)
