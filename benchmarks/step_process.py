"""One step of a benchmark in a process of its own, held to two cores, and what it cost."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORES = 2


@dataclass(frozen=True)
class Cost:
    """`seconds` passed; `busy` is what the processors worked, all cores and imports together.

    `peak` is the most memory that the process held at once, in bytes.
    """

    seconds: float
    busy: float
    peak: int


def run_step(step: str, *arguments: str) -> tuple[Cost, Any]:
    """Calls `module:function` with texts in a new process; its cost and what it answers.

    The process is not a fork of ours: a peak begins with that of the process that starts it.
    Raises SystemExit when the step fails.
    """
    code = "import sys; from benchmarks.step_process import child; child(*sys.argv[1:])"
    command = [sys.executable, "-c", code, step, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = perf_counter()
    with TemporaryFile() as told:
        redirected = [(os.POSIX_SPAWN_DUP2, told.fileno(), 1)]
        process = os.posix_spawn(sys.executable, command, environment, file_actions=redirected)
        _, status, usage = os.wait4(process, 0)
        seconds = perf_counter() - start
        told.seek(0)
        answer = told.read()
    if status:
        raise SystemExit(f"{step} failed")
    unit = 1 if sys.platform == "darwin" else 1024
    cost = Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)
    return cost, json.loads(answer)


def child(step: str, *arguments: str) -> None:
    """The step itself; its answer goes to standard output as JSON."""
    from importlib import import_module  # noqa: PLC0415

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    module, _, function = step.partition(":")
    answer = getattr(import_module(module), function)(*arguments)
    sys.stdout.write(json.dumps(answer) + "\n")
