"""The gate: measured tables in, released tables out. Nothing else makes a `ReleasedTable`."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Any

from fsb_lib import vocabulary
from fsb_lib.disclosure.entries import hidden_note, phrases, table_entry
from fsb_lib.disclosure.policy import NOT_AVAILABLE, SUPPRESSED, Policy
from fsb_lib.disclosure.released import (
    Category,
    Cell,
    Key,
    Measure,
    ReleasedTable,
    Row,
    Status,
    Unit,
)
from fsb_lib.measured import MeasuredRow, MeasuredTable, MeasuredValue, Ratio, When


def protect(
    tables: Iterable[MeasuredTable], policy: Policy, words: Mapping[str, str]
) -> tuple[ReleasedTable, ...]:
    """All tables of one release under one policy.

    `words` fills the placeholders of data/tables/, already in Danish forms. The tables of a
    release are protected together, since the same count may stand in several of them.
    """
    filled = phrases(words)
    return tuple(_released(table, policy, filled) for table in tables)


def _released(table: MeasuredTable, policy: Policy, words: Mapping[str, str]) -> ReleasedTable:
    entry = table_entry(table.id)
    rows = tuple(Row(row.keys, _cells(row, entry["measures"], policy)) for row in table.rows)
    notes = [note.format(**words) for note in _notes(entry, table.when)]
    if any(cell.status is Status.SUPPRESSED for row in rows for cell in row.cells):
        notes.append(hidden_note().format(**words))
    return ReleasedTable(
        id=table.id,
        title=entry["title"].format(**words),
        population=entry["population"].format(**words),
        when=table.when,
        keys=tuple(
            _key(name, spec, [row.keys[place] for row in table.rows], table, words)
            for place, (name, spec) in enumerate(entry["keys"].items())
        ),
        measures=tuple(
            Measure(name, spec["label"], Unit(spec["unit"]))
            for name, spec in entry["measures"].items()
        ),
        rows=rows,
        notes=tuple(notes),
        source=entry["source"].format(**words),
    )


def _notes(entry: Mapping[str, Any], when: When) -> list[str]:
    """The table's notes, with those that only concern a day and later ones."""
    later = entry.get("notes_from", {}).items()
    due = (notes for first, notes in later if isinstance(when, date) and first <= when)
    return [*entry.get("notes", ()), *chain.from_iterable(due)]


def _cells(row: MeasuredRow, measures: Mapping[str, Any], policy: Policy) -> tuple[Cell, ...]:
    cells: dict[str, Cell] = {}
    for name, spec in measures.items():
        value = row.values[name]
        if "rests_on" in spec:
            cells[name] = _derived(value, [cells[part] for part in spec["rests_on"]])
        elif spec.get("public") or isinstance(value, Fraction):
            cells[name] = _derived(value, [])
        else:
            cells[name] = _counted(value, policy)
    return tuple(cells.values())


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
        Category(code, labels.get(code, code).format(**words), code in totals)
        for code in dict.fromkeys(codes)
    )
    return Key(name, spec["label"], tuple(categories))
