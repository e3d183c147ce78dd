"""Whether the extracts reach the days that a report is about (register contract, 5)."""

from collections.abc import Mapping
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.package_data import load
from fsb_lib.domain import danish
from fsb_lib.domain.periods import STRATEGY_START
from fsb_lib.registers.rows.dates import NO_DATE
from fsb_lib.registers.rows.robust_day import DatedRows

_EPOCH = date(1970, 1, 1)
STALE_AFTER_DAYS = 62  # of plans and exits
REACHES_TO = 31  # days before the reference date that the robust day may lie
# Starts in a year from which it is no chance that these days before the reference date have none.
MONTHLY, TWO_MONTHLY = 120, 40
_MONTHS = ((0, 30), (31, 61))
_TWO_MONTHS = ((0, 61),)


STARTS: Mapping[str, str] = {
    "bif_ydelser": "fra",
    "sof_sager": "fra",
    "bif_matchvurderinger": "vurderet",
}


def starts(registers: Mapping[str, ir.Table]) -> dict[str, DatedRows]:
    """On which days the rows of the registers start that say who is who, by table."""
    return {table: _dated(registers[table], column) for table, column in STARTS.items()}


def refuse_stale(dated: Mapping[str, DatedRows], day: date) -> None:
    """An extract that ends before the reference date, or thins out there, cannot describe it.

    `dated` are `starts` of the registers.
    """
    stale = [
        Problem(
            f"the extract is stale: {lack}",
            f"register {table}",
            f"`{column}` to {REACHES_TO} days before {day.isoformat()} on more rows than a few, "
            "and in each of the last two months (where few start: in the two together)",
            remedy="Ask for a newer extract, or measure an earlier year.",
        )
        for table, column in STARTS.items()
        if (lack := _lack(dated[table], column, day))
    ]
    if stale:
        raise InputError(stale)


def _lack(dated: DatedRows, column: str, day: date) -> str:
    """What says that rows are missing near the day, in words; nothing when nothing does."""
    last = dated.latest if dated.robust_day == NO_DATE else dated.robust_day
    at = (day - _EPOCH).days
    if last < at - REACHES_TO:
        return f"few or no rows have `{column}` close to the reference date"
    for first, until in _asked(dated.between(at - 365, at)):
        if not dated.between(at - until, at - first):
            return f"no row has `{column}` {first} to {until} days before the reference date"
    return ""


def _asked(n_starts_in_a_year: int) -> tuple[tuple[int, int], ...]:
    """The days before the reference date in which a row must start."""
    if n_starts_in_a_year >= MONTHLY:
        return _MONTHS
    return _TWO_MONTHS if n_starts_in_a_year >= TWO_MONTHLY else ()


def _dated(table: ir.Table, column: str) -> DatedRows:
    """The rows of a table by day."""
    counts = table.filter(table[column].notnull()).group_by(column).agg(n=lambda t: t.count())
    found = counts.to_pyarrow()
    dated = DatedRows.none()
    days = found[column].cast(pa.date32()).cast(pa.int32()).to_numpy()
    dated.add(np.repeat(days, found["n"].to_numpy()))
    return dated


def plan_warnings(registers: Mapping[str, ir.Table], cutoff: date) -> list[str]:
    """What a reader must know when the plan register is late, or begins after the strategy."""
    plans, texts = registers["sof_handleplaner"], load("wording/common")["warnings"]
    window = (cutoff - timedelta(days=STALE_AFTER_DAYS), cutoff)
    recent = [plans[name].between(*window) for name in ("tilbudt", "udarbejdet", "slut")]
    earliest = plans.select(
        first=ibis.least(
            plans.tilbudt.fill_null(plans.udarbejdet), plans.udarbejdet.fill_null(plans.tilbudt)
        )
    )["first"].min()
    first = earliest.to_pyarrow().as_py()
    warnings = []
    if not plans.filter(ibis.or_(*recent)).count().to_pyarrow().as_py():
        warnings.append(texts["plans_stale"].format(cutoff=danish.long_date(cutoff)))
    if first is not None and first > STRATEGY_START:
        warnings.append(texts["plans_incomplete"])
    return warnings


def exit_warnings(
    report: str, registers: Mapping[str, ir.Table], first: date, last: date
) -> list[str]:
    """What a reader must know when no exit is dated near one end of the time that is followed.

    Then causes are missing, and their persons stand as ended without a known cause.
    """
    exits, window = registers["bif_afgange"], timedelta(days=STALE_AFTER_DAYS)
    ends = (
        exits.filter(exits.dato > first, exits.dato <= first + window),
        exits.filter(exits.dato > last - window, exits.dato <= last),
    )
    if all(end.count().to_pyarrow().as_py() for end in ends):
        return []
    words = {"before": danish.long_date(first), "day": danish.long_date(last)}
    return [load(f"wording/{report}")["warnings"]["exits_incomplete"].format(**words)]
