"""A process for each report: started, listened to, and ended with all that it started.

Processes and never threads: a notebook's working directory, environment and matplotlib belong
to the process.
"""

import multiprocessing
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple

import psutil

from fsb_lib.errors import Problem, ReportError
from fsb_lib.pipeline.outputs_folder import INDEX, Outputs
from fsb_lib.pipeline.plan import Job
from fsb_lib.pipeline.process_source import ProcessSource
from fsb_lib.pipeline.sender import Sender
from fsb_lib.pipeline.setting import INPUT, Failure, Setting
from fsb_lib.pipeline.warm import MAKING, Order, make_index, make_report

# A report must have ended so long after the limit of its cells.
GRACE_SECONDS = 120
_END_SECONDS = 10


class Reached(NamedTuple):
    """Something that a report's process told: it has reached a step."""

    task: "Task"
    step: str


class Ended(NamedTuple):
    """The end of a report's process; without a failure the report is complete in staging."""

    task: "Task"
    failure: Failure | None


Events = Generator[Reached | Ended, None, None]


@dataclass(frozen=True)
class Task:
    """One job with the private folder it is made in."""

    job: Job
    staging: Path


@dataclass
class _Running:
    """A report in the making; without a process when that has ended at once."""

    task: Task
    process: psutil.Process | None
    messages: Connection
    deadline: float
    step: str = INPUT


def work_off(tasks: Sequence[Task], setting: Setting, source: ProcessSource, n_jobs: int) -> Events:
    """Make the reports, so many at a time; the events of all of them as they come."""
    waiting = list(tasks)
    running: list[_Running] = []
    start = partial(_start, source, setting)
    try:
        while waiting or running:
            _fill(running, waiting, n_jobs, start)
            wait([each.messages for each in running], timeout=1.0)
            events = [event for each in running for event in _heard(each)]
            ended = [event.task for event in events if isinstance(event, Ended)]
            running = [each for each in running if each.task not in ended]
            # The next ones start before the caller publishes those that have ended.
            _fill(running, waiting, n_jobs, start)
            yield from events
    finally:
        for each in running:
            end_tree(each.process)


def index_written(outputs: Outputs, sender: Sender, source: ProcessSource) -> None:
    """Write the index in a process that has imported what draws it.

    Errors: ReportError when the page would hold what looks like a CPR number, or no page came.
    """
    receiver, told = multiprocessing.Pipe(duplex=False)
    with told:
        source.start(Order(MAKING, make_index, (outputs, sender)), told)
    try:
        problems = receiver.recv()
    except EOFError:
        remedy = "Run it again, and look for lack of memory."
        problems = (Problem("its process ended without a word", INDEX, remedy=remedy),)
    if problems:
        raise ReportError(problems)


def _fill(
    running: list[_Running], waiting: list[Task], n_jobs: int, start: Callable[[Task], _Running]
) -> None:
    """Start reports until as many run as may."""
    while waiting and len(running) < n_jobs:
        running.append(start(waiting.pop(0)))


def _start(source: ProcessSource, setting: Setting, task: Task) -> _Running:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    with sender:
        pid = source.start(Order(MAKING, make_report, (task.job, setting, task.staging)), sender)
    process = None
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
    deadline = time.monotonic() + setting.limit_seconds + GRACE_SECONDS
    return _Running(task, process, receiver, deadline)


def _heard(each: _Running) -> Iterator[Reached | Ended]:
    try:
        while each.messages.poll():
            message = each.messages.recv()
            if isinstance(message, str):
                each.step = message
                yield Reached(each.task, message)
            else:
                _wait_for(each.process)
                yield Ended(each.task, message[0])
                return
    except EOFError:
        yield _broken(each, "its process ended without a word")
        return
    if time.monotonic() > each.deadline:
        yield _broken(each, "it took longer than it may")


def _broken(each: _Running, what: str) -> Ended:
    end_tree(each.process)
    problem = Problem(
        what, each.task.job.label, remedy="Run it again alone, and look for lack of memory."
    )
    return Ended(each.task, Failure(each.step, (problem,), ReportError.exit_code))


def end_tree(process: psutil.Process | None) -> None:
    """End a process and every process below it."""
    if process is None:
        return
    with suppress(psutil.NoSuchProcess):
        for member in [*process.children(recursive=True), process]:
            with suppress(psutil.NoSuchProcess):
                member.kill()
    _wait_for(process)


def _wait_for(process: psutil.Process | None) -> None:
    """Wait until a process that ends is gone: only then its files can be removed everywhere."""
    if process is not None:
        with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
            process.wait(_END_SECONDS)
