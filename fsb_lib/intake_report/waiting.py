"""What somebody who waits sees: on a terminal a line that moves, in a log one line more.

reading bif_ydelser.xlsx: 81,920 rows, 43 % of the delivery
reading bif_indsatser: 300,000 rows                           from a database
reading bif_jobplaner: waiting for the database               which sorts the table first
measuring 3 of 12: 2009 plan_coverage
"""

from threading import Timer
from time import monotonic
from typing import Final

from rich.console import Console
from rich.status import Status
from rich.text import Text

from fsb_lib.registers.read_so_far import ReadSoFar

_EVERY: Final = 5.0  # seconds between two lines of a plain log


class Waiting:
    """Tells how far work has come that has no end of its own to show.

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

    def say(self, line: str) -> None:
        """What is done now."""
        self._told = monotonic()
        if self._status:
            self._status.update(Text(line))
        else:
            self._console.print(line, highlight=False, markup=False, soft_wrap=True)

    def tell(self, so_far: ReadSoFar) -> None:
        """How far reading has come; nothing of a delivery that is read at once."""
        if self._later:
            self._later.cancel()
        left = 0.0 if self._status else _EVERY - (monotonic() - self._told)
        if left <= 0:
            self.say(_line(so_far))
        elif not so_far.n_rows:
            self._later = Timer(left, self.say, (_line(so_far),))
            self._later.daemon = True
            self._later.start()


def _line(so_far: ReadSoFar) -> str:
    if so_far.share is not None:
        share = f"{so_far.share:.0%} of the delivery"
        return f"reading {so_far.file}: {so_far.n_rows:,} rows, {share}"
    rows = f"{so_far.n_rows:,} rows" if so_far.n_rows else "waiting for the database"
    return f"reading {so_far.file}: {rows}"
