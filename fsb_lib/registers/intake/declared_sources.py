"""What reshaping showed of the declared sources of a table: what is not there, what was left out.

Of a file and of a database's table alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fsb_lib.base.errors import Problem
from fsb_lib.registers.faults import FIRST_LINES, FaultCount, FaultKind, fatal
from fsb_lib.registers.intake.mapping import unmatched_in_source, unmet_entries
from fsb_lib.registers.intake.mapping_file import where
from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.safe_names import sayable
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
        yield fatal("week_column", where_said, found=_listed(wrong))
    days = [day for day in mondays.values() if day is not None]
    twice = [name for name, day in mondays.items() if day is not None and days.count(day) > 1]
    if twice:
        yield fatal("column_twice", where_said, column=_listed(twice))


def told_of_weeks(reshaping: Reshaping) -> Iterator[IntakeRemark]:
    """That a table is made of weeks, and the weeks between the first and the last without one."""
    if reshaping.form.source.weeks is None:
        return
    table = reshaping.form.register.name
    yield IntakeRemark("of_weeks", table)
    first, all_days = reshaping.first_day, reshaping.mondays.values()
    days = sorted(day for day in all_days if day is not None and day >= first)
    n_missing = sum((after - before) // _WEEK - 1 for before, after in pairwise(days))
    if n_missing > 0:
        yield IntakeRemark("weeks_missing", table, found=f"{n_missing} weeks")


def unmet_in_sources(reshapings: Sequence[Reshaping]) -> Iterator[Problem]:
    """Entries that match nothing in any of their source's files."""
    by_form: dict[int, list[Reshaping]] = {}
    for one in reshapings:
        by_form.setdefault(id(one.form), []).append(one)
    for own in by_form.values():
        yield from unmet_entries(own[0].form, {entry for one in own for entry in one.met})


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


def _listed(names: list[str]) -> str:
    more = " ..." if len(names) > _SAID else ""
    return ", ".join(map(sayable, names[:_SAID])) + more
