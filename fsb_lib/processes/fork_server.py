"""A warm process: imports what work of one kind needs once, then forks a clean child for each.

    parent --order, end of a pipe--> warm process --fork--> a child, which measures, or makes
           <--------- pid ---------                          |       one report or the index
           <------------- steps and end, over the pipe ------+

There is one for each kind, since what measures and what draws have little in common. It has no
thread and no open database when it forks, and it makes nothing itself. When it ends, as it does
with the run, the system ends its children.
"""

import ctypes
import gc
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import Any, NamedTuple

_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
# A report is a short process that keeps most of what it makes: looking often finds little.
_COLLECT_AFTER = (50_000, 20, 100)
_OF_THIS = Path("/proc/self")


MEASURING, MAKING = KINDS = ("measuring", "making")


class ProcessOrder(NamedTuple):
    """What a process is to do: a kind of work, a function as `module:name`, its arguments, and
    last the pipe that it tells its messages into."""

    kind: str
    work: str
    arguments: tuple[Any, ...]

    def carry_out(self, messages: Connection) -> None:
        """Do it in this process. The work is imported here, never by who orders it."""
        module, _, name = self.work.partition(":")
        getattr(import_module(module), name)(*self.arguments, messages)


def main(channel: str, kind: str) -> int:
    """Forks for every order until the other side is gone."""
    orders: Any = Connection(int(channel))
    _warm_up(kind)
    signal.signal(signal.SIGCHLD, _let_go)
    while True:
        try:
            order = orders.recv()
        except EOFError:
            return 0
        told = recv_handle(orders)
        child = os.fork()
        if child == 0:
            leave_the_parent_s_group()
            orders.close()
            _carry_out(order, Connection(told))
        os.close(told)
        orders.send(child)


def _let_go(*_: object) -> None:
    """Take note of children that have ended, so that they are gone."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            continue


def _warm_up(kind: str) -> None:
    """Import what the work imports, and keep the collector from looking at it again."""
    from fsb_lib.processes import preload as warming  # noqa: PLC0415 (what a spawned process need not)

    gc.disable()  # all of it stays
    {MEASURING: warming.for_measuring, MAKING: warming.for_making}[kind]()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
    gc.enable()


def _carry_out(order: ProcessOrder, messages: Connection) -> None:
    """Do what is ordered, and end this process with all that it started: its group is its own."""
    try:
        _end_with_the_warm_process()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        order.carry_out(messages)
    finally:
        os.killpg(0, signal.SIGKILL)


def _end_with_the_warm_process() -> None:
    """And be the first to go when memory runs out."""
    ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    (_OF_THIS / "oom_score_adj").write_text("1000")


def spawned(order: ProcessOrder, messages: Connection) -> None:
    """The same in a process that was not forked."""
    leave_the_parent_s_group()
    order.carry_out(messages)


def leave_the_parent_s_group() -> None:
    """No signal meant for the run reaches the report, nor the other way: the run ends it itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.setsid()


def speak_into(log: Path) -> None:
    """Send what this process says to a private file: it could quote a value."""
    log.touch(mode=0o600)
    with log.open("ab") as stream:
        for handle in (1, 2):
            os.dup2(stream.fileno(), handle)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
