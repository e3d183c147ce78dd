"""A process for each report: started, listened to, and ended with all that it started.

Processes and never threads: a notebook's working directory, environment and matplotlib belong
to the process.
"""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.jobs.outcome import INPUT, Failure, read_message
from fsb_lib.jobs.plan import Job
from fsb_lib.jobs.settings import SharedSettings
from fsb_lib.processes.fork_server import MAKING, ProcessOrder
from fsb_lib.processes.process_source import ProcessSource
from fsb_lib.processes.started_process import StartedProcess

# A report must have ended so long after the limit of its cells.
GRACE_SECONDS = 120
_ALONE = "Run it again alone: other work may have taken the machine's time."
_WORK = "fsb_lib.run.make_one_report:make_report"


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
    """A report in the making."""

    task: Task
    process: StartedProcess
    deadline: float
    step: str = INPUT


@dataclass(frozen=True)
class Workshop:
    """Where the processes of reports come from, and how many run at a time."""

    source: ProcessSource
    n_jobs: int


def work_off(tasks: Sequence[Task], settings: SharedSettings, workshop: Workshop) -> Events:
    """Make the reports, so many at a time; the events of all of them as they come."""
    waiting = list(tasks)
    running: list[_Running] = []
    start = partial(_start, workshop.source, settings)
    try:
        while waiting or running:
            _fill(running, waiting, workshop.n_jobs, start)
            wait([each.process.messages for each in running], timeout=1.0)
            events = [event for each in running for event in _heard(each)]
            ended = [event.task for event in events if isinstance(event, Ended)]
            running = [each for each in running if each.task not in ended]
            # The next ones start before the caller publishes those that have ended.
            _fill(running, waiting, workshop.n_jobs, start)
            yield from events
    finally:
        for each in running:
            each.process.end()


def _fill(
    running: list[_Running], waiting: list[Task], n_jobs: int, start: Callable[[Task], _Running]
) -> None:
    """Start reports until as many run as may."""
    while waiting and len(running) < n_jobs:
        running.append(start(waiting.pop(0)))


def _start(source: ProcessSource, settings: SharedSettings, task: Task) -> _Running:
    process = source.start(ProcessOrder(MAKING, _WORK, (task.job, settings, task.staging)))
    deadline = time.monotonic() + settings.limit_seconds + GRACE_SECONDS
    return _Running(task, process, deadline)


def _heard(each: _Running) -> Iterator[Reached | Ended]:
    messages, label = each.process.messages, each.task.job.label
    try:
        while messages.poll():
            told = read_message(messages.recv_bytes())
            if isinstance(told, str):
                each.step = told
                yield Reached(each.task, told)
            else:
                each.process.wait()
                yield Ended(each.task, told)
                return
    except (EOFError, OSError):  # also one that died in the middle of a message
        yield _broken(each, each.process.death(label))
    except ValueError:
        remedy = "Let no cell write into files or pipes that it has not opened."
        yield _broken(each, Problem("its process told what no report tells", label, remedy=remedy))
    else:
        if time.monotonic() > each.deadline:
            yield _broken(each, Problem("it took longer than it may", label, remedy=_ALONE))


def _broken(each: _Running, problem: Problem) -> Ended:
    each.process.end()
    return Ended(each.task, Failure(each.step, (problem,), ReportError.exit_code))
