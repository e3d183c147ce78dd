"""A process that was started for an order: what it tells, how it ended, and its end."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

import psutil

from fsb_lib.base.errors import Problem
from fsb_lib.base.machine_faults import end_of_process

_END_SECONDS = 10


class StartedProcess:
    """`messages` is what it tells; its pipe breaks when it ends without its last word."""

    def __init__(
        self, pid: int, messages: Connection, end_told: Callable[[float], int | None]
    ) -> None:
        """`end_told` waits so many seconds for the exit code, None when nobody can tell it."""
        self.messages = messages
        self._pid, self._end_told = pid, end_told
        self._code: int | None = None
        self._process: psutil.Process | None = None
        with suppress(psutil.NoSuchProcess):
            self._process = psutil.Process(pid)

    def wait(self, seconds: float = _END_SECONDS) -> int | None:
        """The exit code, as `multiprocessing` has it; None when it is not known in that time.

        Only when a process is gone its files can be removed everywhere.
        """
        if self._code is None:
            self._code = self._end_told(seconds)
        return self._code

    def end(self) -> None:
        """End it with all that it started, unless it has ended, and that with it."""
        if self.wait(0) is not None or self._process is None:
            return
        with suppress(psutil.NoSuchProcess):
            for member in [*self._process.children(recursive=True), self._process]:
                with suppress(psutil.NoSuchProcess):
                    member.kill()
        end_group(self._pid)
        if self.wait() is None:
            with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
                self._process.wait(_END_SECONDS)

    def death(self, where: str, doing: str = "") -> Problem:
        """Why its pipe broke: how it ended by itself, or that nobody knows."""
        words, remedy = end_of_process(self.wait())
        self.end()
        return Problem(f"its process {words}{doing}", where, remedy=remedy)


def end_group(pid: int) -> None:
    """End the processes of the group that a started process leads, if there are any."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
