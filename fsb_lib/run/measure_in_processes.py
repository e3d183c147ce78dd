"""Reports measured in processes of their own, before they are protected together.

What the reports of a process share is measured once; what it answers are unprotected tables,
which this program keeps in memory alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from fsb_lib.base.errors import FsbError, Problem, ReportError
from fsb_lib.base.machine_faults import machine_fault_of
from fsb_lib.followups.protect_year import Answer
from fsb_lib.jobs.plan import Job
from fsb_lib.jobs.settings import SharedSettings
from fsb_lib.params import ReportParams
from fsb_lib.processes.environment import memory_limit
from fsb_lib.processes.fork_server import MEASURING, ProcessOrder, speak_into
from fsb_lib.processes.process_source import ProcessSource
from fsb_lib.processes.started_process import StartedProcess
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.run.pool import Workshop, tried_twice

if TYPE_CHECKING:
    from fsb_lib.followups.measure_report import Measuring

# By the folder of a job: its measured tables, or why there are none.
Answers = dict[str, Answer | FsbError]
_LOG = "measuring.txt"
_WORK = "fsb_lib.run.measure_in_processes:measure_share"
_Share = tuple[Job, ...]
_Running = dict[Connection, tuple[StartedProcess, _Share]]


def measure(jobs: Sequence[Job], settings: SharedSettings, workshop: Workshop) -> Answers:
    """Every job measured; what the processes say goes to the private folder of the prepared.

    What goes wrong is an answer, too; an interrupt ends the processes. What a process measured
    that died without a word is tried once more, alone.
    """
    settings.prepared.mkdir(mode=0o700, parents=True)
    answers, died = _measured_by(list(_shares(jobs, workshop.n_jobs)), settings, workshop)
    for share, _ in died:
        again, lost = _measured_by([share], settings, replace(workshop, n_jobs=1))
        answers |= again | {job.folder: error for jobs_of, error in lost for job in jobs_of}
    return answers


def _measured_by(
    waiting: list[_Share], settings: SharedSettings, workshop: Workshop
) -> tuple[Answers, list[tuple[_Share, ReportError]]]:
    """The answers, and why there are none of shares whose process died."""
    running: _Running = {}
    answers: Answers = {}
    died: list[tuple[_Share, ReportError]] = []
    try:
        while waiting or running:
            while waiting and len(running) < workshop.n_jobs:
                share = waiting.pop(0)
                process = _started(share, settings, workshop.source)
                running[process.messages] = process, share
            ended = wait(list(running))
            for messages in [each for each in running if each in ended]:
                process, share = running.pop(messages)
                try:
                    answers |= process.messages.recv()
                except (EOFError, OSError):
                    died.append((share, _death(process, share)))
                process.end()
    finally:
        for process, _ in running.values():
            process.end()
    return answers, died


def _death(process: StartedProcess, jobs: _Share) -> ReportError:
    labels = ", ".join(job.label for job in jobs)
    problem = process.death(labels, " while measuring")
    return ReportError(replace(problem, remedy=tried_twice(memory_limit())))


def _shares(jobs: Sequence[Job], n_jobs: int) -> Iterator[_Share]:
    """A share for each process: whole years, since reports of a year share what they measure.

    A year by itself is parted among the processes.
    """
    years = [tuple(of_year) for _, of_year in groupby(jobs, key=lambda job: job.year)]
    for first in range(n_jobs):
        share = jobs[first::n_jobs] if len(years) == 1 else chain(*years[first::n_jobs])
        if found := tuple(share):
            yield found


def _started(jobs: _Share, settings: SharedSettings, source: ProcessSource) -> StartedProcess:
    arguments = (jobs, settings.snapshot, settings.prepared / _LOG)
    return source.start(ProcessOrder(MEASURING, _WORK, arguments))


def measure_share(jobs: _Share, snapshot: Path, log: Path, messages: Connection) -> None:
    """Measure some jobs in this process, and tell the answers."""
    speak_into(log)
    # The engine is imported where it is used.
    from fsb_lib.followups.measure_report import Measuring  # noqa: PLC0415

    try:
        measuring = Measuring(open_snapshot(snapshot))
    except FsbError as error:
        messages.send({job.folder: error for job in jobs})
    else:
        for job in jobs:
            measuring.expect(job.report, params_of(job))
        messages.send({job.folder: _measured(job, measuring) for job in jobs})


def _measured(job: Job, measuring: "Measuring") -> Answer | FsbError:
    try:
        return measuring.answer(job.report, params_of(job))
    except FsbError as error:
        return error
    except Exception as error:  # the border of the process: no report, whatever it was
        if (fault := machine_fault_of(error, job.label)) is not None:
            return fault
        what = f"the measures failed: {type(error).__name__}"
        remedy = "Open the notebook in JupyterLab and run it, or repeat the command with --debug."
        return ReportError(Problem(what, job.label, remedy=remedy))


def params_of(job: Job) -> ReportParams:
    """The parameters that the job's notebook reads."""
    return ReportParams(**job.parameters)
