"""The warm process: imports what every report needs once, then forks a clean child for each.

    parent --order, end of a pipe--> warm process --fork--> a child, which makes one report
           <--------- pid ---------                          |
           <----------------- steps and end, over the pipe --+

It has no thread and no open database when it forks, and it makes nothing itself. When it ends,
as it does with the run, the system ends its children.
"""

import ctypes
import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import Any

from fsb_lib.pipeline.setting import Failure

LOG = "log.txt"
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
# A report is a short process that keeps most of what it makes: looking often finds little.
_COLLECT_AFTER = (50_000, 20, 100)
_OF_THIS = Path("/proc/self")


def main() -> int:
    """Forks for every order until the other side is gone."""
    orders: Any = Connection(int(sys.argv[1]))
    _warm_up()
    signal.signal(signal.SIGCHLD, _let_go)
    while True:
        try:
            order = orders.recv()
        except EOFError:
            return 0
        told = recv_handle(orders)
        child = os.fork()
        if child == 0:
            orders.close()
            _be_a_report(order, told)
        os.close(told)
        orders.send(child)


def _let_go(*_: object) -> None:
    """Take note of children that have ended, so that they are gone."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            continue


def _warm_up() -> None:
    """Import what reports import, and keep the collector from looking at it again."""
    from fsb_lib.pipeline import warming  # noqa: PLC0415 (what a spawned process need not)

    gc.disable()  # all of it stays
    warming.warm_up()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
    gc.enable()


def _be_a_report(order: Any, told: int) -> None:
    """Make the report, and end this process with all that the notebook started."""
    try:
        _end_with_the_warm_process()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        job, setting, staging = order
        work(job, setting, staging, Connection(told))
    finally:
        os.killpg(0, signal.SIGKILL)


def _end_with_the_warm_process() -> None:
    """And be the first to go when memory runs out."""
    ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    (_OF_THIS / "oom_score_adj").write_text("1000")


def work(job: Any, setting: Any, staging: Path, messages: Connection) -> None:
    """Make one report in this process, telling every step and the end."""
    from fsb_lib.pipeline import worker  # noqa: PLC0415 (the parent never imports papermill)

    leave_the_parent_s_group()
    _speak_into(staging / LOG)
    tell: Callable[[str], None] = messages.send
    failure: Failure | None = worker.make_or_explain(job, setting, staging, tell)
    messages.send((failure,))


def leave_the_parent_s_group() -> None:
    """No signal meant for the run reaches the report, nor the other way: the run ends it itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.setsid()


def _speak_into(log: Path) -> None:
    """Send what this process says to a private file: it could quote a value."""
    log.touch(mode=0o600)
    with log.open("ab") as stream:
        for handle in (1, 2):
            os.dup2(stream.fileno(), handle)


if __name__ == "__main__":
    sys.exit(main())
