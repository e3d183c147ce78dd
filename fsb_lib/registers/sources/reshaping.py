"""The verbs of one source in their order, over its batches; and what was left out on the way.

A source without `events`, `pair_rows` or long `weeks` is reshaped batch by batch; with one of them
its columns that are named, and no others, are gathered first.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fsb_lib.domain.contract import LEFT_OUT, REPLACED
from fsb_lib.registers.files.text_table import TextBatch
from fsb_lib.registers.sources.combining import combined
from fsb_lib.registers.sources.declared import Events, PairRows
from fsb_lib.registers.sources.events import last_records
from fsb_lib.registers.sources.form import SourceForm
from fsb_lib.registers.sources.gathered_signs import GatheredSigns
from fsb_lib.registers.sources.keys import RowKeys, row_keys, shared_by_several
from fsb_lib.registers.sources.match_system import system_by_date
from fsb_lib.registers.sources.moments import moments
from fsb_lib.registers.sources.named import MetEntry
from fsb_lib.registers.sources.pair_rows import Happened, paired, repeated, tied
from fsb_lib.registers.sources.selecting import among, met_values, outside
from fsb_lib.registers.sources.source_rows import (
    Distinct,
    SourceRows,
    constant,
    distinct,
    rows_of,
    together,
)
from fsb_lib.registers.sources.week_names import column_monday, column_pattern, monday
from fsb_lib.registers.sources.week_spells import long_weeks, wide_weeks
from fsb_lib.registers.sources.written_days import as_iso_days, needs_no_form
from fsb_lib.registers.spelling import canonical

_ALL_WEEKS = -(2**40)


@dataclass
class Reshaping:
    """Reshapes the rows of one file or table. Read `batches` once, to the end.

    `header`: its names in canonical spelling. Lines are counted on from `first_line`. `before`:
    the rows of the source's other files where the verbs need all of them; they come with the last
    file. Afterwards `met` are the entries that matched, `left` the lines of rows left out by kind
    and column, `n_in` and `n_out` the rows that came in and went out, and `signs` what rows beside
    each other showed.
    """

    form: SourceForm
    header: tuple[str, ...]
    first_line: int = 0
    before: list[SourceRows] = field(default_factory=list)
    is_last: bool = True
    met: set[MetEntry] = field(default_factory=set)
    left: dict[tuple[str, str], list[NDArray[np.int64]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    n_in: int = 0
    n_out: int = 0
    last_line: int = 0
    signs: GatheredSigns = field(default_factory=GatheredSigns)

    @property
    def names(self) -> tuple[str, ...]:
        before = {name for rows in self.before for name in rows.columns}
        return self.form.made_names(self.header, before)

    @property
    def mondays(self) -> dict[str, int | None]:
        """The Monday of each week column from the first year asked for; None: no such week."""
        weeks = self.form.source.weeks
        if weeks is None or not weeks.columns:
            return {}
        pattern = column_pattern(weeks.columns)
        found = {name: match for name in self.header if (match := pattern.fullmatch(name))}
        return {name: column_monday(match) for name, match in found.items()}

    def batches(self, incoming: Iterator[TextBatch]) -> Iterator[TextBatch]:
        """The rows of the table, in batches."""
        parts: Iterator[SourceRows] = (self._kept(self._counted(batch)) for batch in incoming)
        if self.form.needs_all_rows:
            self.before.extend(parts)
            whole = [together(self.before)] if self.is_last and self.before else []
            parts = map(self._gathered, whole)
        for rows in parts:
            for some in self._spells(self._left_out(rows, late=False)):
                done = self._left_out(self._finished(some), late=True)
                self.n_out += len(done)
                if len(done):
                    yield done.as_batch(self.names)

    def _counted(self, batch: TextBatch) -> SourceRows:
        """The columns that are read, each row with its line among those of all files."""
        self.n_in += len(batch)
        rows = rows_of(batch, self.header, self._wanted)
        lines = rows.lines + self.first_line
        self.last_line = max(self.last_line, int(lines.max(initial=0)))
        return self._with_iso_days(replace(rows, lines=lines))

    @cached_property
    def _wanted(self) -> dict[str, str]:
        wanted = self.form.wanted(self.header)
        first = self.first_day
        early = {n for n, day in self.mondays.items() if day is not None and day < first}
        return {name: inside for name, inside in wanted.items() if name not in early}

    @property
    def first_day(self) -> int:
        """The Monday from which weeks are read."""
        weeks = self.form.source.weeks
        year = int(weeks.since) if weeks and weeks.since else 0
        return (monday(year, 1) if year else None) or _ALL_WEEKS

    def _kept(self, rows: SourceRows) -> SourceRows:
        """Without the rows of a kind that is no matter of ours; deletions stay."""
        events = self.form.source.events
        kept = self.form.selection("keep_only")
        self._note("keep_only", met_values(rows, kept))
        for name, wanted in kept.items():
            unwanted = outside(rows, name, wanted)
            if events and events.kind:
                unwanted &= ~self._deletions(events, name, rows)
            rows = self._without(rows, LEFT_OUT, name, unwanted)
        return rows

    def _deletions(self, events: Events, name: str, rows: SourceRows) -> NDArray[np.bool_]:
        """The deletions that a column does not say to be of another matter."""
        kind = self.form.name(events.kind)
        deletes = among(rows, kind, set(map(canonical, events.deletes or ())))
        return deletes if name == kind else deletes & among(rows, name, [""])

    def _gathered(self, rows: SourceRows) -> SourceRows:
        """All rows of a source, after the verbs that look at several of them."""
        if events := self.form.source.events:
            rows = self._last_records(events, rows)
        if pairs := self.form.source.pair_rows:
            rows = self._paired(pairs, self._left_out(rows, late=False))
        return rows

    def _last_records(self, events: Events, rows: SourceRows) -> SourceRows:
        form = self.form
        kind, deletes = form.name(events.kind), set(map(canonical, events.deletes or ()))
        if kind:
            self._note("events", met_values(rows, {kind: deletes}))
        keys, placed = self._keys(form.names(events.id), rows), self._moments(events.at, rows)
        standing = last_records(rows, keys, placed, kind, sorted(deletes))
        self.signs.note(rows, untold=standing.untold, tied=standing.tied)
        self._note_left(REPLACED, "", rows.lines[~standing.stands])
        return rows.at(standing.stands)

    def _paired(self, pairs: PairRows, rows: SourceRows) -> SourceRows:
        form, kind = self.form, self.form.name(pairs.kind)
        first, then = form.fillings("first"), form.fillings("then")
        self._note("pair_rows", met_values(rows, {kind: {*first, *then}}))
        rows = self._without(rows, LEFT_OUT, kind, outside(rows, kind, {*first, *then}))
        keys, placed = self._keys(form.names(pairs.by), rows), self._moments(pairs.at, rows)
        happened = Happened(rows, keys, placed)
        again = repeated(happened, form.name(pairs.at), form.register.cpr_columns)
        self._note_left(REPLACED, "", rows.lines[again])
        happened = happened.at(~again)
        self.signs.note(happened.rows, untold=happened.untold, tied=tied(happened, kind, first))
        return paired(happened, kind, first, then)

    def _keys(self, names: Sequence[str], rows: SourceRows) -> RowKeys:
        """The keys by which rows belong together; a person's own are no other's."""
        numbers = self.form.register.cpr_columns
        keys = row_keys(rows, names, numbers)
        if not set(numbers) & set(names) and numbers[0] in rows.columns:
            self.signs.note(rows, shared=shared_by_several(keys, rows.columns[numbers[0]]))
        return keys

    def _moments(self, at: str, rows: SourceRows) -> NDArray[np.int64]:
        return moments(rows.columns[self.form.name(at)])

    def _spells(self, rows: SourceRows) -> Iterator[SourceRows]:
        """Weeks made spells; every other row as it is."""
        weeks = self.form.source.weeks
        if weeks is None:
            yield rows
            return
        value = self.form.name(weeks.value)

        def meaning(found: Distinct) -> Sequence[str]:
            return self._meant(value, found)

        if weeks.columns:
            days = {n: day for n, day in self.mondays.items() if n in rows.columns and day}
            yield from wide_weeks(rows, days, value, meaning)
        else:
            week = self.form.name(weeks.column)
            yield long_weeks(rows, week, value, self._of_one_spell, self.first_day, meaning)

    def _of_one_spell(self, rows: SourceRows) -> NDArray[np.int64]:
        """The keys of long weeks: all that a row of the table may be made of but the week."""
        form = self.form
        ours = {column.name for column in form.register.columns}
        ours |= {name for rules in form.rules.values() for rule in rules for name in rule.when}
        names = [name for name in rows.columns if name in ours]
        return row_keys(rows, names, form.register.cpr_columns).number

    def _finished(self, rows: SourceRows) -> SourceRows:
        """Rows with the columns that are made of one row alone."""
        form, source = self.form, self.form.source
        rows = self._with_iso_days(rows)
        rows = rows.having(
            {form.name(name): constant(text, len(rows)) for name, text in source.constants.items()}
        )
        for name, rules in form.rules.items():
            for rule in rules:
                self._note("when", met_values(rows, rule.when))
            column, fitted = combined(rows, rules)
            self.met |= {("combine", name, str(number)) for number in fitted}
            rows = rows.having({name: column})
        for name in form.meanings.keys() & rows.columns.keys():
            rows = rows.having({name: self._translated(name, rows.columns[name])})
        if "system" in source.derive:
            days = rows.columns[form.register.key_dates[0]]
            rows = rows.having({"system": system_by_date(rows.columns["kode"], days)})
        return self.signs.put_in(rows, form)

    def _with_iso_days(self, rows: SourceRows) -> SourceRows:
        """The declared ways of writing a day read, in the columns that are there by now."""
        written = {self.form.name(name): one for name, one in self.form.source.dates.items()}
        there = {name: rows.columns[name] for name in written.keys() & rows.columns.keys()}
        read = {name: as_iso_days(column, written[name]) for name, column in there.items()}
        self.met |= {
            ("dates", name, written[name])
            for name, column in there.items()
            if not column.equals(read[name]) or needs_no_form(column)
        }
        return rows.having(read)

    def _translated(self, name: str, column: pa.StringArray) -> pa.StringArray:
        found = distinct(column)
        return found.replaced(self._meant(name, found))

    def _meant(self, name: str, found: Distinct) -> list[str]:
        """The contract's code of each distinct text of a column; others as they stand."""
        meanings = self.form.meanings.get(name, {})
        self.met |= {("codes", name, one) for one in set(found.names) & meanings.keys()}
        return [
            meanings.get(one, text if one else "")
            for one, text in zip(found.names, found.texts, strict=True)
        ]

    def _left_out(self, rows: SourceRows, *, late: bool) -> SourceRows:
        """Without the codes that are no matter of ours: early where the source has the column,
        late where only a verb makes it."""
        theirs = {self.form.name(name) for name in self.form.needed}
        unwanted = {
            name: values
            for name, values in self.form.selection("leave_out").items()
            if (name not in theirs) == late and name in rows.columns
        }
        self._note("leave_out", met_values(rows, unwanted))
        for name, values in unwanted.items():
            rows = self._without(rows, LEFT_OUT, name, among(rows, name, values))
        return rows

    def _without(
        self, rows: SourceRows, kind: str, name: str, hit: NDArray[np.bool_]
    ) -> SourceRows:
        if not hit.any():
            return rows
        self._note_left(kind, name, rows.lines[hit])
        return rows.at(~hit)

    def _note_left(self, kind: str, name: str, lines: NDArray[np.int64]) -> None:
        if len(lines):
            self.left[kind, name].append(lines)

    def _note(self, verb: str, met: set[tuple[str, str]]) -> None:
        self.met |= {(verb, name, value) for name, value in met}
