"""How far reading a delivery has come: told while it goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class ReadSoFar:
    """`share` of the whole delivery's bytes, 0 to 1; `file` as it can be said, `n_rows` of it.

    A table of a database has no `share`: how much is to come only the database knows, and asking
    it reads everything twice. With 0 rows it has been asked and has not answered yet.
    """

    file: str
    n_rows: int
    share: float | None


Tell: TypeAlias = Callable[[ReadSoFar], None]


def tell_nobody(_: ReadSoFar) -> None:
    """For callers that nobody waits for."""
