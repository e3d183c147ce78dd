"""How counts add up: a cube of axes, each of which splits wholes into their parts.

population      group                 match                  activity
focus@D    x    "" -> /a, /b, /c   x  "" -> /match:4, :5  x  "" -> /activated, /not_activated

focus@D = focus@D/a + focus@D/b + focus@D/c
focus@D/a = focus@D/a/match:4 + focus@D/a/match:5
focus@D/a/match:4 = focus@D/a/match:4/activated + focus@D/a/match:4/not_activated, ...

`KnownCounts` are the counts that such sums are said about.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product


@dataclass(frozen=True)
class Sum:
    """A whole that is the sum of its parts, by the names of counts."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """One way in which a member of an axis falls into others."""

    whole: str
    parts: tuple[str, ...]


Axis = tuple[Split, ...]
Cubes = Iterable[tuple[Axis, ...]]


@dataclass(frozen=True)
class KnownCounts:
    """The counts that sums are said about: printed, in a printed rate, or public already."""

    names: frozenset[str]

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(sorted({name.partition("/")[0] for name in self.names}))

    @cached_property
    def parts(self) -> frozenset[tuple[str, str]]:
        """(stem, part) of every name: `("focus@2009-11-15", "match:4")`."""
        split_up = (name.split("/") for name in self.names)
        return frozenset((stem, part) for stem, *parts in split_up for part in parts)

    def days_of(self, population: str, year: int) -> Iterator[str]:
        """The days of a year on which a population is counted."""
        for stem in self.stems:
            name, _, day = stem.partition("@")
            if name == population and day.startswith(f"{year}-"):
                yield day


def split(whole: str, *parts: str) -> Axis:
    """An axis of one split; without parts, of a single member."""
    return (Split(whole, parts),)


SLACK = "slack:"  # starts the name of what an inequality leaves; nobody asks for it


def at_most(small: tuple[str, ...], large: tuple[str, ...]) -> tuple[tuple[Axis], tuple[Axis]]:
    """Two cubes that say: the small counts together are at most the large ones together."""
    together = f"{SLACK} {' + '.join(large)}"
    rest = f"{SLACK} {' + '.join(large)} - {' - '.join(small)}"
    return (split(together, *large),), (split(together, *small, rest),)


def members(axis: Axis) -> tuple[str, ...]:
    """Every member of an axis once, wholes before their parts."""
    named = (name for each in axis for name in (each.whole, *each.parts))
    return tuple(dict.fromkeys(named))


def sums(*axes: Axis) -> Iterator[Sum]:
    """Every sum of a cube: each split of each axis, at every member of the others."""
    for place, axis in enumerate(axes):
        others = [members(other) for at, other in enumerate(axes) if at != place]
        for each, around in product(axis, [*product(*others)]):
            if not each.parts:
                continue
            before, after = around[:place], around[place:]
            yield Sum(
                _name(before, each.whole, after),
                tuple(_name(before, part, after) for part in each.parts),
            )


def _name(before: Iterable[str], member: str, after: Iterable[str]) -> str:
    return "".join((*before, member, *after))
