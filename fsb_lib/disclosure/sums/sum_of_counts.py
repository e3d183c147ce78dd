"""A sum of counts, by their names, and what is said of two counts by such sums.

focus@D = focus@D/a + focus@D/b + focus@D/c                    a sum
focus@D = focus@D/activated + (focus@D - focus@D/activated)    a part: its rest is a count, too
slack = x + y,  slack = z + (slack - z)                        at most: z <= x + y

Names are those of docs/cells.md. `KnownCounts` are the counts that sums are said about.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property


@dataclass(frozen=True)
class Sum:
    """A whole that is the sum of its parts, by the names of counts."""

    whole: str
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.whole, *self.parts)

    @property
    def is_within_a_day(self) -> bool:
        """Whether it ties no two days or periods to each other."""
        return len({when for name in self.names for when in blocks_in(name)}) < 2


_BLOCK = re.compile(r"@([^/ )]+)")
SLACK = "slack:"  # starts the name of what an inequality leaves; nobody asks for it


def part_of(whole: str, part: str) -> Sum:
    """The whole holds the part; the rest is a latent count, which nobody prints."""
    return Sum(whole, (part, f"{whole} - {part}"))


def is_rest(name: str) -> bool:
    """Whether a name is what a part leaves of its whole."""
    return " - " in name


def blocks_in(name: str) -> list[str]:
    """The days and periods that a name tells of; a difference or a slack may tell of several."""
    return _BLOCK.findall(name)


def at_most(small: tuple[str, ...], large: tuple[str, ...]) -> tuple[Sum, Sum]:
    """The small counts together are at most the large ones together."""
    together = f"{SLACK} {' + '.join(large)}"
    rest = f"{SLACK} {' + '.join(large)} - {' - '.join(small)}"
    return Sum(together, large), Sum(together, (*small, rest))


@dataclass(frozen=True)
class Measured:
    """The populations that one delivery gives (`focus@2009-11-15`), and by which definitions:
    parameters decide how these counts lie to each other, and of no others. `stands` are counts of
    other deliveries that stand hidden, with their values."""

    stems: frozenset[str] = frozenset()
    matched_benefits: frozenset[str] = frozenset()
    target_group_priority: tuple[str, ...] = ()
    stands: frozenset[tuple[str, int]] = frozenset()

    def beside(self, stems: Iterable[str], hidden: Mapping[str, int]) -> "Measured":
        """Without populations that stand as they were released, and with what is hidden of them."""
        return replace(self, stems=self.stems.difference(stems), stands=frozenset(hidden.items()))


NOTHING_MEASURED = Measured()


@dataclass(frozen=True)
class KnownCounts:
    """The counts that sums are said about: printed, in a printed rate, or public already."""

    names: frozenset[str]
    measured: Measured = NOTHING_MEASURED

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
