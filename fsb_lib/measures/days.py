"""The days that are asked about, as data: one query serves all of them, in any engine.

    days            spells                  rows_on(spells, days)
    day             anna | fra  | til       anna | fra  | til  | day
    2009-11-15      anna | 2009 | 2010      anna | 2009 | 2010 | 2009-11-15
    2010-11-15                              ...  and so on for every day that the row covers

A *moment* is a person on a day. `rows_at` is the same where each person has days of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fsb_lib.domain.periods import Period, month_of

Registers = Mapping[str, ir.Table]
MOMENT = ("person", "day")
# What says who a person is on a day, all of it with `fra` and `til`. HELD are the assessments by
# the days that they were in force: no register, but made of one (`populations.with_held`).
BENEFITS, CASES, HELD = "bif_ydelser", "sof_sager", "assessments_in_force"
CONTACTS = (BENEFITS, CASES)
SPELLS = (*CONTACTS, HELD)


def table_of(days: Iterable[date]) -> ir.Table:
    """day | month_first | month_last: a row for each day, with its month."""
    asked = sorted(set(days))
    months = [month_of(day) for day in asked]
    columns = {
        "day": pa.array(asked, pa.date32()),
        "month_first": pa.array([month.first for month in months], pa.date32()),
        "month_last": pa.array([month.last for month in months], pa.date32()),
    }
    return ibis.memtable(pa.table(columns))


def pairs(before: Mapping[date, date]) -> ir.Table:
    """day | before: each day with an earlier one that belongs to it."""
    days = sorted(before)
    earlier = [before[day] for day in days]
    columns = {"day": pa.array(days, pa.date32()), "before": pa.array(earlier, pa.date32())}
    return ibis.memtable(pa.table(columns))


def covering(spells: ir.Table, first: ir.Value | date, last: ir.Value | date) -> ir.Table:
    """Spells `fra`-`til` that touch the days from `first` to `last`; both ends inclusive."""
    return spells.filter(*_touching(spells, first, last))


def on_days(spells: ir.Table, days: ir.Table) -> ir.Table:
    """Spells with every `day` that they cover: a row for each."""
    return _covered(spells, days.select("day"), ())


def in_months(spells: ir.Table, days: ir.Table) -> ir.Table:
    """Spells with every `day` in whose month they cover a day."""
    months = days.select("day", "month_first", "month_last")
    touching = _touching(spells, months.month_first, months.month_last)
    return spells.join(months, touching).drop("month_first", "month_last")


def known_on(rows: ir.Table, dated: str, days: ir.Table) -> ir.Table:
    """Rows with every `day` from their own date on."""
    asked = days.select("day")
    return rows.join(asked, [rows[dated] <= asked.day])


def rows_on(registers: Registers, days: ir.Table) -> Registers:
    """The spells of benefits and cases by the days that they cover, for everybody."""
    return {name: on_days(registers[name], days) for name in CONTACTS}


def rows_at(registers: Registers, moments: ir.Table) -> Registers:
    """The same for moments: each person's spells by the days of that person."""
    asked = moments.select(*MOMENT)
    return {name: _covered(registers[name], asked, ("person",)) for name in CONTACTS}


def during(registers: Registers, period: Period) -> Registers:
    """The registers without the spells that say nothing of the period's days.

    Nothing else changes: the rows are left out before they are joined to anybody, which is most
    of the work.
    """
    spells = {name: covering(registers[name], period.first, period.last) for name in SPELLS}
    return {**registers, **spells}


def day_before(day: ir.DateValue) -> ir.DateValue:
    """The day before; a date, which engines make a moment of when an interval is taken off."""
    return (day - ibis.interval(days=1)).cast("timestamp").date()


def day_after(day: ir.DateValue) -> ir.DateValue:
    """The day after, as `day_before`."""
    return (day + ibis.interval(days=1)).cast("timestamp").date()


def beside(rows: ir.Table, *facts: ir.Table, keys: Sequence[str] = MOMENT) -> ir.Table:
    """All rows with the columns of each table of facts, null where there is no fact."""
    joined = rows
    for n, one in enumerate(facts):
        joined = joined.left_join(one, list(keys), rname=f"{{name}}_{n}")
    return joined.select(*rows.columns, *(name for one in facts for name in _beyond(one, keys)))


def flagged(moments: ir.Table, *flags: ir.Table) -> ir.Table:
    """All moments with the flags of each table, false where it has no such moment."""
    with_nulls = beside(moments, *flags)
    names = (name for one in flags for name in _beyond(one, MOMENT))
    return with_nulls.mutate(**{name: with_nulls[name].fill_null(False) for name in names})


def _beyond(table: ir.Table, keys: Sequence[str]) -> list[str]:
    return [name for name in table.columns if name not in keys]


def _covered(spells: ir.Table, asked: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    covers = _touching(spells, asked.day, asked.day)
    return spells.join(asked, [*keys, *covers]).select(*spells.columns, "day")


def _touching(
    spells: ir.Table, first: ir.Value | date, last: ir.Value | date
) -> list[ir.BooleanValue]:
    return [spells.fra <= last, spells.til.isnull() | (spells.til >= first)]
