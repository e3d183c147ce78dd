"""The door to a project's outputs: recovered, and held against the ledger, before anything else.

opened(project)      for a command that writes: locked
looked_at(project)   for one that reads: recovers where nobody writes, then compares
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fsb_lib.base.errors import InputError, Problem, UsageError
from fsb_lib.base.project import Project
from fsb_lib.ledger.differences import Differences, differences, recorded_reports
from fsb_lib.ledger.intent import pending
from fsb_lib.ledger.ledger import LEDGER, Entry, Ledger
from fsb_lib.ledger.ledger_files import has_copy, lying_ledger, read_ledger
from fsb_lib.ledger.older_form import ledger_of_today
from fsb_lib.ledger.recovery import recover, was_interrupted
from fsb_lib.ledger.released_files import is_kept, keep, store_of
from fsb_lib.ledger.remembered import remember_project
from fsb_lib.outputs.folder import CORRECTION, FAILED, Outputs, open_outputs
from fsb_lib.outputs.links import refuse_links
from fsb_lib.registers.private_place import remove_left


@dataclass(frozen=True)
class Opened:
    """Outputs that are locked. `notes` tell what was recovered; `finished` is the line of the
    ledger that was."""

    outputs: Outputs
    ledger: Ledger
    differences: Differences
    notes: tuple[str, ...]
    finished: Entry | None

    def refuse(self, *, but_year: int | None = None) -> None:
        """Errors: InputError when what was released, `but_year` aside, lies there as another."""
        found = [
            one.problem
            for one in self.differences.released
            if but_year is None or not one.place.startswith(f"{but_year}/")
        ]
        if found:
            raise InputError(found)

    @property
    def told(self) -> tuple[str, ...]:
        """What was recovered, and what is damaged that a run makes anew."""
        damaged = (f"{one.problem.where}: {one.problem.what}" for one in self.differences.remade)
        return (*self.notes, *damaged)


@contextmanager
def opened(project: Project) -> Iterator[Opened]:
    """The outputs for one command that writes, with what an interrupted one left put right.

    Errors: those of `open_outputs`; InputError for a damaged ledger. The differences are the
    caller's to refuse.
    """
    with open_outputs(project.outputs) as outputs:
        intent = pending(outputs.root, project.work)
        notes = (*recover(outputs, project), *_left_by_intake(project))
        ledger = ledger_of_today(outputs.root, project.work)
        remember_project(outputs.root, project.work, ledger.project)
        found = differences(outputs.root, ledger, project.work)
        _keep_older(ledger, found, outputs, project.work)
        entry = intent.entry if intent else None
        finished = entry if entry in ledger.entries else None
        yield Opened(outputs, ledger, found, notes, finished)


@dataclass(frozen=True)
class LookedAt:
    """What a reading command knows: the ledger, and what is to be told."""

    ledger: Ledger
    notes: tuple[str, ...]


def looked_at(project: Project) -> LookedAt:
    """Compare a project's outputs with their ledger before they are read.

    Errors: InputError with every difference, for a link, or for a damaged ledger; UsageError while
    another command is in the middle of publishing.
    """
    refuse_links(project.outputs)
    notes = (*_recovered(project), *_left_by_intake(project))
    ledger, more = _ledger(project)
    found = differences(project.outputs, ledger, project.work).problems
    if found:
        raise InputError(found)
    return LookedAt(ledger, (*notes, *more))


def _recovered(project: Project) -> tuple[str, ...]:
    """What was interrupted is finished, unless another command is at it."""
    if not was_interrupted(project.outputs, project.work):
        return ()
    try:
        with open_outputs(project.outputs) as outputs:
            return tuple(recover(outputs, project))
    except UsageError:
        if pending(project.outputs, project.work) is None:
            return ()
        raise


def _left_by_intake(project: Project) -> tuple[str, ...]:
    """Persons of a delivery lie nowhere that a killed intake left them."""
    removed = remove_left(project.work)
    return ("what an interrupted intake left of persons was removed",) if removed else ()


def _ledger(project: Project) -> tuple[Ledger, tuple[str, ...]]:
    """The ledger. One of outputs that were made elsewhere has no copy here: that is told."""
    if has_copy(project.outputs, project.work) or _is_own(project):
        return read_ledger(project.outputs, project.work), ()
    ledger = lying_ledger(project.outputs)
    note = "the ledger has no private copy here, so it is held against itself alone"
    return ledger, (note,) if ledger.entries else ()


def _is_own(project: Project) -> bool:
    return project.outputs.resolve() == (project.root / "outputs").resolve()


def _keep_older(ledger: Ledger, found: Differences, outputs: Outputs, work: Path) -> None:
    """Keep the bytes of what was released before the program kept them, while they are whole."""
    store, damaged = store_of(ledger, work), {one.place for one in found.released}
    for name, digest in recorded_reports(ledger).items():
        if name not in damaged and not is_kept(digest, store):
            keep(outputs.root / name, store)


def in_outputs(project: Project, folder: Path) -> Project | None:
    """The project with the outputs that a folder is, or lies in; None where it is none."""
    folder = folder.absolute()
    around = (folder, *folder.parents)
    if folder.name.isdecimal():
        around = around[1:]
    elif folder.parent.name.isdecimal():
        around = around[2:]
    root = around[0] if around[0].name not in {CORRECTION, FAILED} else around[1]
    there = has_copy(root, project.work) or (root / LEDGER).is_file()
    return replace(project, outputs=root) if there or root == project.outputs else None


def refuse_another_day(ledger: Ledger, day: str) -> None:
    """Errors: UsageError when the day lies before one that the ledger has."""
    if day < ledger.last_day:
        raise UsageError(
            Problem("the clock of this machine is behind the ledger", "the date of today",
                    f"{ledger.last_day} or later", day, "Set the clock, and run the command again.")
        )  # fmt: skip
