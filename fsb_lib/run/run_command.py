"""`fsb run` from request to index, each step a call:

    plan -> take in -> look what is unchanged -> measure -> protect -> make and publish -> record

Every report of the plan is measured and protected, whatever is kept of it: what one report may
show depends on the others. So a run that makes one report anew leaves just what a run that makes
all of them would leave.

What makes reports is imported when one is to be made: a run with nothing to do ends before.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from fsb_lib.base.errors import FsbError
from fsb_lib.base.project import Project
from fsb_lib.intake_report.waiting import Waiting
from fsb_lib.jobs.outcome import Outcome
from fsb_lib.jobs.plan import Job, Plan, Wish, planned, that_the_delivery_allows
from fsb_lib.jobs.settings import LIMIT_SECONDS, SharedSettings
from fsb_lib.ledger.ledger import Ledger, as_correction, without_released
from fsb_lib.ledger.opened import opened
from fsb_lib.outputs.cpr_check import cpr_check
from fsb_lib.outputs.folder import Outputs, refuse_another_audience
from fsb_lib.outputs.program_version import program_files, program_identity
from fsb_lib.outputs.up_to_date import (
    Todo,
    Wanted,
    look_up,
    reasons,
    record_run,
    still_to_make,
)
from fsb_lib.processes.process_source import ProcessSource, process_source
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot
from fsb_lib.registers.database.address import GivenDatabase
from fsb_lib.registers.snapshot_files import DESCRIPTION, file_hash
from fsb_lib.run.pool import Workshop
from fsb_lib.scanner.spellings import without_numbers
from fsb_lib.sender.sender import Sender, read_sender

if TYPE_CHECKING:
    from fsb_lib.run.publish_reports import PagesAround


@dataclass(frozen=True)
class RunRequest:
    """What one run is asked for. `registers` is None for the synthetic twin city; `again` makes
    what is unchanged, too; `correction` makes drafts of released reports."""

    wish: Wish
    registers: Path | GivenDatabase | None
    audience: str
    n_jobs: int
    limit_seconds: int = LIMIT_SECONDS
    correction: bool = False
    again: bool = False


@dataclass(frozen=True)
class RunContext:
    """Where a run works, and who it works for."""

    project: Project
    outputs: Outputs
    sender: Sender
    source: ProcessSource
    ledger: Ledger
    console: Console


def run_reports(request: RunRequest, project: Project, console: Console) -> Outcome:
    """Make, publish and list the reports, telling the console how far it has come.

    Errors: InputError or UsageError before anything is made. Of a report that fails later, the
    outcome tells.
    """
    plan, sender = planned(request.wish, project), read_sender(project)
    with opened(project) as at, process_source(project.matplotlib_cache) as source:
        _tell(at.told, console)
        at.refuse()
        refuse_another_audience(at.outputs, request.audience)
        context = RunContext(project, at.outputs, sender, source, at.ledger, console)
        plan = (as_correction if request.correction else without_released)(plan, at.ledger)
        _tell(plan.notes, console)
        if not plan.jobs:
            return Outcome((), (), (), at.outputs.index)
        return _run_planned(request, plan, context)


def _run_planned(request: RunRequest, plan: Plan, context: RunContext) -> Outcome:
    outputs, head = context.outputs, context.ledger.head
    wanted = Wanted(
        request.audience, program_files(), context.sender.fingerprint, again=request.again
    )
    if any(reasons(plan.jobs, outputs.root, wanted).values()):
        context.source.warm()  # it imports while the delivery is taken in
    snapshot = _take_in(request, context)
    delivered = that_the_delivery_allows(plan, request.wish, snapshot)
    _tell(delivered.notes[len(plan.notes) :], context.console)
    wanted = replace(wanted, snapshot=file_hash(snapshot / DESCRIPTION))
    todo = look_up(delivered, context.project, wanted, head)
    for line in todo.lines:
        _say(line, context.console)
    outcome = Outcome((), (), delivered.jobs, outputs.index)
    if not todo.is_nothing:
        outcome = _make(request, todo, snapshot, context)
        record_run(delivered, context.project, wanted, head)
    _tell_of_fault_report(context)
    return outcome


def _take_in(request: RunRequest, context: RunContext) -> Path:
    """The snapshot.

    Errors: those of `ensure_snapshot`; the fault report of the delivery is made then.
    """
    _say(f"input: {request.registers or 'the synthetic twin city'}", context.console)
    try:
        with Waiting(context.console) as waiting:
            made = ensure_snapshot(request.registers, context.project.work, tell=waiting.tell)
        return made.absolute()
    except FsbError as error:
        from fsb_lib.run.publish_reports import tell_of_refusal  # noqa: PLC0415 (see above)

        tell_of_refusal(error, _pages_around(context), context.source)
        _tell_of_fault_report(context)
        raise


def _make(request: RunRequest, todo: Todo, snapshot: Path, context: RunContext) -> Outcome:
    """Make what has a reason, and bring annexes, index and fault report up to date."""
    from fsb_lib.run import publish_reports  # noqa: PLC0415 (see above)

    plan, outputs, pages = todo.plan, context.outputs, _pages_around(context)
    if todo.is_listing_only:
        publish_reports.bring_pages_up_to_date(snapshot, pages, context.source)
        return Outcome((), (), plan.jobs, outputs.index)
    settings = _shared_settings(request, snapshot, context)
    workshop = Workshop(context.source, min(request.n_jobs, len(plan.jobs)))
    with cpr_check(snapshot, context.project.work) as check:
        jobs = () if todo.keeps_reports else _measured_and_protected(todo, settings, context)
        _tell_how_numbers_are_found(check.remark, context.console)
        publisher = publish_reports.Publisher(pages, check)
        outcome = publish_reports.make_and_publish(
            jobs, plan, settings, publisher, workshop, context.console
        )
    return replace(outcome, kept=tuple(job for job in plan.jobs if job not in jobs))


def _measured_and_protected(
    todo: Todo, settings: SharedSettings, context: RunContext
) -> tuple[Job, ...]:
    """What is to be made, when all of the plan is measured and protected."""
    from fsb_lib.ledger.already_public import lying_in_outputs  # noqa: PLC0415 (see above)
    from fsb_lib.run import measure_apart, protect_years, secret_order  # noqa: PLC0415

    plan, outputs, work = todo.plan, context.outputs, context.project.work
    _tell_what_comes(todo, context.console)
    lying = lying_in_outputs(outputs.root, plan.folders)
    known = protect_years.known(context.ledger, lying, work)
    protect_years.refuse_another_threshold(plan.jobs, known.released.versions)
    with Waiting(context.console) as waiting:
        answers = measure_apart.measure(plan.jobs, settings, context.source, waiting.say)
    key = secret_order.key_of_orders(answers.values(), settings.audience, work)
    for line in protect_years.protect(plan.jobs, answers, settings, known, work, key):
        _say(line, context.console)
    jobs, because = still_to_make(todo, outputs.root, settings.prepared)
    for line in because:
        _say(line, context.console)
    return jobs


def _pages_around(context: RunContext) -> "PagesAround":
    from fsb_lib.run.publish_reports import PagesAround  # noqa: PLC0415 (see above)

    return PagesAround(context.outputs, context.project, context.sender)


def _shared_settings(request: RunRequest, snapshot: Path, context: RunContext) -> SharedSettings:
    project = context.project
    folders = (project.root, project.outputs, snapshot.parent, Path.home(), Path(sys.prefix))
    return SharedSettings(
        snapshot=snapshot,
        audience=request.audience,
        matplotlib_cache=project.matplotlib_cache,
        limit_seconds=request.limit_seconds,
        program=program_identity(),
        private=tuple(sorted({str(folder) for folder in folders})),
        sender=context.sender,
        prepared=context.outputs.private / "prepared",
    )


def _tell_of_fault_report(context: RunContext) -> None:
    place = context.project.fault_report
    if place.is_file():
        _say(f"The fault report, in Danish, for the source alone: {place}", context.console)


def _tell_what_comes(todo: Todo, console: Console) -> None:
    if not any(todo.why.values()):
        _tell(["what is released or the proof of a year changed: protected again"], console)


def _tell_how_numbers_are_found(remark: str, console: Console) -> None:
    if remark:
        _tell([f"CPR numbers in the reports are found by their look alone: {remark}"], console)


def _tell(notes: Iterable[str], console: Console) -> None:
    for note in notes:
        _say(f"note: {note}", console)


def _say(text: str, console: Console) -> None:
    """A line for the user, without what looks like a person's number."""
    console.print(without_numbers(text), highlight=False, markup=False)
