"""Every report of a run made, published and listed. One failure hides no other."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fsb_lib.errors import Problem, ReportError
from fsb_lib.pipeline.error_page import write_failure
from fsb_lib.pipeline.outcome import Outcome
from fsb_lib.pipeline.outputs_folder import Outputs
from fsb_lib.pipeline.plan import Job
from fsb_lib.pipeline.process_source import ProcessSource
from fsb_lib.pipeline.processes import Ended, Task, index_written, work_off
from fsb_lib.pipeline.release_check import ReleaseCheck
from fsb_lib.pipeline.sender import Sender
from fsb_lib.pipeline.setting import SCANNING, Failure, Setting


class Watcher(Protocol):
    """Is told how far a run has come."""

    def reached(self, job: Job, step: str) -> None:
        """A job has reached a step."""

    def ended(self, job: Job, failure: Failure | None) -> None:
        """A job is published, or has failed."""


@dataclass(frozen=True)
class Workshop:
    """Where the processes of reports come from, and how many run at a time."""

    source: ProcessSource
    n_jobs: int


def run(
    jobs: Sequence[Job],
    setting: Setting,
    outputs: Outputs,
    workshop: Workshop,
    watcher: Watcher,
    check: ReleaseCheck,
) -> Outcome:
    """Make, check and publish these reports, and rebuild the index."""
    ends = {}
    publisher = Publisher(outputs, check, setting.sender)
    try:
        for end in _published(jobs, setting, publisher, workshop, watcher):
            ends[end.task.job.folder] = end.failure
    finally:
        index_written(outputs, setting.sender, workshop.source)
    failed = [(job, failure) for job in jobs if (failure := ends[job.folder]) is not None]
    made = tuple(job for job in jobs if ends[job.folder] is None)
    return Outcome(made, tuple(failed), (), outputs.index)


@dataclass(frozen=True)
class Publisher:
    """Puts what was made in its place, after the check of every file."""

    outputs: Outputs
    check: ReleaseCheck
    sender: Sender

    def publish(self, end: Ended) -> Ended:
        """Publish a report, or the page that says why there is none; how it ended after that."""
        made = end.task.staging / "report"
        if end.failure is None:
            problems = self.check.problems(made)
            failure = Failure(SCANNING, problems, ReportError.exit_code) if problems else None
            end = Ended(end.task, failure)
        if end.failure is not None:
            end = Ended(end.task, self._told(end.task.job, end.failure, made))
        self.outputs.publish(made, end.task.job.folder)
        shutil.rmtree(end.task.staging, ignore_errors=True)
        return end

    def _told(self, job: Job, failure: Failure, folder: Path) -> Failure:
        """Write the failure's page; a message that quotes a number is left out, everywhere."""
        self._write_alone(job, failure, folder)
        if self.check.problems(folder):
            left_out = Problem(
                "the message is left out: it quotes what is or looks like a CPR number",
                job.label,
                remedy="Let no message of the notebook quote a value.",
            )
            failure = Failure(failure.step, (left_out,), failure.exit_code)
            self._write_alone(job, failure, folder)
        return failure

    def _write_alone(self, job: Job, failure: Failure, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        write_failure(job, failure, folder, self.sender)


def _published(
    jobs: Sequence[Job],
    setting: Setting,
    publisher: Publisher,
    workshop: Workshop,
    watcher: Watcher,
) -> Iterator[Ended]:
    tasks = [Task(job, publisher.outputs.new_staging(job.folder)) for job in jobs]
    work = work_off(tasks, setting, workshop.source, workshop.n_jobs)
    with closing(work) as events:
        for event in events:
            if isinstance(event, Ended):
                end = publisher.publish(event)
                watcher.ended(end.task.job, end.failure)
                yield end
            else:
                watcher.reached(event.task.job, event.step)
