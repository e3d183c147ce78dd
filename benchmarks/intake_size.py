"""How long intake takes and how much memory it needs, by size, beside a loop over the rows.

    python benchmarks/intake_size.py                       1, 3 and 10 million rows
    python benchmarks/intake_size.py --rows 1000000        one size
    python benchmarks/intake_size.py --full                the loop at every size too

Each measurement is a process of its own, held to two cores; its peak memory is what the system
counted for it. The loop is measured at the smallest size (its time grows with the rows) unless
`--full` is given. Both must keep the same number of rows, or the comparison is refused.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1_000_000, 3_000_000, 10_000_000)
KEY = b"a key for benchmarks, of enough bytes"
CORES = 2
MEGABYTE = 1 << 20
_HEADINGS = f"{'seconds':>7} {'busy':>7} {'rows/s':>10} {'peak MB':>7}"


@dataclass(frozen=True)
class Measured:
    """One way of taking in one size.

    `seconds` passed; `busy` is what the processors worked, all cores together, imports included.
    `peak` is the most memory held at once, in bytes.
    """

    rows_read: int
    rows_kept: int
    seconds: float
    busy: float
    peak: int

    @property
    def rate(self) -> float:
        return self.rows_read / self.seconds


@dataclass(frozen=True)
class Comparison:
    """Both ways at one size; the loop is None where it was not measured."""

    n_rows: int
    n_bytes: int
    intake: Measured
    loop: Measured | None


def by_intake(delivery: Path, snapshot: Path) -> dict[str, int]:
    """Everything that `fsb intake` does after it has read the key."""
    from fsb_lib.registers.intake.take_in import take_in  # noqa: PLC0415

    summary = take_in(delivery, snapshot, KEY)
    rows = next(one.rows for one in summary.quality if one.table == "bif_indsatser")
    return {"rows_read": rows["rows_read"], "rows_kept": rows["rows_kept"]}


def by_loop(delivery: Path, snapshot: Path) -> dict[str, int]:
    """The analyst's script."""
    from benchmarks.row_by_row import take_in  # noqa: PLC0415

    return take_in(delivery / "bif_indsatser.csv", snapshot, KEY)


WAYS: dict[str, Callable[[Path, Path], dict[str, int]]] = {"intake": by_intake, "loop": by_loop}


def child(way: str, delivery: str, snapshot: str) -> None:
    """One measurement, told on standard output."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    start = perf_counter()
    counts = WAYS[way](Path(delivery), Path(snapshot))
    told = {**counts, "seconds": perf_counter() - start}
    sys.stdout.write(json.dumps(told) + "\n")


def made(delivery: Path, n_rows: int) -> int:
    """Writes the delivery in a process of its own: ours stays small, and so does its shadow.

    A child's peak begins with that of the process that starts it. Returns the table's bytes.
    """
    code = (
        "import sys; from pathlib import Path; from benchmarks.synthetic_rows import write_rows;"
        "print(write_rows(Path(sys.argv[1]), int(sys.argv[2])))"
    )
    command = [sys.executable, "-c", code, str(delivery), str(n_rows)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return int(done.stdout)


def measured(way: str, delivery: Path, snapshot: Path) -> Measured:
    """Takes a delivery in by one way, in a new process; imports count, as they do for a user."""
    told = snapshot.with_suffix(".json")
    code = "import sys; from benchmarks.intake_size import child; child(*sys.argv[1:])"
    command = [sys.executable, "-c", code, way, str(delivery), str(snapshot)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with told.open("wb") as output:
        redirected = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1)]
        process = os.posix_spawn(sys.executable, command, environment, file_actions=redirected)
        _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{way} failed")
    shutil.rmtree(snapshot, ignore_errors=True)
    unit = 1 if sys.platform == "darwin" else 1024
    busy = usage.ru_utime + usage.ru_stime
    return Measured(**json.loads(told.read_text()), busy=busy, peak=usage.ru_maxrss * unit)


def compare(n_rows: int, folder: Path, *, with_loop: bool) -> Comparison:
    """One size, both ways on the same delivery."""
    delivery = folder / f"delivery-{n_rows}"
    n_bytes = made(delivery, n_rows)
    intake = measured("intake", delivery, folder / f"intake-{n_rows}")
    loop = measured("loop", delivery, folder / f"loop-{n_rows}") if with_loop else None
    shutil.rmtree(delivery)
    if loop and (loop.rows_read, loop.rows_kept) != (intake.rows_read, intake.rows_kept):
        raise SystemExit(f"the two ways differ: {loop} and {intake}")
    return Comparison(n_rows, n_bytes, intake, loop)


def report(compared: Sequence[Comparison]) -> str:
    """A table with a line per size, and how time and memory grow."""
    known = next(one.loop for one in compared if one.loop)
    lines = [
        f"{'':17} | {'intake':^34} | {'loop':^34} |",
        f"{'rows':>11} {'MB':>5} | {_HEADINGS} | {_HEADINGS} | ratio",
    ]
    for one in compared:
        ratio = one.intake.rate / (one.loop or known).rate
        size = f"{one.n_rows:11,} {one.n_bytes / MEGABYTE:5.0f}"
        loop = line(one.loop) if one.loop else f"{'-':>34}"
        lines.append(
            f"{size} | {line(one.intake)} | {loop} | {ratio:4.1f}{'' if one.loop else '*'}"
        )
    if len(compared) > 1:
        lines.append(growth(compared[0], compared[-1]))
    if any(one.loop is None for one in compared):
        lines.append("* against the loop's rows per second at the size where it was measured")
    return "\n".join(lines) + "\n"


def line(one: Measured) -> str:
    """The columns of one way."""
    times = f"{one.seconds:7.1f} {one.busy:7.1f}"
    return f"{times} {one.rate:10,.0f} {one.peak / MEGABYTE:7.0f}"


def growth(small: Comparison, large: Comparison) -> str:
    """What each further million of rows costs."""
    millions = (large.n_rows - small.n_rows) / 1e6
    seconds = (large.intake.seconds - small.intake.seconds) / millions
    memory = (large.intake.peak - small.intake.peak) / MEGABYTE / millions
    return f"each further million rows: {seconds:.1f} s and {memory:.0f} MB"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures the sizes asked for and prints the table."""
    parser = argparse.ArgumentParser(description="Intake by size, beside a loop over the rows.")
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES)
    parser.add_argument("--full", action="store_true", help="measure the loop at every size")
    asked = parser.parse_args(arguments)
    sizes = sorted(asked.rows)
    with tempfile.TemporaryDirectory(prefix="fsb-benchmark-") as folder:
        compared = [
            compare(n_rows, Path(folder), with_loop=asked.full or n_rows == sizes[0])
            for n_rows in sizes
        ]
    sys.stdout.write(report(compared))


if __name__ == "__main__":
    main()
