"""How long reports take: stock papermill and nbconvert, a bare script, and `fsb run`.

    python -m benchmarks.reports            three follow-ups of three years, nine reports
    python -m benchmarks.reports --quick    one report of a tiny city: does it run at all?

All sides are measured in one run on the same snapshot and notebooks:
    stock   papermill, then `jupyter nbconvert --to html --no-input`, one report after the other
            (internal: what a committee may see is made by a run alone)
    bare    one Python process that computes and draws the same (bare_script.py)
    ours    `fsb run` without PDF: HTML, review page, JSON, CSV, XLSX, linted, scanned, published
    kept    the same `fsb run` once more, with nothing to do
    PDF     what report.pdf costs on top
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process_tree import MEGABYTE, Taken, taken

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ("activation_measurement", "plan_coverage", "target_group_profile")
YEARS = (2009, 2010, 2011)
CITY, TINY_CITY = 25015, 400
# What Python compiles is kept for the next process, as on a machine that says nothing else.
_HERE = {
    "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "PYTHONDONTWRITEBYTECODE": "",
}  # fmt: skip


@dataclass(frozen=True)
class Pack:
    """The reports to make, and of what."""

    snapshot: Path
    reports: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def n_reports(self) -> int:
        return len(self.reports) * len(self.years)

    @property
    def first(self) -> "Pack":
        """One report of it."""
        return Pack(self.snapshot, self.reports[:1], self.years[:1])


@dataclass(frozen=True)
class Measured:
    """Every side of one pack; `one` is its first report alone, from a cold start."""

    n_reports: int
    stock: tuple[Taken, ...]
    bare: Taken
    bare_one: Taken
    ours: Taken
    kept: Taken
    ours_one: Taken
    with_pdf: Taken


def snapshot_of(persons: int, folder: Path) -> Path:
    """A twin city of so many persons, taken in."""
    delivery, snapshot = folder / "delivery", folder / "snapshot"
    for command in (
        ["synth", str(delivery), "--persons", str(persons)],
        ["intake", str(delivery), str(snapshot)],
    ):
        taken([sys.executable, "-m", "fsb_lib", *command], folder, _HERE)
    return snapshot


def measure(pack: Pack, folder: Path) -> Measured:
    """All sides, one after the other."""
    stock = tuple(by_stock(pack, folder))
    bare, outputs = by_bare_script(pack, folder), folder / "outputs"
    ours, kept = (by_us(pack, folder, "run_without_pdf", outputs) for _ in range(2))
    with_pdf = by_us(pack, folder, "fsb_lib", folder / "with-pdf")
    if pack.n_reports == 1:
        return Measured(1, stock, bare, bare, ours, kept, ours, with_pdf)
    bare_one = by_bare_script(pack.first, folder)
    ours_one = by_us(pack.first, folder, "run_without_pdf", folder / "one")
    return Measured(pack.n_reports, stock, bare, bare_one, ours, kept, ours_one, with_pdf)


def by_stock(pack: Pack, folder: Path) -> Iterator[Taken]:
    """Each report by the two commands that one would type."""
    for year in pack.years:
        for report in pack.reports:
            made = f"{report}-{year}.ipynb"
            papermill = [
                *(sys.executable, "-m", "papermill", str(ROOT / "notebooks" / f"{report}.ipynb")),
                *(made, "-f", str(ROOT / "params" / f"{year}.yaml")),
                *("-p", "snapshot", str(pack.snapshot), "-p", "audience", "internal"),
            ]
            nbconvert = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--no-input"]
            yield taken(papermill, folder, _HERE) + taken([*nbconvert, made], folder, _HERE)


def by_bare_script(pack: Pack, folder: Path) -> Taken:
    """All reports in one process."""
    script = str(ROOT / "benchmarks" / "bare_script.py")
    asked = [*map(str, pack.years), *pack.reports]
    return taken([sys.executable, script, str(pack.snapshot), *asked], folder, _HERE)


def by_us(pack: Pack, folder: Path, way: str, outputs: Path) -> Taken:
    """All reports by one `fsb run`, into that folder."""
    command = {
        "fsb_lib": [sys.executable, "-m", "fsb_lib", "run"],
        "run_without_pdf": [sys.executable, "-m", "benchmarks.run_without_pdf"],
    }[way]
    asked = [f"--year={year}" for year in pack.years]
    asked += [f"--report={report}" for report in pack.reports]
    where = ["--registers", str(pack.snapshot), "--outputs", str(outputs)]
    used = taken([*command, *asked, *where], folder, _HERE)
    made = sorted(outputs.glob("*/*/results.json"))
    if len(made) != pack.n_reports:
        raise SystemExit(f"{len(made)} reports made, {pack.n_reports} asked for")
    return used


def told(found: Measured) -> str:
    """The table, and the ratios that are to be reached."""
    n, stock = found.n_reports, sum(found.stock, Taken())
    lines = [
        f"{'':34} {'seconds':>8} {'busy':>8} {'peak MB':>8}",
        _line(f"stock papermill + nbconvert, {n}", stock),
        _line(f"bare script, {n}", found.bare),
        _line(f"fsb run, {n}", found.ours),
        _line(f"fsb run, {n}, nothing to do", found.kept),
        _line("stock, one report", found.stock[0]),
        _line("bare script, one report", found.bare_one),
        _line("fsb run, one report, cold", found.ours_one),
        _line(f"fsb run, {n}, with PDF", found.with_pdf),
        "",
        _ratio(f"stock : fsb run, {n} reports", stock, found.ours),
        _ratio("stock : fsb run, one report", found.stock[0], found.ours_one),
        _ratio(f"fsb run : bare script, {n} reports", found.ours, found.bare),
    ]
    if n > 1:
        more = _each(found.ours, found.ours_one, n - 1)
        lines.append(f"one more report: {more[0]:.2f} s, busy {more[1]:.2f} s")
    pdf = _each(found.with_pdf, found.ours, n)
    lines.append(f"report.pdf, each: {pdf[0]:.2f} s, busy {pdf[1]:.2f} s")
    lines.append(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")
    return "\n".join(lines) + "\n"


def _line(name: str, used: Taken) -> str:
    return f"{name:34} {used.seconds:8.1f} {used.busy:8.1f} {used.peak / MEGABYTE:8.0f}"


def _ratio(name: str, one: Taken, other: Taken) -> str:
    by_time, by_work = one.seconds / other.seconds, one.busy / other.busy
    return f"{name:34} {by_time:8.1f} {by_work:8.1f}"


def _each(all_of_them: Taken, without: Taken, n: int) -> tuple[float, float]:
    return (all_of_them.seconds - without.seconds) / n, (all_of_them.busy - without.busy) / n


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description="Reports: stock tools, a bare script, fsb run.")
    parser.add_argument("--quick", action="store_true", help="one report of a tiny city")
    quick = parser.parse_args(arguments).quick
    with tempfile.TemporaryDirectory(prefix="fsb-benchmark-") as name:
        folder = Path(name)
        snapshot = snapshot_of(TINY_CITY if quick else CITY, folder)
        whole = Pack(snapshot, REPORTS, YEARS)
        sys.stdout.write(told(measure(whole.first if quick else whole, folder)))


if __name__ == "__main__":
    main()
