"""How far a run has come: moving lines on a terminal, plain lines in a log."""

from collections.abc import Sequence
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from fsb_lib.jobs.annex_job import AnnexJob
from fsb_lib.jobs.outcome import Failure, Outcome
from fsb_lib.jobs.plan import Job
from fsb_lib.scanner.spellings import without_numbers


class Watcher(Protocol):
    """Is told how far a run has come."""

    def reached(self, job: Job | AnnexJob, step: str) -> None:
        """A job has reached a step."""

    def ended(self, job: Job | AnnexJob, failure: Failure | None) -> None:
        """A job is published, or has failed."""


class PlainLines:
    """One line for each step: `3 of 12  2009 plan_coverage: measuring`."""

    def __init__(self, jobs: Sequence[Job | AnnexJob], console: Console) -> None:
        self._numbers = {job.folder: number for number, job in enumerate(jobs, 1)}
        self._console = console

    def __enter__(self) -> "PlainLines":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def reached(self, job: Job | AnnexJob, step: str) -> None:
        """A line for the step."""
        self._line(job, step)

    def ended(self, job: Job | AnnexJob, failure: Failure | None) -> None:
        """A line for the end."""
        self._line(job, f"FAILED while {failure.step}" if failure else "done")

    def _line(self, job: Job | AnnexJob, text: str) -> None:
        number = f"{self._numbers[job.folder]:>2} of {len(self._numbers)}"
        self._console.print(f"{number}  {job.label}: {text}", highlight=False, markup=False)


class MovingLines:
    """A bar for the whole run, and a line for each report in the making."""

    def __init__(self, jobs: Sequence[Job | AnnexJob], console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console
        )
        self._whole = self._progress.add_task("reports", total=len(jobs))
        self._lines: dict[str, TaskID] = {}

    def __enter__(self) -> "MovingLines":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def reached(self, job: Job | AnnexJob, step: str) -> None:
        """Move the report's line to the step."""
        text = f"  {job.label}: {step}"
        if job.folder not in self._lines:
            self._lines[job.folder] = self._progress.add_task(text, total=3)
            self._progress.update(self._lines[job.folder], description=text)
        else:
            self._progress.update(self._lines[job.folder], description=text, advance=1)

    def ended(self, job: Job | AnnexJob, failure: Failure | None) -> None:
        """Take the report's line away and say how it ended."""
        if job.folder in self._lines:
            self._progress.remove_task(self._lines.pop(job.folder))
        self._progress.advance(self._whole)
        text = f"[red]failed[/red] while {failure.step}" if failure else "[green]done[/green]"
        self._progress.console.print(f"  {job.label}: {text}", highlight=False)


def progress(jobs: Sequence[Job | AnnexJob], console: Console) -> PlainLines | MovingLines:
    """The form that fits where the lines go."""
    return MovingLines(jobs, console) if console.is_terminal else PlainLines(jobs, console)


def summary(outcome: Outcome) -> str:
    """`11 reports made, 1 failed, 5 unchanged`."""
    failed = f", {len(outcome.failed)} failed" if outcome.failed else ""
    kept = f", {len(outcome.kept)} unchanged" if outcome.kept else ""
    n_made = len(outcome.made)
    return f"{n_made} {'report' if n_made == 1 else 'reports'} made{failed}{kept}"


def explained(outcome: Outcome, *, traces: bool) -> str:
    """Every different failure once: which reports, at which step, what to do.

    What looks like a CPR number is left out: a trace may quote what a notebook held.
    """
    parts: list[str] = []
    for failure, labels in outcome.failures().items():
        problems = "\n".join(str(problem) for problem in failure.problems)
        trace = f"{failure.trace}\n" if traces else ""
        parts.append(f"\n{', '.join(labels)} failed while {failure.step}:\n{problems}\n{trace}")
    return without_numbers("".join(parts) + "\n")
