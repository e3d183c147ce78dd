"""Every report of a run made, published and listed. One failure hides no other."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

from rich.console import Console

from fsb_lib.base.errors import FsbError, InputError, Problem, ReportError
from fsb_lib.base.machine_faults import machine_fault
from fsb_lib.base.project import Project
from fsb_lib.base.report_files import MANIFEST
from fsb_lib.intake_report.files import keep_report
from fsb_lib.intake_report.page import FaultReport, of_refusal, of_snapshot
from fsb_lib.jobs.annex_job import AnnexJob
from fsb_lib.jobs.outcome import SCANNING, Failure, Outcome
from fsb_lib.jobs.plan import Job, Plan
from fsb_lib.jobs.settings import SharedSettings
from fsb_lib.ledger.intent import of_draft, written_down
from fsb_lib.outputs.annexes import annexes_to_make
from fsb_lib.outputs.cpr_check import CprCheck
from fsb_lib.outputs.folder import FAILED, INDEX, Outputs
from fsb_lib.outputs.manifest import MADE, differences, read_manifest
from fsb_lib.portal.failure_page import write_failure
from fsb_lib.processes.environment import memory_limit
from fsb_lib.processes.fork_server import MAKING, ProcessOrder
from fsb_lib.processes.process_source import ProcessSource
from fsb_lib.registers.snapshot_files import file_hash
from fsb_lib.run.pool import MAKE_ANNEX, MAKE_REPORT, Ended, Task, Workshop, tried_twice, work_off
from fsb_lib.run.progress import Watcher, progress
from fsb_lib.sender.sender import Sender

# What a delivery was like: a snapshot that tells it, or what is known of a refused one.
Account = Path | FaultReport | None
_PAGES = "fsb_lib.run.publish_reports:write_pages"


@dataclass(frozen=True)
class PagesAround:
    """The pages around the reports: the index in the outputs, the private fault report."""

    outputs: Outputs
    project: Project
    sender: Sender


def make_and_publish(
    jobs: Sequence[Job],
    plan: Plan,
    settings: SharedSettings,
    publisher: "Publisher",
    workshop: Workshop,
    console: Console,
) -> Outcome:
    """Make, check and publish these reports, what annexes of the plan's years are others by then,
    and the index. One failure hides no other."""
    outputs = publisher.pages.outputs

    def published(these: Sequence[Job | AnnexJob], work: str) -> list[Ended]:
        tasks = [Task(job, outputs.new_staging(job.folder), work) for job in these]
        with progress(these, console) as watcher:
            return list(_published(tasks, settings, publisher, workshop, watcher))

    try:
        ends = published(jobs, MAKE_REPORT)
        ends += published(annexes_to_make(outputs.root, plan.jobs), MAKE_ANNEX)
    finally:
        bring_pages_up_to_date(settings.snapshot, publisher.pages, workshop.source)
    failed = tuple((end.task.job, end.failure) for end in ends if end.failure is not None)
    made = tuple(job for job in jobs if job not in [one for one, _ in failed])
    return Outcome(made, failed, (), outputs.index)


def tell_of_refusal(error: FsbError, pages: PagesAround, source: ProcessSource) -> None:
    """Make the fault report of a refused delivery; nothing when the error is about something else
    and nothing lies there."""
    report = of_refusal(error)
    if report is not None or pages.outputs.index.is_file():
        bring_pages_up_to_date(report, pages, source)


def bring_pages_up_to_date(account: Account, pages: PagesAround, source: ProcessSource) -> None:
    """Write index and fault report in a process that has imported what draws them; in a second
    one when that dies without a word.

    Errors: ReportError when a page would hold what looks like a CPR number, or none came.
    """
    told = _drawn_apart(account, pages, source)
    if isinstance(told, Problem):
        told = _drawn_apart(account, pages, source)
    if isinstance(told, Problem):
        raise ReportError(replace(told, remedy=tried_twice(memory_limit())))
    if told is not None:
        raise told


def _drawn_apart(
    account: Account, pages: PagesAround, source: ProcessSource
) -> FsbError | Problem | None:
    """Why the pages were refused, if they were; how the process died when nothing was heard."""
    process = source.start(ProcessOrder(MAKING, _PAGES, (account, pages)))
    try:
        refused: FsbError | None = process.messages.recv()
    except (EOFError, OSError):
        return process.death(INDEX)
    return refused


def write_pages(account: Account, pages: PagesAround, messages: Connection) -> None:
    """Write them in this process, telling the error that keeps it from that, if any."""
    from fsb_lib.ledger.own_index import renew_index  # noqa: PLC0415 (not in the one that asks)

    report = of_snapshot(account) if isinstance(account, Path) else account
    try:
        keep_report(report, pages.project.fault_report, pages.sender)
        renew_index(pages.outputs, pages.project.work, pages.sender)
    except FsbError as error:
        messages.send(error)
    except (OSError, MemoryError) as error:
        messages.send(machine_fault(error, INDEX) or ReportError(Problem(str(error), INDEX)))
    else:
        messages.send(None)


@dataclass(frozen=True)
class Publisher:
    """Puts what was made in its place, after the check of every file."""

    pages: PagesAround
    check: CprCheck

    def publish(self, end: Ended) -> Ended:
        """Publish a report, or the page that says why there is none; how it ended after that."""
        made = end.task.staging / "report"
        if end.failure is None:
            problems = self.check.problems(made)
            failure = Failure(SCANNING, problems, ReportError.exit_code) if problems else None
            end = Ended(end.task, failure)
        place = self._place(end)
        if end.failure is not None:
            end = Ended(end.task, self._told(end, made, place))
        outputs, intent = self.pages.outputs, of_draft(place, file_hash(made / MANIFEST))
        with written_down(intent, outputs.root, self.pages.project.work):
            outputs.publish(made, place)
        if end.failure is None:
            outputs.remove(f"{FAILED}/{place}")
        shutil.rmtree(end.task.staging, ignore_errors=True)
        return end

    def _place(self, end: Ended) -> str:
        """Where it goes: a failure takes no good page's place, but stands beside it."""
        folder = end.task.job.folder
        if end.failure is None or not is_good(self.pages.outputs.root / folder):
            return folder
        return f"{FAILED}/{folder}"

    def _told(self, end: Ended, folder: Path, place: str) -> Failure:
        """Write the failure's page; a message that quotes a number is left out, everywhere."""
        job, failure = end.task.job, cast(Failure, end.failure)
        self._write_alone(job, failure, folder, place)
        looked = self.check.looked_through(folder)
        if looked.hits:
            left_out = _left_out(job.label, quotes_a_number=looked.quotes_a_number)
            failure = Failure(failure.step, (left_out,), failure.exit_code)
            self._write_alone(job, failure, folder, place)
        return failure

    def _write_alone(self, job: Job | AnnexJob, failure: Failure, folder: Path, place: str) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        write_failure(job, failure, folder, self.pages.sender, place)


def is_good(folder: Path) -> bool:
    """Whether a report lies there that was made, every file of it."""
    try:
        document = read_manifest(folder)
    except InputError:
        return False
    return document.get("status") == MADE and not differences(folder, document)


def _left_out(label: str, *, quotes_a_number: bool) -> Problem:
    """What stands in the place of a message that may not be told."""
    if quotes_a_number:
        return Problem(
            "the message is left out: it quotes what is or looks like a CPR number", label,
            remedy="Let no message of the notebook quote a value.",
        )  # fmt: skip
    return Problem(
        "the message is left out: the search for CPR numbers stopped before it had seen it", label,
        remedy="Run the command again; report it when it happens again.",
    )  # fmt: skip


def _published(
    tasks: Sequence[Task],
    settings: SharedSettings,
    publisher: Publisher,
    workshop: Workshop,
    watcher: Watcher,
) -> Iterator[Ended]:
    work = work_off(tasks, settings, workshop)
    with closing(work) as events:
        for event in events:
            if isinstance(event, Ended):
                end = publisher.publish(event)
                watcher.ended(end.task.job, end.failure)
                yield end
            else:
                watcher.reached(event.task.job, event.step)
