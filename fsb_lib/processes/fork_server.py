"""A warm process: imports what work of one kind needs once, then forks a clean child for each.

    parent --order, end of a pipe--> warm process --fork--> a child, which measures, or makes
           <--------- pid ---------                          |       one report or the index
           <------------- steps and end, over the pipe ------+
           <--------- exit code, over a pipe of its own, when the child is gone

There is one for each kind, since what measures and what draws have little in common. It has no
thread and no open database when it forks, and it makes nothing itself. When a child ends it ends
what that left running, in whatever session: the system gives it to the warm process, since both
adopt orphans. When it ends itself, as it does with the run, the system ends its children.
"""

import ctypes
import gc
import os
import signal
import sys
from collections.abc import Container, Iterable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import psutil

from fsb_lib.processes.started_process import end_group

_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
_MOST_ROUNDS = 100  # of ending what starts others while it is ended
# A report is a short process that keeps most of what it makes: looking often finds little.
_COLLECT_AFTER = (50_000, 20, 100)
_OF_THIS = Path("/proc/self")

MEASURING, MAKING = KINDS = ("measuring", "making")
# The children that run, by their ids: where the end of each is to be told.
_Children = dict[int, Connection]


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
    """Forks for every order until the other side is gone, and tells how each fork ended."""
    orders = Connection(int(channel))
    _adopt_orphans()
    _warm_up(kind)
    bell = _rung_by_ended_children()
    children: _Children = {}
    try:
        while True:
            ready = wait([orders, bell])
            if bell in ready:
                os.read(bell, 1024)
            _tell_of_ended(children)
            if bell in ready:
                _end_strangers(children)
            if orders in ready:
                _fork(orders, children)
    except EOFError:
        return 0
    finally:
        _end_all(children)


def _rung_by_ended_children() -> int:
    """The end of a pipe that can be read when a child has ended."""
    bell, rope = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(rope)
    return bell


def _tell_of_ended(children: _Children) -> None:
    """End what a child that has ended left running, and tell the child's exit code."""
    for child in list(children):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            continue
        end_group(child)  # while the number is still the child's
        _, status = os.waitpid(child, 0)
        with children.pop(child) as end, suppress(BrokenPipeError):
            end.send_bytes(str(os.waitstatus_to_exitcode(status)).encode())


def _fork(orders: Connection, children: _Children) -> None:
    """Errors: EOFError when there are no more orders."""
    order, told, end = orders.recv(), _received(orders), _received(orders)
    child = os.fork()
    if child == 0:
        _carry_out(order, told, (orders, end, *children.values()))
    told.close()
    children[child] = end
    orders.send(child)


def _received(orders: Connection) -> Connection:
    """The end of a pipe, kept from the programs that a child starts: they could outlive it."""
    handle = recv_handle(orders)
    os.set_inheritable(handle, False)
    return Connection(handle)


def _end_all(children: _Children) -> None:
    """The run is gone, perhaps killed."""
    for child in children:
        os.kill(child, signal.SIGKILL)  # not yet waited for, so it is still the child
        end_group(child)
        os.waitpid(child, 0)
    _end_strangers(())


def _end_strangers(children: Container[int]) -> None:
    """End what ended reports have left: everything here that is no report. A report that runs
    adopts the orphans of its own."""
    for _ in range(_MOST_ROUNDS):
        strangers = [each for each in psutil.Process().children() if each.pid not in children]
        for each in strangers:
            with suppress(psutil.NoSuchProcess):
                each.kill()
            with suppress(ChildProcessError):
                os.waitpid(each.pid, 0)
        if not strangers:
            return


def _warm_up(kind: str) -> None:
    """Import what the work imports, and keep the collector from looking at it again."""
    from fsb_lib.processes import preload as warming  # noqa: PLC0415 (what a spawned process need not)

    gc.disable()  # all of it stays
    {MEASURING: warming.for_measuring, MAKING: warming.for_making}[kind]()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
    gc.enable()


def _carry_out(
    order: ProcessOrder, messages: Connection, of_the_warm: Iterable[Connection]
) -> NoReturn:
    """Do what is ordered, and end this process; the warm process ends what it started."""
    code = 1
    try:
        leave_the_parent_s_group()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in of_the_warm:
            each.close()
        _adopt_orphans()
        _end_with_the_warm_process()
        order.carry_out(messages)
        code = 0
    finally:
        os._exit(code)


def _adopt_orphans() -> None:
    """Be the parent of what children leave behind, not process 1."""
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1)


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
