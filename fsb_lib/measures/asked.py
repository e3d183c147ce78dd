"""What the measure of a declared table is given.

data/tables/: measured_by: activation.by_sex  ->  measures.activation.by_sex(asked)
"""

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from fsb_lib.measures.counting import Counts, Grouping
from fsb_lib.measures.days import Registers
from fsb_lib.measures.measurement import DaysOf, Measurement
from fsb_lib.measures.populations import Rules


@dataclass(frozen=True)
class Asked:
    """Everybody on the table's day, those ever `offered` a plan by a day, and the registers."""

    now: Measurement
    offered: DaysOf
    registers: Registers
    rules: Rules

    @property
    def day(self) -> date:
        return self.now.day

    @property
    def persons(self) -> ir.Table:
        """A row for each, with every flag and code of `measurements.everybody_on`."""
        return self.now.persons

    def counts(self, grouping: Grouping) -> Counts:
        """Counts of everybody on the day."""
        return self.now.counts(grouping)
