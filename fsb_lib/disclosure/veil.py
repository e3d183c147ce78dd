"""What the joint model hides in the tables of one report, beside what is small by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fsb_lib.disclosure.cells import Place, column_names


@dataclass(frozen=True)
class Veil:
    """Hidden counts by name, hidden rates by place; `letters` fill the names of the report."""

    letters: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    hidden_rates: frozenset[Place] = frozenset()

    def columns(self, table_id: str, codes: tuple[str, ...]) -> frozenset[str]:
        """The columns of one row that are hidden."""
        if not self.letters:
            return frozenset()
        names = column_names(table_id, codes, self.letters)
        return frozenset(
            column
            for column, name in names.items()
            if self._hides(name) or Place(table_id, codes, column) in self.hidden_rates
        )

    def _hides(self, name: str | tuple[str, str]) -> bool:
        counts = (name,) if isinstance(name, str) else name
        return not self.hidden.isdisjoint(counts)


NO_VEIL = Veil()
