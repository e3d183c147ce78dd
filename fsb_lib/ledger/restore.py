"""`fsb ledger --restore`: the outputs made again what the ledger says, from what is kept apart.

ledger    <- its private copy, or the copy <- the ledger where there is none
reports   <- their kept bytes
whatever else is not as it should be -> work/ledger/aside/, so that nothing is lost
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fsb_lib.base.errors import Problem
from fsb_lib.base.project import Project
from fsb_lib.ledger.differences import differences, recorded_reports
from fsb_lib.ledger.ledger import Ledger
from fsb_lib.ledger.ledger_files import restore_ledger
from fsb_lib.ledger.own_index import renew_index
from fsb_lib.ledger.recovery import put_back, recover
from fsb_lib.ledger.released_files import is_kept, store_of
from fsb_lib.ledger.remembered import aside, remember_project
from fsb_lib.outputs.folder import Outputs, open_outputs
from fsb_lib.sender.sender import read_sender


@dataclass(frozen=True)
class Restored:
    """The ledger, a line for each thing that was done, and what nothing is kept to mend with."""

    ledger: Ledger
    notes: tuple[str, ...]
    left: tuple[Problem, ...]


def restore(project: Project) -> Restored:
    """Put back what was released.

    Errors: InputError when ledger and copy are both damaged.
    """
    with open_outputs(project.outputs) as outputs:
        restore_ledger(outputs.root, project.work)
        notes = list(recover(outputs, project))
        ledger = restore_ledger(outputs.root, project.work)
        remember_project(outputs.root, project.work, ledger.project)
        notes += _put_right(ledger, outputs, project)
        left = differences(outputs.root, ledger, project.work).problems
        return Restored(ledger, tuple(notes), left)


def _put_right(ledger: Ledger, outputs: Outputs, project: Project) -> Iterator[str]:
    root, work, store = outputs.root, project.work, store_of(ledger, project.work)
    found, recorded = differences(root, ledger, work), recorded_reports(ledger)
    places = dict.fromkeys(one.place for one in found.released)
    for place in places:
        is_lost = place in recorded and not is_kept(recorded[place], store)
        if (root / place).exists() and not is_lost:
            kept = _kept_aside(root / place, work)
            if place not in recorded or not (root / place).is_dir():
                outputs.remove(place)  # the others are replaced in one step: nobody sees a gap
            yield f"{place} taken out, to {kept}"
    for entry in ledger.all_in_force:
        for folder in put_back(entry, store, outputs):
            yield f"{folder} put back as it was released"
    if found.problems:
        renew_index(outputs, work, read_sender(project))
        yield "the index was written anew"


def _kept_aside(path: Path, work: Path) -> str:
    """Keep what is taken out in the private area; where, as a project names it."""
    kept = aside(work, path.name)
    if path.is_dir():
        shutil.copytree(path, kept, symlinks=True)
    else:
        shutil.copy2(path, kept, follow_symlinks=False)
    return f"{work.name}/ledger/aside/{kept.name}"
