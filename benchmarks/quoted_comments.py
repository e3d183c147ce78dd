"""What quotes cost when a table is read: the same rows, with a comment on every 50th.

    python benchmarks/quoted_comments.py                  500,000 rows, nine rounds
    python benchmarks/quoted_comments.py --rows 50000 --rounds 1

Each round reads every file once, in a process of its own, and compares it with the plain comment
of that round: what else the machine does falls on both. Processor time; the median ratio counts.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.synthetic_rows import write_rows  # noqa: E402 (found by the line above)
from fsb_lib.domain import contract  # noqa: E402
from fsb_lib.registers.intake.read_table import ReadTable, read_table  # noqa: E402

TABLE: Final = "bif_indsatser"
EVERY: Final = 50
PLAIN: Final = "plain comment"


def _quoted(line: str) -> str:
    return ";".join(f'"{cell}"' for cell in line.split(";"))


# How a line ends that has a comment; a line without one ends in a separator.
WAYS: Mapping[str, Callable[[str, bool], str]] = {
    PLAIN: lambda line, has: f"{line};ringet op, kommer onsdag" if has else f"{line};",
    "one line in quotes": lambda line, has: (
        f'{line};"ringet op; kommer onsdag"' if has else f"{line};"
    ),
    "two lines in quotes": lambda line, has: (
        f'{line};"ringet op;\nkommer onsdag"' if has else f"{line};"
    ),
    "a stray quote": lambda line, has: f'{line};5" skaerm' if has else f"{line};",
    "every field in quotes": lambda line, has: _quoted(f"{line};{'ringet op' if has else ''}"),
}


def write_ways(folder: Path, n_rows: int) -> dict[str, Path]:
    """A file for each way of writing comments."""
    write_rows(folder / "rows", n_rows)
    header, *rows = (folder / "rows" / f"{TABLE}.csv").read_text(encoding="utf-8").splitlines()
    files = {}
    for place, (name, written) in enumerate(WAYS.items()):
        files[name] = folder / str(place) / f"{TABLE}.csv"
        files[name].parent.mkdir()
        with files[name].open("w", encoding="utf-8", newline="") as file:
            file.write(f"{header};bemaerkning\n")
            file.writelines(f"{written(row, n % EVERY == 0)}\n" for n, row in enumerate(rows))
    return files


def child(*files: str) -> None:
    """Prints the seconds of reading each file; the first once more before, to warm up."""
    for path in map(Path, (files[0], *files)):
        with tempfile.TemporaryDirectory() as scratch:
            start = process_time()
            read = read_table(contract.table(TABLE), path, Path(scratch))
            sys.stdout.write(f"{process_time() - start}\n")
        if not isinstance(read, ReadTable):
            raise SystemExit("\n".join(map(str, read.problems)))


def measured(files: Mapping[str, Path]) -> dict[str, float]:
    """Seconds of each file, in a process of its own."""
    code = "import sys; from benchmarks.quoted_comments import child; child(*sys.argv[1:])"
    command = [sys.executable, "-c", code, *map(str, files.values())]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return dict(zip(files, map(float, done.stdout.split()[1:]), strict=True))


def report(rounds: Sequence[Mapping[str, float]]) -> str:
    """A line for each way: seconds, and how many times the plain comment's."""
    lines = [f"{'':22} {'seconds':>8} {'ratio':>6}   least   most"]
    for name in WAYS:
        ratios = [one[name] / one[PLAIN] for one in rounds]
        seconds = median(one[name] for one in rounds)
        lines.append(f"{name:22} {seconds:8.2f} {median(ratios):6.2f}  {min(ratios):6.2f} "
                     f"{max(ratios):6.2f}")  # fmt: skip
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description="What quotes cost when a table is read.")
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="fsb-benchmark-") as folder:
        files = write_ways(Path(folder), asked.rows)
        rounds = [measured(files) for _ in range(asked.rounds)]
    sys.stdout.write(report(rounds))


if __name__ == "__main__":
    main()
