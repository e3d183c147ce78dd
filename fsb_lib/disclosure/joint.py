"""The joint model: every count that a release and the releases before it print, as one system.

name                              value  state
focus@2009-11-15                   3418  printed    hidden only if nothing else protects
focus@2009-11-15/handicappede        97  released   an earlier release shows it: a constant
focus@2009-11-15/h.../activated       3  printed    small: hidden
focus@2009-11-15/h.../not_activated  94  latent     nobody prints it
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from fsb_lib.disclosure.cells import Place, Printed, PrintedCount, PrintedRate
from fsb_lib.disclosure.sums.cubes import Sum
from fsb_lib.disclosure.sums.relations import relations


@dataclass(frozen=True)
class RateFact:
    """A printed rate: `low` <= part / whole < `high`, since halves are rounded up.

    `places` are empty when it is released.
    """

    part: str
    whole: str
    low: Fraction
    high: Fraction
    places: tuple[Place, ...] = field(default=(), compare=False)

    @property
    def key(self) -> tuple[str, str]:
        return self.part, self.whole


@dataclass(frozen=True)
class Told:
    """What a release tells: counts shown and hidden by name, and rates that say more than those."""

    shown: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    rates: tuple[RateFact, ...] = ()

    def __or__(self, later: "Told") -> "Told":
        """Both; a count that either shows is known."""
        shown = {**self.shown, **later.shown}
        return Told(
            shown,
            frozenset((self.hidden | later.hidden) - shown.keys()),
            tuple(dict.fromkeys((*self.rates, *later.rates))),
        )

    def without(self, stems: Set[str]) -> "Told":
        """What is told of other populations and days."""
        return Told(
            {name: n for name, n in self.shown.items() if stem(name) not in stems},
            frozenset(name for name in self.hidden if stem(name) not in stems),
            tuple(rate for rate in self.rates if not stems & {*map(stem, rate.key)}),
        )


@dataclass(frozen=True)
class JointModel:
    """Every count by name, what may be hidden of it, and how counts add up.

    `values` holds the true value of each count that is known here; a count that an earlier
    release hides and this one does not print may have none. `printed` are this release's own,
    with the places that print them; `released` are constants; `hidden_before` are hidden by
    earlier releases.
    """

    values: Mapping[str, int]
    printed: Mapping[str, tuple[Place, ...]]
    released: frozenset[str]
    hidden_before: frozenset[str]
    sums: tuple[Sum, ...]
    rates: tuple[PrintedRate, ...]
    facts_before: tuple[RateFact, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every count, printed ones first, in a fixed order."""
        inside = {name for each in self.sums for name in (each.whole, *each.parts)}
        known = {*self.printed, *self.released, *self.hidden_before}
        return (*sorted(known), *sorted(inside - known))

    def latent(self, name: str) -> bool:
        """Whether nobody prints the count."""
        return not (name in self.printed or name in self.released or name in self.hidden_before)


def stem(name: str) -> str:
    """Population and day of a count: `focus@2009-11-15`."""
    return name.partition("/")[0]


def conflicting(printed: Iterable[Printed], earlier: Told) -> frozenset[str]:
    """The stems of which an earlier release shows another value: the registers were corrected."""
    return frozenset(
        stem(each.name)
        for each in printed
        if isinstance(each, PrintedCount) and earlier.shown.get(each.name, each.value) != each.value
    )


def joint_model(printed: Sequence[Printed], earlier: Told) -> JointModel:
    """The model of a release; `earlier` must not conflict with it.

    Errors: ValueError when two places print different values of one count, or counts do not add
    up: a fault of the program, never of the registers.
    """
    places: dict[str, tuple[Place, ...]] = {}
    values = dict(earlier.shown)
    rates = tuple(each for each in printed if isinstance(each, PrintedRate))
    for each in printed:
        if isinstance(each, PrintedCount):
            places[each.name] = (*places.get(each.name, ()), each.place)
            _agree(values, each.name, each.value)
    for rate in rates:
        _agree(values, rate.part, rate.ratio.numerator)
        _agree(values, rate.whole, rate.ratio.denominator)
    of_rates = {name for fact in earlier.rates for name in fact.key}
    sums = relations({*values, *earlier.hidden, *of_rates})
    _add_up(values, sums)
    if below := sorted(name for name, value in values.items() if value < 0):
        raise ValueError(f"{below[0]} is below zero: the counts are not parts of each other")
    return JointModel(
        values, places, frozenset(earlier.shown), earlier.hidden, sums, rates, earlier.rates
    )


def _agree(values: dict[str, int], name: str, value: int) -> None:
    if values.setdefault(name, value) != value:
        raise ValueError(f"{name} is printed with two values")


def _add_up(values: dict[str, int], sums: Iterable[Sum]) -> None:
    """Give every count a value that follows from the others, and check all sums."""
    waiting = list(sums)
    while waiting:
        left = [each for each in waiting if not _settled(values, each)]
        if len(left) == len(waiting):
            return
        waiting = left


def _settled(values: dict[str, int], each: Sum) -> bool:
    """Whether all counts of a sum have a value, after the last of them was given one."""
    names = (each.whole, *each.parts)
    unknown = [name for name in names if name not in values]
    if len(unknown) > 1:
        return False
    total = sum(values[part] for part in each.parts if part in values)
    if unknown:
        (name,) = unknown
        values[name] = total if name == each.whole else values[each.whole] - total
    elif values[each.whole] != total:
        raise ValueError(f"{each.whole} is not the sum of its parts")
    return True
