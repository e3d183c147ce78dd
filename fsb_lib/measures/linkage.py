"""How well the two registers meet, and how assessments were carried over (registers 7, D2)."""

from collections.abc import Mapping
from datetime import date

import ibis.expr.types as ir

from fsb_lib.domain.contract import DUPLICATE
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable
from fsb_lib.measures.counting import counts_by, rows_for


def linkage(persons: ir.Table, day: date) -> MeasuredTable:
    """Persons covered on the day by both registers, by one, or by one on a replacement number.

    A replacement number links only inside the register that issued it, so its persons are
    unlinkable by rule and counted by themselves.
    """
    recipient, citizen, replaced = (
        persons.recipient,
        persons.n_target_groups > 0,
        persons.replacement,
    )
    sides = {
        "both": recipient & citizen,
        "bif_only": recipient & ~citizen & ~replaced,
        "sof_only": citizen & ~recipient & ~replaced,
        "unlinkable_bif": recipient & replaced,
        "unlinkable_sof": citizen & replaced,
    }
    counts = counts_by(persons, **sides)[()]
    rows = tuple(MeasuredRow((side,), {"persons": counts[side]}) for side in sides)
    return MeasuredTable("linkage", rows, day)


def unlinkable_bounds(persons: ir.Table, reported: int, day: date) -> MeasuredTable:
    """The headline count as reported, and if every unlinkable SOF person of special needs counted.

    Best and worst case for persons on replacement numbers, whom no rule can link (contract, 7).
    """
    unlinkable = persons.filter(persons.special_needs, persons.replacement)
    n_unlinkable = counts_by(unlinkable)[()]["persons"]
    cases = {"reported": reported, "all_unlinkable": reported + n_unlinkable}
    rows = rows_for([tuple(cases)], lambda case: {"persons": cases[case]})
    return MeasuredTable("unlinkable_bounds", rows, day)


def match_conversion(persons: ir.Table, day: date) -> MeasuredTable:
    """Focus persons whose assessment was converted, or was one of several of its day."""
    focus = persons.filter(persons.focus)
    kinds = {"converted": focus.converted, "two_on_one_day": focus.n_on_day > 1}
    counts = counts_by(focus, **kinds)[()]
    rows = tuple(MeasuredRow((kind,), {"persons": counts[kind]}) for kind in kinds)
    return MeasuredTable("match_conversion", rows, day)


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
