"""What the strategy's own follow-up measures anew: citizens shared in a month (D19)."""

import ibis
import ibis.expr.types as ir

from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.measures.asked import Asked
from fsb_lib.measures.counting import rows_for
from fsb_lib.measures.days import BENEFITS, CASES, Registers, in_months, table_of
from fsb_lib.measures.linkage import BY_SIDE


def shared_in_month(asked: Asked) -> MeasuredTable:
    """Persons with a benefit and a case on any day of the month, and those with both on the day."""
    sizes = {
        "in_month": _n_in_month(asked.registers, table_of([asked.day])),
        "on_reference_date": asked.counts(BY_SIDE)[()]["both"],
    }
    rows = rows_for([tuple(sizes)], lambda when: {"persons": sizes[when]})
    return MeasuredTable("shared_in_month", rows, asked.day)


def _n_in_month(registers: Registers, days: ir.Table) -> int:
    """Not necessarily the same day of the month; a replacement number is never linked."""
    with_benefit, with_case = (
        in_months(registers[spells], days).select("person").distinct()
        for spells in (BENEFITS, CASES)
    )
    identities = registers["identities"]
    replaced = identities.filter(identities.replacement)
    both = ibis.intersect(with_benefit, with_case).anti_join(replaced, "person")
    return int(both.count().to_pyarrow().as_py())
