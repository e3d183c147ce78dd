"""One measurement: everybody on one day, as later measurements are compared with."""

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from fsb_lib.measures.activation import with_activation
from fsb_lib.populations import Registers, Rules, persons_on


@dataclass(frozen=True)
class Measurement:
    """`persons` is `populations.persons_on` the day with `measures.activation.with_activation`."""

    day: date
    persons: ir.Table

    @property
    def year(self) -> int:
        return self.day.year


def measure(registers: Registers, day: date, rules: Rules) -> Measurement:
    """Everybody on the day, looked up once however many tables ask."""
    persons = with_activation(persons_on(registers, day, rules), registers, day)
    return Measurement(day, persons.cache())
