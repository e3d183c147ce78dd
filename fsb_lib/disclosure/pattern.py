"""The pattern of a release: what is hidden of everything that it prints, with the proof.

    printed counts and rates, earlier releases  ->  joint model  ->  parts  ->  pattern
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from fsb_lib.disclosure.cells import Place, Printed, PrintedRate
from fsb_lib.disclosure.joint import Earlier, JointModel, RateFact, joint_model
from fsb_lib.disclosure.needs import hidden_at_once, needs
from fsb_lib.disclosure.part import parts
from fsb_lib.disclosure.policy import CommitteePolicy
from fsb_lib.disclosure.suppression import Witness, suppressed


@dataclass(frozen=True)
class Pattern:
    """What is hidden: counts by name, and rates by the place that prints them."""

    hidden: frozenset[str]
    hidden_rates: frozenset[Place]
    facts: tuple[RateFact, ...]
    witnesses: tuple[Witness, ...]


def pattern(printed: Sequence[Printed], earlier: Earlier, policy: CommitteePolicy) -> Pattern:
    """What a release hides, given everything released before it.

    Errors: solver.Unsolved; ValueError for counts that do not add up.
    """
    model = joint_model(printed, earlier)
    wanted = needs(model, policy.threshold)
    at_once = hidden_at_once(model, wanted)
    candidates = tuple(_telling_rates(model, policy))
    concerned = {*(need.name for need in wanted), *(n for fact in candidates for n in fact.key)}
    found = [
        suppressed(model, part, wanted, at_once, candidates, policy.threshold)
        for part in parts(model, earlier.rates, candidates)
        if not concerned.isdisjoint(part.at)
    ]
    hidden = frozenset(name for part in found for name in part.hidden)
    facts = tuple(fact for part in found for fact in part.facts)
    shown = {place for fact in facts for place in fact.places}
    return Pattern(
        hidden,
        frozenset(r.place for r in model.rates if not _stays(model, r, policy, hidden, shown)),
        facts,
        tuple(witness for part in found for witness in part.witnesses),
    )


def _stays(
    model: JointModel,
    rate: PrintedRate,
    policy: CommitteePolicy,
    hidden: Collection[str],
    shown: Collection[Place],
) -> bool:
    """Whether a rate is shown: both counts are, or it is a fact that costs no safety."""
    if _released(rate, policy) is None or {rate.part, rate.whole} & hidden:
        return False
    return rate.place in shown or not _tells(model, rate)


def _tells(model: JointModel, rate: PrintedRate) -> bool:
    """Whether a part of the rate is printed nowhere, so that it may say more than the counts."""
    return model.latent(rate.part) or model.latent(rate.whole)


def _telling_rates(model: JointModel, policy: CommitteePolicy) -> Iterator[RateFact]:
    places: dict[RateFact, tuple[Place, ...]] = {}
    for rate in model.rates:
        fact = _released(rate, policy)
        if fact is not None and _tells(model, rate):
            places[fact] = (*places.get(fact, ()), rate.place)
    yield from (replace(fact, places=of_fact) for fact, of_fact in places.items())


def _released(rate: PrintedRate, policy: CommitteePolicy) -> RateFact | None:
    """What a shown rate says of its counts; None for one that its own counts hide."""
    exact = rate.ratio.value
    cell = None if exact is None else policy.rate(rate.ratio, exact)
    if cell is None or cell.value is None:
        return None
    half_step = Fraction(1, 2 * 10 ** (cell.decimals + 2))
    value = Fraction(cell.value)
    return RateFact(rate.part, rate.whole, value - half_step, value + half_step)
