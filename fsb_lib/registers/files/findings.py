"""What a delivered file shows beside its rows: known when its rows were read to the end."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Findings:
    """`fatal` and `told` are kinds with what was found, in words that hold no value of a row.

    `told` also has a number of rows, 0 where none is meant. `own_counts` are the rows that the
    file says it has. `uncalculated`: formulas without a value, by place of the column.
    """

    fatal: list[tuple[str, str]] = field(default_factory=list)
    told: list[tuple[str, int, str]] = field(default_factory=list)
    own_counts: list[int] = field(default_factory=list)
    uncalculated: Counter[int] = field(default_factory=Counter)
    rounded: tuple[str, ...] = ()

    def has(self, *kinds: str) -> bool:
        """Whether any of these fatal kinds was found."""
        return any(kind in kinds for kind, _ in self.fatal)
