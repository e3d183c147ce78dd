"""Which counts of one part are hidden, and the alternatives that prove them safe.

    needs       a small count must be able to be least, and threshold or more
    greedy      an alternative of least loss for each need; shown counts that differ in it are hidden
    widening    no hidden count may be known to be small without being possibly least
    pruning     what is not needed after all is shown again, the dearest first
    rates       a printed rate of counts that are printed nowhere stays where it costs no safety

An alternative keeps every shown count, so it stays valid while more is hidden.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fsb_lib.disclosure.joint import JointModel, RateFact
from fsb_lib.disclosure.loss import loss
from fsb_lib.disclosure.needs import Need, floor
from fsb_lib.disclosure.part import Alternative, Part


@dataclass(frozen=True)
class Witness:
    """The proof of a need: counts that differ from the truth where it is as low, and as high.

    Where even hiding everything leaves a count less room, the need's ends are the farthest that
    can be reached.
    """

    need: Need
    low: Mapping[str, int]
    high: Mapping[str, int]


@dataclass(frozen=True)
class Suppressed:
    """The counts hidden in one part, the rates that stay as facts, and the proof."""

    hidden: frozenset[str]
    facts: tuple[RateFact, ...]
    witnesses: tuple[Witness, ...]


def suppressed(
    model: JointModel,
    part: Part,
    needs: Iterable[Need],
    at_once: Collection[str],
    candidates: Iterable[RateFact],
    threshold: int,
) -> Suppressed:
    """The least loss that was found for one part. `candidates` are rates that may stay.

    Errors: solver.Unsolved.
    """
    search = _Search(model, part, {name for name in at_once if name in part.at}, threshold)
    for need in needs:
        if need.name in part.at:
            search.satisfy(need)
    search.widen()
    search.prune(at_once)
    kept = tuple(fact for fact in candidates if fact.part in part.at or fact.whole in part.at)
    kept = tuple(fact for fact in kept if search.keeps(fact))
    return Suppressed(frozenset(search.hidden), kept, tuple(search.witnesses()))


class _Search:
    """The hidden counts of a part so far, the needs they must meet, and all alternatives met."""

    def __init__(self, model: JointModel, part: Part, hidden: set[str], threshold: int) -> None:
        self.model, self.part, self.hidden = model, part, hidden
        self.threshold = threshold
        self.needs: dict[str, Need] = {}
        self.met: list[Alternative] = []
        self.unreachable: set[str] = set()

    def satisfy(self, need: Need) -> None:
        """Hide what a need asks for; it is cut to what hiding everything could reach."""
        value = self.model.values[need.name]
        low = None if need.low is None else self._reached(need.name, range(need.low, value), True)
        high = None if need.high is None else self._reached(
            need.name, range(need.high, value, -1), False
        )  # fmt: skip
        self.needs[need.name] = Need(need.name, low, high)

    def widen(self) -> None:
        """Hide more until no large hidden count is known to be small."""
        while narrow := next(self._narrow(), None):
            found = self.part.at_a_loss(Need(narrow, floor(self.model, narrow), None), self.hidden)
            if found is None:
                self.unreachable.add(narrow)
            else:
                self._hide(found)

    def prune(self, at_once: Collection[str]) -> None:
        """Show again what is not needed, the dearest first."""
        spare = [name for name in self.hidden if name not in at_once]
        for name in sorted(spare, key=lambda each: (-loss(self.model, each), each)):
            place = self.part.at[name]
            value = self.model.values[name]
            met = [found for found in self.met if found[place] == value]
            proof = self._proof(self.part, self.hidden - {name}, met)
            if proof is not None:
                self.hidden, self.met = self.hidden - {name}, proof

    def keeps(self, fact: RateFact) -> bool:
        """Whether a rate may stay shown: everything is as safe with it."""
        if fact.part in self.hidden or fact.whole in self.hidden:
            return False
        part = self.part.with_fact(fact)
        proof = self._proof(part, self.hidden, [x for x in self.met if part.satisfies(x, fact)])
        if proof is None:
            return False
        self.part, self.met = part, proof
        return True

    def witnesses(self) -> Iterator[Witness]:
        """The two alternatives of every need."""
        for need in self.needs.values():
            low, high = (self._named(end) for end in _ends(need))
            yield Witness(need, low, high)

    def _reached(self, name: str, values: range, is_low: bool) -> int | None:
        """The first of some values that the count can be made to reach; None for none."""
        for value in values:
            end = Need(name, value, None) if is_low else Need(name, None, value)
            if self._meets(self.met, end):
                return value
            found = self.part.at_a_loss(end, self.hidden)
            if found is not None:
                self._hide(found)
                return value
        return None

    def _hide(self, found: Alternative) -> None:
        self.met.append(found)
        changed = (name for name in self.part.changed(found) if name in self.model.printed)
        self.hidden |= set(changed)

    def _narrow(self) -> Iterator[str]:
        """Large hidden counts that might be small, but not as small as can be."""
        for name in sorted(self.hidden):
            if name in self.needs or name in self.unreachable:
                continue
            least = Need(name, floor(self.model, name), None)
            if self._meets(self.met, least):
                continue
            found = self.part.within(least, self.hidden)
            if found is not None:
                self.met.append(found)
            elif self.part.within(Need(name, self.threshold - 1, None), self.hidden) is not None:
                yield name

    def _proof(
        self, part: Part, hidden: Collection[str], met: Sequence[Alternative]
    ) -> list[Alternative] | None:
        """Alternatives that meet everything while just these are hidden; None when some need fails."""
        proof = list(met)
        for end in self._all_ends(hidden):
            if self._meets(proof, end):
                continue
            found = part.within(end, hidden)
            if found is not None:
                proof.append(found)
            elif end.name in self.needs or not self._is_large(part, end.name, hidden):
                return None
        return proof

    def _all_ends(self, hidden: Collection[str]) -> Iterator[Need]:
        for need in self.needs.values():
            yield from (end for end in _ends(need) if end is not None)
        for name in sorted(hidden):
            if name not in self.needs and name not in self.unreachable:
                yield Need(name, floor(self.model, name), None)

    def _is_large(self, part: Part, name: str, hidden: Collection[str]) -> bool:
        """Whether everybody knows that a count is no small one: nothing is to be guessed then."""
        return part.within(Need(name, self.threshold - 1, None), hidden) is None

    def _meets(self, met: Iterable[Alternative], end: Need) -> bool:
        at = self.part.at[end.name]
        if end.low is not None:
            return any(found[at] <= end.low for found in met)
        return any(found[at] >= (end.high or 0) for found in met)

    def _named(self, end: Need | None) -> Mapping[str, int]:
        """An alternative that meets an end, by the counts that differ from the truth."""
        if end is None:
            return {}
        at = self.part.at[end.name]
        found = next(
            x for x in self.met
            if (x[at] <= end.low if end.low is not None else x[at] >= (end.high or 0))
        )  # fmt: skip
        return {name: int(found[self.part.at[name]]) for name in self.part.changed(found)}


def _ends(need: Need) -> tuple[Need | None, Need | None]:
    """The two ends of a need, each a need of its own; None for one that is not asked for."""
    low = None if need.low is None else Need(need.name, need.low, None)
    high = None if need.high is None else Need(need.name, None, need.high)
    return low, high
