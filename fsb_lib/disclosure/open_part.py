"""A part of the joint model that shares no open count with the rest, as questions to a solver.

A count is *constant* (shown before, or a printed zero: zeros are always shown), *shown*, or *open*
(hidden now or before, or latent). Shown counts may be hidden, at a loss.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from fsb_lib.disclosure.joint_model import JointModel
from fsb_lib.disclosure.must_hide import End, floor
from fsb_lib.disclosure.published_facts import RateFact
from fsb_lib.disclosure.solver import Inequality, Numbers, Program, Reals
from fsb_lib.disclosure.sums.sum_of_counts import Sum

# What a move of an open count costs, so that alternatives stay near the truth.
NEARLY_NOTHING = 1e-3
ROOM = 1000
# A complete set of whole numbers for the counts of a part, in the order of its names.
Alternative = Numbers


class OpenPart:
    """Counts that are not constants, with every sum and rate about them.

    `facts` are printed rates that tell more than the counts shown beside them; they hold in
    every alternative.
    """

    def __init__(
        self,
        model: JointModel,
        names: Sequence[str],
        sums: Sequence[Sum],
        facts: Collection[RateFact] = (),
    ) -> None:
        self.names = tuple(names)
        self.at = {name: place for place, name in enumerate(self.names)}
        self._model, self._sums, self.facts = model, sums, tuple(facts)
        self._floor = np.array([floor(model, name) for name in names], dtype=np.int64)
        self._base = np.array([self._start(name) for name in names], dtype=np.int64)
        self._program = Program(self._base, [*self._sum_rows(), *self._fact_rows(self.facts)])

    @property
    def mentioned(self) -> frozenset[str]:
        """The counts of the part and the constants that they stand beside."""
        of_sums = (name for each in self._sums for name in (each.whole, *each.parts))
        return frozenset((*self.names, *of_sums, *(n for fact in self.facts for n in fact.key)))

    def with_fact(self, fact: RateFact) -> "OpenPart":
        """The same part, with one more rate that holds."""
        return OpenPart(self._model, self.names, self._sums, (*self.facts, fact))

    def satisfies(self, found: Alternative, fact: RateFact) -> bool:
        """Whether an alternative agrees with a rate."""
        return all(row.holds(found) for row in self._fact_rows((fact,)))

    def possible(self) -> bool:
        """Whether any whole numbers satisfy what was published before and the truth."""
        costs = np.ones(len(self.names))
        return self._program.least(self._floor, self._no_limit(), costs) is not None

    def within(self, end: End, hidden: Collection[str]) -> Alternative | None:
        """An alternative that meets an end and differs from the truth in open counts only."""
        shown = self._shown(hidden)
        least = np.where(shown, self._base, self._floor)
        most = np.where(shown, self._base, self._no_limit())
        return self._least(end, least, most, np.ones(len(self.names)))

    def at_a_loss(
        self, end: End, hidden: Collection[str], losses: Mapping[str, float]
    ) -> Alternative | None:
        """An alternative that meets an end with the least loss where shown counts differ."""
        loss = np.array([losses[name] for name in self.names])
        costs = np.where(self._shown(hidden), loss, NEARLY_NOTHING)
        return self._least(end, self._floor, self._no_limit(), costs)

    def changed(self, found: Alternative) -> Iterator[str]:
        """The counts in which an alternative differs from the truth."""
        return (self.names[at] for at in np.flatnonzero(found != self._base))

    def _least(self, end: End, low: Numbers, high: Reals, costs: Reals) -> Alternative | None:
        at = self.at[end.name]
        low, high = low.copy(), high.copy()
        if end.down:
            high[at] = min(high[at], end.value)
        else:
            low[at] = max(low[at], end.value)
        return None if low[at] > high[at] else self._program.least(low, high, costs)

    def _no_limit(self) -> Reals:
        """Far above any count, since a solver does better with limits."""
        return np.full(len(self.names), 2.0 * max(self._model.values.values()) + ROOM)

    def _shown(self, hidden: Collection[str]) -> NDArray[np.bool_]:
        return np.array([name in self._model.printed and name not in hidden for name in self.names])

    def _start(self, name: str) -> int:
        return self._model.values.get(name, floor(self._model, name))

    def _sum_rows(self) -> Iterator[Inequality]:
        for each in self._sums:
            yield self._row([(-1, each.whole), *((1, part) for part in each.parts)], 0, 0)

    def _fact_rows(self, facts: Collection[RateFact]) -> Iterator[Inequality]:
        """low x whole <= part < high x whole, multiplied up to whole numbers."""
        for fact in facts:
            for share, low, high in ((fact.low, 0, None), (fact.high, None, -1)):
                terms = [(share.denominator, fact.part), (-share.numerator, fact.whole)]
                yield self._row(terms, low, high)

    def _row(
        self, terms: Sequence[tuple[int, str]], low: int | None, high: int | None
    ) -> Inequality:
        """A row over the counts of the part; constants go to its ends."""
        constant = sum(x * self._model.values[name] for x, name in terms if name not in self.at)
        inside: dict[int, int] = {}
        for factor, name in terms:
            if name in self.at:
                inside[self.at[name]] = inside.get(self.at[name], 0) + factor
        return Inequality(
            tuple(inside),
            tuple(inside.values()),
            None if low is None else low - constant,
            None if high is None else high - constant,
        )


def open_parts(model: JointModel, candidates: Collection[RateFact]) -> tuple[OpenPart, ...]:
    """The open parts of a model: counts that a sum or a rate ties together.

    Rates published before hold whatever is hidden now; `candidates` may be shown.
    """
    leader = {name: name for name in model.names if not is_constant(model, name)}
    ties = [(each.whole, *each.parts) for each in model.sums]
    ties += [fact.key for fact in (*model.facts_before, *candidates)]
    for tie in ties:
        open_ones = [name for name in tie if name in leader]
        for other in open_ones[1:]:
            leader[_head(leader, other)] = _head(leader, open_ones[0])
    members: dict[str, list[str]] = {}
    for name in leader:
        members.setdefault(_head(leader, name), []).append(name)
    return tuple(_part(model, names) for names in members.values())


def is_constant(model: JointModel, name: str) -> bool:
    """What was shown before stays as it is; a printed zero is always shown."""
    return name in model.shown_before or (name in model.printed and model.values[name] == 0)


def _part(model: JointModel, names: Sequence[str]) -> OpenPart:
    inside = set(names)
    sums = [each for each in model.sums if not inside.isdisjoint((each.whole, *each.parts))]
    of_part = [fact for fact in model.facts_before if not inside.isdisjoint(fact.key)]
    return OpenPart(model, names, sums, of_part)


def _head(leader: dict[str, str], name: str) -> str:
    while leader[name] != name:
        leader[name] = leader[leader[name]]
        name = leader[name]
    return name
