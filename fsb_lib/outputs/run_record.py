"""What the last runs left in an outputs folder, so that the next one knows what is up to date.

    outputs/.fsb.record   {"pages": hash, "protected_after": {"2009": ledger head, ...}}

`pages` is one hash over index and fault report and all that they were made of. A year's reports
were protected after everything that was released when the ledger had that head.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fsb_lib.outputs import atomic_swap
from fsb_lib.outputs.folder import FAULT_REPORT, Outputs
from fsb_lib.outputs.manifest import MANIFEST
from fsb_lib.outputs.up_to_date import Wanted
from fsb_lib.registers.snapshot_files import file_hash

RECORD = ".fsb.record"


@dataclass(frozen=True)
class RunRecord:
    """The content of the file; empty when there is none, or none that can be read."""

    pages: str = ""
    protected_after: Mapping[str, str] = field(default_factory=dict)

    def is_protected(self, years: Iterable[int], head: str) -> bool:
        """Whether nothing was released since these years were protected."""
        return all(self.protected_after.get(str(year)) == head for year in years)

    def after(self, years: Iterable[int], head: str, pages: str) -> "RunRecord":
        """With what a run of these years has done."""
        return RunRecord(pages, {**self.protected_after, **{str(year): head for year in years}})


def read_record(root: Path) -> RunRecord:
    """The record of an outputs folder."""
    try:
        document = json.loads((root / RECORD).read_text(encoding="utf-8"))
        return RunRecord(str(document["pages"]), dict(document["protected_after"]))
    except (OSError, ValueError, KeyError, TypeError):
        return RunRecord()


def write_record(record: RunRecord, root: Path) -> None:
    """Keep the record, the same bytes for the same content."""
    document = {"pages": record.pages, "protected_after": dict(record.protected_after)}
    atomic_swap.write_file(root / RECORD, json.dumps(document, sort_keys=True).encode("utf-8"))


def pages_hash(outputs: Outputs, wanted: Wanted) -> str:
    """One hash over index and fault report, every manifest, and what else they tell of."""
    pages = [outputs.index, outputs.root / FAULT_REPORT]
    manifests = sorted(outputs.root.glob(f"[0-9]*/*/{MANIFEST}"))
    files = {
        path.relative_to(outputs.root).as_posix(): file_hash(path)
        for path in (*pages, *manifests)
        if path.is_file()
    }
    parts = [wanted.program, wanted.sender, wanted.snapshot, files]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()
