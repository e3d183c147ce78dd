"""Whatever one hand knows of the counts of a random city, the other knows as well.

The suppressor's relations and the auditor's are written apart, in other words and with other
counts that nobody prints. Of each relation of one list those counts are eliminated, and what is
left is asked of the other: can it be broken where everything that the other knows holds?

    one list:    total = a + b + rest                          (rest: in this list alone)
    left of it:  total - a - b >= 0
    the other:   the smallest total - a - b of all counts >= 0 that its sums allow; below 0: lacking
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from fsb_lib.auditor.facts_document import definitions_of, gathered
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.relations import NOBODY
from fsb_lib.auditor.relations import relations as known_to_the_auditor
from fsb_lib.disclosure.count_names import stem
from fsb_lib.disclosure.sums.relations import relations as known_to_the_suppressor
from fsb_lib.disclosure.sums.sum_of_counts import Measured
from tests.auditor.cities import releases
from tests.disclosure.exact_lines import Line, line_of, without

REPORTS = ("activation_measurement", "contact_followup", "cooperation_status", "focus_areas",
           "outcome_followup", "plan_coverage", "target_group_profile")  # fmt: skip
SEEDS = range(10 if "FSB_FUZZ" in os.environ else 1)


@dataclass(frozen=True)
class Relation:
    """Counts by name times a number each: zero together, or at least zero."""

    line: Line
    is_equal: bool

    def __str__(self) -> str:
        terms = " ".join(f"{float(value):+g} {name}" for name, value in sorted(self.line.items()))
        return f"{terms} {'=' if self.is_equal else '>='} 0"


def named(publications: Sequence[Publication]) -> tuple[str, ...]:
    found = gathered(publications)
    parts = (name for rate in found.rates for name in (rate.numerator, rate.denominator))
    return tuple(dict.fromkeys([*found.cells, *parts]))


def of_suppressor(publications: Sequence[Publication]) -> list[Line]:
    names, definitions = named(publications), definitions_of(publications) or {}
    measured = Measured(
        frozenset(map(stem, names)),
        frozenset(definitions.get("matched_benefits", ())),
        definitions.get("target_group_priority", ()),
    )
    return [line_of(one.whole, one.parts) for one in known_to_the_suppressor(names, measured)]


def of_auditor(publications: Sequence[Publication]) -> list[Line]:
    found = known_to_the_auditor(named(publications), definitions_of(publications))
    lines = (line_of(one.total, one.parts) for one in found.sums)
    return [{name: n for name, n in line.items() if name != NOBODY} for line in lines]


def left_of(lines: Iterable[Line], known: frozenset[str]) -> Iterator[Relation]:
    """The relations of a list among `known` counts: all others are eliminated one by one."""
    waiting, defined = [*lines], []
    while waiting:
        line = waiting.pop()
        own = sorted(name for name in line if name not in known)
        if not own:
            if line:
                yield Relation(line, is_equal=True)
            continue
        name = own[0]
        waiting = [without(name, one, line) for one in waiting]
        defined = [without(name, one, line) for one in defined]
        defined.append({other: -n / line[name] for other, n in line.items() if other != name})
    yield from (Relation(one, is_equal=False) for one in defined if known.issuperset(one))


class Knowledge:
    """All sums of one list; every count is at least 0."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = [line for line in lines if line]
        self.names = sorted({name for line in self.lines for name in line})
        self._at = {name: place for place, name in enumerate(self.names)}
        self._said = {frozenset(line.items()) for line in self.lines}
        rows = [
            (r, self._at[n], float(v)) for r, one in enumerate(self.lines) for n, v in one.items()
        ]
        row, column, value = zip(*rows, strict=True)
        self._sums = csr_array((value, (row, column)), (len(self.lines), len(self.names)))

    def tells(self, relation: Relation) -> bool:
        ways = (1, -1) if relation.is_equal else (1,)
        lines = [{name: sign * n for name, n in relation.line.items()} for sign in ways]
        if any(frozenset(line.items()) in self._said for line in lines):
            return True
        return all(self._at_least_zero(line) for line in lines)

    def _at_least_zero(self, line: Line) -> bool:
        if min(line.values(), default=0) >= 0:
            return True
        if not self._at.keys() >= line.keys():
            return False
        cost = np.zeros(len(self.names))
        for name, n in line.items():
            cost[self._at[name]] = float(n)
        zero = np.zeros(len(self.lines))
        found = linprog(cost, A_eq=self._sums, b_eq=zero, bounds=(0, 1), method="highs")
        return bool(found.fun > -1e-7)


def lacking(
    one: Sequence[Line], other: Sequence[Line], publications: Sequence[Publication]
) -> list[str]:
    """What follows from the first list and not from the second, of the counts published."""
    knowledge = Knowledge(other)
    left = left_of(one, frozenset((*knowledge.names, *named(publications))))
    return [str(each) for each in left if not is_zero(each) and not knowledge.tells(each)]


def is_zero(relation: Relation) -> bool:
    """That one count is 0: printed zeros are always shown, so no list need say so."""
    return len(relation.line) == 1


@cache
def city(seed: int, years: tuple[int, ...]) -> list[list[Publication]]:
    return releases(seed, 400, years)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("years", [(2014,), (2009, 2010)], ids=str)
def test_both_lists_tell_the_same(years: tuple[int, ...], seed: int) -> None:
    """Of all reports of the years together: what ties years is asked, too."""
    publications = [one for of_year in city(seed, years) for one in of_year]
    suppressor, auditor = of_suppressor(publications), of_auditor(publications)
    assert lacking(auditor, suppressor, publications) == [], "the suppressor lacks these"
    assert lacking(suppressor, auditor, publications) == [], "the auditor lacks these"


@pytest.mark.parametrize("report", REPORTS)
def test_both_lists_tell_the_same_of_one_report(report: str) -> None:
    """A year may have few reports (`reports` in its file), so that counts which others print
    are nobody's print: what they tie, they tie all the same."""
    publications = [one for of_year in city(0, (2009, 2010)) for one in of_year]
    some = [one for one in publications if one.report == report]
    suppressor, auditor = of_suppressor(some), of_auditor(some)
    assert lacking(auditor, suppressor, some) == [], "the suppressor lacks these"
    assert lacking(suppressor, auditor, some) == [], "the auditor lacks these"


@pytest.mark.slow
def test_a_relation_that_one_list_lacks_is_found() -> None:
    """Planted: some relations of a year are taken out of one list and asked for again."""
    publications = city(0, (2009, 2010))[-1]
    lists = of_suppressor(publications), of_auditor(publications)
    n_found = 0
    for one, other in (lists, lists[::-1]):
        for line in one[::40]:
            left = [each for each in other if each.keys() != line.keys()]
            counts = {*named(publications), *(name for each in left for name in each)}
            if counts >= line.keys() and not Knowledge(left).tells(Relation(line, is_equal=True)):
                assert lacking(one, left, publications), line
                n_found += 1
    assert n_found > 2
