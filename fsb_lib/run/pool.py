"""A process for each report: started, listened to, and ended with all that it started.

Processes and never threads: a notebook's working directory, environment and matplotlib belong
to the process.
"""

import shutil
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.jobs.annex_job import AnnexJob
from fsb_lib.jobs.outcome import INPUT, Failure, read_message
from fsb_lib.jobs.plan import Job
from fsb_lib.jobs.settings import SharedSettings
from fsb_lib.processes.environment import memory_limit
from fsb_lib.processes.fork_server import MAKING, ProcessOrder
from fsb_lib.processes.process_source import ProcessSource
from fsb_lib.processes.started_process import StartedProcess

# A report must have ended so long after the limit of its cells.
GRACE_SECONDS = 120
MAKE_REPORT = "fsb_lib.run.make_one_report:make_report"
MAKE_ANNEX = "fsb_lib.run.make_annex:make_annex"
_ALONE = "Run it again alone: other work may have taken the machine's time."


class Reached(NamedTuple):
    """Something that a report's process told: it has reached a step."""

    task: "Task"
    step: str


class Ended(NamedTuple):
    """The end of a report's process; without a failure the report is complete in staging."""

    task: "Task"
    failure: Failure | None


class Died(NamedTuple):
    """Its process ended without a word. That is no end yet: it is tried once more, alone."""

    task: "Task"
    step: str
    problem: Problem


Events = Generator[Reached | Ended, None, None]
_Heard = Generator[Reached | Ended | Died, None, None]


@dataclass(frozen=True)
class Task:
    """One job with the private folder it is made in, and the function that makes it."""

    job: Job | AnnexJob
    staging: Path
    work: str = MAKE_REPORT


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
    """Make the reports, so many at a time; the events of all of them as they come.

    Those whose process dies without a word are tried once more at the end, each alone: what takes
    the memory of all is often not their own doing.
    """
    died: list[Died] = []
    with closing(_worked_off(tasks, settings, workshop)) as events:
        for event in events:
            if isinstance(event, Died):
                died.append(event)
            else:
                yield event
    alone = replace(workshop, n_jobs=1)
    for task in (each.task for each in died):
        _empty(task.staging)
        with closing(_worked_off([task], settings, alone)) as events:
            for event in events:
                yield _for_good(event) if isinstance(event, Died) else event


def _empty(folder: Path) -> None:
    """Remove what a process left that made a report there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _for_good(died: Died) -> Ended:
    problem = replace(died.problem, remedy=tried_twice(memory_limit()))
    return Ended(died.task, Failure(died.step, (problem,), ReportError.exit_code))


def tried_twice(limit: int | None) -> str:
    """What to do about a process that died alone, too; `limit` is of its memory, in bytes."""
    told = "no limit of memory is set here" if limit is None else f"limit here: {limit >> 20} MB"
    return (
        "It was tried once more, alone, and died again. Signal 9 is what a system out of memory "
        f"sends ({told}): close other programs, or run it where there is more. Else look in the "
        "notebook for code that ends its own process."
    )


def _worked_off(tasks: Sequence[Task], settings: SharedSettings, workshop: Workshop) -> _Heard:
    waiting = list(tasks)
    running: list[_Running] = []
    start = partial(_start, workshop.source, settings)
    try:
        while waiting or running:
            _fill(running, waiting, workshop.n_jobs, start)
            wait([each.process.messages for each in running], timeout=1.0)
            events = [event for each in running for event in _heard(each)]
            ended = [event.task for event in events if not isinstance(event, Reached)]
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
    process = source.start(ProcessOrder(MAKING, task.work, (task.job, settings, task.staging)))
    deadline = time.monotonic() + settings.limit_seconds + GRACE_SECONDS
    return _Running(task, process, deadline)


def _heard(each: _Running) -> Iterator[Reached | Ended | Died]:
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
        yield Died(each.task, each.step, each.process.death(label))
    except ValueError:
        remedy = "Let no cell write into files or pipes that it has not opened."
        yield _broken(each, Problem("its process told what no report tells", label, remedy=remedy))
    else:
        if time.monotonic() > each.deadline:
            yield _broken(each, Problem("it took longer than it may", label, remedy=_ALONE))


def _broken(each: _Running, problem: Problem) -> Ended:
    each.process.end()
    return Ended(each.task, Failure(each.step, (problem,), ReportError.exit_code))
