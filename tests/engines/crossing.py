"""What crossed from an engine into this process, and whether a person was in it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

# The largest result is everything that is counted of a population on all days of a report: six
# days, and on each a row for 5 target groups x 7 match groups, for 5, 7, 4 and 4 codes, for all.
LARGEST_RESULT = 6 * (5 * 7 + 5 + 7 + 4 + 4 + 1)
# How many rows of a register are dated on each day: what tells whether an extract is stale.
HISTOGRAMS = {("fra", "n"), ("vurderet", "n")}
_HEX = re.compile(rb"[0-9a-f]{64,}")
_LENGTH = 64


@dataclass(frozen=True)
class Result:
    """One answer of the engine."""

    columns: tuple[str, ...]
    n_rows: int


@dataclass
class Crossed:
    """All answers, and every byte that was received, whatever it belonged to."""

    results: list[Result] = field(default_factory=list)
    received: bytearray = field(default_factory=bytearray)

    def complaints(self, pseudonyms: Collection[bytes]) -> list[str]:
        """Why somebody would say that a person row has crossed."""
        found = [f"column person, {r.n_rows} rows" for r in self.results if "person" in r.columns]
        counts = (r for r in self.results if r.columns not in HISTOGRAMS)
        found += [f"{r.n_rows} rows" for r in counts if r.n_rows > LARGEST_RESULT]
        n_persons = len(self._long_hex() & set(pseudonyms))
        return [*found, *([f"{n_persons} pseudonyms"] if n_persons else [])]

    def _long_hex(self) -> set[bytes]:
        """All that could be a pseudonym, at whatever place in a longer run of its signs."""
        return {
            run[start : start + _LENGTH]
            for run in _HEX.findall(bytes(self.received))
            for start in range(len(run) - _LENGTH + 1)
        }
