"""From delivery to snapshot: reads, judges, links, and writes all or nothing."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from fsb_lib.base.errors import Problem, UsageError
from fsb_lib.domain import contract
from fsb_lib.registers.faults import (
    FIRST_LINES,
    FaultCount,
    FaultKind,
    TableQuality,
    by_kind,
    fatal,
    table_quality,
)
from fsb_lib.registers.faults import place as place_named
from fsb_lib.registers.intake.delivery import Delivery, look_at, owner_name
from fsb_lib.registers.intake.judged_table import survey
from fsb_lib.registers.intake.kept_rows import KeptDelivery, KeptTable, keep
from fsb_lib.registers.intake.linking import JudgedDelivery, judge
from fsb_lib.registers.intake.mapping import unmatched_names
from fsb_lib.registers.intake.moving_files import hashes_of, still_written
from fsb_lib.registers.intake.read_table import ReadTable, RefusedTable, read_table
from fsb_lib.registers.intake.summary import IntakeSummary, RefusedDelivery, fault_entries
from fsb_lib.registers.intake.write_snapshot import write_description, write_numbers, write_tables
from fsb_lib.registers.private_place import move_into_place
from fsb_lib.registers.rows.row_store import TypedTable
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.snapshot_files import CHANGES


def take_in(delivery: Path, snapshot: Path, key: bytes, place: Path | None = None) -> IntakeSummary:
    """Writes the snapshot of a delivery folder, and says what was in it.

    Raises InputError with every fatal fault at once, and writes nothing then. `snapshot` must
    not exist yet; it appears when it is complete. `place` is the private folder that it is made
    in, and without one a folder beside it.
    """
    refuse_existing(snapshot)
    return take_in_found(look_at(delivery), snapshot, key, place)


def refuse_existing(snapshot: Path) -> None:
    """A snapshot is never written over. Raises UsageError."""
    if snapshot.exists():
        problem = Problem(
            "the snapshot folder is there already",
            str(snapshot),
            "a new folder",
            remedy="choose another name, or delete the old snapshot first",
        )
        raise UsageError(problem)


def take_in_found(
    found: Delivery, snapshot: Path, key: bytes, place: Path | None = None
) -> IntakeSummary:
    """The same, of a delivery that was looked at already."""
    return take_in_read(_read_files(found, place or snapshot.parent), snapshot, key, place)


@dataclass(frozen=True)
class ReadDelivery:
    """A delivery after reading, wherever it came from.

    `places`: how messages name each table; `met`: what `snapshot.json` says of its source.
    """

    synthetic: bool
    tables: Mapping[str, TypedTable]
    places: Mapping[str, str]
    met: Mapping[str, dict[str, Any]]
    problems: tuple[Problem, ...]


def _read_files(found: Delivery, scratch: Path) -> ReadDelivery:
    mapping, before = found.mapping, hashes_of(found)
    results: dict[str, ReadTable | RefusedTable] = {}
    for name, path in found.files.items():
        register = contract.table(name)
        results[name] = read_table(register, path, scratch, mapping.renaming(register))
    moving = still_written(found, before, hashes_of(found))
    if moving:  # whatever else was met is of half a file
        raise RefusedDelivery(moving, {})
    read = {name: one for name, one in results.items() if isinstance(one, ReadTable)}
    refused = [one for one in results.values() if isinstance(one, RefusedTable)]
    names = {name: one.names for name, one in results.items()}
    return ReadDelivery(
        found.synthetic,
        {name: one.table for name, one in read.items()},
        {name: place_named(name, one.met["file"]) for name, one in read.items()},
        {name: {**one.met, "mapping": mapping.sha256 or None} for name, one in read.items()},
        (
            *found.problems,
            *unmatched_names(mapping, names, found.delivered),
            *(problem for one in refused for problem in one.problems),
        ),
    )


def take_in_read(
    read: ReadDelivery, snapshot: Path, key: bytes, place: Path | None = None
) -> IntakeSummary:
    """Judges, links and writes what was read."""
    judged = judge(list(read.tables.values()))
    surveys = {name: survey(table) for name, table in judged.tables.items()}
    counts = {name: one.faults for name, one in surveys.items()}
    problems = [*read.problems, *_fatal_shares(read, counts), *_fatal_cycle(read, judged)]
    if problems:
        raise RefusedDelivery(problems, _met_and_faults(read, counts))
    kept = keep(judged, surveys, key, place or snapshot.parent)
    with _appearing(snapshot, place) as folder:
        files = write_tables(kept, folder)
        sources = _sources(read, kept, counts)
        write_description(folder, files, synthetic=read.synthetic, sources=sources)
        write_numbers(judged.tables.values(), folder, key)
    faults = tuple(count for table in counts.values() for count in table)
    return IntakeSummary(read.synthetic, _quality(sources), faults)


def _fatal_shares(read: ReadDelivery, counts: Mapping[str, list[FaultCount]]) -> Iterator[Problem]:
    most = Fraction(str(contract.MAX_FAULT_SHARE))
    for name, table in read.tables.items():
        n_faulty = sum(count.n_rows for count in counts[name])
        if n_faulty > most * table.n_read:
            listed = "; ".join(str(count) for count in counts[name])
            yield fatal(
                "fault_share",
                read.places[name],
                found=f"{n_faulty} of {table.n_read} ({n_faulty / table.n_read:.1%}): {listed}",
                most=f"{float(most):.0%}",
                owner=owner_name(table.register),
            )


def _fatal_cycle(read: ReadDelivery, judged: JudgedDelivery) -> Iterator[Problem]:
    if len(judged.cycle_lines):
        lines = ", ".join(str(line) for line in np.sort(judged.cycle_lines)[:FIRST_LINES])
        where = read.places[CHANGES]
        yield fatal("number_cycle", where, found=f"{len(judged.cycle_lines)} rows, row {lines}")


def _sources(
    read: ReadDelivery, kept: KeptDelivery, counts: Mapping[str, list[FaultCount]]
) -> dict[str, dict[str, Any]]:
    """What `snapshot.json` says of each table."""
    dropped = {
        table.register.name: [*counts[table.register.name], *_duplicates(read, table)]
        for table in kept.tables
    }
    sources = _met_and_faults(read, dropped)
    for table in kept.tables:
        sources[table.register.name] |= {
            "rows_kept": table.n_rows,
            "notes": {kind: count for kind, count in table.notes.items() if count},
        }
    return sources


def _met_and_faults(
    read: ReadDelivery, counts: Mapping[str, list[FaultCount]]
) -> dict[str, dict[str, Any]]:
    """Per table what its source was like, and the rows that are dropped."""
    return {
        name: {
            **_with_sayable_names(read.met[name]),
            "rows_read": read.tables[name].n_read,
            "dropped": by_kind(counts[name]),
            "faults": fault_entries(counts[name]),
        }
        for name in counts
    }


def _with_sayable_names(met: Mapping[str, Any]) -> dict[str, Any]:
    """A source system may name a file after a person: such a name is left out."""
    return {**met, "file": sayable(met["file"])} if "file" in met else dict(met)


def _duplicates(read: ReadDelivery, table: KeptTable) -> Iterator[FaultCount]:
    """The rows that repeat another one, as one more count."""
    if table.duplicates.n_rows:
        name, kind = table.register.name, FaultKind(contract.DUPLICATE)
        first = tuple(map(int, table.duplicates.lines))
        yield FaultCount(name, kind, table.duplicates.n_rows, read.tables[name].n_read, first)


def _quality(sources: Mapping[str, Mapping[str, Any]]) -> tuple[TableQuality, ...]:
    return tuple(
        table_quality(name, one["rows_read"], one["rows_kept"], one["dropped"], one["notes"])
        for name, one in sources.items()
    )


@contextmanager
def _appearing(folder: Path, place: Path | None) -> Iterator[Path]:
    """A private folder, which takes the target's name when all is written."""
    private = place or folder.parent
    private.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=private))
    try:
        yield made
        move_into_place(made, folder, private)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
