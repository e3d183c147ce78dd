"""What all reports of one run share: plain values that pass between processes."""

import os
from dataclasses import dataclass
from pathlib import Path

from fsb_lib.sender.sender import Sender

# A report takes seconds; what takes this long hangs.
LIMIT_SECONDS = 900


@dataclass(frozen=True)
class SharedSettings:
    """What all reports of one run share.

    `program` is its version and commit, `private` the folders that no output may name,
    `prepared` where the notebooks find their releases.
    """

    snapshot: Path
    audience: str
    matplotlib_cache: Path
    limit_seconds: int
    program: dict[str, str | None]
    private: tuple[str, ...]
    sender: Sender
    prepared: Path


def default_n_jobs() -> int:
    """As many reports at a time as this process may use cores."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
