"""What became of a run: which reports were made, which failed, which were kept."""

from dataclasses import dataclass
from pathlib import Path

from fsb_lib.pipeline.plan import Job
from fsb_lib.pipeline.setting import Failure


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
