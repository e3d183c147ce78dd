"""From delivery to snapshot: reads, judges, links, and writes all or nothing."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
from fsb_lib.registers.intake.judged_table import Survey, survey
from fsb_lib.registers.intake.kept_rows import KeptDelivery, KeptTable, keep
from fsb_lib.registers.intake.linking import JudgedDelivery, judge
from fsb_lib.registers.intake.mapping import unmatched_names
from fsb_lib.registers.intake.moving_files import hashes_of, still_written
from fsb_lib.registers.intake.read_table import ReadTable, RefusedTable, read_table
from fsb_lib.registers.intake.summary import IntakeSummary, RefusedDelivery, fault_entries
from fsb_lib.registers.intake.write_snapshot import write_description, write_numbers, write_tables
from fsb_lib.registers.likely_cause import likely_cause
from fsb_lib.registers.private_place import move_into_place
from fsb_lib.registers.read_so_far import ReadSoFar, Tell, tell_nobody
from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.rows.codes import code_list
from fsb_lib.registers.rows.row_store import TypedTable
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.snapshot_files import CHANGES

_MANY_ROWS = 20


def take_in(
    delivery: Path,
    snapshot: Path,
    key: bytes,
    place: Path | None = None,
    tell: Tell = tell_nobody,
) -> IntakeSummary:
    """Writes the snapshot of a delivery folder, and says what was in it.

    Raises InputError with every fatal fault at once, and writes nothing then. `snapshot` must
    not exist yet; it appears when it is complete. `place` is the private folder that it is made
    in, and without one a folder beside it.
    """
    refuse_existing(snapshot)
    return take_in_found(look_at(delivery), snapshot, key, place, tell)


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
    found: Delivery,
    snapshot: Path,
    key: bytes,
    place: Path | None = None,
    tell: Tell = tell_nobody,
) -> IntakeSummary:
    """The same, of a delivery that was looked at already."""
    return take_in_read(_read_files(found, place or snapshot.parent, tell), snapshot, key, place)


@dataclass(frozen=True)
class ReadDelivery:
    """A delivery after reading, wherever it came from.

    `places`: how messages name each table; `met`: what `snapshot.json` says of its source;
    `left`: rows of the source that its mapping leaves out.
    """

    synthetic: bool
    tables: Mapping[str, TypedTable]
    places: Mapping[str, str]
    met: Mapping[str, dict[str, Any]]
    problems: tuple[Problem, ...]
    remarks: tuple[IntakeRemark, ...] = ()
    left: Mapping[str, tuple[FaultCount, ...]] = field(default_factory=dict)


def _read_files(found: Delivery, scratch: Path, tell: Tell) -> ReadDelivery:
    mapping, before = found.mapping, hashes_of(found)
    results: dict[str, ReadTable | RefusedTable] = {}
    n_bytes = {name: _n_bytes(paths) for name, paths in found.files.items()}
    for name, (first, *further) in found.files.items():
        register = contract.table(name)
        told = _of_all(tell, sum(n_bytes[one] for one in results), n_bytes[name], n_bytes)
        renaming = mapping.renaming(register)
        results[name] = read_table(register, first, scratch, renaming, further, told)
    moving = still_written(found, before, hashes_of(found))
    if moving:  # whatever else was met is of half a file
        raise RefusedDelivery(moving, {})
    read = {name: one for name, one in results.items() if isinstance(one, ReadTable)}
    names = {name: one.names for name, one in results.items()}
    return ReadDelivery(
        found.synthetic,
        {name: one.table for name, one in read.items()},
        {name: place_named(name, one.met["file"]) for name, one in read.items()},
        {name: {**one.met, "mapping": mapping.sha256 or None} for name, one in read.items()},
        (
            *found.problems,
            *unmatched_names(mapping, names, found.delivered),
            *_problems_of(results.values()),
        ),
        (
            *(IntakeRemark("file_not_read", found=name) for name in found.unread),
            *(remark for one in results.values() for remark in one.remarks),
        ),
        {name: one.left for name, one in read.items()},
    )


def _problems_of(results: Iterable[ReadTable | RefusedTable]) -> Iterator[Problem]:
    for one in results:
        if isinstance(one, RefusedTable):
            yield from one.problems


def _n_bytes(paths: tuple[Path, ...]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def _of_all(tell: Tell, before: int, own: int, n_bytes: Mapping[str, int]) -> Tell:
    """Tells of a table's share as one of the whole delivery."""
    whole = max(sum(n_bytes.values()), 1)

    def told(so_far: ReadSoFar) -> None:
        tell(replace(so_far, share=(before + own * (so_far.share or 0.0)) / whole))

    return told


def take_in_read(
    read: ReadDelivery, snapshot: Path, key: bytes, place: Path | None = None
) -> IntakeSummary:
    """Judges, links and writes what was read."""
    judged = judge(list(read.tables.values()))
    surveys = {name: survey(table) for name, table in judged.tables.items()}
    counts = {name: one.faults for name, one in surveys.items()}
    remarks = [*read.remarks, *_one_number(read, surveys)]
    problems = [*read.problems, *_fatal_shares(read, counts), *_fatal_cycle(read, judged)]
    if problems:
        raise RefusedDelivery(problems, _met_and_faults(read, counts), tuple(remarks))
    kept = keep(judged, surveys, key, place or snapshot.parent)
    with _appearing(snapshot, place) as folder:
        files = write_tables(kept, folder)
        sources = _sources(read, kept, counts)
        write_description(folder, files, synthetic=read.synthetic, sources=sources, remarks=remarks)
        write_numbers(judged.tables.values(), folder, key)
    faults = tuple(count for table in counts.values() for count in table)
    return IntakeSummary(read.synthetic, _quality(sources), faults)


def _fatal_shares(read: ReadDelivery, counts: Mapping[str, list[FaultCount]]) -> Iterator[Problem]:
    most = Fraction(str(contract.MAX_FAULT_SHARE))
    for name, table in read.tables.items():
        n_faulty = sum(count.n_rows for count in counts[name])
        if n_faulty > most * table.n_read:
            yield _too_faulty(table.register, read.places[name], counts[name], table.n_read)


def _too_faulty(
    register: contract.RegisterTable, where: str, counts: list[FaultCount], n_read: int
) -> Problem:
    """Why so many rows are at fault: codes that nobody translated, or what the shapes tell."""
    n_faulty = sum(count.n_rows for count in counts)
    listed = "; ".join(str(count) for count in counts)
    found = f"{n_faulty} of {n_read} ({n_faulty / n_read:.1%}): {listed}"
    most = max(counts, key=lambda count: count.n_rows)
    words = {"owner": owner_name(register), "most": f"{contract.MAX_FAULT_SHARE:.0%}"}
    if most.fault.kind == "unknown_code" and most.n_rows * 2 > n_faulty:
        (column,) = (one for one in register.columns if one.name == most.fault.column)
        words |= {"table": register.name, "column": column.name}
        codes = ", ".join(code_list(column).texts)
        # The mapping file is of files alone; a table of a database has no file beside its name.
        kind = "codes_unknown_there" if where == register.name else "codes_unknown"
        return fatal(kind, where, found=found, codes=codes, **words)
    cause = likely_cause(most.fault.kind, most.shapes)
    if cause:
        found += f". Likely cause: {cause['en']}"
        said = f'{words["owner"]}: "{cause["text"]}"'
        return fatal("fault_share_shown", where, found=found, said=said, **words)
    return fatal("fault_share", where, found=found, **words)


def _one_number(read: ReadDelivery, surveys: Mapping[str, Survey]) -> Iterator[IntakeRemark]:
    """Tables in which one number stands on so many rows that it may be nobody's."""
    for name, one in surveys.items():
        n_read = read.tables[name].n_read
        if one.most_of_one >= _MANY_ROWS and one.most_of_one * 100 > n_read:
            yield IntakeRemark("one_number", name, n_rows=one.most_of_one)


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
        if table.register.cpr_columns == ("cpr",):
            sources[table.register.name]["persons"] = table.n_persons
        if "til" in table.register.dates:
            sources[table.register.name]["open_ends"] = table.n_open
    return sources


def _met_and_faults(
    read: ReadDelivery, counts: Mapping[str, list[FaultCount]]
) -> dict[str, dict[str, Any]]:
    """Per table what its source was like, and the rows that are dropped."""
    dropped = {name: [*counts[name], *read.left.get(name, ())] for name in counts}
    n_left = {name: sum(one.n_rows for one in read.left.get(name, ())) for name in counts}
    return {
        name: {
            **_with_sayable_names(read.met[name]),
            "rows_read": read.tables[name].n_read + n_left[name],
            "dropped": by_kind(dropped[name]),
            "faults": fault_entries(dropped[name]),
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
