"""Registers of a country: intake and every report of a year, by size, beside a plain recount.

    python benchmarks/country.py                          0.1 and 1 million persons
    python benchmarks/country.py --persons 6000000        needs 15 GB of disk
    python benchmarks/country.py --recount-up-to 0        without the recount
    python benchmarks/country.py --folder DIR             keeps the deliveries for the next time

Intake is one process and all five reports another, each held to two cores; their peak memory is
what the system counted for them. The recount (`tests/independent`: plain Python, written by
another hand) reads the same delivery and counts the same reports. Every cell of every table that
both make must be equal, or the benchmark fails.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.country_steps import REPORTS
from benchmarks.step_process import Cost, run_step

SIZES = (100_000, 1_000_000)
YEAR = 2011
MEGABYTE = 1 << 20
_STEPS = "benchmarks.country_steps"
# Made of data_quality and linkage, or of the city's population: they have tests of their own.
NOT_RECOUNTED = {"rows_used", "unlinkable_bounds", "population_comparison"}
TOLERANCE = 1e-12

Tables = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Measured:
    """One size. `reports`: seconds passed and busy; `cells`: those that the recount agrees on."""

    n_persons: int
    n_rows: int
    n_bytes: int
    intake: Cost
    measures: Cost
    reports: Mapping[str, tuple[float, float]]
    recount: Cost | None = None
    cells: int = 0

    @property
    def seconds(self) -> float:
        return self.intake.seconds + self.measures.seconds

    @property
    def busy(self) -> float:
        return self.intake.busy + self.measures.busy

    @property
    def columns(self) -> dict[str, tuple[float, float]]:
        """Seconds passed and busy by step; `measures` is the sum of the reports."""
        measures = (self.measures.seconds, self.measures.busy)
        intake = (self.intake.seconds, self.intake.busy)
        both = (self.seconds, self.busy)
        return {"intake": intake, "measures": measures, "all": both, **self.reports}


def measured(n_persons: int, year: int, folder: Path, *, with_recount: bool) -> Measured:
    """One size; its delivery is made unless the folder holds it from an earlier time."""
    delivery, snapshot = folder / f"delivery-{n_persons}", folder / f"snapshot-{n_persons}"
    if not delivery.exists():
        run_step(f"{_STEPS}:generate", str(delivery), str(n_persons))
    n_bytes = sum(path.stat().st_size for path in delivery.iterdir())
    say(f"{n_persons:,} persons, {n_bytes >> 20:,} MB")
    intake, rows = run_step(f"{_STEPS}:take_in", str(delivery), str(snapshot))
    say(f"  intake   {line(intake)}   {rows['rows_read']:,} rows read")
    measures, made = run_step(f"{_STEPS}:measure", str(snapshot), str(year))
    say(f"  measures {line(measures)}")
    reports = {name: (one["seconds"], one["busy"]) for name, one in made.items()}
    recount, cells = None, 0
    if with_recount:
        recount, counted = run_step(f"{_STEPS}:recount", str(delivery), str(year))
        say(f"  recount  {line(recount)}")
        cells = sum(agreeing(made[report]["tables"], counted[report]) for report in REPORTS)
    shutil.rmtree(snapshot)
    return Measured(
        n_persons, rows["rows_read"], n_bytes, intake, measures, reports, recount, cells
    )


def agreeing(ours: Tables, theirs: Tables) -> int:
    """How many cells both have. Raises SystemExit where they differ, with the places."""
    made = by_cell({table: rows for table, rows in ours.items() if table not in NOT_RECOUNTED})
    counted = by_cell(theirs)
    places = sorted(made.keys() | counted.keys(), key=str)
    differing = [place for place in places if not same(made.get(place), counted.get(place))]
    if differing:
        raise SystemExit(f"report and recount differ in {len(differing)} cells: {differing[:5]}")
    return len(made)


def by_cell(tables: Tables) -> dict[tuple[Any, ...], dict[str, Any]]:
    """(table, keys, measure) and the cell there."""
    return {
        (table, *(one for one in row.values() if not isinstance(one, dict)), measure): cell
        for table, rows in tables.items()
        for row in rows
        for measure, cell in row.items()
        if isinstance(cell, dict)
    }


def same(ours: dict[str, Any] | None, theirs: dict[str, Any] | None) -> bool:
    """Whether two cells say the same."""
    if ours is None or theirs is None or ours["status"] != theirs["status"]:
        return False
    if ours["value"] is None or theirs["value"] is None:
        return ours["value"] is theirs["value"]
    return bool(abs(ours["value"] - theirs["value"]) <= TOLERANCE)


def report(sizes: Sequence[Measured]) -> str:
    """Seconds passed / busy per step and size, the growth between sizes, and the recount."""
    head = "".join(f"{f'{one.n_persons:,} persons':>22}" for one in sizes)
    rows = {
        "rows": [f"{one.n_rows:,}" for one in sizes],
        "MB delivered": [f"{one.n_bytes / MEGABYTE:,.0f}" for one in sizes],
        **{
            f"{step}, s / busy": [_pair(one.columns[step]) for one in sizes]
            for step in sizes[0].columns
        },
        "peak MB, intake": [f"{one.intake.peak / MEGABYTE:,.0f}" for one in sizes],
        "peak MB, measures": [f"{one.measures.peak / MEGABYTE:,.0f}" for one in sizes],
    }
    lines = [f"{'':34}{head}"]
    lines += [f"{name:34}" + "".join(f"{cell:>22}" for cell in rows[name]) for name in rows]
    lines += [growth(*pair) for pair in pairwise(sizes)]
    lines += [beside_recount(one, one.recount) for one in sizes if one.recount]
    return "\n".join(lines) + "\n"


def _pair(cost: tuple[float, float]) -> str:
    return f"{cost[0]:,.1f} / {cost[1]:,.1f}"


def growth(small: Measured, large: Measured) -> str:
    """By which power of the rows busy time and memory grow: 1 is linear."""

    def power(before: float, after: float) -> float:
        return log(after / before) / log(large.n_rows / small.n_rows)

    kinds = ("intake", "measures", "all")
    powers = [(kind, power(small.columns[kind][1], large.columns[kind][1])) for kind in kinds]
    peaks = [max(one.intake.peak, one.measures.peak) for one in (small, large)]
    powers.append(("peak memory", power(*peaks)))
    told = ", ".join(f"{name} {value:.2f}" for name, value in powers)
    return f"growth as a power of the rows, {small.n_rows:,} to {large.n_rows:,}: {told}"


def beside_recount(one: Measured, recount: Cost) -> str:
    """How many times faster than the recount, and that they agree."""
    return (
        f"recount of {one.n_persons:,} persons: {line(recount)}; "
        f"{recount.seconds / one.seconds:.1f} times as long, "
        f"{recount.busy / one.busy:.1f} times as busy; {one.cells} cells, all equal"
    )


def line(cost: Cost) -> str:
    """The cost of one step."""
    return f"{cost.seconds:7.1f} s {cost.busy:7.1f} s busy {cost.peak / MEGABYTE:6.0f} MB"


def say(text: str) -> None:
    """Progress: a size takes minutes."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures the sizes asked for and prints the table."""
    parser = argparse.ArgumentParser(description="A country's registers, by size.")
    parser.add_argument("--persons", type=int, nargs="+", default=SIZES)
    parser.add_argument("--year", type=int, default=YEAR)
    parser.add_argument("--recount-up-to", type=int, default=SIZES[0], help="persons")
    parser.add_argument("--folder", type=Path, help="keeps the deliveries")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="fsb-country-") as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        sizes = [
            measured(n, asked.year, folder, with_recount=n <= asked.recount_up_to)
            for n in sorted(asked.persons)
        ]
    sys.stdout.write(report(sizes))


if __name__ == "__main__":
    main()
