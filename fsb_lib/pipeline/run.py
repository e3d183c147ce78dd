"""The main job: every report of a plan made, published and listed. One failure hides no other."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fsb_lib.errors import InputError, Problem
from fsb_lib.pipeline.error_page import write_failure
from fsb_lib.pipeline.index import write_index
from fsb_lib.pipeline.notebooks import read_source
from fsb_lib.pipeline.outputs_folder import Outputs
from fsb_lib.pipeline.plan import Job, Plan
from fsb_lib.pipeline.processes import Ended, Task, work_off
from fsb_lib.pipeline.setting import Failure, Setting


class Watcher(Protocol):
    """Is told how far a run has come."""

    def reached(self, job: Job, step: str) -> None:
        """A job has reached a step."""

    def ended(self, job: Job, failure: Failure | None) -> None:
        """A job is published, or has failed."""


@dataclass(frozen=True)
class Outcome:
    """What became of every job of a run."""

    made: tuple[Job, ...]
    failed: tuple[tuple[Job, Failure], ...]
    index: Path

    @property
    def exit_code(self) -> int:
        return max((failure.exit_code for _, failure in self.failed), default=0)

    def failures(self) -> dict[Failure, tuple[str, ...]]:
        """Each different failure once, with the labels of the jobs that it ended."""
        labels: dict[Failure, tuple[str, ...]] = {}
        for job, failure in self.failed:
            labels[failure] = (*labels.get(failure, ()), job.label)
        return labels


def refuse_faulty_notebooks(plan: Plan) -> None:
    """Read every notebook of the plan before anything runs.

    Errors: InputError with the problems of all of them.
    """
    problems: list[Problem] = []
    for path in dict.fromkeys(job.notebook for job in plan.jobs):
        try:
            read_source(path)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


def run(plan: Plan, setting: Setting, outputs: Outputs, n_jobs: int, watcher: Watcher) -> Outcome:
    """Make and publish the reports of a plan, so many at a time, and rebuild the index."""
    ends = {}
    try:
        for end in _published(plan, setting, outputs, n_jobs, watcher):
            ends[end.task.job.folder] = end.failure
    finally:
        write_index(outputs)
    failed = [(job, failure) for job in plan.jobs if (failure := ends[job.folder]) is not None]
    made = tuple(job for job in plan.jobs if ends[job.folder] is None)
    return Outcome(made, tuple(failed), outputs.index)


def _published(
    plan: Plan, setting: Setting, outputs: Outputs, n_jobs: int, watcher: Watcher
) -> Iterator[Ended]:
    tasks = [Task(job, outputs.new_staging(job.folder)) for job in plan.jobs]
    with closing(work_off(tasks, setting, n_jobs)) as events:
        for event in events:
            if isinstance(event, Ended):
                _publish(event, outputs)
                watcher.ended(event.task.job, event.failure)
                yield event
            else:
                watcher.reached(event.task.job, event.step)


def _publish(end: Ended, outputs: Outputs) -> None:
    made = end.task.staging / "report"
    if end.failure is not None:
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        write_failure(end.task.job, end.failure, made)
    outputs.publish(made, end.task.job.folder)
    shutil.rmtree(end.task.staging, ignore_errors=True)
