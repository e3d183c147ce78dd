"""Published facts about whole-number counts, as an attacker reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class KnownSum:
    """A total that is the sum of its parts; a part named twice counts twice."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class KnownRate:
    """`low` <= numerator / denominator <= `high`, ends included; there is a denominator."""

    numerator: str
    denominator: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class KnownDifference:
    """minuend - subtrahend = value."""

    minuend: str
    subtrahend: str
    value: int


@dataclass(frozen=True)
class Facts:
    """Everything published. A cell of None is hidden; `truth` holds hidden values, if given.

    With `zeros_shown` a hidden cell is known to be at least 1. `unpublished` are counts that are
    printed nowhere: differences and bases that everybody can name; they may be 0.
    `told_before` are cells that an earlier release shows, which nobody can hide any more.
    """

    threshold: int
    zeros_shown: bool
    cells: Mapping[str, int | None]
    sums: tuple[KnownSum, ...] = ()
    rates: tuple[KnownRate, ...] = ()
    differences: tuple[KnownDifference, ...] = ()
    truth: Mapping[str, int] | None = None
    unpublished: frozenset[str] = frozenset()
    told_before: frozenset[str] = frozenset()

    @property
    def floor(self) -> int:
        """The least value that a hidden cell is known to have by the rules alone."""
        return 1 if self.zeros_shown else 0

    def floor_of(self, name: str) -> int:
        """The least value that this hidden cell is known to have by the rules alone."""
        return 0 if name in self.unpublished else self.floor

    @property
    def hidden(self) -> tuple[str, ...]:
        """The hidden cells, in the order of `cells`."""
        return tuple(name for name, value in self.cells.items() if value is None)


def printable(name: str, longest: int = 40) -> str:
    """A name as a terminal may show it: nothing that steers it, no direction marks, not too long.

    >>> printable("a\\x1b[31m")
    'a\\\\x1b[31m'
    """
    safe = "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name
    )
    half = (longest - 3) // 2
    return safe if len(safe) <= longest else f"{safe[:half]}...{safe[-half:]}"
