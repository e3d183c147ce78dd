"""Whether the extracts reach the days that a report is about (register contract, 5)."""

from collections.abc import Mapping
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.package_data import load
from fsb_lib.domain import danish
from fsb_lib.domain.periods import STRATEGY_START

STALE_AFTER_DAYS = 62


def refuse_stale(registers: Mapping[str, ir.Table], day: date) -> None:
    """An extract in which nothing begins close to the reference date cannot describe it."""
    starts = {"bif_ydelser": "fra", "sof_sager": "fra", "bif_matchvurderinger": "vurderet"}
    earliest = day - timedelta(days=STALE_AFTER_DAYS)
    stale = [
        Problem(
            f"the extract is stale: no row has `{column}` close to the reference date",
            f"register {table}",
            f"rows that begin later than {earliest.isoformat()} "
            f"({STALE_AFTER_DAYS} days before {day.isoformat()})",
            remedy="Ask for a newer extract, or measure an earlier year.",
        )
        for table, column in starts.items()
        if (latest := _latest(registers[table], column)) is None or latest <= earliest
    ]
    if stale:
        raise InputError(stale)


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


def exit_warnings(registers: Mapping[str, ir.Table], first: date, last: date) -> list[str]:
    """What a reader must know when no exit is dated near one end of the year that is followed.

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
    return [load("wording/outcome_followup")["warnings"]["exits_incomplete"].format(**words)]


def _latest(table: ir.Table, column: str) -> date | None:
    latest: date | None = table[column].max().to_pyarrow().as_py()
    return latest
