"""What crossed from an engine into this process, and whether a person was in it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

# The largest result is a table of counts: 3 sexes x 6 origins x 8 ages, unknown ones included.
LARGEST_RESULT = 144
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
        found += [f"{r.n_rows} rows" for r in self.results if r.n_rows > LARGEST_RESULT]
        n_persons = len(self._long_hex() & set(pseudonyms))
        return [*found, *([f"{n_persons} pseudonyms"] if n_persons else [])]

    def _long_hex(self) -> set[bytes]:
        """All that could be a pseudonym, at whatever place in a longer run of its signs."""
        return {
            run[start : start + _LENGTH]
            for run in _HEX.findall(bytes(self.received))
            for start in range(len(run) - _LENGTH + 1)
        }
