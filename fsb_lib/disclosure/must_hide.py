"""Which counts must be hidden by themselves, how wide is left to guess, and what hiding costs.

A count of 1 to threshold - 1 is hidden; what everybody can compute must be equally consistent
with its least possible value and with the threshold or more. So must a latent count of that
size, which nobody prints but a subtraction would give. In a small group of which nobody or
everybody is activated the size is hidden, so that "none of them" tells of no known group.

What else is hidden to protect these follows a secret order (`loss`), totals and headlines last.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.count_names import Place, PrintedRate
from fsb_lib.disclosure.joint_model import JointModel
from fsb_lib.disclosure.keyed_order import Order
from fsb_lib.disclosure.policy import CommitteePolicy
from fsb_lib.disclosure.sums.sum_of_counts import SLACK
from fsb_lib.domain import vocabulary
from fsb_lib.domain.declared_tables import declared

LARGEST_THIN_GROUP = 19  # groups from 20 persons may be all or none (the SDAP handbook's table)
TOTALS = {vocabulary.TOTAL, "sof_i_alt", "bif_i_alt", "rows_read", "rows_kept"}


@dataclass(frozen=True)
class HidingRule:
    """What is hidden for its own sake, and what comes first of the counts that protect it."""

    policy: CommitteePolicy
    order: Order


@dataclass(frozen=True)
class Need:
    """A count must be able to be as low as `low` and as high as `high`."""

    name: str
    low: int
    high: int


@dataclass(frozen=True)
class End:
    """One end of a need: the count must be able to reach `value`, downwards or upwards."""

    name: str
    value: int
    down: bool

    def met_by(self, count: int) -> bool:
        return count <= self.value if self.down else count >= self.value


def floor(model: JointModel, name: str) -> int:
    """The least value that the rules alone leave: hidden zeros do not exist, latent ones do."""
    return 0 if model.latent(name) else 1


def needs(model: JointModel, threshold: int) -> tuple[Need, ...]:
    """Every need that follows from the values alone, in the order of the names."""
    groups = {rate.whole for rate in model.rates if _tells_of_all(rate)}
    return tuple(_needs(model, threshold, frozenset(groups)))


def _needs(model: JointModel, threshold: int, thin: frozenset[str]) -> Iterator[Need]:
    for name in model.names:
        value = model.values.get(name)
        if value is None or name in model.shown_before or name.startswith(SLACK):
            continue
        if 0 < value < threshold:
            yield Need(name, floor(model, name), threshold)
        elif name in thin and not model.latent(name):
            yield Need(name, floor(model, name), LARGEST_THIN_GROUP + 1)


def _tells_of_all(rate: PrintedRate) -> bool:
    """Whether a rate says that nobody, or everybody, of a thin group has a sensitive trait."""
    n, base = rate.ratio.numerator, rate.ratio.denominator
    return (
        declared(rate.place.table).sensitive and 0 < base <= LARGEST_THIN_GROUP and n in (0, base)
    )


def hidden_at_once(
    model: JointModel, wanted: Iterable[Need], forced: Collection[str]
) -> frozenset[str]:
    """The printed counts that their own value hides, and the forced ones; never a zero.

    Of a thin group that is all or nothing the part is hidden, too, when it is all.
    """
    names = {*(need.name for need in wanted), *forced}
    parts = {
        rate.part
        for rate in model.rates
        if rate.whole in names and rate.ratio.numerator == rate.ratio.denominator
    }
    return frozenset(
        name
        for name in names | parts
        if name in model.printed and name not in model.shown_before and model.values[name]
    )


def loss(model: JointModel, name: str, order: Order) -> float:
    """What hiding a count costs: its place in the secret order, more for a total or a headline,
    so that these come last, less where only tables that are hidden first print it. Nothing of it
    is a value; a count that is not printed costs nothing.
    """
    places = model.printed.get(name, ())
    is_first = all(declared(place.table).hidden_first for place in places)
    share = float(load("disclosure")["loss"]["hidden_first"]) if is_first else 1.0
    return share * len(places) * order(name) + max(map(_loss_at, places), default=0.0)


def _loss_at(place: Place) -> float:
    weights = load("disclosure")["loss"]
    n_totals = sum(code in TOTALS for code in place.codes)
    headline = declared(place.table).headline
    return float(weights["total"] * n_totals + weights["headline"] * headline)
