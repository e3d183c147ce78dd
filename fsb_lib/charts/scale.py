"""From values to pixels: round steps for an axis that begins at zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

Value = Fraction | int

STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Scale:
    """Values 0 to `top` over `pixels` pixels, a tick at every `step`."""

    top: Fraction
    step: Fraction
    pixels: float

    def place(self, value: Value) -> float:
        """Pixels from the zero of the axis."""
        return float(Fraction(value) / self.top) * self.pixels

    @property
    def ticks(self) -> tuple[Fraction, ...]:
        return tuple(self.step * n for n in range(int(self.top / self.step) + 1))


def scale_for(values: Iterable[Value], unit: Value, pixels: float, most_ticks: int) -> Scale:
    """The finest axis with at most so many ticks; `unit` is the least step that is shown."""
    highest = max((Fraction(value) for value in values), default=Fraction(0)) or Fraction(unit)
    step = next(step for step in _steps(Fraction(unit)) if ceil(highest / step) + 1 <= most_ticks)
    return Scale(step * ceil(highest / step), step, pixels)


def _steps(unit: Fraction) -> Iterable[Fraction]:
    while True:
        for step in STEPS:
            yield step * unit
        unit *= 10
