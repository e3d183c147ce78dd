"""Room for a label on a line that other marks already stand on. All numbers are pixels."""

from collections.abc import Sequence

Span = tuple[float, float]


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
