"""What every question is asked of: the registers, the parameters, and who is there on the day."""

from dataclasses import dataclass

import ibis.expr.types as ir

from fsb_lib.measures.measurement import Measurements
from fsb_lib.measures.populations import Registers, Rules
from fsb_lib.params import ReportParams


@dataclass(frozen=True)
class Question:
    """Parameters, and the measurements that they are asked of."""

    params: ReportParams
    measured: Measurements

    @property
    def registers(self) -> Registers:
        return self.measured.registers

    @property
    def rules(self) -> Rules:
        return self.measured.rules

    @property
    def persons(self) -> ir.Table:
        """Everybody on the reference date, as a `Measurement` holds them."""
        return self.measured.on(self.params.day).persons


def ask(registers: Registers, params: ReportParams) -> Question:
    """The question of a year over the snapshot's tables."""
    return Question(params, Measurements(registers, rules_of(params)))


def rules_of(params: ReportParams) -> Rules:
    return Rules(params.target_group_priority, params.matched_benefits)
