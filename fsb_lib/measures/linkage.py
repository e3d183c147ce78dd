"""How well the two registers meet, and how assessments were carried over (registers 7, D2)."""

from collections.abc import Mapping

import ibis.expr.types as ir

from fsb_lib.domain.contract import DUPLICATE
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable
from fsb_lib.measures.counting import Grouping, rows_for
from fsb_lib.measures.measurement import Measurement

SIDES = ("both", "bif_only", "sof_only", "unlinkable_bif", "unlinkable_sof")
BY_SIDE = Grouping(also=SIDES)
UNLINKABLE = Grouping(("special_needs", "replacement"))
FOCUS = Grouping(("focus",))
FOCUS_CONVERTED = Grouping(("focus",), also=("converted", "two_on_one_day"))
GROUPINGS = (BY_SIDE, UNLINKABLE, FOCUS, FOCUS_CONVERTED)


def sides(persons: ir.Table) -> dict[str, ir.BooleanValue]:
    """The flag of each side of the linkage, and `two_on_one_day`.

    A replacement number links only inside the register that issued it, so its persons are
    unlinkable by rule and counted by themselves.
    """
    recipient, replaced = persons.recipient, persons.replacement
    citizen = persons.n_target_groups > 0
    return {
        "both": recipient & citizen,
        "bif_only": recipient & ~citizen & ~replaced,
        "sof_only": citizen & ~recipient & ~replaced,
        "unlinkable_bif": recipient & replaced,
        "unlinkable_sof": citizen & replaced,
        "two_on_one_day": (persons.n_on_day > 1).fill_null(False),
    }


def linkage(now: Measurement) -> MeasuredTable:
    """Persons covered on the day by both registers, by one, or by one on a replacement number."""
    counts = now.counts(BY_SIDE)[()]
    rows = rows_for([SIDES], lambda side: {"persons": counts[side]})
    return MeasuredTable("linkage", rows, now.day)


def unlinkable_bounds(now: Measurement, reported: int) -> MeasuredTable:
    """The headline count as reported, and if every unlinkable SOF person of special needs counted.

    Best and worst case for persons on replacement numbers, whom no rule can link (contract, 7).
    """
    n_unlinkable = now.counts(UNLINKABLE)[()]["persons"]
    cases = {"reported": reported, "all_unlinkable": reported + n_unlinkable}
    rows = rows_for([tuple(cases)], lambda case: {"persons": cases[case]})
    return MeasuredTable("unlinkable_bounds", rows, now.day)


def match_conversion(now: Measurement) -> MeasuredTable:
    """Focus persons whose assessment was converted, or was one of several of its day."""
    counts = now.counts(FOCUS_CONVERTED)[()]
    rows = rows_for([FOCUS_CONVERTED.also], lambda kind: {"persons": counts[kind]})
    return MeasuredTable("match_conversion", rows, now.day)


def data_quality(rows_by_table: Mapping[str, Mapping[str, int]]) -> MeasuredTable:
    """Rows by register table and kind: read, kept, dropped by fault, and notes."""
    rows = tuple(
        MeasuredRow((table, kind), {"rows": n})
        for table, kinds in rows_by_table.items()
        for kind, n in kinds.items()
    )
    return MeasuredTable("data_quality", rows, None)


def rows_used(rows_by_table: Mapping[str, Mapping[str, int]]) -> MeasuredTable:
    """Rows by register table: read, kept, repeated, and left out for a fault of any kind."""

    def values(table: str) -> dict[str, int]:
        kinds = rows_by_table[table]
        read, kept, repeated = (kinds.get(k, 0) for k in ("rows_read", "rows_kept", DUPLICATE))
        faulty = read - kept - repeated
        return {"read": read, "kept": kept, "repeated": repeated, "faulty": faulty}

    return MeasuredTable("rows_used", rows_for([tuple(rows_by_table)], values), None)
