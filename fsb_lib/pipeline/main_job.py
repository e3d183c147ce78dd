"""`fsb run` from wish to index: plan, check, take in, look what is unchanged, make the rest.

What makes reports is imported when one is to be made: a run with nothing to do ends before.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from fsb_lib.errors import FsbError
from fsb_lib.pipeline.freshness import Wanted, protected_together, reasons
from fsb_lib.pipeline.ledger import read_ledger, without_released
from fsb_lib.pipeline.notebooks import refuse_faulty_notebooks
from fsb_lib.pipeline.order import Place, RunOrder, Todo
from fsb_lib.pipeline.outcome import Outcome
from fsb_lib.pipeline.outputs_folder import open_outputs
from fsb_lib.pipeline.plan import Plan, Wish, make_plan, read_years, that_can_be_made
from fsb_lib.pipeline.process_source import process_source
from fsb_lib.pipeline.program import program_files
from fsb_lib.pipeline.run_record import RunRecord, pages_hash, read_record, write_record
from fsb_lib.pipeline.sender import read_sender
from fsb_lib.project import Project
from fsb_lib.registers.snapshot_description import read_description
from fsb_lib.registers.snapshot_files import DESCRIPTION, file_hash
from fsb_lib.registers.workspace import ensure_snapshot
from fsb_lib.scanner.spellings import without_numbers


def carry_out(order: RunOrder, project: Project, console: Console) -> Outcome:
    """Make, publish and list the reports, telling the console how far it has come.

    Errors: InputError or UsageError before anything is made. Of a report that fails later, the
    outcome tells.
    """
    plan, sender = _planned(order.wish, project), read_sender(project)
    _tell(plan.notes, console)
    refuse_faulty_notebooks(job.notebook for job in plan.jobs)
    with (
        open_outputs(project.outputs) as outputs,
        process_source(project.matplotlib_cache) as source,
    ):
        ledger = read_ledger(outputs.root, project.work)
        place = Place(project, outputs, sender, source, ledger, console)
        if not order.correction:
            plan = _told(plan, without_released(plan, ledger, outputs.root), console)
        if not plan.jobs:
            return Outcome((), (), (), outputs.index)
        return _carried_out(order, plan, place)


def _carried_out(order: RunOrder, plan: Plan, place: Place) -> Outcome:
    outputs, console = place.outputs, place.console
    wanted = Wanted(order.audience, program_files(), place.sender.fingerprint)
    if order.again or any(reasons(plan.jobs, outputs.root, wanted).values()):
        place.source.warm()  # it imports while the delivery is taken in
    registers = order.registers or "the synthetic twin city"
    console.print(without_numbers(f"input: {registers}"), highlight=False, markup=False)
    snapshot = _taken_in(order, place)
    plan = _told(plan, _delivered(plan, order.wish, snapshot), console)
    wanted = replace(wanted, snapshot=file_hash(snapshot / DESCRIPTION))
    record = read_record(outputs.root)
    todo = _todo(order, plan, wanted, place, record)
    _tell_reasons(todo, console)
    if todo.is_listing_only and record.pages == pages_hash(outputs, wanted):
        return Outcome((), (), plan.jobs, outputs.index)
    outcome = _made(order, todo, snapshot, place)
    years = {job.year for job in plan.jobs}
    left = record.after(years, place.ledger.head, pages_hash(outputs, wanted))
    write_record(left, outputs.root)
    return outcome


def _todo(order: RunOrder, plan: Plan, wanted: Wanted, place: Place, record: RunRecord) -> Todo:
    root, years = place.outputs.root, {job.year for job in plan.jobs}
    why = reasons(plan.jobs, root, wanted)
    if order.again:
        why = {folder: (*because, "it is asked for again") for folder, because in why.items()}
    is_protected = record.is_protected(years, place.ledger.head) and protected_together(
        plan.jobs, root, place.project.proofs
    )
    return Todo(plan, why, is_protected)


def _made(order: RunOrder, todo: Todo, snapshot: Path, place: Place) -> Outcome:
    from fsb_lib.pipeline.making_job import make_and_list  # noqa: PLC0415 (see above)

    return make_and_list(order, todo, snapshot, place)


def _taken_in(order: RunOrder, place: Place) -> Path:
    """The snapshot.

    Errors: those of `ensure_snapshot`; the fault report of the delivery is in the outputs then.
    """
    try:
        return ensure_snapshot(order.registers, place.project.work).absolute()
    except FsbError as error:
        from fsb_lib.pipeline.making_job import tell_of_refusal  # noqa: PLC0415 (see above)

        tell_of_refusal(error, place)
        raise


def _planned(wish: Wish, project: Project) -> Plan:
    years, remarks = read_years(wish, project)
    plan = make_plan(years, wish, project)
    return replace(plan, notes=(*remarks, *plan.notes))


def _delivered(plan: Plan, wish: Wish, snapshot: Path) -> Plan:
    """The plan as far as the snapshot says that it has its optional tables."""
    if not plan.needs():
        return plan
    text = (snapshot / DESCRIPTION).read_bytes()
    return that_can_be_made(plan, wish, read_description(text, str(snapshot)).table_names)


def _told(before: Plan, plan: Plan, console: Console) -> Plan:
    """The plan, after the notes that are new in it are told."""
    _tell(plan.notes[len(before.notes) :], console)
    return plan


def _tell(notes: Iterable[str], console: Console) -> None:
    for note in notes:
        console.print(f"note: {note}", highlight=False, markup=False)


def _tell_reasons(todo: Todo, console: Console) -> None:
    """`2009 plan_coverage: made, since the notebook changed` for each report."""
    for job in todo.plan.jobs:
        because = todo.why[job.folder]
        said = f"made, since {', '.join(because)}" if because else "unchanged"
        console.print(f"{job.label}: {said}", highlight=False, markup=False)
