"""What a run and its reports tell each other: plain values that pass between processes."""

from dataclasses import dataclass, field
from pathlib import Path

from fsb_lib.errors import Problem
from fsb_lib.pipeline.sender import Sender

INPUT, MEASURING, PAGE, FILES = "input", "measuring", "page", "files"
LINTING = "linting"  # are the pages as a reader needs them?
SCANNING = "scanning"  # after the report is made: is there a CPR number in it?


@dataclass(frozen=True)
class Setting:
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


@dataclass(frozen=True)
class Failure:
    """Why there is no report: where it stopped, the problems, and the trace for `--debug`."""

    step: str
    problems: tuple[Problem, ...]
    exit_code: int
    trace: str = field(default="", compare=False)
