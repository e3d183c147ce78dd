"""What is being published, corrected or withdrawn right now: written down before anything is done.

    work/ledger/<place>.intent
        {"action": "draft", "folder": "2009/plan_coverage", "manifest": hash}
        {"action": "ledger", "line": the ledger's line, hashes and all}

Gone when it is done. While it lies there and nobody writes, something was interrupted. It is
private: what stands in it is carried out, so nobody may write it who may write the outputs.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from fsb_lib.base.file_forms import refuse_newer
from fsb_lib.ledger.ledger import Entry, entry_of
from fsb_lib.ledger.remembered import place_of
from fsb_lib.outputs.private_files import read_private, write_private

_DRAFT, _LEDGER = "draft", "ledger"


@dataclass(frozen=True)
class Intent:
    """A draft that takes its place, or a line of the ledger that comes into force."""

    action: str
    folder: str = ""
    manifest: str = ""
    line: str = ""

    @property
    def entry(self) -> Entry | None:
        """The ledger's line, if it is about one."""
        return entry_of(self.line) if self.action == _LEDGER else None


def of_draft(folder: str, manifest: str) -> Intent:
    """To put a draft with that manifest's hash in its place."""
    return Intent(_DRAFT, folder=folder, manifest=manifest)


def of_entry(entry: Entry) -> Intent:
    """To add a line to the ledger, and to make the outputs what it says."""
    return Intent(_LEDGER, line=entry.line)


@contextmanager
def written_down(intent: Intent, outputs: Path, work: Path) -> Iterator[None]:
    """Keep the intent while it is carried out; it stays when that is not done to the end."""
    write_private(intent_file(outputs, work), json.dumps(asdict(intent)))
    yield
    done(outputs, work)


def intent_file(outputs: Path, work: Path) -> Path:
    """Where what is under way in an outputs folder is written down."""
    return place_of(outputs, work).with_suffix(".intent")


def pending(outputs: Path, work: Path) -> Intent | None:
    """What was interrupted; None when nothing was, or nothing is known of it.

    Errors: NewerFormError for what only a newer version of the program can carry out.
    """
    place = intent_file(outputs, work)
    try:
        intent = Intent(**read_private(place, "intent"))
    except (OSError, ValueError, TypeError):
        return None
    if intent.entry is not None:
        refuse_newer(intent.entry.content, "ledger", f"the line in {place.name}")
    return intent


def done(outputs: Path, work: Path) -> None:
    """Nothing is under way any more."""
    intent_file(outputs, work).unlink(missing_ok=True)
