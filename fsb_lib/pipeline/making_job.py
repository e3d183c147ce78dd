"""What `fsb run` does once something is to be made: measure, protect, make, publish, list.

Every report of the plan is measured and protected, whatever is kept of it: what one report may
show depends on the others. So a run that makes one report anew leaves just what a run that makes
all of them would leave.
"""

import sys
from dataclasses import replace
from pathlib import Path

from fsb_lib.disclosure.joint import Told
from fsb_lib.errors import FsbError
from fsb_lib.pipeline.fault_files import publish_report
from fsb_lib.pipeline.fault_report import of_refusal, of_snapshot
from fsb_lib.pipeline.freshness import shows_the_same
from fsb_lib.pipeline.measured import measure_apart
from fsb_lib.pipeline.order import Place, RunOrder, Todo
from fsb_lib.pipeline.outcome import Outcome
from fsb_lib.pipeline.plan import Job, Plan
from fsb_lib.pipeline.preparing import Places, prepare
from fsb_lib.pipeline.processes import index_written
from fsb_lib.pipeline.program import program_identity
from fsb_lib.pipeline.progress import watcher
from fsb_lib.pipeline.release_check import release_check
from fsb_lib.pipeline.run import Workshop, run
from fsb_lib.pipeline.setting import Setting
from fsb_lib.pipeline.told_before import told_in_outputs
from fsb_lib.prepared import prepared_file

_BY_LOOK = "CPR numbers in the reports are found by their look alone"


def make_and_list(order: RunOrder, todo: Todo, snapshot: Path, place: Place) -> Outcome:
    """Make what has a reason, and bring index and fault report up to date."""
    plan, outputs, sender = todo.plan, place.outputs, place.sender
    publish_report(of_snapshot(snapshot), outputs, sender)
    if todo.is_listing_only:
        index_written(outputs, sender, place.source)
        return Outcome((), (), plan.jobs, outputs.index)
    setting = _setting(order, snapshot, place)
    workshop = Workshop(place.source, min(order.n_jobs, len(plan.jobs)))
    with release_check(snapshot, place.project.work) as check:
        before = told_in_outputs(outputs.root, {job.folder for job in plan.jobs})
        if not any(todo.why.values()):
            _say("note: what is released or the proof of a year changed: protected again", place)
        _say("measuring and protecting", place)
        _prepare(plan, setting, workshop, place.ledger.told | before, place)
        if check.remark:
            _say(f"note: {_BY_LOOK}: {check.remark}", place)
        jobs = tuple(
            job for job in plan.jobs if todo.why[job.folder] or _differs(job, setting, place)
        )
        with watcher(jobs, place.console) as told:
            outcome = run(jobs, setting, outputs, workshop, told, check)
    return replace(outcome, kept=tuple(job for job in plan.jobs if job not in jobs))


def tell_of_refusal(error: FsbError, place: Place) -> None:
    """Put the fault report of a refused delivery into the outputs."""
    report = of_refusal(error)
    publish_report(report, place.outputs, place.sender)
    if report is not None or place.outputs.index.is_file():
        index_written(place.outputs, place.sender, place.source)


def _differs(job: Job, setting: Setting, place: Place) -> bool:
    """Whether what a report may show is another by now, though it is made of the same."""
    prepared = prepared_file(setting.prepared, job.report, job.year)
    if shows_the_same(place.outputs.root / job.folder, prepared):
        return False
    _say(f"{job.label}: made, since what it may show changed with other reports or releases", place)
    return True


def _prepare(plan: Plan, setting: Setting, workshop: Workshop, earlier: Told, place: Place) -> None:
    """Measure every report and protect each year; the notebooks find it in `setting.prepared`."""
    setting.prepared.mkdir(mode=0o700, parents=True)
    answers = measure_apart(plan.jobs, setting, workshop)
    places = Places(setting.prepared, place.project.work)
    prepare(plan.jobs, answers, setting.audience, earlier, places)


def _say(text: str, place: Place) -> None:
    place.console.print(text, highlight=False, markup=False)


def _setting(order: RunOrder, snapshot: Path, place: Place) -> Setting:
    project = place.project
    folders = (project.root, project.outputs, snapshot.parent, Path.home(), Path(sys.prefix))
    return Setting(
        snapshot=snapshot,
        audience=order.audience,
        matplotlib_cache=project.matplotlib_cache,
        limit_seconds=order.limit_seconds,
        program=program_identity(),
        private=tuple(sorted({str(folder) for folder in folders})),
        sender=place.sender,
        prepared=place.outputs.private / "prepared",
    )
