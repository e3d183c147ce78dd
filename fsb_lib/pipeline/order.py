"""What one run is asked for, and where it works."""

import os
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from fsb_lib.pipeline.freshness import Reasons
from fsb_lib.pipeline.ledger import Ledger
from fsb_lib.pipeline.outputs_folder import Outputs
from fsb_lib.pipeline.plan import Plan, Wish
from fsb_lib.pipeline.process_source import ProcessSource
from fsb_lib.pipeline.sender import Sender
from fsb_lib.project import Project
from fsb_lib.registers.database_address import GivenDatabase

# A report takes seconds; what takes this long hangs.
LIMIT_SECONDS = 900


@dataclass(frozen=True)
class RunOrder:
    """What one run is asked for. `registers` is None for the synthetic twin city; `again` makes
    what is unchanged, too; `correction` makes drafts of released reports."""

    wish: Wish
    registers: Path | GivenDatabase | None
    audience: str
    n_jobs: int
    limit_seconds: int = LIMIT_SECONDS
    correction: bool = False
    again: bool = False


@dataclass(frozen=True)
class Place:
    """Where a run works, and who it works for."""

    project: Project
    outputs: Outputs
    sender: Sender
    source: ProcessSource
    ledger: Ledger
    console: Console


@dataclass(frozen=True)
class Todo:
    """The reports of a run and why each is made; nothing for one that may be kept.

    `is_protected`: each year as one, and nothing was released since.
    """

    plan: Plan
    why: Reasons
    is_protected: bool

    @property
    def is_listing_only(self) -> bool:
        """Whether every report stays, so that only index and fault report are made."""
        return self.is_protected and not any(self.why.values())


def default_n_jobs() -> int:
    """As many reports at a time as this process may use cores."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
