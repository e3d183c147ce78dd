"""The drafts of a year made once more, as they will be published: with their certificate.

The notebooks get the drafts' own values, so no register is read. Everything is made in staging.
"""

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from fsb_lib.base.errors import InputError, Problem, ReportError
from fsb_lib.base.project import Project
from fsb_lib.disclosure.protected import COMMITTEE, Certificate
from fsb_lib.followups.prepared import write_protected
from fsb_lib.jobs.annex_job import AnnexJob
from fsb_lib.jobs.plan import Job, Wish, make_plan, read_years
from fsb_lib.jobs.settings import SharedSettings
from fsb_lib.notebook.faults import refuse_faulty_notebooks
from fsb_lib.outputs.cpr_check import cpr_check
from fsb_lib.outputs.folder import Outputs
from fsb_lib.outputs.program_version import program_identity
from fsb_lib.processes.process_source import process_source
from fsb_lib.publishing.drafts import Draft
from fsb_lib.publishing.record import refuse_other_figures
from fsb_lib.registers.snapshot_files import DESCRIPTION, file_hash
from fsb_lib.run.measure_apart import params_of
from fsb_lib.run.pool import MAKE_ANNEX, Ended, Task, Workshop, work_off
from fsb_lib.run.progress import Watcher, progress
from fsb_lib.sender.sender import read_sender

# A report's folder by its name: "2009/plan_coverage".
Folders = Mapping[str, Path]
_BY_LOOK = "the snapshot is not at hand, so CPR numbers are looked for by their look alone"


@dataclass(frozen=True)
class Making:
    """Where and how a release is made."""

    project: Project
    outputs: Outputs
    n_jobs: int
    limit_seconds: int


@contextmanager
def made_again(
    drafts: Sequence[Draft], certificate: Certificate, making: Making, console: Console
) -> Iterator[Folders]:
    """The staged folders of the same reports with the certificate: made, linted and scanned.

    Errors: InputError when the year file was changed since; ReportError for the first failure,
    other figures, or a CPR number.
    """
    jobs = _jobs(drafts, making.project)
    settings = _settings(drafts[0], making)
    settings.prepared.mkdir(mode=0o700, parents=True)
    for draft, job in zip(drafts, jobs, strict=True):
        protected = replace(draft.protected, certificate=certificate)
        write_protected(settings.prepared, protected, params_of(job), draft.manifest["proof"])
    reports = [Task(job, making.outputs.new_staging(job.folder)) for job in jobs]
    made = {task.job.report: task.staging / "report" for task in reports}
    annex = AnnexJob(drafts[0].protected.year, made)
    last = [Task(annex, making.outputs.new_staging(annex.folder), MAKE_ANNEX)]
    try:
        with (
            process_source(settings.matplotlib_cache) as source,
            progress([*jobs, annex], console) as watcher,
        ):
            workshop = Workshop(source, making.n_jobs)
            for tasks in (reports, last):
                _refuse_failed(_ends(tasks, settings, workshop, watcher))
        folders = {task.job.folder: task.staging / "report" for task in (*reports, *last)}
        for draft in drafts:
            refuse_other_figures(draft, folders[draft.name])
        _refuse_numbers(folders, drafts[0].protected.data_version, making.project.work, console)
        yield folders
    finally:
        for task in (*reports, *last):
            shutil.rmtree(task.staging, ignore_errors=True)


def _jobs(drafts: Sequence[Draft], project: Project) -> tuple[Job, ...]:
    """The jobs that made the drafts, by the year file as it is now.

    Errors: InputError when that is another than the drafts were made with, or for a notebook that
    may not be run.
    """
    year = drafts[0].protected.year
    wish = Wish((), (year,), tuple(draft.protected.report for draft in drafts))
    years, _ = read_years(wish, project)
    jobs = {job.report: job for job in make_plan(years, wish, project).jobs}
    refuse_faulty_notebooks(job.notebook for job in jobs.values())
    for draft in drafts:
        in_force = {**jobs[draft.protected.report].in_force, "audience": COMMITTEE}
        if in_force != draft.manifest.get("parameters"):
            raise InputError(
                Problem("the year file was changed after the draft was made", draft.name,
                        "the parameters of the draft", remedy=f"Run `fsb run --year {year}`.")
            )  # fmt: skip
    return tuple(jobs[draft.protected.report] for draft in drafts)


def _settings(draft: Draft, making: Making) -> SharedSettings:
    project = making.project
    folders = (project.root, project.outputs, project.work, Path.home(), Path(sys.prefix))
    return SharedSettings(
        snapshot=Path(f"snapshot-{draft.protected.data_version[:12]}"),
        audience=COMMITTEE,
        matplotlib_cache=project.matplotlib_cache,
        limit_seconds=making.limit_seconds,
        program=program_identity(),
        private=tuple(sorted({str(folder) for folder in folders})),
        sender=read_sender(project),
        prepared=making.outputs.private / "prepared",
    )


def _ends(
    tasks: Sequence[Task], settings: SharedSettings, workshop: Workshop, watcher: Watcher
) -> Iterator[Ended]:
    with closing(work_off(tasks, settings, workshop)) as events:
        for event in events:
            if isinstance(event, Ended):
                watcher.ended(event.task.job, event.failure)
                yield event
            else:
                watcher.reached(event.task.job, event.step)


def _refuse_failed(ends: Iterable[Ended]) -> None:
    failures = [end.failure for end in ends if end.failure is not None]
    if failures:
        is_input = all(failure.exit_code == InputError.exit_code for failure in failures)
        error = InputError if is_input else ReportError
        raise error([problem for failure in failures for problem in failure.problems])


def _refuse_numbers(folders: Folders, fingerprint: str, work: Path, console: Console) -> None:
    """Errors: ReportError for what is or looks like a CPR number in any file."""
    snapshot = next(_snapshots(work, fingerprint), None)
    if snapshot is None:
        console.print(f"note: {_BY_LOOK}", highlight=False, markup=False)
    with cpr_check(snapshot, work) as check:
        problems = [problem for folder in folders.values() for problem in check.problems(folder)]
    if problems:
        raise ReportError(problems)


def _snapshots(work: Path, fingerprint: str) -> Iterator[Path]:
    for description in sorted(work.glob(f"snapshots/*/{DESCRIPTION}")):
        if file_hash(description) == fingerprint:
            yield description.parent
