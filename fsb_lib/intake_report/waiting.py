"""What somebody who waits for intake sees: a line that moves, or now and then one more.

reading bif_ydelser.xlsx: 81,920 rows, 43 % of the delivery
reading bif_indsatser: 300,000 rows                           from a database
reading bif_jobplaner: waiting for the database               which sorts the table first
"""

from threading import Timer
from time import monotonic
from typing import Final

from rich.console import Console
from rich.status import Status

from fsb_lib.registers.read_so_far import ReadSoFar

_EVERY: Final = 5.0  # seconds between two lines of a plain log


class Waiting:
    """Tells how far reading has come; nothing of a delivery that is read at once.

    That a database was asked has a line later, unless there is newer news: it sorts a table before
    its first row, and may be silent for long.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status = Status("", console=console) if console.is_terminal else None
        self._told = monotonic()
        self._later: Timer | None = None

    def __enter__(self) -> "Waiting":
        if self._status:
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._status:
            self._status.stop()
        if self._later:
            self._later.cancel()

    def tell(self, so_far: ReadSoFar) -> None:
        """The next news."""
        if self._later:
            self._later.cancel()
        if self._status:
            self._status.update(_line(so_far))
            return
        left = _EVERY - (monotonic() - self._told)
        if left <= 0:
            self._say(so_far)
        elif not so_far.n_rows:
            self._later = Timer(left, self._say, (so_far,))
            self._later.daemon = True
            self._later.start()

    def _say(self, so_far: ReadSoFar) -> None:
        self._told = monotonic()
        self._console.print(_line(so_far), highlight=False, markup=False, soft_wrap=True)


def _line(so_far: ReadSoFar) -> str:
    if so_far.share is not None:
        share = f"{so_far.share:.0%} of the delivery"
        return f"reading {so_far.file}: {so_far.n_rows:,} rows, {share}"
    rows = f"{so_far.n_rows:,} rows" if so_far.n_rows else "waiting for the database"
    return f"reading {so_far.file}: {rows}"
