"""Sums of counts as lines of exact numbers: counts by name, times a number each, which are 0."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

Line = Mapping[str, Fraction]


def line_of(whole: str, parts: Iterable[str]) -> Line:
    """The whole less its parts."""
    line = {whole: Fraction(1)}
    for part in parts:
        line[part] = line.get(part, Fraction(0)) - 1
    return {name: n for name, n in line.items() if n}


def without(name: str, line: Line, taken: Line) -> Line:
    """The line less so much of another that a count which that one holds is in it no more."""
    if name not in line:
        return line
    times = line[name] / taken[name]
    both = {one: line.get(one, 0) - times * taken.get(one, 0) for one in {*line, *taken}}
    return {one: n for one, n in both.items() if n}
