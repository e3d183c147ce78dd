"""Runs a command and says what it took: time, processor time and memory of all its processes."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_EVERY_SECONDS = 0.2
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Taken:
    """What one or several commands took, one after the other.

    `seconds` passed; `busy` is what the processors worked, all processes together. `peak` is the
    most memory that all processes held at once, in bytes, what they share counted once.
    """

    seconds: float = 0.0
    busy: float = 0.0
    peak: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.seconds + other.seconds, self.busy + other.busy, max(self.peak, other.peak)
        )


def taken(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Taken:
    """Run a command in a folder until it ends.

    Errors: SystemExit with the end of what it said when it fails.
    """
    log = folder / "benchmark.log"
    start = time.perf_counter()
    with log.open("ab") as said:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=said, stderr=said
        )
        watch = _Watch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        peak = watch.ended()
    if process.returncode:
        sys.stderr.write(log.read_text(encoding="utf-8", errors="replace")[-4000:])
        raise SystemExit(f"failed: {' '.join(command[:4])} ...")
    return Taken(seconds, usage.ru_utime + usage.ru_stime, peak)


class _Watch:
    """Adds up the memory of a process and all below it, again and again."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def ended(self) -> int:
        self._done.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._done.wait(_EVERY_SECONDS):
            try:
                family = [self._process, *self._process.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            self._peak = max(self._peak, sum(map(_memory, family)))


def _memory(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(full, "pss", full.uss))
