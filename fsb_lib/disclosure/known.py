"""The counts that everybody knows of: what relations are said about."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Known:
    """The names of all counts that are printed, stand in a printed rate, or were released."""

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
