"""A process for each report: started, listened to, and ended with all that it started.

Processes and never threads: a notebook's working directory, environment and matplotlib belong
to the process. Where the system can fork, they come from one warm process that has imported
papermill and the renderer once.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from fsb_lib.errors import Problem, ReportError
from fsb_lib.pipeline.plan import Job
from fsb_lib.pipeline.setting import INPUT, Failure, Setting

# A report must have ended so long after the limit of its cells.
GRACE_SECONDS = 120
LOG = "log.txt"


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
    task: Task
    process: BaseProcess
    messages: Connection
    deadline: float
    step: str = INPUT


def work_off(tasks: Sequence[Task], setting: Setting, n_jobs: int) -> Events:
    """Make the reports, so many at a time; the events of all of them as they come."""
    waiting = list(tasks)
    running: list[_Running] = []
    context = warm_context()
    try:
        while waiting or running:
            while waiting and len(running) < n_jobs:
                running.append(_start(context, waiting.pop(0), setting))
            wait([each.messages for each in running], timeout=1.0)
            for each in list(running):
                for event in _heard(each):
                    yield event
                    if isinstance(event, Ended):
                        running.remove(each)
    finally:
        for each in running:
            end_tree(each.process)


def warm_context() -> Any:
    """Where processes come from: one that has imported what they need, where one can fork."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["fsb_lib.pipeline.worker"])
    return context


def _start(context: Any, task: Task, setting: Setting) -> _Running:
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(
        target=_work, args=(task.job, setting, task.staging, sender), daemon=False
    )
    process.start()
    sender.close()
    deadline = time.monotonic() + setting.limit_seconds + GRACE_SECONDS
    return _Running(task, process, receiver, deadline)


def _work(job: Job, setting: Setting, staging: Path, messages: Connection) -> None:
    from fsb_lib.pipeline import worker  # noqa: PLC0415 (the parent never imports papermill)

    set_apart(staging / LOG)
    failure = worker.make_or_explain(job, setting, staging, messages.send)
    messages.send((failure,))


def set_apart(log: Path) -> None:
    """Give this process a group of its own, and send what it and its kernels say to a file.

    No signal meant for the run reaches it, nor the other way: the run ends it itself. What it
    says could quote a value, so the file is private.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.setsid()
    log.touch(mode=0o600)
    with log.open("ab") as stream:
        for handle in (1, 2):
            os.dup2(stream.fileno(), handle)


def _heard(each: _Running) -> Events:
    try:
        while each.messages.poll():
            message = each.messages.recv()
            if isinstance(message, str):
                each.step = message
                yield Reached(each.task, message)
            else:
                each.process.join()
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


def end_tree(process: BaseProcess) -> None:
    """End a process and every process below it, kernels included."""
    if process.pid is None:
        return
    try:
        family = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    process.kill()
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    process.join()
