"""The gate: measured tables in, protected tables out. Nothing else makes a `ProtectedTable`.

measured         the policy hides      `HiddenCells` hide as well      and of a year that stands
97 | 3 | 3/97    97 | .. | ..          .. | .. | ..                    · | · | ·  (never printed)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from fsb_lib.disclosure.count_names import Place, column_names, counts_in
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
from fsb_lib.disclosure.rounding import does_not_add_up
from fsb_lib.domain import vocabulary
from fsb_lib.domain.breaks import breaks_between
from fsb_lib.domain.comparable import first_day, last_day
from fsb_lib.domain.declared_tables import (
    declared,
    hidden_note,
    phrases,
    rounding_note,
    untold_note,
)
from fsb_lib.domain.definitions import RegistryWords
from fsb_lib.domain.measured_table import (
    MeasuredRow,
    MeasuredTable,
    MeasuredValue,
    RankStatistic,
    Ratio,
)
from fsb_lib.domain.table_declarations import KeyDeclaration, MeasureDeclaration, TableDeclaration


@dataclass(frozen=True)
class HiddenCells:
    """What the joint model hides in the tables of one report, beside what is small by itself.

    Hidden counts by name, hidden rates by place; `letters` fill the names of the report. `untold`
    are counts that were never printed while all else of their day stands: they are not available,
    whatever they are, so that nothing follows from them.
    """

    letters: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    hidden_rates: frozenset[Place] = frozenset()
    untold: frozenset[str] = frozenset()

    def untold_columns(self, table_id: str, codes: tuple[str, ...]) -> frozenset[str]:
        """The columns of one row that are, or rest on, a count that is not told."""
        if not self.untold:
            return frozenset()
        names = column_names(table_id, codes, self.letters)
        return frozenset(
            column for column, name in names.items() if not self.untold.isdisjoint(counts_in(name))
        )

    def leaves_out_of(self, table: MeasuredTable) -> bool:
        """Whether any row of a table has a count that is not told."""
        return any(self.untold_columns(table.id, row.keys) for row in table.rows)

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
        return not self.hidden.isdisjoint(counts_in(name))


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

    Errors: InputError for a table that is not declared; ValueError for a value of another kind
    than its column's.
    """
    filled = filled_phrases(words)
    return tuple(_protected(table, policy, filled, hidden) for table in tables)


def filled_phrases(words: Mapping[str, str]) -> Mapping[str, str]:
    """`words`, the shared phrases that are filled with them, and the registry's own words."""
    shared = {name: phrase.format(**words) for name, phrase in phrases().items()}
    return RegistryWords({**words, **shared})


def _protected(
    table: MeasuredTable, policy: Policy, words: Mapping[str, str], hidden: HiddenCells
) -> ProtectedTable:
    entry = declared(table.id)
    rows = _rows(table, entry, policy, hidden)
    notes = [note.format_map(words) for note in entry.notes]
    notes.extend(note.format_map(words) for note in _footnotes(entry, table))
    if does_not_add_up(entry, rows):
        notes.append(rounding_note())
    if any(cell.status is Status.SUPPRESSED for row in rows for cell in row.cells):
        notes.append(hidden_note().format_map(words))
    if hidden.leaves_out_of(table):
        notes.append(untold_note())
    return ProtectedTable(
        id=table.id,
        title=entry.title.format_map(words),
        population=entry.population.format_map(words),
        when=table.when if table.since is None else None,  # several days: the title or keys say
        keys=tuple(
            _key(name, spec, [row.keys[place] for row in table.rows], table, words)
            for place, (name, spec) in enumerate(entry.keys.items())
        ),
        measures=tuple(
            Measure(name, spec.label.format_map(words), Unit(spec.unit))
            for name, spec in entry.measures.items()
        ),
        rows=rows,
        notes=tuple(notes),
        source=entry.source.format_map(words),
    )


def _footnotes(entry: TableDeclaration, table: MeasuredTable) -> Iterator[str]:
    """The breaks of the measure `breaks` between a table's first and last day; a table of one day
    has none in it."""
    if table.when is None or not entry.breaks:
        return
    first, last = table.since or first_day(table.when), last_day(table.when)
    yield from (known.footnote for known in breaks_between(entry.breaks, first, last))


def _rows(
    table: MeasuredTable, entry: TableDeclaration, policy: Policy, hidden: HiddenCells
) -> tuple[Row, ...]:
    """The rows with their cells; those of `behind` are judged with them and not shown."""
    rows = [(row.keys, _cells(row, entry, policy, hidden)) for row in table.rows]
    every = [cell for _, cells in rows for cell in cells.values()]
    if hidden.leaves_out_of(table) or any(cell.status is Status.SUPPRESSED for cell in every):
        whole = [name for name, spec in entry.judged.items() if spec.rests_on_table]
        rows = [
            (keys, cells | {name: _hidden(cells[name]) for name in whole}) for keys, cells in rows
        ]
    return tuple(Row(keys, tuple(cells[name] for name in entry.measures)) for keys, cells in rows)


def _cells(
    row: MeasuredRow, entry: TableDeclaration, policy: Policy, hidden: HiddenCells
) -> dict[str, Cell]:
    is_public = entry.is_public(dict(zip(entry.keys, row.keys, strict=True)))
    hidden_columns = hidden.columns(entry.id, row.keys)
    untold_columns = hidden.untold_columns(entry.id, row.keys)
    cells: dict[str, Cell] = {}
    for name, spec in entry.judged.items():
        value, rests_on = row.values[name], [cells[part] for part in spec.rests_on]
        if is_public or spec.public or spec.rests_on or spec.rests_on_table:
            cells[name] = _derived(value, spec, rests_on, policy)
        else:
            cells[name] = _counted(value, f"{entry.id}.{name}", spec, cells, policy)
        if name in hidden_columns:
            cells[name] = _hidden(cells[name])
        if not untold_columns.isdisjoint((name, *spec.rests_on, *spec.of)):
            cells[name] = NOT_AVAILABLE
    return cells


def _hidden(cell: Cell) -> Cell:
    """The cell kept back; what does not exist cannot be."""
    return SUPPRESSED if cell.shown else cell


def _derived(
    value: MeasuredValue, spec: MeasureDeclaration, rests_on: Iterable[Cell], policy: Policy
) -> Cell:
    """A value that is no count of persons itself: hidden only with what it would give away."""
    if isinstance(value, Ratio) and spec.public and value.value is not None:
        return policy.rate(value, value.value)
    if value is None or isinstance(value, Ratio | RankStatistic):
        return NOT_AVAILABLE
    if any(cell.status is Status.SUPPRESSED for cell in rests_on):
        return SUPPRESSED
    if spec.unit == "points" and isinstance(value, Fraction):
        return policy.points(value)
    return Cell(value, Status.SHOWN)


def _counted(
    value: MeasuredValue,
    where: str,
    spec: MeasureDeclaration,
    cells: Mapping[str, Cell],
    policy: Policy,
) -> Cell:
    """A count, a rate or a statistic of persons, by the kind that its column declares.

    Errors: ValueError for a value of another kind: nobody could say what it gives away.
    """
    if value is None:
        return NOT_AVAILABLE
    if isinstance(value, Ratio) and spec.unit == "rate":
        return NOT_AVAILABLE if value.value is None else policy.rate(value, value.value)
    if isinstance(value, int) and spec.is_count:
        return policy.count(value)
    if isinstance(value, RankStatistic) and spec.unit == "days":
        base = cells[spec.of[0]]
        return policy.statistic(value) if base.shown else base
    kind = type(value).__name__
    raise ValueError(f"{where}: a value of the kind {kind} in a column of {spec.unit}")


def _key(
    name: str,
    spec: KeyDeclaration,
    codes: list[str],
    table: MeasuredTable,
    words: Mapping[str, str],
) -> Key:
    labels, label = vocabulary.labels(spec.list) if spec.list else {}, spec.label
    if spec.match_system and isinstance(table.when, date):
        system = vocabulary.system_in_force(table.when)
        labels = dict(system.labels)
        label = system.group
    labels = {**labels, **spec.categories}
    categories = (
        Category(code, labels.get(code, code).format_map(words), code in spec.sums)
        for code in dict.fromkeys(codes)
    )
    return Key(name, label, tuple(categories))
