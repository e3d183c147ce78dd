"""Reports measured in processes of their own, before they are protected together.

A process takes some reports of one year, so that what they share is read once; what it answers
are unprotected tables, which this program keeps in memory alone.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from fsb_lib.errors import FsbError, Problem, ReportError
from fsb_lib.params import ReportParams
from fsb_lib.pipeline.plan import Job
from fsb_lib.pipeline.processes import end_tree, set_apart, warm_context
from fsb_lib.year_release import Answer

# By the folder of a job: its measured tables, or why there are none.
Answers = dict[str, Answer | FsbError]
_LOG = "measuring.txt"
_Running = dict[Connection, tuple[BaseProcess, tuple[Job, ...]]]


def measure_apart(jobs: Sequence[Job], snapshot: Path, private: Path, n_jobs: int) -> Answers:
    """Every job measured, so many processes at a time. `private` takes what they say.

    What goes wrong is an answer, too; an interrupt ends the processes.
    """
    waiting = list(_shares(jobs, n_jobs))
    running: _Running = {}
    answers: Answers = {}
    try:
        while waiting or running:
            while waiting and len(running) < n_jobs:
                share = waiting.pop(0)
                process, messages = _started(share, snapshot, private)
                running[messages] = process, share
            ended = wait(list(running))
            for messages in [each for each in running if each in ended]:
                process, share = running.pop(messages)
                answers |= _answered(messages, share)
                process.join()
    finally:
        for process, _ in running.values():
            end_tree(process)
    return answers


def _shares(jobs: Sequence[Job], n_jobs: int) -> Iterator[tuple[Job, ...]]:
    """The jobs by year, a year in several shares where there are fewer years than processes."""
    years = [tuple(of_year) for _, of_year in groupby(jobs, key=lambda job: job.year)]
    n_shares = ceil(n_jobs / max(len(years), 1))
    for of_year in years:
        for first in range(min(n_shares, len(of_year))):
            yield of_year[first::n_shares]


def _started(
    jobs: tuple[Job, ...], snapshot: Path, private: Path
) -> tuple[BaseProcess, Connection]:
    warm = warm_context()
    receiver, sender = warm.Pipe(duplex=False)
    process = warm.Process(target=_work, args=(jobs, snapshot, private / _LOG, sender))
    process.start()
    sender.close()
    return process, receiver


def _answered(messages: Connection, jobs: tuple[Job, ...]) -> Answers:
    try:
        answers: Answers = messages.recv()
    except EOFError:
        return {job.folder: _silent(job) for job in jobs}
    return answers


def _silent(job: Job) -> ReportError:
    return ReportError(
        Problem("its process ended without a word while measuring", job.label,
                remedy="Run it again alone, and look for lack of memory.")
    )  # fmt: skip


def _work(jobs: tuple[Job, ...], snapshot: Path, log: Path, messages: Connection) -> None:
    set_apart(log)
    messages.send({job.folder: _measured(job, snapshot) for job in jobs})


def _measured(job: Job, snapshot: Path) -> Answer | FsbError:
    # The engine is imported where it is used.
    from fsb_lib.measuring import measure  # noqa: PLC0415
    from fsb_lib.registers.snapshot import open_snapshot  # noqa: PLC0415

    try:
        return measure(job.report, params_of(job), open_snapshot(snapshot))
    except FsbError as error:
        return error
    except Exception as error:  # the border of the process: no report, whatever it was
        what = f"the measures failed: {type(error).__name__}"
        remedy = "Open the notebook in JupyterLab and run it, or repeat the command with --debug."
        return ReportError(Problem(what, job.label, remedy=remedy))


def params_of(job: Job) -> ReportParams:
    """The parameters that the job's notebook reads."""
    return ReportParams(**job.parameters)
