"""The steps of `country.py`, each called in a process of its own: texts in, JSON out."""

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
    "cooperation_status",
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

    One warm process makes them all, as `fsb run` does; the first report bears the imports.
    """
    start, busy = perf_counter(), 0.0
    made = {}
    for report in REPORTS:
        tables = released(report, snapshot, int(year))
        now, used = perf_counter(), process_time()
        made[report] = {"seconds": now - start, "busy": used - busy, "tables": tables}
        start, busy = now, used
    return made


def released(report: str, snapshot: str, year: int) -> dict[str, list[dict[str, Any]]]:
    """The released tables of a report in the form of results.json."""
    from fsb_lib import params, releases  # noqa: PLC0415

    release = getattr(releases, report)(params.read(year=year), snapshot, "internal")
    return {table.id: [_row(table, row) for row in table.rows] for table in release.tables}


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
