"""What every question is asked of: the registers, the parameters, and who is there on the day."""

from dataclasses import dataclass

import ibis.expr.types as ir

from fsb_lib.measures.activation import with_activation
from fsb_lib.params import ReportParams
from fsb_lib.populations import Registers, Rules, persons_on


@dataclass(frozen=True)
class Question:
    """Registers, parameters, and everybody on the reference date.

    `persons` is `populations.persons_on` with `measures.activation.with_activation`: one row per
    person with a benefit or a case covering the reference date.
    """

    registers: Registers
    params: ReportParams
    rules: Rules
    persons: ir.Table


def ask(registers: Registers, params: ReportParams) -> Question:
    """The question of a year over the snapshot's tables."""
    rules = Rules(params.target_group_priority, params.matched_benefits)
    persons = persons_on(registers, params.day, rules)
    there = with_activation(persons, registers, params.day).cache()
    return Question(registers, params, rules, there)
