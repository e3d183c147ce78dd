"""Facts as whole-number constraints on the hidden cells; the shown ones are constants.

a + b = 8          Constraint({a: 1, b: 1}, 8, 8)
0.595 <= a / 20    Constraint({a: 200}, 2380, None), divided by 200: Constraint({a: 1}, 12, None)

Whole numbers n and d with d <= 20 and n / d >= 0.333 satisfy n / d >= 1/3, and the reverse: the
nearest fractions of a small base stand at the end, by walking down the Stern-Brocot tree.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, gcd

from fsb_lib.audit.facts import Facts, KnownRate

# More persons than there are in Denmark, and terms that a solver of floats can be trusted with.
LARGEST_BASE = 10_000_000


class Contradiction(Exception):  # noqa: N818 (what is found, not a fault of the program)
    """No whole numbers satisfy the facts."""


class Undecided(Exception):  # noqa: N818
    """The attack could not be completed; the text says why."""


@dataclass(frozen=True)
class Interval:
    """The whole numbers from `low` to `high`; `high` is None when nothing bounds them."""

    low: int
    high: int | None


@dataclass(frozen=True)
class Constraint:
    """`low` <= sum of coefficient x cell <= `high`, all whole numbers; a bound may be open."""

    coefficients: Mapping[str, int]
    low: int | None
    high: int | None

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether whole numbers satisfy the row, in exact arithmetic."""
        found = sum(factor * values[name] for name, factor in self.coefficients.items())
        return (self.low is None or self.low <= found) and (self.high is None or found <= self.high)


@dataclass(frozen=True)
class System:
    """Rows over hidden cells, and what is known of each cell by itself."""

    cells: tuple[str, ...]
    bounds: Mapping[str, Interval]
    rows: tuple[Constraint, ...]

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether whole numbers satisfy everything, in exact arithmetic."""
        return all(_within(values[name], self.bounds[name]) for name in self.cells) and all(
            row.holds(values) for row in self.rows
        )


def _within(value: int, bound: Interval) -> bool:
    return bound.low <= value and (bound.high is None or value <= bound.high)


def system_of(facts: Facts) -> System:
    """What the facts say of the hidden cells. A rate has a base of at least one."""
    bounds = {name: Interval(facts.floor_of(name), None) for name in facts.hidden}
    rows = [*_exact_rows(facts)]
    for rate in facts.rates:
        rows += [*_rate_rows(rate), Constraint({rate.denominator: 1}, 1, None)]
    return System(facts.hidden, bounds, tuple(_without_known(rows, facts.cells)))


def sharpened(system: System, facts: Facts) -> System:
    """The same whole numbers, said by rates of smaller terms where a hidden base is bounded.

    0.333333 of at most 20 persons is 1/3 or nothing: coefficients that no solver gets wrong. A base
    without a bound is of fewer persons than there are.

    Errors: Contradiction when no fraction of so small a base lies within a rate.
    """
    rows = [*_exact_rows(facts)]
    for rate in facts.rates:
        base = system.bounds.get(rate.denominator)
        rows += _rate_rows(rate if base is None else _small(rate, base))
    return System(system.cells, system.bounds, tuple(_without_known(rows, facts.cells)))


def _small(rate: KnownRate, base: Interval) -> KnownRate:
    largest_base = LARGEST_BASE if base.high is None else base.high
    low, high = least_from(rate.low, largest_base), largest_to(rate.high, largest_base)
    if low > high:
        raise Contradiction
    return KnownRate(rate.numerator, rate.denominator, low, high)


def _exact_rows(facts: Facts) -> Iterator[Constraint]:
    for each in facts.sums:
        yield Constraint(_added([(each.total, -1), *((part, 1) for part in each.parts)]), 0, 0)
    for known in facts.differences:
        pair = _added([(known.minuend, 1), (known.subtrahend, -1)])
        yield Constraint(pair, known.value, known.value)


def _rate_rows(rate: KnownRate) -> Iterator[Constraint]:
    """low x denominator <= numerator <= high x denominator, multiplied up to whole numbers."""
    n, d = rate.numerator, rate.denominator
    yield Constraint(_added([(n, rate.low.denominator), (d, -rate.low.numerator)]), 0, None)
    yield Constraint(_added([(n, rate.high.denominator), (d, -rate.high.numerator)]), None, 0)


def _added(terms: list[tuple[str, int]]) -> dict[str, int]:
    """Coefficients by cell: a name may stand several times in one fact."""
    total: dict[str, int] = {}
    for name, factor in terms:
        total[name] = total.get(name, 0) + factor
    return total


def fixed_removed(system: System) -> System:
    """The system of the cells that are not yet known; a bound of one value makes a constant."""
    known: dict[str, int | None] = {
        name: bound.low if bound.low == bound.high else None
        for name, bound in system.bounds.items()
    }
    cells = tuple(name for name in system.cells if known[name] is None)
    bounds = {name: system.bounds[name] for name in cells}
    return System(cells, bounds, tuple(_without_known(system.rows, known)))


def _without_known(
    rows: Iterable[Constraint], cells: Mapping[str, int | None]
) -> Iterator[Constraint]:
    """Rows over the unknown cells, in lowest terms.

    Errors: Contradiction when a row of known cells does not hold.
    """
    for row in rows:
        constant, open_terms = 0, {}
        for name, factor in row.coefficients.items():
            value = cells[name]
            if value is not None:
                constant += factor * value
            elif factor:
                open_terms[name] = factor
        low = None if row.low is None else row.low - constant
        high = None if row.high is None else row.high - constant
        if open_terms:
            yield _in_lowest_terms(Constraint(open_terms, low, high))
        elif not Constraint({}, low, high).holds({}):
            raise Contradiction


def _in_lowest_terms(row: Constraint) -> Constraint:
    """Divided by the common factor; whole numbers let the bounds be rounded inward."""
    factor = gcd(*row.coefficients.values())
    return Constraint(
        {name: each // factor for name, each in row.coefficients.items()},
        None if row.low is None else -(-row.low // factor),
        None if row.high is None else row.high // factor,
    )


def components(system: System) -> Iterator[System]:
    """The system in parts that share no cell; each can be attacked by itself."""
    leader = {name: name for name in system.cells}

    def find(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for row in system.rows:
        first, *others = row.coefficients
        for other in others:
            leader[find(other)] = find(first)
    cells: dict[str, list[str]] = {}
    for name in system.cells:
        cells.setdefault(find(name), []).append(name)
    rows: dict[str, list[Constraint]] = {head: [] for head in cells}
    for row in system.rows:
        rows[find(next(iter(row.coefficients)))].append(row)
    for head, names in cells.items():
        bounds = {name: system.bounds[name] for name in names}
        yield System(tuple(names), bounds, tuple(rows[head]))


def least_from(value: Fraction, largest_base: int) -> Fraction:
    """The least fraction >= value whose denominator is at most `largest_base`."""
    return value if value.denominator <= largest_base else _neighbours(value, largest_base)[1]


def largest_to(value: Fraction, largest_base: int) -> Fraction:
    """The largest fraction <= value whose denominator is at most `largest_base`."""
    return value if value.denominator <= largest_base else _neighbours(value, largest_base)[0]


def _neighbours(value: Fraction, largest_base: int) -> tuple[Fraction, Fraction]:
    """What lies next below and next above a value that itself has a larger denominator."""
    a, b = floor(value), 1
    c, d = a + 1, 1
    while b + d <= largest_base:
        steps = min(floor((value * b - a) / (c - value * d)), (largest_base - b) // d)
        a, b = a + steps * c, b + steps * d
        back = min(floor((c - value * d) / (value * b - a)), (largest_base - d) // b)
        c, d = c + back * a, d + back * b
    return Fraction(a, b), Fraction(c, d)
