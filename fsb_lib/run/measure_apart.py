"""Reports measured in a process of their own, before they are protected together.

What reports share is measured once, with the engine on all cores. What the process answers are
unprotected tables, which this program keeps in memory alone.

    jobs -> process -> told: what it does now ... answers by job
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
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
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.run.pool import tried_twice

if TYPE_CHECKING:
    from fsb_lib.followups.measure_report import Measuring

# By the folder of a job: its measured tables, or why there are none.
Answers = dict[str, Answer | FsbError]
Tell = Callable[[str], None]
_LOG = "measuring.txt"
_WORK = "fsb_lib.run.measure_apart:measure_all"


def measure(
    jobs: Sequence[Job], settings: SharedSettings, source: ProcessSource, tell: Tell
) -> Answers:
    """Every job measured; what the process says goes to the private folder of the prepared.

    What goes wrong is an answer, too; an interrupt ends the process. One that died without a word
    is tried once more. `tell` hears what is measured now.
    """
    settings.prepared.mkdir(mode=0o700, parents=True)
    answers = _measured_apart(jobs, settings, source, tell)
    if isinstance(answers, ReportError):
        answers = _measured_apart(jobs, settings, source, tell)
    if isinstance(answers, ReportError):
        return {job.folder: answers for job in jobs}
    return answers


def _measured_apart(
    jobs: Sequence[Job], settings: SharedSettings, source: ProcessSource, tell: Tell
) -> Answers | ReportError:
    """The answers, or why there are none: the process died."""
    arguments = (tuple(jobs), settings.snapshot, settings.prepared / _LOG)
    process = source.start(ProcessOrder(MEASURING, _WORK, arguments))
    try:
        while isinstance(told := process.messages.recv(), str):
            tell(told)
    except (EOFError, OSError):
        labels = ", ".join(job.label for job in jobs)
        problem = process.death(labels, " while measuring")
        return ReportError(replace(problem, remedy=tried_twice(memory_limit())))
    finally:
        process.end()
    answers: Answers = told
    return answers


def measure_all(jobs: Sequence[Job], snapshot: Path, log: Path, messages: Connection) -> None:
    """Measure the jobs in this process; say what is done, and at last the answers."""
    speak_into(log)
    # The engine is imported where it is used.
    from fsb_lib.followups.measure_report import Measuring  # noqa: PLC0415

    try:
        measuring = Measuring(open_snapshot(snapshot))
    except FsbError as error:
        messages.send({job.folder: error for job in jobs})
        return
    for job in jobs:
        measuring.expect(job.report, params_of(job))
    answers: Answers = {}
    for number, job in enumerate(jobs, 1):
        messages.send(f"measuring {number} of {len(jobs)}: {job.label}")
        answers[job.folder] = _measured(job, measuring)
    messages.send(answers)


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
