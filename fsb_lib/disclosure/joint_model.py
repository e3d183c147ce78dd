"""The joint model: all counts of a year's reports and of what is public already, as one system.

name                              value  state
focus@2009-11-15                   3418  printed       hidden only if nothing else protects
focus@2009-11-15/handicappede        97  shown before  public already: a constant
focus@2009-11-15/h.../activated       3  printed       small: hidden
focus@2009-11-15/h.../not_activated  94  latent        nobody prints it
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fsb_lib.disclosure.count_names import Place, Printed, PrintedCount, PrintedRate, stem
from fsb_lib.disclosure.published_facts import PublishedFacts, RateFact
from fsb_lib.disclosure.sums.relations import relations
from fsb_lib.disclosure.sums.sum_of_counts import NOTHING_MEASURED, Measured, Sum


@dataclass(frozen=True)
class JointModel:
    """Every count by name, what may be hidden of it, and how counts add up.

    `values` holds the true value of each count that is known here; a count that was hidden
    before and is not printed now may have none. `printed` are those of the reports at hand, with
    the places that print them. What was published before shows `shown_before`, which are
    constants, and hides `hidden_before`.
    """

    values: Mapping[str, int]
    printed: Mapping[str, tuple[Place, ...]]
    shown_before: frozenset[str]
    hidden_before: frozenset[str]
    sums: tuple[Sum, ...]
    rates: tuple[PrintedRate, ...]
    facts_before: tuple[RateFact, ...]
    is_whole: bool = True  # every sum holds

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every count, printed ones first, in a fixed order."""
        inside = {name for each in self.sums for name in (each.whole, *each.parts)}
        known = {*self.printed, *self.shown_before, *self.hidden_before}
        return (*sorted(known), *sorted(inside - known))

    def latent(self, name: str) -> bool:
        """Whether nobody prints the count."""
        return not (name in self.printed or name in self.shown_before or name in self.hidden_before)


def conflicting(printed: Iterable[Printed], earlier: PublishedFacts) -> frozenset[str]:
    """The stems of which something published shows another value: the registers were corrected."""
    return frozenset(
        stem(each.name)
        for each in printed
        if isinstance(each, PrintedCount) and earlier.shown.get(each.name, each.value) != each.value
    )


def joint_model(
    printed: Sequence[Printed],
    earlier: PublishedFacts,
    measured: Measured = NOTHING_MEASURED,
) -> JointModel:
    """The model of what is `printed`; `earlier` must not conflict with it.

    `measured` is the delivery that `printed` is made from. Earlier counts may be of another: a sum
    that does not hold between the two is no fact.

    Errors: ValueError when two places print different values of one count, or counts do not add
    up: a fault of the program, never of the registers.
    """
    return _model(printed, earlier, _sums(printed, earlier, measured), measured)


def within_days(
    printed: Sequence[Printed],
    earlier: PublishedFacts,
    measured: Measured = NOTHING_MEASURED,
) -> JointModel:
    """As `joint_model`, without any sum that ties two days: what is sure of two deliveries."""
    sums = _sums(printed, earlier, measured)
    within = tuple(each for each in sums if each.is_within_a_day)
    return _model(printed, earlier, within, measured)


def _sums(
    printed: Sequence[Printed], earlier: PublishedFacts, measured: Measured
) -> tuple[Sum, ...]:
    of_rates = {name for fact in earlier.rates for name in fact.key}
    values, _ = _printed_values(printed)
    return relations({*values, *earlier.shown, *earlier.hidden, *of_rates}, measured)


def _model(
    printed: Sequence[Printed],
    earlier: PublishedFacts,
    sums: tuple[Sum, ...],
    measured: Measured,
) -> JointModel:
    """Errors: ValueError as `joint_model`."""
    values, places = _printed_values(printed)
    rates = tuple(each for each in printed if isinstance(each, PrintedRate))
    values, false = _added_up(values, sums)
    if false:
        raise ValueError(
            f"{false[0].whole} is not the sum of its parts: one is another, or below zero"
        )
    if below := sorted(name for name, value in values.items() if value < 0):
        raise ValueError(f"{below[0]} is below zero: no group of people is")
    hidden = {name: n for name, n in measured.stands if name in earlier.hidden}
    values, between = _added_up({**values, **hidden, **earlier.shown}, sums)
    return JointModel(
        values,
        places,
        frozenset(earlier.shown),
        earlier.hidden,
        tuple(each for each in sums if each not in between),
        rates,
        earlier.rates,
        not between,
    )


def _printed_values(
    printed: Iterable[Printed],
) -> tuple[dict[str, int], dict[str, tuple[Place, ...]]]:
    """What is printed by name, in counts and in rates, and the places that print a count."""
    places: dict[str, tuple[Place, ...]] = {}
    values: dict[str, int] = {}
    for each in printed:
        if isinstance(each, PrintedCount):
            places[each.name] = (*places.get(each.name, ()), each.place)
            _agree(values, each.name, each.value)
        else:
            _agree(values, each.part, each.ratio.numerator)
            _agree(values, each.whole, each.ratio.denominator)
    return values, places


def _agree(values: dict[str, int], name: str, value: int) -> None:
    if values.setdefault(name, value) != value:
        raise ValueError(f"{name} is printed with two values")


def completed(values: Mapping[str, int], sums: Iterable[Sum]) -> Mapping[str, int]:
    """The values, and those of all counts that follow from them by sums that hold."""
    return _added_up(values, sums)[0]


def _added_up(
    values: Mapping[str, int], sums: Iterable[Sum]
) -> tuple[dict[str, int], tuple[Sum, ...]]:
    """The values with all that follow from them, and the sums that no counts of 0 or more fulfil
    with them: between two deliveries a definition need not hold."""
    found, false, waiting = dict(values), [], list(sums)
    while waiting:
        left = []
        for each in waiting:
            unknown = [name for name in each.names if name not in found]
            if len(unknown) > 1:
                left.append(each)
            elif not _settled(found, each, unknown):
                false.append(each)
        if len(left) == len(waiting):
            break
        waiting = left
    return found, tuple(false)


def _settled(values: dict[str, int], each: Sum, unknown: Sequence[str]) -> bool:
    """Whether a sum holds, after its one unknown count was given its value."""
    total = sum(values[part] for part in each.parts if part in values)
    if not unknown:
        return values[each.whole] == total
    (name,) = unknown
    value = total if name == each.whole else values[each.whole] - total
    if value >= 0:
        values[name] = value
    return value >= 0
