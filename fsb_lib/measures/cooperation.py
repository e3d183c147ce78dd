"""Cooperation status (D8): persons in each joint scheme of the two administrations on a day."""

import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.measures.counting import Grouping, rated, rows_for
from fsb_lib.measures.days import MOMENT, Registers, on_days
from fsb_lib.measures.measurement import Measurement

SPELLS = "samarbejde"
SOF = "SOF"


BY_SCHEME = Grouping(by=("scheme",), also=("coordinated_by_sof",))
GROUPINGS = (BY_SCHEME,)


def in_schemes(registers: Registers, days: ir.Table) -> ir.Table:
    """person | day | scheme | coordinated_by_sof: one row per person, day and scheme.

    Where both administrations coordinate a person in one scheme, SOF does.
    """
    spells = on_days(registers[SPELLS], days)
    return spells.group_by(*MOMENT, scheme=spells.ordning).agg(
        coordinated_by_sof=(spells.koordinator == SOF).any()
    )


def status(members: Measurement) -> MeasuredTable:
    """Persons by scheme and SOF's share of them. A person may be in several schemes."""
    counts = members.counts(BY_SCHEME)
    rows = rows_for(
        [vocabulary.codes("ordning")],
        lambda scheme: rated(counts, (scheme,), "coordinated_by_sof"),
    )
    return MeasuredTable("cooperation_status", rows, members.day)
