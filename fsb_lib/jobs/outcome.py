"""What became of a run: which reports were made, which failed and why, which were kept."""

from dataclasses import dataclass, field
from pathlib import Path

from fsb_lib.base.errors import Problem
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


@dataclass(frozen=True)
class Outcome:
    """What became of every job of a run; `kept` lay there as they would have been made."""

    made: tuple[Job, ...]
    failed: tuple[tuple[Job, Failure], ...]
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
