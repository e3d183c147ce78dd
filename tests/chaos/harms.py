"""How a command is harmed, and at which moment: `at` is a share of its time, or of its changes.

killed         the command alone          killed at a change   of the disk, in one of its processes
all killed     with all that it started   killed in a write    when a file grows too large
child killed   one that it started        disk full            from one change on
interrupted    Ctrl-C, or SIGTERM         small files          none may grow beyond a limit
two at once    another one given beside   no memory            less than it takes
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import psutil

from tests.chaos.acts import NEXT, Act
from tests.chaos.place import LIMIT_SECONDS, Place, Said
from tests.chaos.worlds import Undisturbed

MEGABYTE: Final = 1 << 20
SMALLEST_FILE, LARGEST_FILE = 200, 120_000  # the largest file of a report is not much larger
LEAST_MEMORY, MOST_MEMORY = 300 * MEGABYTE, 3000 * MEGABYTE
LATE_SECONDS: Final = 20
STARTED_SECONDS: Final = 0.5  # before that an interrupt meets Python's own start, not the program
BESIDE: Final = ("again", "ledger", "kit", "restore")  # what is given while one is at work


@dataclass(frozen=True)
class Harmed:
    """How the harmed command ended; `struck` says whether anything was met; `also` is how one that
    was given beside it ended."""

    said: Said
    struck: bool
    also: Said | None = None


@dataclass(frozen=True)
class Stroke:
    """An act in its place, and the moment: a share from 0 to 1. `pick` chooses among several."""

    act: Act
    place: Place
    known: Undisturbed
    at: float
    pick: int


Process = subprocess.Popen[str]


def _by_clock(strike: Callable[[Process, Stroke], bool]) -> Callable[[Stroke], Harmed]:
    """A harm that comes from outside after a share of the time."""

    def harmed(stroke: Stroke) -> Harmed:
        process = stroke.place.started(stroke.act.words)
        with suppress(subprocess.TimeoutExpired):
            process.wait(stroke.at * stroke.known.seconds)
        struck = process.poll() is None and strike(process, stroke)
        return Harmed(_ended(process), struck)

    return harmed


def _ended(process: Process) -> Said:
    text, _ = process.communicate(timeout=LIMIT_SECONDS)
    return Said(process.returncode, text)


def _kill(process: Process, _: Stroke) -> bool:
    process.kill()
    return True


def _kill_all(process: Process, _: Stroke) -> bool:
    """As when the machine goes: nobody sees another one end."""
    family = [psutil.Process(process.pid), *_below(process.pid)]
    for signal_number in (signal.SIGSTOP, signal.SIGKILL):
        for each in family:
            with suppress(psutil.NoSuchProcess):
                each.send_signal(signal_number)
    return True


def _kill_child(process: Process, stroke: Stroke) -> bool:
    family = _below(process.pid)
    if not family:
        return False
    with suppress(psutil.NoSuchProcess):
        family[stroke.pick % len(family)].kill()
    return True


def _interrupt(process: Process, stroke: Stroke) -> bool:
    if stroke.at * stroke.known.seconds < STARTED_SECONDS:
        time.sleep(STARTED_SECONDS)
    process.send_signal((signal.SIGINT, signal.SIGTERM)[stroke.pick % 2])
    return True


def _below(pid: int) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        return sorted(psutil.Process(pid).children(recursive=True), key=lambda each: each.pid)
    return []


def _at_a_change(harm: str) -> Callable[[Stroke], Harmed]:
    """A harm at one of the changes that an undisturbed command makes in a process of a role."""

    def harmed(stroke: Stroke) -> Harmed:
        counts = {role: n for role, n in stroke.known.n_changes.items() if n}
        role = list(counts)[stroke.pick % len(counts)]
        number = 1 + int(stroke.at * counts[role])
        said = stroke.place.ordered(role, harm, number).give(stroke.act.words)
        return Harmed(said, struck=True)

    return harmed


def _limited(harm: str, least: int, most: int) -> Callable[[Stroke], Harmed]:
    """A limit that the system sets to every process, from least to most bytes."""

    def harmed(stroke: Stroke) -> Harmed:
        n_bytes = int(least * (most / least) ** stroke.at)
        said = stroke.place.ordered("", harm, n_bytes).give(stroke.act.words)
        return Harmed(said, struck=said.code != 0)

    return harmed


def _two(stroke: Stroke) -> Harmed:
    """Another command is given while the first is at work."""
    process = stroke.place.started(stroke.act.words)
    time.sleep(stroke.at * stroke.known.seconds)
    name = BESIDE[stroke.pick % len(BESIDE)]
    struck = process.poll() is None
    also = stroke.place.give(NEXT.get(name, stroke.act.words))
    return Harmed(_ended(process), struck, also)


HARMS: Final[Mapping[str, Callable[[Stroke], Harmed]]] = {
    "killed at a change": _at_a_change("kill"),
    "killed": _by_clock(_kill),
    "all killed": _by_clock(_kill_all),
    "child killed": _by_clock(_kill_child),
    "interrupted": _by_clock(_interrupt),
    "killed in a write": _limited("torn", SMALLEST_FILE, LARGEST_FILE),
    "disk full": _at_a_change("full"),
    "small files": _limited("small", SMALLEST_FILE, LARGEST_FILE),
    "no memory": _limited("memory", LEAST_MEMORY, MOST_MEMORY),
    "two at once": _two,
}
# A command may end so without a word: it was killed.
SILENT: Final = frozenset({"killed", "all killed", "killed at a change", "killed in a write"})


def left_alive() -> list[str]:
    """What processes are below this one after a while; the dead are buried. It adopts orphans."""
    deadline = time.monotonic() + LATE_SECONDS
    while True:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        alive = [each for each in _below(os.getpid()) if _is_alive(each)]
        if not alive or time.monotonic() > deadline:
            return [_command(each) for each in alive]
        time.sleep(0.05)


def _is_alive(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def _command(process: psutil.Process) -> str:
    with suppress(psutil.NoSuchProcess):
        return " ".join(process.cmdline()[:5])
    return "gone"
