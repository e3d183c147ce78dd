"""The gate: measured tables in, protected tables out. Nothing else makes a `ProtectedTable`."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from fsb_lib.disclosure.entries import hidden_note, phrases, table_entry
from fsb_lib.disclosure.footnotes import footnotes
from fsb_lib.disclosure.policy import NOT_AVAILABLE, SUPPRESSED, Policy
from fsb_lib.disclosure.protected import (
    Category,
    Cell,
    Key,
    Measure,
    ProtectedTable,
    Row,
    Status,
    Unit,
)
from fsb_lib.disclosure.veil import NO_VEIL, Veil
from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio


def protect(
    tables: Iterable[MeasuredTable],
    policy: Policy,
    words: Mapping[str, str],
    veil: Veil = NO_VEIL,
) -> tuple[ProtectedTable, ...]:
    """All tables of one report under one policy.

    `words` fills the placeholders of data/tables/, already in Danish forms. `veil` is what the
    joint model of all reports hides beside what the policy hides by itself.
    """
    filled = phrases(words)
    return tuple(_released(table, policy, filled, veil) for table in tables)


def _released(
    table: MeasuredTable, policy: Policy, words: Mapping[str, str], veil: Veil
) -> ProtectedTable:
    entry = table_entry(table.id)
    rows = _rows(table, entry, policy, veil)
    notes = [note.format_map(words) for note in entry.get("notes", ())]
    notes.extend(footnotes(entry, table))
    if any(cell.status is Status.SUPPRESSED for row in rows for cell in row.cells):
        notes.append(hidden_note().format_map(words))
    return ProtectedTable(
        id=table.id,
        title=entry["title"].format_map(words),
        population=entry["population"].format_map(words),
        when=table.when if table.since is None else None,  # several days: the title or keys say
        keys=tuple(
            _key(name, spec, [row.keys[place] for row in table.rows], table, words)
            for place, (name, spec) in enumerate(entry["keys"].items())
        ),
        measures=tuple(
            Measure(name, spec["label"].format_map(words), Unit(spec["unit"]))
            for name, spec in entry["measures"].items()
        ),
        rows=rows,
        notes=tuple(notes),
        source=entry["source"].format_map(words),
    )


def _rows(
    table: MeasuredTable, entry: Mapping[str, Any], policy: Policy, veil: Veil
) -> tuple[Row, ...]:
    """The rows with their cells; those of `behind` are judged with them and not released."""
    judged = {**entry.get("behind", {}), **entry["measures"]}
    rows = [
        (row.keys, _cells(row, judged, policy, veil.columns(table.id, row.keys)))
        for row in table.rows
    ]
    every = [cell for _, cells in rows for cell in cells.values()]
    if any(cell.status is Status.SUPPRESSED for cell in every):
        whole = [name for name, spec in judged.items() if spec.get("rests_on_table")]
        rows = [
            (keys, cells | {name: _hidden(cells[name]) for name in whole}) for keys, cells in rows
        ]
    return tuple(
        Row(keys, tuple(cells[name] for name in entry["measures"])) for keys, cells in rows
    )


def _cells(
    row: MeasuredRow, measures: Mapping[str, Any], policy: Policy, veiled: Collection[str]
) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for name, spec in measures.items():
        value = row.values[name]
        if "rests_on" in spec:
            cells[name] = _derived(value, [cells[part] for part in spec["rests_on"]])
        elif spec["unit"] == Unit.POINTS and isinstance(value, Fraction):
            cells[name] = policy.points(value)
        elif spec.get("public") or isinstance(value, Fraction):
            cells[name] = _derived(value, [])
        else:
            cells[name] = _counted(value, policy)
        if name in veiled:
            cells[name] = _hidden(cells[name])
    return cells


def _hidden(cell: Cell) -> Cell:
    """The cell kept back; what does not exist cannot be."""
    return SUPPRESSED if cell.shown else cell


def _derived(value: MeasuredValue, rests_on: list[Cell]) -> Cell:
    """A value that is no count of persons itself: hidden only with what it would give away."""
    if value is None or isinstance(value, Ratio):
        return NOT_AVAILABLE
    if any(cell.status is Status.SUPPRESSED for cell in rests_on):
        return SUPPRESSED
    return Cell(value, Status.SHOWN)


def _counted(value: MeasuredValue, policy: Policy) -> Cell:
    if isinstance(value, Ratio):
        return NOT_AVAILABLE if value.value is None else policy.rate(value, value.value)
    if isinstance(value, int):
        return policy.count(value)
    return NOT_AVAILABLE


def _key(
    name: str,
    spec: Mapping[str, Any],
    codes: list[str],
    table: MeasuredTable,
    words: Mapping[str, str],
) -> Key:
    labels = vocabulary.labels(spec["list"]) if "list" in spec else {}
    if spec.get("match_system") and isinstance(table.when, date):
        labels = dict(vocabulary.system_in_force(table.when).labels)
    labels = {**labels, **{str(code): text for code, text in spec.get("categories", {}).items()}}
    totals = {str(code) for code in spec.get("totals", ())}
    categories = (
        Category(code, labels.get(code, code).format_map(words), code in totals)
        for code in dict.fromkeys(codes)
    )
    return Key(name, spec["label"], tuple(categories))
