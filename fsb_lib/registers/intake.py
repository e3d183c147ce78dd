"""From delivery to snapshot: reads, judges, links, and writes all or nothing."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from fsb_lib import contract
from fsb_lib.errors import InputError, Problem, UsageError
from fsb_lib.registers.delivery import Delivery, look_at, owner_name
from fsb_lib.registers.dialect import SEPARATOR_NAMES
from fsb_lib.registers.faults import (
    FIRST_LINES,
    FaultCount,
    FaultKind,
    TableQuality,
    by_kind,
    fatal,
    fault_kinds,
    place,
    table_quality,
)
from fsb_lib.registers.intake_summary import IntakeSummary
from fsb_lib.registers.kept_rows import KeptDelivery, keep
from fsb_lib.registers.linking import JudgedDelivery, judge
from fsb_lib.registers.read_table import ReadTable, RefusedTable, read_table
from fsb_lib.registers.snapshot_files import CHANGES
from fsb_lib.registers.snapshot_writer import write_snapshot
from fsb_lib.registers.typed_rows import TypedTable


def take_in(delivery: Path, snapshot: Path, key: bytes) -> IntakeSummary:
    """Writes the snapshot of a delivery folder, and says what was in it.

    Raises InputError with every fatal fault at once, and writes nothing then. `snapshot` must
    not exist yet; it appears when it is complete.
    """
    if snapshot.exists():
        problem = Problem(
            "the snapshot folder is there already",
            str(snapshot),
            "a new folder",
            remedy="choose another name, or delete the old snapshot first",
        )
        raise UsageError(problem)
    return take_in_found(look_at(delivery), snapshot, key)


def take_in_found(found: Delivery, snapshot: Path, key: bytes) -> IntakeSummary:
    """The same, of a delivery that was looked at already."""
    results = {name: read_table(contract.table(name), path) for name, path in found.files.items()}
    read = {name: one for name, one in results.items() if isinstance(one, ReadTable)}
    refused = [one for one in results.values() if isinstance(one, RefusedTable)]
    problems = [*found.problems, *(problem for one in refused for problem in one.problems)]
    judged = judge([one.table for one in read.values()])
    counts = {name: _row_faults(table) for name, table in judged.tables.items()}
    problems += _fatal_shares(found, judged, counts)
    problems += _fatal_cycle(found, judged)
    if problems:
        raise InputError(problems)
    kept = keep(judged, key)
    sources = _sources(found, read, kept, counts)
    with _appearing(snapshot) as folder:
        write_snapshot(kept, folder, synthetic=found.synthetic, sources=sources)
    faults = tuple(count for table in counts.values() for count in table)
    return IntakeSummary(found.synthetic, _quality(sources), faults)


def _row_faults(table: TypedTable) -> list[FaultCount]:
    """Row faults of a table in the contract's order, with the first lines of each."""
    rows = table.rows
    counts = []
    for number, kind in enumerate(fault_kinds(table.register)):
        lines = rows.lines[rows.fault == number]
        if kind == FaultKind("wrong_field_count"):
            lines = table.wrong_lines
        if len(lines):
            first = tuple(int(line) for line in np.sort(lines)[:FIRST_LINES])
            name = table.register.name
            counts.append(FaultCount(name, kind, len(lines), table.n_read, first))
    return counts


def _fatal_shares(
    found: Delivery, judged: JudgedDelivery, counts: Mapping[str, list[FaultCount]]
) -> Iterator[Problem]:
    most = Fraction(str(contract.MAX_FAULT_SHARE))
    for name, table in judged.tables.items():
        n_faulty = sum(count.n_rows for count in counts[name])
        if n_faulty > most * table.n_read:
            listed = "; ".join(str(count) for count in counts[name])
            yield fatal(
                "fault_share",
                place(name, found.files[name].name),
                found=f"{n_faulty} of {table.n_read} ({n_faulty / table.n_read:.1%}): {listed}",
                most=f"{float(most):.0%}",
                owner=owner_name(table.register),
            )


def _fatal_cycle(found: Delivery, judged: JudgedDelivery) -> Iterator[Problem]:
    if len(judged.cycle_lines):
        lines = ", ".join(str(line) for line in np.sort(judged.cycle_lines)[:FIRST_LINES])
        where = place(CHANGES, found.files[CHANGES].name)
        yield fatal("number_cycle", where, found=f"{len(judged.cycle_lines)} rows, row {lines}")


def _sources(
    found: Delivery,
    read: Mapping[str, ReadTable],
    kept: KeptDelivery,
    counts: Mapping[str, list[FaultCount]],
) -> dict[str, dict[str, Any]]:
    """What `snapshot.json` says of each table."""
    sources = {}
    for table in kept.tables:
        name = table.register.name
        one = read[name]
        dropped = by_kind(counts[name])
        if table.n_duplicates:
            dropped[contract.DUPLICATE] = table.n_duplicates
        sources[name] = {
            "file": found.files[name].name,
            "sha256": one.source.sha256,
            "bytes": one.source.n_bytes,
            "encoding": one.source.encoding,
            "separator": SEPARATOR_NAMES[one.header.separator],
            "rows_read": one.table.n_read,
            "rows_kept": table.n_rows,
            "dropped": dropped,
            "notes": {kind: count for kind, count in table.notes.items() if count},
        }
    return sources


def _quality(sources: Mapping[str, Mapping[str, Any]]) -> tuple[TableQuality, ...]:
    return tuple(
        table_quality(name, one["rows_read"], one["rows_kept"], one["dropped"], one["notes"])
        for name, one in sources.items()
    )


@contextmanager
def _appearing(folder: Path) -> Iterator[Path]:
    """A private folder beside the target, which takes the target's name when all is written."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield made
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
