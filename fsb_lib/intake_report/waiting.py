"""What somebody who waits for intake sees: a line that moves, or now and then one more.

reading bif_ydelser.xlsx: 81,920 rows, 43 % of the delivery
"""

from time import monotonic
from typing import Final

from rich.console import Console
from rich.status import Status

from fsb_lib.registers.read_so_far import ReadSoFar

_EVERY: Final = 5.0  # seconds between two lines of a plain log


class Waiting:
    """Tells how far reading has come; nothing of a delivery that is read at once."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status = Status("", console=console) if console.is_terminal else None
        self._told = monotonic()

    def __enter__(self) -> "Waiting":
        if self._status:
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._status:
            self._status.stop()

    def tell(self, so_far: ReadSoFar) -> None:
        """The next news."""
        line = f"reading {so_far.file}: {so_far.n_rows:,} rows, {so_far.share:.0%} of the delivery"
        if self._status:
            self._status.update(line)
        elif monotonic() - self._told >= _EVERY:
            self._told = monotonic()
            self._console.print(line, highlight=False, markup=False, soft_wrap=True)
