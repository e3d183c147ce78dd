"""The ledger on disk and its private copy: found by what stands in them, held against each other.

    outputs/ledger.jsonl      its first line names the project
    work/ledger/<id>.jsonl    the copy of that project, written first

Whatever is not the same in both is told; nothing is believed because of where it lies.
"""

from pathlib import Path

from fsb_lib.base.errors import InputError
from fsb_lib.ledger.ledger import LEDGER, Ledger, damaged, entry_of, parsed
from fsb_lib.ledger.remembered import aside, private_copies, remember_project, remembered
from fsb_lib.outputs import atomic_swap
from fsb_lib.outputs.private_files import write_private

_OLDER = "-form-1"


def read_ledger(outputs: Path, work: Path) -> Ledger:
    """The ledger of an outputs folder, held against its copy.

    Errors: InputError when it is damaged, shortened or gone, or its copy is; the message says how
    to recover; NewerFormError.
    """
    place = outputs / LEDGER
    ledger = lying_ledger(outputs)
    copy = _copy(outputs, work, ledger.project)
    if copy is None:
        if not ledger.entries and not remembered(outputs, work).project:
            return ledger
        raise InputError(damaged(str(place), "its private copy is missing"))
    kept = parsed(_text(copy), str(copy))
    if (found := _unlike(ledger, kept, place)) is not None:
        raise InputError(damaged(str(place), found))
    return ledger


def has_copy(outputs: Path, work: Path) -> bool:
    """Whether a private copy of the ledger that lies there is at hand, or ought to be."""
    first = _text(outputs / LEDGER).partition("\n")[0]
    entry = entry_of(first)
    project = Ledger((entry,)).project if entry else ""
    return bool(remembered(outputs, work).project) or _copy(outputs, work, project) is not None


def lying_ledger(outputs: Path) -> Ledger:
    """The ledger as it lies in the outputs, believed as far as its own hashes go.

    Errors: InputError when its lines are not a chain.
    """
    return parsed(_text(outputs / LEDGER), str(outputs / LEDGER))


def restore_ledger(outputs: Path, work: Path) -> Ledger:
    """Make ledger and copy the same again: the copy counts, the ledger where there is no copy.

    Errors: InputError when both are damaged, or there is nothing to restore from.
    """
    try:
        return read_ledger(outputs, work)
    except InputError:
        lying, kept = _or_none(outputs / LEDGER), _kept(outputs, work, _or_none(outputs / LEDGER))
        restored = kept or lying
        if restored is None or not restored.entries:
            raise
        if (outputs / LEDGER).is_file() and lying != restored:
            write_private(aside(work, "ledger.txt"), _text_or_nothing(outputs / LEDGER))
        outputs.mkdir(parents=True, exist_ok=True)
        write_ledger(restored, outputs, work)
        return restored


def write_ledger(ledger: Ledger, outputs: Path, work: Path) -> None:
    """Write the copy and then the ledger. What is interrupted in between is told of by the intent
    that was written before."""
    if not ledger.entries:
        return
    write_private(_named(work, ledger.project), ledger.text())
    remember_project(outputs, work, ledger.project)
    atomic_swap.write_file(outputs / LEDGER, ledger.text().encode("utf-8"))


def _unlike(ledger: Ledger, kept: Ledger, place: Path) -> str | None:
    """In what way a ledger is not its copy."""
    if ledger == kept:
        return None
    if not place.is_file():
        return "is missing"
    if kept.entries[: len(ledger.entries)] == ledger.entries:
        return "lacks entries that its copy has"
    if ledger.entries[: len(kept.entries)] == kept.entries:
        return "has entries that its copy has not"
    return "is another one than its copy"


def _copy(outputs: Path, work: Path, project: str) -> Path | None:
    """The copy that the outputs had, or else the one that names this project."""
    known = remembered(outputs, work).project
    for name in filter(None, (known, project)):
        if (path := _named(work, name)).is_file():
            return path
    copies = sorted(private_copies(work).glob("*.jsonl"))
    older = (path for path in copies if not path.stem.endswith(_OLDER))
    return next((path for path in older if project and _names(path) == project), None)


def _names(path: Path) -> str:
    entry = entry_of(_text(path).partition("\n")[0])
    return Ledger((entry,)).project if entry else ""


def _kept(outputs: Path, work: Path, lying: Ledger | None) -> Ledger | None:
    """The copy, where it is whole; the only one there is for a ledger that cannot be read."""
    copy = _copy(outputs, work, lying.project if lying else "")
    copies = [p for p in private_copies(work).glob("*.jsonl") if not p.stem.endswith(_OLDER)]
    if copy is None and lying is None and len(copies) == 1:
        copy = copies[0]
    return _or_none(copy) if copy else None


def _or_none(path: Path) -> Ledger | None:
    try:
        return parsed(_text(path), str(path))
    except InputError:
        return None


def _named(work: Path, project: str) -> Path:
    return private_copies(work) / f"{project}.jsonl"


def _text_or_nothing(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(damaged(str(path), type(error).__name__)) from None
