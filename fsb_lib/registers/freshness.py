"""Whether the extracts reach the days that a report is about (register contract, 5)."""

from collections.abc import Mapping
from datetime import date, timedelta

import ibis.expr.types as ir

from fsb_lib import danish
from fsb_lib.errors import InputError, Problem
from fsb_lib.package_data import load
from fsb_lib.periods import STRATEGY_START

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
            f"the latest begins {latest.isoformat() if latest else 'never: no rows'}",
            "Ask for a newer extract, or measure an earlier year.",
        )
        for table, column in starts.items()
        if (latest := _latest(registers[table], column)) is None or latest <= earliest
    ]
    if stale:
        raise InputError(stale)


def plan_warnings(registers: Mapping[str, ir.Table], cutoff: date) -> list[str]:
    plans_table = registers["sof_handleplaner"]
    dates = [_latest(plans_table, column) for column in ("tilbudt", "udarbejdet", "slut")]
    texts = load("wording")["warnings"]
    known = [day for day in dates if day is not None]
    warnings = []
    if not known or max(known) <= cutoff - timedelta(days=STALE_AFTER_DAYS):
        warnings.append(texts["plans_stale"].format(cutoff=danish.long_date(cutoff)))
    earliest = [
        plans_table[column].min().to_pyarrow().as_py() for column in ("tilbudt", "udarbejdet")
    ]
    if min((day for day in earliest if day), default=STRATEGY_START) > STRATEGY_START:
        warnings.append(texts["plans_incomplete"])
    return warnings


def _latest(table: ir.Table, column: str) -> date | None:
    latest: date | None = table[column].max().to_pyarrow().as_py()
    return latest
