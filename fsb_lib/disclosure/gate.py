"""The gate: measured tables in, protected tables out. Nothing else makes a `ProtectedTable`.

measured         the policy hides      `HiddenCells` hide as well
97 | 3 | 3/97    97 | .. | ..          .. | .. | ..
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from fsb_lib.disclosure.cells import Place, column_names
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
from fsb_lib.disclosure.table_entries import hidden_note, phrases, table_entry
from fsb_lib.domain import vocabulary
from fsb_lib.domain.breaks import breaks_between
from fsb_lib.domain.comparable import first_day, last_day, published
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio


@dataclass(frozen=True)
class HiddenCells:
    """What the joint model hides in the tables of one report, beside what is small by itself.

    Hidden counts by name, hidden rates by place; `letters` fill the names of the report.
    """

    letters: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    hidden_rates: frozenset[Place] = frozenset()

    def columns(self, table_id: str, codes: tuple[str, ...]) -> frozenset[str]:
        """The columns of one row that are hidden."""
        if not self.letters:
            return frozenset()
        names = column_names(table_id, codes, self.letters)
        return frozenset(
            column
            for column, name in names.items()
            if self._hides(name) or Place(table_id, codes, column) in self.hidden_rates
        )

    def _hides(self, name: str | tuple[str, str]) -> bool:
        counts = (name,) if isinstance(name, str) else name
        return not self.hidden.isdisjoint(counts)


NOTHING_HIDDEN = HiddenCells()


def protect(
    tables: Iterable[MeasuredTable],
    policy: Policy,
    words: Mapping[str, str],
    hidden: HiddenCells = NOTHING_HIDDEN,
) -> tuple[ProtectedTable, ...]:
    """All tables of one report under one policy.

    `words` fills the placeholders of data/tables/, already in Danish forms. `hidden` is what the
    joint model of all reports hides beside what the policy hides by itself.
    """
    filled = phrases(words)
    return tuple(_protected(table, policy, filled, hidden) for table in tables)


def _protected(
    table: MeasuredTable, policy: Policy, words: Mapping[str, str], hidden: HiddenCells
) -> ProtectedTable:
    entry = table_entry(table.id)
    rows = _rows(table, entry, policy, hidden)
    notes = [note.format_map(words) for note in entry.get("notes", ())]
    notes.extend(_footnotes(entry, table))
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


def _footnotes(entry: Mapping[str, Any], table: MeasuredTable) -> Iterator[str]:
    """The breaks between a table's first and last day, and what is unsure of its baseline.

    `entry` is the table's of data/tables/: `breaks` names the measure, `baseline` the published
    figure that stands beside the table's first day. A table of one day has no breaks in it.
    """
    if table.when is None:
        return
    first, last = table.since or first_day(table.when), last_day(table.when)
    if "breaks" in entry:
        yield from (known.footnote for known in breaks_between(entry["breaks"], first, last))
    if "baseline" in entry:
        figures = published(entry["baseline"]).values()
        dated = (figure for figure in figures if first <= first_day(figure.point.when) <= last)
        yield from (figure.precision_note for figure in dated if figure.precision_note)


def _rows(
    table: MeasuredTable, entry: Mapping[str, Any], policy: Policy, hidden: HiddenCells
) -> tuple[Row, ...]:
    """The rows with their cells; those of `behind` are judged with them and not shown."""
    judged = {**entry.get("behind", {}), **entry["measures"]}
    rows = [
        (row.keys, _cells(row, judged, policy, hidden.columns(table.id, row.keys)))
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
    row: MeasuredRow, measures: Mapping[str, Any], policy: Policy, hidden_columns: Collection[str]
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
        if name in hidden_columns:
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
