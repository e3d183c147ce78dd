"""The axis of a figure: from values to pixels with round steps from zero, and room along it.

0        20        40        60 %      `scale_for` chooses top and step
|#########o###########| 43 %           `inside` and `beside` find room for a label that no mark,
                                       a `Span` with its air, already takes
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

Value = Fraction | int
Span = tuple[float, float]  # from and to, in pixels

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


def span_around(middle: float, width: float) -> Span:
    """The stretch that a mark with its air takes."""
    return middle - width / 2, middle + width / 2


def inside(
    start: float, end: float, width: float, air: float, taken: Sequence[Span]
) -> float | None:
    """Where a label begins that ends `air` before a bar's end; None when it does not fit."""
    label = (end - air - width, end - air)
    if label[0] < start + air or any(_overlap(label, span) for span in taken):
        return None
    return label[0]


def beside(end: float, width: float, air: float, taken: Sequence[Span]) -> float:
    """Where a label begins after a bar's end, moved right past whatever stands there."""
    begin = end + air
    for span in sorted(taken):
        if _overlap((begin, begin + width), span):
            begin = span[1]
    return begin


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
