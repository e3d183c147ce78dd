"""What is being published, corrected or withdrawn right now: written down before anything is done.

    outputs/.fsb.intent    {"action": "draft", "folder": "2009/plan_coverage", "manifest": hash}
                           {"action": "ledger", "line": the ledger's line, hashes and all}

Gone when it is done. While it lies there and nobody writes, something was interrupted.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from fsb_lib.ledger.ledger import Entry, entry_of
from fsb_lib.outputs import atomic_swap

INTENT = ".fsb.intent"
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
def written_down(intent: Intent, outputs: Path) -> Iterator[None]:
    """Keep the intent while it is carried out; it stays when that is not done to the end."""
    atomic_swap.write_file(outputs / INTENT, json.dumps(asdict(intent)).encode("utf-8"))
    yield
    done(outputs)


def pending(outputs: Path) -> Intent | None:
    """What was interrupted; None when nothing was, or nothing is known of it."""
    try:
        return Intent(**json.loads((outputs / INTENT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def done(outputs: Path) -> None:
    """Nothing is under way any more."""
    (outputs / INTENT).unlink(missing_ok=True)
