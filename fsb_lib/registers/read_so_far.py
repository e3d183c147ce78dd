"""How far reading a delivery has come: told while it goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class ReadSoFar:
    """`share` of the whole delivery's bytes, 0 to 1; `file` as it can be said, `n_rows` of it."""

    file: str
    n_rows: int
    share: float


Tell: TypeAlias = Callable[[ReadSoFar], None]


def tell_nobody(_: ReadSoFar) -> None:
    """For callers that nobody waits for."""
