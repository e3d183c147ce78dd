"""The steps of `country.py`, each called in a process of its own: texts in, JSON out."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

KEY = b"a key for benchmarks, of enough bytes"
REPORTS = (
    "activation_measurement",
    "plan_coverage",
    "target_group_profile",
    "outcome_followup",
    "contact_followup",
    "cooperation_status",
    "focus_areas",
)


def generate(delivery: str, n_persons: str) -> dict[str, int]:
    """The delivery; its rows by table."""
    from benchmarks.country_delivery import write_country  # noqa: PLC0415

    return write_country(Path(delivery), int(n_persons))


def take_in(delivery: str, snapshot: str) -> dict[str, int]:
    """Everything that `fsb intake` does after it has read the key; rows read and kept."""
    from fsb_lib.registers.intake import take_in as intake  # noqa: PLC0415

    quality = intake.take_in(Path(delivery), Path(snapshot), KEY).quality
    counted = ("rows_read", "rows_kept")
    return {kind: sum(table.rows[kind] for table in quality) for kind in counted}


def measure(snapshot: str, year: str) -> dict[str, dict[str, Any]]:
    """All tables of every report as a notebook gets them, and what each report took.

    One process measures them all, as in `fsb run`; the first report bears the imports and what
    several ask for.
    """
    start, busy = perf_counter(), 0.0
    made = {}
    for report, release in _released(Path(snapshot), int(year)):
        tables = {table.id: [_row(table, row) for row in table.rows] for table in release.tables}
        now, used = perf_counter(), process_time()
        made[report] = {"seconds": now - start, "busy": used - busy, "tables": tables}
        start, busy = now, used
    return made


def _released(snapshot: Path, year: int) -> Iterator[tuple[str, Any]]:
    from fsb_lib import params  # noqa: PLC0415
    from fsb_lib.followups.measure_report import Measuring  # noqa: PLC0415
    from fsb_lib.followups.protect_year import internal  # noqa: PLC0415
    from fsb_lib.registers.snapshot.open import open_snapshot  # noqa: PLC0415

    measuring, asked = Measuring(open_snapshot(snapshot)), params.read(year=year)
    for report in REPORTS:
        measuring.expect(report, asked)
    for report in REPORTS:
        yield report, internal(measuring.answer(report, asked))


def _row(table: Any, row: Any) -> dict[str, Any]:
    keys = {key.name: code for key, code in zip(table.keys, row.keys, strict=True)}
    cells = {
        measure.name: {"value": _plain(cell.value), "status": str(cell.status)}
        for measure, cell in zip(table.measures, row.cells, strict=True)
    }
    return {**keys, **cells}


def _plain(value: Any) -> int | float | None:
    return float(value) if isinstance(value, Fraction) else value


def recount(delivery: str, year: str) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The same tables of every report, by the independent recount."""
    from tests.independent.recount import read_people  # noqa: PLC0415
    from tests.independent.settings import Settings  # noqa: PLC0415

    counted = read_people(Path(delivery))
    return {report: counted.tables(report, Settings(int(year))) for report in REPORTS}
