"""Cooperation status (D8): persons in each joint scheme of the two administrations on a day."""

from datetime import date

import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredTable, MeasuredValue, Ratio
from fsb_lib.measures.counting import counts_by, rows_for
from fsb_lib.measures.populations import Registers, covering

SPELLS = "samarbejde"
SOF = "SOF"


def in_schemes(registers: Registers, day: date) -> ir.Table:
    """person | scheme | by_sof: one row per person and scheme on the day.

    Where both administrations coordinate a person in one scheme, SOF does.
    """
    spells = covering(registers[SPELLS], day, day)
    return spells.group_by("person", scheme=spells.ordning).agg(
        by_sof=(spells.koordinator == SOF).any()
    )


def status(members: ir.Table, day: date) -> MeasuredTable:
    """Persons by scheme and SOF's share of them. A person may be in several schemes."""
    counts = counts_by(members, ["scheme"], coordinated_by_sof=members.by_sof)

    def values(scheme: str) -> dict[str, MeasuredValue]:
        found = counts.get((scheme,), {"persons": 0, "coordinated_by_sof": 0})
        rate = Ratio(found["coordinated_by_sof"], found["persons"])
        return {
            "persons": rate.denominator,
            "coordinated_by_sof": rate.numerator,
            "rate": rate,
        }

    rows = rows_for([vocabulary.codes("ordning")], values)
    return MeasuredTable("cooperation_status", rows, day)
