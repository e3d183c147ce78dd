"""Which counts of one part are hidden, and the alternatives that prove them safe.

    needs       a small count must be able to be least, and threshold or more
    greedy      an alternative of least loss for each need; what differs in it is hidden.
                The loss is a place in a secret order (`keyed_order`), never a value
    widening    no hidden count may be known to be small without being possibly least
    pruning     what is not needed after all is shown again, the last of the order first
    rates       a printed rate of counts that are printed nowhere stays where it costs no safety

An alternative keeps every shown count, so it stays valid while more is hidden.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fsb_lib.disclosure.joint_model import JointModel
from fsb_lib.disclosure.must_hide import End, HidingRule, Need, floor, loss
from fsb_lib.disclosure.open_part import Alternative, OpenPart
from fsb_lib.disclosure.published_facts import RateFact


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
    part: OpenPart,
    needs: Iterable[Need],
    at_once: Collection[str],
    candidates: Iterable[RateFact],
    rule: HidingRule,
) -> Suppressed:
    """The counts hidden first by the rule's order. `candidates` are rates that may stay.

    Errors: solver.Unsolved.
    """
    search = _Search(model, part, {name for name in at_once if name in part.at}, rule)
    for need in needs:
        if need.name in part.at:
            search.satisfy(need)
    search.widen()
    search.prune(at_once)
    kept = tuple(fact for fact in candidates if fact.part in part.at or fact.whole in part.at)
    kept = tuple(fact for fact in sorted(kept, key=search.place_of) if search.keeps(fact))
    return Suppressed(frozenset(search.hidden), kept, tuple(search.witnesses()))


class _Search:
    """The hidden counts of a part so far, the needs they must meet, and all alternatives met."""

    def __init__(
        self, model: JointModel, part: OpenPart, hidden: set[str], rule: HidingRule
    ) -> None:
        self.model, self.part, self.hidden = model, part, hidden
        self.threshold = rule.policy.threshold
        self.order = rule.order
        self.losses = {name: loss(model, name, rule.order) for name in part.names}
        self.needs: dict[str, Need] = {}
        self.met: list[Alternative] = []
        self.unreachable: set[End] = set()

    def satisfy(self, need: Need) -> None:
        """Hide what a need asks for; it is cut to what hiding everything could reach."""
        value = self.model.values[need.name]
        low = self._reached([End(need.name, n, True) for n in range(need.low, value)], value)
        high = self._reached([End(need.name, n, False) for n in range(need.high, value, -1)], value)
        self.needs[need.name] = Need(need.name, low, high)

    def widen(self) -> None:
        """Hide more until no hidden count without a need is known to be small."""
        while (end := next(self._failing(), None)) is not None:
            found = self.part.at_a_loss(end, self.hidden, self.losses)
            if found is None:
                self.unreachable.add(end)
            else:
                self._hide(found)

    def prune(self, at_once: Collection[str]) -> None:
        """Show again what is not needed, the last of the order first."""
        spare = [name for name in self.hidden if name not in at_once]
        for name in sorted(spare, key=lambda each: (-self.losses[each], each)):
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

    def place_of(self, fact: RateFact) -> tuple[float, float]:
        """When a rate is asked for: which one stays is as secret as which count is hidden."""
        return self.order(fact.part), self.order(fact.whole)

    def witnesses(self) -> Iterator[Witness]:
        """The two alternatives of every need."""
        for need in self.needs.values():
            ends = (End(need.name, need.low, True), End(need.name, need.high, False))
            yield Witness(need, *(self._named(end) for end in ends))

    def _reached(self, ends: Sequence[End], value: int) -> int:
        """The first of some ends that the count can be made to reach; its value without any."""
        for end in ends:
            if self._is_met(self.met, end):
                return end.value
            found = self.part.at_a_loss(end, self.hidden, self.losses)
            if found is not None:
                self._hide(found)
                return end.value
        return value

    def _hide(self, found: Alternative) -> None:
        self.met.append(found)
        changed = (name for name in self.part.changed(found) if name in self.model.printed)
        self.hidden |= set(changed)

    def _failing(self) -> Iterator[End]:
        """Ends that hidden counts without a need should reach, and do not."""
        for end in self._ends_without_need(self.hidden):
            if self._is_met(self.met, end):
                continue
            found = self.part.within(end, self.hidden)
            if found is not None:
                self.met.append(found)
            elif not self._is_large(self.part, end.name, self.hidden):
                yield end

    def _proof(
        self, part: OpenPart, hidden: Collection[str], met: Sequence[Alternative]
    ) -> list[Alternative] | None:
        """Alternatives that meet everything while just these are hidden; None where one lacks."""
        proof = list(met)
        for end in (*self._ends_of_needs(), *self._ends_without_need(hidden)):
            if self._is_met(proof, end):
                continue
            found = part.within(end, hidden)
            if found is not None:
                proof.append(found)
            elif end.name in self.needs or not self._is_large(part, end.name, hidden):
                return None
        return proof

    def _ends_of_needs(self) -> Iterator[End]:
        """What the truth itself does not reach."""
        for need in self.needs.values():
            value = self.model.values[need.name]
            if need.low < value:
                yield End(need.name, need.low, True)
            if need.high > value:
                yield End(need.name, need.high, False)

    def _ends_without_need(self, hidden: Collection[str]) -> Iterator[End]:
        """A count that could be 3 but not 1 would tell that much, whatever it is.

        Of a count that is printed no more the value is not known: it might be small.
        """
        before = self.model.hidden_before & self.part.at.keys()
        for name in sorted(before | set(hidden)):
            if name in self.needs:
                continue
            ends = [End(name, floor(self.model, name), True)]
            if name not in self.model.values:
                ends.append(End(name, self.threshold, False))
            yield from (end for end in ends if end not in self.unreachable)

    def _is_large(self, part: OpenPart, name: str, hidden: Collection[str]) -> bool:
        """Whether everybody knows that a count is no small one: nothing is to be guessed then."""
        return part.within(End(name, self.threshold - 1, True), hidden) is None

    def _is_met(self, met: Iterable[Alternative], end: End) -> bool:
        at = self.part.at[end.name]
        return any(end.met_by(found[at]) for found in met)

    def _named(self, end: End) -> Mapping[str, int]:
        """An alternative that meets an end, by the counts that differ from the truth."""
        if end.met_by(self.model.values[end.name]):
            return {}
        at = self.part.at[end.name]
        found = next(alternative for alternative in self.met if end.met_by(alternative[at]))
        unknown = (name for name in self.part.names if name not in self.model.values)
        named = sorted({*self.part.changed(found), *unknown})
        return {name: int(found[self.part.at[name]]) for name in named}
