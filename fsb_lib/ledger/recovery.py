"""What was interrupted is finished or undone by whatever command comes next.

    intent of a ledger's line   finished: the line, the reports from their kept bytes, the index
    intent of a draft           undone, unless it took its place
    none                        half-made files and folders are removed

A release or withdrawal is put in place by the very same steps, whether it was interrupted or not:
each step looks what is still to be done.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from fsb_lib.base.project import Project
from fsb_lib.base.report_files import MANIFEST
from fsb_lib.ledger.intent import Intent, done, intent_file, of_entry, pending, written_down
from fsb_lib.ledger.ledger import Entry, Ledger
from fsb_lib.ledger.ledger_files import lying_ledger, write_ledger
from fsb_lib.ledger.own_index import renew_index
from fsb_lib.ledger.released_files import drop_withdrawn, is_kept, store_of, write_released
from fsb_lib.ledger.remembered import private_copies
from fsb_lib.outputs.atomic_swap import half_written
from fsb_lib.outputs.folder import CORRECTION, FAILED, RETIRED, Outputs
from fsb_lib.outputs.links import STAGING
from fsb_lib.outputs.manifest import differences, read_manifest
from fsb_lib.registers.snapshot_files import file_hash
from fsb_lib.sender.sender import read_sender


def was_interrupted(root: Path, work: Path) -> bool:
    """Whether something lies there that no finished command leaves."""
    if intent_file(root, work).is_file():
        return True
    is_half_done = any((root / name).exists() for name in (STAGING, RETIRED))
    return is_half_done or next(half_written(root), None) is not None


def recover(outputs: Outputs, project: Project) -> Iterator[str]:
    """Finish or undo what was interrupted; a line for each thing that was done."""
    intent = pending(outputs.root, project.work)
    if intent is not None and intent.entry is not None:
        yield from _finished(intent.entry, outputs, project)
    elif intent is not None and intent.folder:
        yield _undone(intent, outputs)
    done(outputs.root, project.work)
    outputs.drop_half_made()
    for folder in (private_copies(project.work), *project.work.glob("released/*")):
        for path in half_written(folder):
            path.unlink()
    removed = outputs.remove_what_is_private_now()
    if removed and outputs.index.is_file():  # it linked to them
        renew_index(outputs, project.work, read_sender(project))
    yield from removed


def bring_into_force(ledger: Ledger, entry: Entry, outputs: Outputs, project: Project) -> None:
    """Record a line that follows the ledger, and make the outputs what it says.

    The bytes of a release must be kept before.
    """
    with written_down(of_entry(entry), outputs.root, project.work):
        _carry_out(ledger, entry, outputs, project)


def released_name(entry: Entry) -> str:
    """`release of 2009` or `withdrawal of 2009`."""
    return f"{entry.content['action']} of {entry.content['year']}"


def put_back(entry: Entry, store: Path, outputs: Outputs) -> tuple[str, ...]:
    """Write those reports of a release that are not in place as it says; their folders."""
    return tuple(
        folder
        for folder, digest in entry.reports.items()
        if _put_back(folder, digest, store, outputs)
    )


def is_in_place(folder: Path, digest: str) -> bool:
    """Whether a report lies there with that manifest, and every file as it says."""
    return _manifest_hash(folder) == digest and not differences(folder, read_manifest(folder))


def _put_back(folder: str, digest: str, store: Path, outputs: Outputs) -> bool:
    if is_in_place(outputs.root / folder, digest) or not is_kept(digest, store):
        return False
    staging = outputs.private / "released"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    write_released(digest, store, staging)
    outputs.publish(staging, folder)
    return True


def _finished(entry: Entry, outputs: Outputs, project: Project) -> Iterator[str]:
    ledger = lying_ledger(outputs.root).with_line(entry)
    if ledger is None:
        yield f"an interrupted {released_name(entry)} was dropped: the ledger went on without it"
        return
    _carry_out(ledger, entry, outputs, project)
    yield f"an interrupted {released_name(entry)} was finished"


def _carry_out(ledger: Ledger, entry: Entry, outputs: Outputs, project: Project) -> None:
    recorded = ledger.with_line(entry) or ledger
    write_ledger(recorded, outputs.root, project.work)
    year = str(entry.content["year"])
    if entry.is_release:
        put_back(entry, store_of(recorded, project.work), outputs)
        _leave_only(entry, outputs)
    else:
        outputs.remove(year)
        drop_withdrawn(recorded, store_of(recorded, project.work))
    for beside in (CORRECTION, FAILED, f"{FAILED}/{CORRECTION}"):
        outputs.remove(f"{beside}/{year}")
    renew_index(outputs, project.work, read_sender(project))


def _leave_only(entry: Entry, outputs: Outputs) -> None:
    """A released year is just what was released: other reports of it were drafts before."""
    year = outputs.root / str(entry.content["year"])
    for folder in sorted(year.iterdir()):
        if folder.is_dir() and folder.name not in entry.content["reports"]:
            outputs.remove(f"{year.name}/{folder.name}")


def _undone(intent: Intent, outputs: Outputs) -> str:
    outputs.bring_back(intent.folder)
    there = _manifest_hash(outputs.root / intent.folder) == intent.manifest
    word = "was in place already" if there else "was undone: what was there before stays"
    return f"an interrupted publishing of {intent.folder} {word}"


def _manifest_hash(folder: Path) -> str:
    path = folder / MANIFEST
    return file_hash(path) if path.is_file() else ""
