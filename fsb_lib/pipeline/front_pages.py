"""Whether the pages that stand before the reports, index and fault report, are up to date.

outputs/.fsb.front    one hash over all that they were made of and over themselves
"""

import hashlib
import json

from fsb_lib.pipeline import swap
from fsb_lib.pipeline.freshness import Wanted
from fsb_lib.pipeline.manifest import MANIFEST
from fsb_lib.pipeline.outputs_folder import FAULT_REPORT, Outputs
from fsb_lib.registers.snapshot_files import file_hash

_RECORD = ".fsb.front"


def are_current(outputs: Outputs, wanted: Wanted) -> bool:
    """Whether both are as the last run left them, and every report as they tell of it."""
    record = outputs.root / _RECORD
    return record.is_file() and record.read_text(encoding="ascii") == _hash(outputs, wanted)


def record(outputs: Outputs, wanted: Wanted) -> None:
    """Keep in mind what they were made of."""
    swap.write_file(outputs.root / _RECORD, _hash(outputs, wanted).encode("ascii"))


def _hash(outputs: Outputs, wanted: Wanted) -> str:
    pages = [outputs.index, outputs.root / FAULT_REPORT]
    manifests = sorted(outputs.root.glob(f"[0-9]*/*/{MANIFEST}"))
    files = {
        path.relative_to(outputs.root).as_posix(): file_hash(path)
        for path in (*pages, *manifests)
        if path.is_file()
    }
    parts = [wanted.program, wanted.sender, wanted.snapshot, files]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()
