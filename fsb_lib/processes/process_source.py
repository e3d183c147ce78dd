"""Where the processes of reports come from.

Where the system forks well, from a warm process for each kind of work (fork_server.py) that has
imported everything once; elsewhere each is a new one that imports for itself.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import send_handle
from pathlib import Path
from typing import Protocol

from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.base.machine_faults import end_of_process
from fsb_lib.processes import fork_server
from fsb_lib.processes.environment import plain_environment
from fsb_lib.processes.fork_server import KINDS, ProcessOrder
from fsb_lib.processes.started_process import StartedProcess

WARM = fork_server.__name__
FORKS_WELL = sys.platform == "linux"


class ProcessSource(Protocol):
    """Starts processes, each for one order. `warm` lets it get ready while others work."""

    def warm(self) -> None: ...

    def start(self, order: ProcessOrder) -> StartedProcess: ...


class WarmProcess:
    """The process that work of a kind is forked from: started when needed, and again when it is
    gone."""

    def __init__(self, environment: dict[str, str], kind: str) -> None:
        self._environment, self._kind = environment, kind
        self._process: subprocess.Popen[bytes] | None = None

    def warm(self) -> None:
        """Start it, unless it runs."""
        if self._process is None:
            self._process = self._launched()

    def _launched(self) -> "subprocess.Popen[bytes]":
        self._orders, theirs = multiprocessing.Pipe()
        process = subprocess.Popen(
            [sys.executable, "-m", WARM, str(theirs.fileno()), self._kind],
            pass_fds=(theirs.fileno(),),
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt is for the run, which ends it
        )
        theirs.close()
        return process

    def start(self, order: ProcessOrder) -> StartedProcess:
        """As a ProcessSource.

        Errors: ReportError when the warm process cannot be started.
        """
        try:
            return self._forked(order)
        except (OSError, EOFError):
            self.end()
        try:
            return self._forked(order)
        except (ConnectionError, EOFError):  # what the system refuses is told at the border
            raise self._not_started() from None

    def _not_started(self) -> ReportError:
        """How it ended tells more than the pipe that broke."""
        code = self._process.poll() if self._process else None
        ended, remedy = end_of_process(code)
        if code is None or code >= 0:
            remedy = "Run `fsb doctor`, which says what is lacking."
        what = f"the process for {self._kind} reports cannot be started"
        return ReportError(Problem(what, "fsb run", found=f"it {ended}", remedy=remedy))

    def _forked(self, order: ProcessOrder) -> StartedProcess:
        self.warm()
        messages, told = multiprocessing.Pipe(duplex=False)
        end, end_told = multiprocessing.Pipe(duplex=False)
        with told, end_told:
            self._orders.send(order)
            for each in (told, end_told):
                send_handle(self._orders, each.fileno(), None)
            pid = int(self._orders.recv())
        return StartedProcess(pid, messages, partial(_code_told, end))

    def end(self) -> None:
        """End it, and with it every report that still runs."""
        if self._process is not None:
            self._orders.close()
            self._process.kill()
            self._process.wait()
            self._process = None


class WarmProcesses:
    """One for each kind of work."""

    def __init__(self, matplotlib_cache: Path) -> None:
        environment = plain_environment(matplotlib_cache)
        self._by_kind = {kind: WarmProcess(environment, kind) for kind in KINDS}

    def warm(self) -> None:
        """Start all of them, so that they import while the caller does other work."""
        for each in self._by_kind.values():
            each.warm()

    def start(self, order: ProcessOrder) -> StartedProcess:
        """As a ProcessSource.

        Errors: ReportError when the warm process cannot be started.
        """
        return self._by_kind[order.kind].start(order)

    def end(self) -> None:
        """End them, and with them all that still runs."""
        for each in self._by_kind.values():
            each.end()


class Spawning:
    """A new process for each report."""

    def __init__(self, matplotlib_cache: Path) -> None:
        self._environment = plain_environment(matplotlib_cache)
        self._started: list[BaseProcess] = []

    def warm(self) -> None:
        """Each process imports for itself."""

    def start(self, order: ProcessOrder) -> StartedProcess:
        """As a ProcessSource."""
        messages, told = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("spawn").Process(
            target=fork_server.spawned, args=(order, told), daemon=False
        )
        with told, _environment(self._environment):
            process.start()
        self._started.append(process)
        return StartedProcess(process.pid or 0, messages, partial(_code_of, process))

    def end(self) -> None:
        """Wait for those that were started; the caller has ended them."""
        for process in self._started:
            process.join()


def _code_told(end: Connection, seconds: float) -> int | None:
    """The exit code that a warm process tells; None when that is gone, too."""
    try:
        return int(end.recv_bytes()) if end.poll(seconds) else None
    except (EOFError, OSError):
        return None


def _code_of(process: BaseProcess, seconds: float) -> int | None:
    process.join(seconds)
    return process.exitcode


@contextmanager
def process_source(matplotlib_cache: Path) -> Iterator[ProcessSource]:
    """The source that fits this system; its processes end with it."""
    source = (WarmProcesses if FORKS_WELL else Spawning)(matplotlib_cache)
    try:
        yield source
    finally:
        source.end()


@contextmanager
def _environment(given: dict[str, str]) -> Iterator[None]:
    """That environment for the processes started within."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(given)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
