"""What reshaping showed of the declared sources of a table: what is not there, what was left out.

Of a file and of a database's table alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fsb_lib.base.errors import Problem
from fsb_lib.domain.contract import MAX_FAULT_SHARE, RegisterTable
from fsb_lib.registers.faults import FIRST_LINES, FaultCount, FaultKind, fatal
from fsb_lib.registers.intake.mapping import unmatched_in_source, unmet_entries
from fsb_lib.registers.intake.mapping_file import where
from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.safe_names import listed
from fsb_lib.registers.sources.form import SourceForm
from fsb_lib.registers.sources.reshaping import Reshaping
from fsb_lib.registers.sources.source_rows import SourceRows

_NO_COLUMN = "no header has that column"
_SAID = 5
_WEEK = 7


@dataclass(frozen=True)
class DeclaredFile:
    """A file of a declared source: `before` are rows of its other files that wait for the last."""

    form: SourceForm
    before: list[SourceRows]
    is_last: bool


def naming(register: RegisterTable, declared: DeclaredFile | None, column: str) -> str:
    """How the mapping file says which column is which, in words of a message."""
    theirs = f"{{THEIRS: {column or 'ours'}}}"
    if declared:
        return f"columns: {theirs} of its source"
    return f"columns: {{{register.name}: {theirs}}}"


def problems_of_header(reshaping: Reshaping) -> Iterator[Problem]:
    """The columns that the source names and its header does not, and weeks that are not there."""
    form, header = reshaping.form, reshaping.header
    for name, place in form.needed.items():
        if name not in header:
            yield unmatched_in_source(form, place, name, _NO_COLUMN, header)
    weeks = form.source.weeks
    if weeks is None or not weeks.columns:
        return
    mondays = reshaping.mondays
    if not mondays:
        yield unmatched_in_source(form, ("weeks", "columns"), weeks.columns, _NO_COLUMN, header)
    where_said = where(form.line(("weeks", "columns")))
    wrong = [name for name, day in mondays.items() if day is None]
    if wrong:
        yield fatal("week_column", where_said, found=listed(wrong, _SAID))
    days = [day for day in mondays.values() if day is not None]
    twice = [name for name, day in mondays.items() if day is not None and days.count(day) > 1]
    if twice:
        yield fatal("column_twice", where_said, column=listed(twice, _SAID))


def told_of_weeks(table: str, reshapings: Sequence[Reshaping]) -> Iterator[IntakeRemark]:
    """That a table is made of weeks, and the weeks between the first and the last without a
    column in any file of their declaration.
    """
    for own in _by_form([one for one in reshapings if one.form.source.weeks]):
        yield IntakeRemark("of_weeks", table)
        mondays = {day for one in own for day in one.mondays.values() if day is not None}
        days = sorted(day for day in mondays if day >= own[0].first_day)
        n_missing = sum((after - before) // _WEEK - 1 for before, after in pairwise(days))
        if n_missing > 0:
            yield IntakeRemark("weeks_missing", table, found=f"{n_missing} weeks")


def problems_of_rows(reshapings: Sequence[Reshaping]) -> Iterator[Problem]:
    """Entries that match nothing in any of their source's files; ids that are no ids."""
    for own in _by_form(reshapings):
        yield from unmet_entries(own[0].form, {entry for one in own for entry in one.met})
    for one in reshapings:
        n_shared = len(one.signs.of("shared"))
        if n_shared > Fraction(str(MAX_FAULT_SHARE)) * one.signs.n_rows:
            verb = "events" if one.form.source.events else "pair_rows"
            found = f"{n_shared:,} of {one.signs.n_rows:,} rows"
            yield fatal("id_of_several", where(one.form.line((verb,))), found=found)


def _by_form(reshapings: Sequence[Reshaping]) -> list[list[Reshaping]]:
    """The files of each declaration."""
    by_form: dict[int, list[Reshaping]] = {}
    for one in reshapings:
        by_form.setdefault(id(one.form), []).append(one)
    return list(by_form.values())


def rows_left(table: str, reshapings: Sequence[Reshaping], n_kept: int) -> tuple[FaultCount, ...]:
    """Rows left out by kind and column, with the first of their lines. `n_kept`: the others."""
    lines: dict[tuple[str, str], list[NDArray[np.int64]]] = {}
    for one in reshapings:
        for which, parts in one.left.items():
            lines.setdefault(which, []).extend(parts)
    found = {which: np.sort(np.concatenate(parts)) for which, parts in sorted(lines.items())}
    n_all = n_kept + sum(map(len, found.values()))
    return tuple(
        FaultCount(table, FaultKind(*which), len(rows), n_all, tuple(rows[:FIRST_LINES].tolist()))
        for which, rows in found.items()
    )


def told_of_rows(table: str, reshapings: Sequence[Reshaping]) -> Iterator[IntakeRemark]:
    """How many rows became how many."""
    n_in = sum(one.n_in for one in reshapings)
    n_out = sum(one.n_out for one in reshapings)
    if n_in != n_out:
        yield IntakeRemark("reshaped", table, found=f"{n_in:,} -> {n_out:,}")
    for sign, kind in (("tied", "same_moment"), ("shared", "id_of_several")):
        if n_rows := sum(len(one.signs.of(sign)) for one in reshapings):
            yield IntakeRemark(kind, table, n_rows=n_rows)
