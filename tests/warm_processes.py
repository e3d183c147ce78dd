"""What runs within the tests' process share, since importing takes longer than a small report.

A run gets warm processes that an earlier one started with the same environment; each piece of
work is a clean fork, as ever. How they start, fail and end is seen by commands in processes of
their own (tests/faults/test_isolation.py). Where it is asked for, the linking process is a fork,
too, of a process that has imported it; tests/unit/test_registers_workspace.py starts it anew.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from fsb_lib.processes import process_source
from fsb_lib.processes.environment import plain_environment
from fsb_lib.processes.fork_server import ProcessOrder
from fsb_lib.processes.process_source import WarmProcesses
from fsb_lib.processes.started_process import StartedProcess
from fsb_lib.registers.cpr_process import process

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


class ForkedIntake:
    """As much of a `subprocess.Popen` of the linking process as its caller uses."""

    def __init__(self, _: object, *, env: Mapping[str, str], **__: object) -> None:
        forks = multiprocessing.get_context("forkserver")
        forks.set_forkserver_preload([process.__name__, __name__, "pytest"])
        asked, asks = forks.Pipe(duplex=False)
        hears, told = forks.Pipe(duplex=False)
        self._process = forks.Process(target=_take_in, args=(asked, told, dict(env)))
        self._process.start()
        asked.close()
        told.close()
        self.stdin = os.fdopen(os.dup(asks.fileno()), "w", encoding="utf-8")
        self.stdout = os.fdopen(os.dup(hears.fileno()), encoding="utf-8")
        asks.close()
        hears.close()

    def __enter__(self) -> "ForkedIntake":
        return self

    def __exit__(self, *_: object) -> None:
        with ExitStack() as ends:
            ends.callback(self._process.join)
            ends.callback(self.stdin.close)
            ends.callback(self.stdout.close)

    def kill(self) -> None:
        self._process.kill()

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode


# What stands for the module `subprocess` where the linking process is started.
SUBPROCESS = SimpleNamespace(Popen=ForkedIntake, PIPE=subprocess.PIPE, DEVNULL=subprocess.DEVNULL)


def _take_in(asked: Connection, told: Connection, environment: dict[str, str]) -> None:
    """The linking process, in this one."""
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    streams: Any = sys
    streams.stdin = os.fdopen(asked.fileno(), encoding="utf-8", closefd=False)
    streams.stdout = os.fdopen(told.fileno(), "w", encoding="utf-8", closefd=False)
    code = process.main()
    sys.stdout.flush()
    sys.exit(code)
