"""What the measure of a declared table is given.

data/tables/: measured_by: activation.by_sex  ->  measures.activation.by_sex(asked)
"""

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from fsb_lib.measures.populations import Registers, Rules


@dataclass(frozen=True)
class Asked:
    """The table's day, everybody on it (`measurement.Measurement.persons`), and the registers."""

    day: date
    persons: ir.Table
    registers: Registers
    rules: Rules
