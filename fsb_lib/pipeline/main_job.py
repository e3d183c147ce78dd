"""`fsb run` from wish to index: plan, check, take in, make, publish."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from fsb_lib.disclosure.joint import Told
from fsb_lib.errors import FsbError
from fsb_lib.pipeline.fault_files import publish_report
from fsb_lib.pipeline.fault_report import of_refusal, of_snapshot
from fsb_lib.pipeline.ledger import read_ledger, without_released
from fsb_lib.pipeline.measured import measure_apart
from fsb_lib.pipeline.outputs_folder import Outputs, open_outputs
from fsb_lib.pipeline.plan import Plan, Wish, make_plan, read_years, that_can_be_made
from fsb_lib.pipeline.preparing import Places, prepare
from fsb_lib.pipeline.process_source import ProcessSource, process_source
from fsb_lib.pipeline.processes import index_written
from fsb_lib.pipeline.program import program_identity
from fsb_lib.pipeline.progress import watcher
from fsb_lib.pipeline.release_check import release_check
from fsb_lib.pipeline.run import Outcome, Workshop, refuse_faulty_notebooks, run
from fsb_lib.pipeline.sender import Sender, read_sender
from fsb_lib.pipeline.setting import Setting
from fsb_lib.pipeline.told_before import told_in_outputs
from fsb_lib.project import Project
from fsb_lib.registers.database_address import GivenDatabase
from fsb_lib.registers.snapshot import open_snapshot
from fsb_lib.registers.workspace import ensure_snapshot
from fsb_lib.scanner.spellings import without_numbers

# A report takes seconds; what takes this long hangs.
LIMIT_SECONDS = 900
_BY_LOOK = "CPR numbers in the reports are found by their look alone"


@dataclass(frozen=True)
class Order:
    """What one run is asked for. `registers` is None for the synthetic twin city."""

    wish: Wish
    registers: Path | GivenDatabase | None
    audience: str
    n_jobs: int
    limit_seconds: int = LIMIT_SECONDS
    correction: bool = False


def carry_out(order: Order, project: Project, console: Console) -> Outcome:
    """Make, publish and list the reports, telling the console how far it has come.

    Errors: InputError or UsageError before anything is made. Of a report that fails later, the
    outcome tells.
    """
    plan, sender = _planned(order.wish, project), read_sender(project)
    _tell(plan.notes, console)
    refuse_faulty_notebooks(plan)
    with (
        open_outputs(project.outputs) as outputs,
        process_source(project.matplotlib_cache) as source,
    ):
        ledger = read_ledger(outputs.root, project.work)
        if not order.correction:
            plan = _told(plan, without_released(plan, ledger, outputs.root), console)
        if not plan.jobs:
            return Outcome((), (), outputs.index)
        registers = order.registers or "the synthetic twin city"
        console.print(without_numbers(f"input: {registers}"), highlight=False, markup=False)
        snapshot = _taken_in(order, project, outputs, sender, source)
        plan = _told(plan, _delivered(plan, order.wish, snapshot), console)
        setting = _setting(order, project, outputs, snapshot, sender)
        workshop = Workshop(source, min(order.n_jobs, len(plan.jobs)))
        with release_check(snapshot, project.work) as check:
            if check.remark:
                console.print(f"note: {_BY_LOOK}: {check.remark}", highlight=False, markup=False)
            before = told_in_outputs(outputs.root, {job.folder for job in plan.jobs})
            console.print("measuring and protecting", highlight=False)
            _prepare(plan, setting, workshop, ledger.told | before, project.work)
            with watcher(plan.jobs, console) as told:
                return run(plan, setting, outputs, workshop, told, check)


def _prepare(plan: Plan, setting: Setting, workshop: Workshop, earlier: Told, work: Path) -> None:
    """Measure every report and protect each year; the notebooks find it in `setting.prepared`."""
    setting.prepared.mkdir(mode=0o700, parents=True)
    answers = measure_apart(plan.jobs, setting, workshop)
    prepare(plan.jobs, answers, setting.audience, earlier, Places(setting.prepared, work))


def _taken_in(
    order: Order, project: Project, outputs: Outputs, sender: Sender, source: ProcessSource
) -> Path:
    """The snapshot, and the fault report of its delivery in the outputs.

    Errors: those of `ensure_snapshot`; the fault report is there then, too.
    """
    try:
        snapshot = ensure_snapshot(order.registers, project.work).absolute()
    except FsbError as error:
        report = of_refusal(error)
        publish_report(report, outputs, sender)
        if report is not None or outputs.index.is_file():
            index_written(outputs, sender, source)
        raise
    publish_report(of_snapshot(snapshot), outputs, sender)
    return snapshot


def _planned(wish: Wish, project: Project) -> Plan:
    years, remarks = read_years(wish, project)
    plan = make_plan(years, wish, project)
    return replace(plan, notes=(*remarks, *plan.notes))


def _delivered(plan: Plan, wish: Wish, snapshot: Path) -> Plan:
    """The plan as far as the snapshot has its optional tables; it is opened only for those."""
    if not plan.needs():
        return plan
    return that_can_be_made(plan, wish, open_snapshot(snapshot).table_names)


def _told(before: Plan, plan: Plan, console: Console) -> Plan:
    """The plan, after the notes that are new in it are told."""
    _tell(plan.notes[len(before.notes) :], console)
    return plan


def _tell(notes: Iterable[str], console: Console) -> None:
    for note in notes:
        console.print(f"note: {note}", highlight=False, markup=False)


def _setting(
    order: Order, project: Project, outputs: Outputs, snapshot: Path, sender: Sender
) -> Setting:
    folders = (project.root, project.outputs, snapshot.parent, Path.home(), Path(sys.prefix))
    return Setting(
        snapshot=snapshot,
        audience=order.audience,
        matplotlib_cache=project.matplotlib_cache,
        limit_seconds=order.limit_seconds,
        program=program_identity(),
        private=tuple(sorted({str(folder) for folder in folders})),
        sender=sender,
        prepared=outputs.private / "prepared",
    )


def default_n_jobs() -> int:
    """As many reports at a time as this process may use cores."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
