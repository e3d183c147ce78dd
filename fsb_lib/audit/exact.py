"""The same question without rounding: simplex on fractions, and branching until all is whole.

Slower than any solver of floats, and never wrong; for numbers that a float cannot hold.

    cells y >= 0, one slack per bound of a row:   slack = constant + sum of factor x other
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor

from fsb_lib.audit.constraints import System, Undecided

# Counted in terms, not in seconds, so that the same facts always end the same way.
MOST_TERMS = 1_000_000

_CONSTANT, _COST = -1, -2  # the cells are numbered from 0, then the slacks
_Line = dict[int, Fraction]
_Dictionary = dict[int, _Line]


def least_exactly(system: System, costs: Mapping[str, int]) -> dict[str, int] | None:
    """Whole numbers at least cost; None when there are none.

    Errors: Undecided when that takes more than `MOST_TERMS` steps or has no end.
    """
    search = _Search(system, costs)
    values = search.best()
    if values is None:
        return None
    return {
        name: system.bounds[name].low + value
        for name, value in zip(system.cells, values, strict=True)
    }


class _Search:
    """Branch and bound, depth first; every number is counted from its cell's least value."""

    def __init__(self, system: System, costs: Mapping[str, int]) -> None:
        self.n_cells = len(system.cells)
        self.terms_left = MOST_TERMS
        self.n_slacks = 0
        places = {name: place for place, name in enumerate(system.cells)}
        self.first = {self._next_slack(): line for line in _lines(system, places)}
        self.first[_COST] = {places[name]: Fraction(cost) for name, cost in costs.items() if cost}

    def best(self) -> list[int] | None:
        found: list[int] | None = None
        least: Fraction | None = None
        waiting = [self.first]
        while waiting:
            dictionary = waiting.pop()
            if not self._optimised(dictionary):
                continue
            cost = dictionary[_COST].get(_CONSTANT, Fraction(0))
            if least is not None and cost > least - 1:
                continue
            values = [self._value(dictionary, place) for place in range(self.n_cells)]
            place = next((at for at, value in enumerate(values) if value.denominator > 1), None)
            if place is None:
                found, least = [int(value) for value in values], cost
            else:
                waiting += self._branches(dictionary, place, floor(values[place]))
        return found

    def _next_slack(self) -> int:
        self.n_slacks += 1
        return self.n_cells + self.n_slacks

    def _branches(self, dictionary: _Dictionary, place: int, below: int) -> Iterator[_Dictionary]:
        """Two copies: the cell above a whole number, and (searched first) not above it."""
        for sign, bound in ((1, below + 1), (-1, below)):
            self._spend(sum(map(len, dictionary.values())))
            line = {at: sign * x for at, x in dictionary[place].items()}
            line[_CONSTANT] = line.get(_CONSTANT, Fraction(0)) - sign * bound
            copy = {at: dict(each) for at, each in dictionary.items()}
            yield copy | {self._next_slack(): line}

    def _spend(self, n_terms: int) -> None:
        self.terms_left -= n_terms
        if self.terms_left < 0:
            raise Undecided("the exact search takes too long")

    def _value(self, dictionary: _Dictionary, place: int) -> Fraction:
        return dictionary.get(place, {}).get(_CONSTANT, Fraction(0))

    def _optimised(self, dictionary: _Dictionary) -> bool:
        """Pivot to the least cost, in place; False when no fractions satisfy the rows.

        The lowest number among the possible ones always moves (Bland), so it ends.
        """
        while (broken := _lowest(dictionary, _CONSTANT)) is not None:
            entering = min((at for at, x in _others(dictionary[broken]) if x > 0), default=None)
            if entering is None:
                return False
            self._pivot(dictionary, broken, entering)
        while True:
            entering = min((at for at, x in _others(dictionary[_COST]) if x < 0), default=None)
            if entering is None:
                return True
            ratios = [
                (line.get(_CONSTANT, Fraction(0)) / -line[entering], at)
                for at, line in dictionary.items()
                if at != _COST and line.get(entering, 0) < 0
            ]
            if not ratios:
                raise Undecided("nothing bounds the search")
            self._pivot(dictionary, min(ratios)[1], entering)

    def _pivot(self, dictionary: _Dictionary, leaving: int, entering: int) -> None:
        """Let two numbers change places."""
        line = dictionary.pop(leaving)
        factor = line.pop(entering)
        solved = {at: -x / factor for at, x in line.items()} | {leaving: 1 / factor}
        for other in dictionary.values():
            if times := other.pop(entering, None):
                self._spend(len(solved))
                _add(other, solved, times)
        dictionary[entering] = solved


def _add(line: _Line, other: _Line, times: Fraction) -> None:
    for at, x in other.items():
        total = line.get(at, 0) + times * x
        if total:
            line[at] = total
        else:
            line.pop(at, None)


def _lowest(dictionary: _Dictionary, column: int) -> int | None:
    """The lowest number whose line is below zero in a column."""
    below = (at for at, line in dictionary.items() if at != _COST and line.get(column, 0) < 0)
    return min(below, default=None)


def _others(line: _Line) -> Iterator[tuple[int, Fraction]]:
    return ((at, x) for at, x in line.items() if at != _CONSTANT)


def _lines(system: System, places: Mapping[str, int]) -> Iterator[_Line]:
    """A slack for each bound: what is left up to it, 0 or more."""
    for row in system.rows:
        at_least = sum(x * system.bounds[name].low for name, x in row.coefficients.items())
        terms = {places[name]: Fraction(x) for name, x in row.coefficients.items()}
        if row.low is not None:
            yield terms | {_CONSTANT: Fraction(at_least - row.low)}
        if row.high is not None:
            less = {at: -x for at, x in terms.items()}
            yield less | {_CONSTANT: Fraction(row.high - at_least)}
    for name, bound in system.bounds.items():
        if bound.high is not None:
            room = Fraction(bound.high - bound.low)
            yield {places[name]: Fraction(-1), _CONSTANT: room}
