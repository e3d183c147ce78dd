"""The index of an outputs folder, whose hash is known before it is written."""

from datetime import date
from hashlib import sha256
from pathlib import Path

from fsb_lib.ledger.ledger import Ledger
from fsb_lib.ledger.ledger_files import lying_ledger
from fsb_lib.ledger.remembered import remember_index, remembered
from fsb_lib.outputs import atomic_swap
from fsb_lib.outputs.folder import INDEX, Outputs
from fsb_lib.portal.past_events import PastEvent
from fsb_lib.registers.snapshot_files import file_hash
from fsb_lib.sender.sender import Sender


def renew_index(outputs: Outputs, work: Path, sender: Sender) -> None:
    """Write the index anew; stopped in between, it may still be the old one.

    Errors: those of `index_bytes`; InputError for a damaged ledger.
    """
    from fsb_lib.portal.index import index_bytes  # noqa: PLC0415 (what draws it takes a second)

    content = index_bytes(outputs, sender, _events(lying_ledger(outputs.root)))
    new = sha256(content).hexdigest()
    before = (file_hash(outputs.index),) if outputs.index.is_file() else ()
    remember_index(outputs.root, work, (new, *before))
    atomic_swap.write_file(outputs.index, content)
    remember_index(outputs.root, work, (new,))


def _events(ledger: Ledger) -> tuple[PastEvent, ...]:
    """What the ledger tells of the years, oldest first."""
    return tuple(
        PastEvent(
            year=int(entry.content["year"]),
            day=date.fromisoformat(str(entry.content["date"])),
            version=int(entry.content.get("version", 0)),
            reason=str(entry.content.get("reason", "")).rstrip("."),
        )
        for entry in ledger.entries
    )


def is_own_index(outputs: Path, work: Path) -> bool:
    """Whether the index is the one that was written, as far as that is known."""
    known = remembered(outputs, work).index
    return not known or not (outputs / INDEX).is_file() or file_hash(outputs / INDEX) in known
