"""What each row says of each of its cells alone, passed on until nothing is new; exact.

a + b = 8, both at least 1   ->   a and b lie in 1..7
"""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain

from fsb_lib.audit.constraints import Constraint, Contradiction, Interval, System

# Bounds can creep towards each other a step at a time; stopping early leaves them true.
VISITS_OF_A_ROW = 30

Bounds = dict[str, Interval]
_Ends = tuple[int | None, int | None]


def tightened(system: System) -> System:
    """The system with every bound that follows from one row at a time.

    Errors: Contradiction when a cell has no value left.
    """
    bounds = dict(system.bounds)
    rows_of: dict[str, list[int]] = {name: [] for name in system.cells}
    for number, row in enumerate(system.rows):
        for name in row.coefficients:
            rows_of[name].append(number)
    waiting = deque(range(len(system.rows)))
    queued = set(waiting)
    visits = VISITS_OF_A_ROW * len(system.rows)
    while waiting and visits:
        visits -= 1
        number = waiting.popleft()
        queued.discard(number)
        changed = _tighten(system.rows[number], bounds)
        for other in chain.from_iterable(rows_of[name] for name in changed):
            if other not in queued:
                queued.add(other)
                waiting.append(other)
    return System(system.cells, bounds, system.rows)


def _tighten(row: Constraint, bounds: Bounds) -> list[str]:
    """Narrow the cells of one row in place; the cells that changed."""
    changed = []
    for name, found in _implied(row, bounds):
        if found != bounds[name]:
            if found.high is not None and found.low > found.high:
                raise Contradiction
            bounds[name] = found
            changed.append(name)
    return changed


def _implied(row: Constraint, bounds: Bounds) -> Iterator[tuple[str, Interval]]:
    """The interval that the other cells of the row leave to each cell."""
    ends = [_ends(factor, bounds[name]) for name, factor in row.coefficients.items()]
    least, largest = [end[0] for end in ends], [end[1] for end in ends]
    smallest, greatest = _Total(least), _Total(largest)
    for place, (name, factor) in enumerate(row.coefficients.items()):
        top = _minus(row.high, smallest.without(least[place]))
        bottom = _minus(row.low, greatest.without(largest[place]))
        if factor < 0:
            top, bottom = bottom, top
        known = bounds[name]
        low = known.low if bottom is None else max(known.low, -(-bottom // factor))
        high = known.high if top is None else top // factor
        if high is not None and known.high is not None:
            high = min(high, known.high)
        yield name, Interval(low, high)


def _ends(factor: int, bound: Interval) -> _Ends:
    """The least and the largest that a term can be; None is without end."""
    near, far = factor * bound.low, None if bound.high is None else factor * bound.high
    return (near, far) if factor > 0 else (far, near)


def _minus(bound: int | None, others: int | None) -> int | None:
    return None if bound is None or others is None else bound - others


class _Total:
    """The sum of ends of which some are open, and of all but one of them."""

    def __init__(self, ends: Sequence[int | None]) -> None:
        self._finite = sum(end for end in ends if end is not None)
        self._n_open = sum(end is None for end in ends)

    def without(self, end: int | None) -> int | None:
        if end is None:
            return self._finite if self._n_open == 1 else None
        return None if self._n_open else self._finite - end
