"""Runs within the tests' process share their warm processes.

Importing takes longer than a small report. A run gets warm processes that an earlier one started
with the same environment; each piece of work is a clean fork, as ever. How warm processes start,
fail and end is seen by commands in processes of their own (tests/faults/test_isolation.py).
"""

from pathlib import Path

from fsb_lib.processes import process_source
from fsb_lib.processes.environment import plain_environment
from fsb_lib.processes.fork_server import ProcessOrder
from fsb_lib.processes.process_source import WarmProcesses
from fsb_lib.processes.started_process import StartedProcess

_OF_PYTEST = "PYTEST_CURRENT_TEST"


class Lent:
    """Warm processes that a run may use, but not end."""

    def __init__(self, lender: WarmProcesses) -> None:
        self._lender = lender

    def warm(self) -> None:
        self._lender.warm()

    def start(self, order: ProcessOrder) -> StartedProcess:
        return self._lender.start(order)

    def end(self) -> None:
        """They stay for the next."""


class Shared:
    """The warm processes of a session, by what they were started with."""

    def __init__(self, matplotlib_cache: Path) -> None:
        self._cache = matplotlib_cache
        self._started: dict[tuple[object, ...], WarmProcesses] = {}

    def lent(self, _: Path) -> Lent:
        """In the place of `WarmProcesses`: those with today's environment."""
        environment = plain_environment(self._cache)
        environment.pop(_OF_PYTEST, None)
        given = (process_source.WARM, *sorted(environment.items()))
        if given not in self._started:
            self._started[given] = WarmProcesses(self._cache)
        return Lent(self._started[given])

    def end(self) -> None:
        for each in self._started.values():
            each.end()
