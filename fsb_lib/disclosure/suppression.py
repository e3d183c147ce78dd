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
        self.unreachable: set[Need] = set()

    def satisfy(self, need: Need) -> None:
        """Hide what a need asks for; it is cut to what hiding everything could reach."""
        value = self.model.values[need.name]
        low = None if need.low is None else self._reached(need.name, range(need.low, value), True)
        high = None if need.high is None else self._reached(
            need.name, range(need.high, value, -1), False
        )  # fmt: skip
        self.needs[need.name] = Need(need.name, low, high)

    def widen(self) -> None:
        """Hide more until no hidden count without a need is known to be small."""
        while (end := next(self._failing(), None)) is not None:
            found = self.part.at_a_loss(end, self.hidden)
            if found is None:
                self.unreachable.add(end)
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

    def _failing(self) -> Iterator[Need]:
        """Ends that hidden counts without a need should reach, and do not."""
        for end in self._ends_without_need(self.hidden):
            if self._meets(self.met, end):
                continue
            found = self.part.within(end, self.hidden)
            if found is not None:
                self.met.append(found)
            elif not self._is_large(self.part, end.name, self.hidden):
                yield end

    def _proof(
        self, part: Part, hidden: Collection[str], met: Sequence[Alternative]
    ) -> list[Alternative] | None:
        """Alternatives that meet everything while just these are hidden; None where one is lacking."""
        proof = list(met)
        of_needs = (end for need in self.needs.values() for end in _ends(need) if end is not None)
        for end in (*of_needs, *self._ends_without_need(hidden)):
            if self._meets(proof, end):
                continue
            found = part.within(end, hidden)
            if found is not None:
                proof.append(found)
            elif end.name in self.needs or not self._is_large(part, end.name, hidden):
                return None
        return proof

    def _ends_without_need(self, hidden: Collection[str]) -> Iterator[Need]:
        """A count that could be 3 but not 1 would tell that much, whatever it is.

        Of a count that only earlier releases print the value is not known: it might be small.
        """
        before = self.model.hidden_before & self.part.at.keys()
        for name in sorted(before | set(hidden)):
            if name in self.needs:
                continue
            ends = [Need(name, floor(self.model, name), None)]
            if name not in self.model.values:
                ends.append(Need(name, None, self.threshold))
            yield from (end for end in ends if end not in self.unreachable)

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
        named = {*self.part.changed(found), *(n for n in self.part.names if n not in self.model.values)}
        return {name: int(found[self.part.at[name]]) for name in sorted(named)}


def _ends(need: Need) -> tuple[Need | None, Need | None]:
    """The two ends of a need, each a need of its own; None for one that is not asked for."""
    low = None if need.low is None else Need(need.name, need.low, None)
    high = None if need.high is None else Need(need.name, None, need.high)
    return low, high
