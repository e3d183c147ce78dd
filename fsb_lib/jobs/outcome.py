"""What became of a run: which reports were made, which failed and why, which were kept."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import Problem
from fsb_lib.jobs.annex_job import AnnexJob
from fsb_lib.jobs.plan import Job

# The steps of a report, in their order.
INPUT, MEASURING, PAGE, FILES = "input", "measuring", "page", "files"
LINTING = "linting"  # are the pages as a reader needs them?
SCANNING = "scanning"  # after the report is made: is there a CPR number in it?


@dataclass(frozen=True)
class Failure:
    """Why there is no report: where it stopped, the problems, and the trace for `--debug`."""

    step: str
    problems: tuple[Problem, ...]
    exit_code: int
    trace: str = field(default="", compare=False)


def step_message(step: str) -> bytes:
    """What a report's process tells when it reaches a step."""
    return json.dumps({"step": step}).encode()


def end_message(failure: Failure | None) -> bytes:
    """Its last word; without a failure the report is complete."""
    return json.dumps({"failure": failure and asdict(failure)}).encode()


def read_message(message: bytes) -> str | Failure | None:
    """The step, or the end. JSON and no pickle: a notebook's code shares the process that tells
    it, and what is unpickled can run code where the registers' address is known.

    Errors: ValueError for anything else.
    """
    try:
        match json.loads(message):
            case {"step": str(step)}:
                return step
            case {"failure": None}:
                return None
            case {"failure": dict(told)}:
                return _failure(told)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValueError("no message of a report") from error
    raise ValueError("no message of a report")


def _failure(told: Mapping[str, Any]) -> Failure:
    problems = tuple(Problem(**each) for each in told["problems"])
    return Failure(**{**told, "problems": problems})


@dataclass(frozen=True)
class Outcome:
    """What became of every job of a run, and which annexes failed; `kept` lay there as they would
    have been made."""

    made: tuple[Job, ...]
    failed: tuple[tuple[Job | AnnexJob, Failure], ...]
    kept: tuple[Job, ...]
    index: Path

    @property
    def exit_code(self) -> int:
        return max((failure.exit_code for _, failure in self.failed), default=0)

    def failures(self) -> dict[Failure, tuple[str, ...]]:
        """Each different failure once, with the labels of the jobs that it ended."""
        labels: dict[Failure, tuple[str, ...]] = {}
        for job, failure in self.failed:
            labels[failure] = (*labels.get(failure, ()), job.label)
        return labels
