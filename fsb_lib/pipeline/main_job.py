"""`fsb run` from wish to index: plan, check, take in, make, publish."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from fsb_lib.pipeline.outputs_folder import open_outputs
from fsb_lib.pipeline.plan import Plan, Wish, make_plan, read_years
from fsb_lib.pipeline.program import program_identity
from fsb_lib.pipeline.progress import watcher
from fsb_lib.pipeline.run import Outcome, refuse_faulty_notebooks, run
from fsb_lib.pipeline.setting import Setting
from fsb_lib.project import Project
from fsb_lib.registers.workspace import ensure_snapshot

# A report takes seconds; what takes this long hangs.
LIMIT_SECONDS = 900


@dataclass(frozen=True)
class Order:
    """What one run is asked for. `registers` is None for the synthetic twin city."""

    wish: Wish
    registers: Path | None
    audience: str
    n_jobs: int
    limit_seconds: int = LIMIT_SECONDS


def carry_out(order: Order, project: Project, console: Console) -> Outcome:
    """Make, publish and list the reports, telling the console how far it has come.

    Errors: InputError or UsageError before anything is made. Of a report that fails later, the
    outcome tells.
    """
    plan = _planned(order.wish, project, console)
    refuse_faulty_notebooks(plan)
    with open_outputs(project.outputs) as outputs:
        source = order.registers or "the synthetic twin city"
        console.print(f"input: {source}", highlight=False, markup=False)
        snapshot = ensure_snapshot(order.registers, project.work).absolute()
        setting = _setting(order, project, snapshot)
        with watcher(plan.jobs, console) as told:
            return run(plan, setting, outputs, min(order.n_jobs, len(plan.jobs)), told)


def _planned(wish: Wish, project: Project, console: Console) -> Plan:
    years, remarks = read_years(wish, project)
    plan = make_plan(years, wish, project)
    for note in (*remarks, *plan.notes):
        console.print(f"note: {note}", highlight=False, markup=False)
    return plan


def _setting(order: Order, project: Project, snapshot: Path) -> Setting:
    folders = (project.root, project.outputs, snapshot.parent, Path.home(), Path(sys.prefix))
    return Setting(
        snapshot=snapshot,
        audience=order.audience,
        matplotlib_cache=project.matplotlib_cache,
        limit_seconds=order.limit_seconds,
        program=program_identity(),
        private=tuple(sorted({str(folder) for folder in folders})),
    )


def default_n_jobs() -> int:
    """As many reports at a time as this process may use cores."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
