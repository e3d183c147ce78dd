"""The pattern of a year's reports: what is hidden of everything that they print, with the proof.

printed counts and rates, published facts  ->  joint model  ->  open parts  ->  pattern
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from fsb_lib.disclosure.count_names import Place, Printed, PrintedCount, PrintedRate, stem
from fsb_lib.disclosure.joint_model import JointModel, conflicting, joint_model, within_days
from fsb_lib.disclosure.must_hide import HidingRule, Need, hidden_at_once, needs
from fsb_lib.disclosure.open_part import OpenPart, open_parts
from fsb_lib.disclosure.policy import CommitteePolicy
from fsb_lib.disclosure.published_facts import PublishedFacts, RateFact
from fsb_lib.disclosure.solver import OutOfTime, Unsolved
from fsb_lib.disclosure.sums.sum_of_counts import NOTHING_MEASURED, Measured
from fsb_lib.disclosure.suppression import Suppressed, Witness, suppressed


class Unprotected(Exception):  # noqa: N818 (what is found, not a fault of the program)
    """No way to protect small counts was found; `places` print them."""

    def __init__(self, places: tuple[Place, ...], why: str) -> None:
        self.places = places
        super().__init__(why)


class NotInTime(Unprotected):
    """None was found within the time that a question may take."""


@dataclass(frozen=True)
class Pattern:
    """What is hidden: counts by name, and rates by the place that prints them.

    `truth` holds the values of all hidden and latent counts: private, as the witnesses are.
    `corrected` are populations of which something published shows other values.
    """

    hidden: frozenset[str]
    hidden_rates: frozenset[Place]
    witnesses: tuple[Witness, ...]
    truth: Mapping[str, int]
    corrected: frozenset[str]


def pattern(
    printed: Sequence[Printed],
    earlier: PublishedFacts,
    public: Mapping[str, int],
    rule: HidingRule,
    also_hidden: frozenset[str] = frozenset(),
    measured: Measured = NOTHING_MEASURED,
) -> Pattern:
    """What is hidden of all that is `printed`, given everything published `earlier`.

    `also_hidden` are counts to be hidden whatever their value; `measured` is the delivery that
    `printed` is made from.

    `public` are counts that a paper printed before there was any protection. Small ones among
    them are hidden all the same, and no other count relies on their being hidden: everything is
    protected twice, from readers without and with the paper.

    Errors: Unprotected; solver.Unsolved; ValueError for counts that do not add up.
    """
    corrected, models = _settled(printed, earlier, measured)
    at_once = also_hidden | {name for name in earlier.hidden if stem(name) in corrected}
    without_paper = _of_all(models, at_once, rule)
    if not _is_same_city(printed, public):
        return replace(without_paper, corrected=corrected)
    paper = PublishedFacts(public) | earlier.without(corrected)
    contradicted, models = _settled(printed, paper, measured)
    if contradicted:
        raise ValueError("the papers' table contradicts an earlier release")
    with_paper = _of_all(models, without_paper.hidden, rule)
    of_paper = (one for one in without_paper.witnesses if one.need.name in public)
    return Pattern(
        without_paper.hidden | with_paper.hidden,
        without_paper.hidden_rates | with_paper.hidden_rates,
        (*of_paper, *with_paper.witnesses),
        {**with_paper.truth, **without_paper.truth},
        corrected,
    )


def _of_all(models: Sequence[JointModel], at_once: frozenset[str], rule: HidingRule) -> Pattern:
    """What is hidden in each model, one after the other, with the alternatives of all: a count has
    one that holds whatever is true between days.

    Errors: as `pattern`.
    """
    rates, witnesses = frozenset[Place](), tuple[Witness, ...]()
    for model in models:
        found = pattern_of(model, at_once, rule)
        at_once, rates = at_once | found.hidden, rates | found.hidden_rates
        witnesses = (*witnesses, *found.witnesses)
    return replace(found, hidden=found.hidden, hidden_rates=rates, witnesses=witnesses)


def _is_same_city(printed: Sequence[Printed], public: Mapping[str, int]) -> bool:
    """Whether the papers speak of these registers: what both print is the same."""
    both = [each for each in printed if isinstance(each, PrintedCount) and each.name in public]
    return bool(both) and all(public[each.name] == each.value for each in both)


def _settled(
    printed: Sequence[Printed], earlier: PublishedFacts, measured: Measured
) -> tuple[frozenset[str], tuple[JointModel, ...]]:
    """The populations of which something published says otherwise than is measured now, and the
    models of what is printed without these.

    Where the shown values agree but no whole numbers satisfy both, hidden ones must have changed.
    """
    corrected = conflicting(printed, earlier)
    while True:
        models, broken = _models(printed, earlier.without(corrected), measured)
        if not broken:
            return corrected, models
        before = {*earlier.shown, *earlier.hidden}
        changed = {stem(name) for part in broken for name in part.mentioned & before} - corrected
        if not changed:
            raise ValueError("the counts of a release contradict each other")
        corrected |= changed


def _models(
    printed: Sequence[Printed], earlier: PublishedFacts, measured: Measured
) -> tuple[tuple[JointModel, ...], tuple[OpenPart, ...]]:
    """One model of a year in which every sum holds. Where one does not, nobody knows which of those
    between days do: a model with all that may be true, if that can be, and one without any. Of the
    last also the parts that no whole numbers satisfy."""
    together = joint_model(printed, earlier, measured)
    broken = _broken(together)
    if together.is_whole and not broken:
        return (together,), ()
    apart = within_days(printed, earlier, measured)
    return (apart,) if broken else (together, apart), _broken(apart)


def _broken(model: JointModel) -> tuple[OpenPart, ...]:
    """The parts that no whole numbers satisfy."""
    return tuple(part for part in open_parts(model, ()) if not part.possible())


def pattern_of(model: JointModel, at_once: frozenset[str], rule: HidingRule) -> Pattern:
    """The pattern of one model; `at_once` are counts to be hidden whatever their value."""
    policy = rule.policy
    wanted = needs(model, policy.threshold)
    hidden = hidden_at_once(model, wanted, at_once)
    candidates = tuple(_telling_rates(model, policy))
    concerned = {*(need.name for need in wanted), *(n for fact in candidates for n in fact.key)}
    concerned |= hidden | model.hidden_before
    found = [
        _suppressed(model, part, (wanted, hidden, candidates), rule)
        for part in open_parts(model, candidates)
        if not concerned.isdisjoint(part.at)
    ]
    hidden = frozenset(name for part in found for name in part.hidden)
    shown = {place for part in found for fact in part.facts for place in fact.places}
    return Pattern(
        hidden,
        frozenset(r.place for r in model.rates if not _stays(model, r, policy, hidden, shown)),
        tuple(witness for part in found for witness in part.witnesses),
        {n: v for n, v in model.values.items() if n in hidden or model.latent(n)},
        frozenset(),
    )


def _suppressed(
    model: JointModel,
    part: OpenPart,
    asked: tuple[Sequence[Need], frozenset[str], Sequence[RateFact]],
    rule: HidingRule,
) -> Suppressed:
    """Errors: Unprotected with the places of the part's small counts."""
    wanted, hidden, candidates = asked
    try:
        return suppressed(model, part, wanted, hidden, candidates, rule)
    except Unsolved as why:
        small = (need.name for need in wanted if need.name in part.at)
        places = {place for name in small for place in model.printed.get(name, ())}
        error = NotInTime if isinstance(why, OutOfTime) else Unprotected
        raise error(tuple(sorted(places)), str(why)) from None


def _stays(
    model: JointModel,
    rate: PrintedRate,
    policy: CommitteePolicy,
    hidden: frozenset[str],
    shown: Collection[Place],
) -> bool:
    """Whether a rate is shown: both counts are, or it is a fact that costs no safety."""
    hidden_before = model.hidden_before - model.printed.keys()
    if _fact_if_shown(rate, policy) is None or {rate.part, rate.whole} & (hidden | hidden_before):
        return False
    return rate.place in shown or not _tells(model, rate)


def _tells(model: JointModel, rate: PrintedRate) -> bool:
    """Whether a part of the rate is printed nowhere, so that it may say more than the counts."""
    return model.latent(rate.part) or model.latent(rate.whole)


def _telling_rates(model: JointModel, policy: CommitteePolicy) -> Iterator[RateFact]:
    places: dict[RateFact, tuple[Place, ...]] = {}
    for rate in model.rates:
        fact = _fact_if_shown(rate, policy)
        if fact is not None and _tells(model, rate):
            places[fact] = (*places.get(fact, ()), rate.place)
    yield from (replace(fact, places=of_fact) for fact, of_fact in places.items())


def _fact_if_shown(rate: PrintedRate, policy: CommitteePolicy) -> RateFact | None:
    """What a shown rate says of its counts; None for one that its own counts hide."""
    exact = rate.ratio.value
    cell = None if exact is None else policy.rate(rate.ratio, exact)
    if cell is None or cell.value is None:
        return None
    half_step = Fraction(1, 2 * 10 ** (cell.decimals + 2))
    value = Fraction(cell.value)
    return RateFact(rate.part, rate.whole, value - half_step, value + half_step)
