"""Reports measured in processes of their own, before they are protected together.

What the reports of a process share is measured once; what it answers are unprotected tables,
which this program keeps in memory alone.
"""

from collections.abc import Iterator, Sequence
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
from fsb_lib.processes.fork_server import MEASURING, ProcessOrder, speak_into
from fsb_lib.processes.process_source import ProcessSource
from fsb_lib.processes.started_process import StartedProcess
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.run.pool import Workshop

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

    What goes wrong is an answer, too; an interrupt ends the processes.
    """
    settings.prepared.mkdir(mode=0o700, parents=True)
    waiting = list(_shares(jobs, workshop.n_jobs))
    running: _Running = {}
    answers: Answers = {}
    try:
        while waiting or running:
            while waiting and len(running) < workshop.n_jobs:
                share = waiting.pop(0)
                process = _started(share, settings, workshop.source)
                running[process.messages] = process, share
            ended = wait(list(running))
            for messages in [each for each in running if each in ended]:
                process, share = running.pop(messages)
                answers |= _answered(process, share)
                process.end()
    finally:
        for process, _ in running.values():
            process.end()
    return answers


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


def _answered(process: StartedProcess, jobs: _Share) -> Answers:
    try:
        answers: Answers = process.messages.recv()
    except (EOFError, OSError):
        return {
            job.folder: ReportError(process.death(job.label, " while measuring")) for job in jobs
        }
    return answers


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
