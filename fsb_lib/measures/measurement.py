"""One measurement: everybody on one day, as later measurements are compared with."""

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from fsb_lib.measures.activation import with_activation
from fsb_lib.measures.populations import Registers, Rules, persons_on


@dataclass(frozen=True)
class Measurement:
    """`persons` is `populations.persons_on` the day with `measures.activation.with_activation`."""

    day: date
    persons: ir.Table

    @property
    def year(self) -> int:
        return self.day.year


class Measurements:
    """Measurements of the same registers by the same rules, each made once, whoever asks."""

    def __init__(self, registers: Registers, rules: Rules) -> None:
        self.registers, self.rules = registers, rules
        self._made: dict[date, Measurement] = {}

    def on(self, day: date) -> Measurement:
        """Everybody on the day."""
        if day not in self._made:
            persons = with_activation(
                persons_on(self.registers, day, self.rules), self.registers, day
            )
            self._made[day] = Measurement(day, persons.cache())
        return self._made[day]
