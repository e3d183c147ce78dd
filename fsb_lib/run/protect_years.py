"""Before any notebook runs: all reports of the run measured, and each year protected jointly.

    jobs -> processes that measure them -> answers -> joint pattern of a year -> prepared/<job>.json

Notebooks then find their release prepared. What other reports tell that this run does not make,
what was released before, and the earlier years of the run go into every pattern.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from fsb_lib.base.errors import FsbError, Problem, ReportError
from fsb_lib.disclosure.protected import COMMITTEE, ProtectedReport
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.followups.prepared import write_error, write_protected
from fsb_lib.followups.protect_year import Answer, committee, internal
from fsb_lib.jobs.plan import Job
from fsb_lib.jobs.settings import SharedSettings
from fsb_lib.ledger.private_proof import write_proof
from fsb_lib.outputs.private_files import write_private
from fsb_lib.run.measure_in_processes import Answers, params_of

PROTECTION = "protection"


def protect(
    jobs: Sequence[Job],
    answers: Answers,
    settings: SharedSettings,
    earlier: PublishedFacts,
    work: Path,
) -> None:
    """Write the release, or the error, of every job to `settings.prepared`; proofs to `work`.

    `jobs` are in the order of their years. Internal reports are not protected. Where a report
    could not be measured, or the counts of a year cannot be protected, the notebook raises why.
    """
    for _, of_year in groupby(jobs, key=lambda job: job.year):
        year = tuple(of_year)
        by_report = {job.report: answers[job.folder] for job in year}
        found = [answer for answer in by_report.values() if isinstance(answer, Answer)]
        if settings.audience != COMMITTEE:
            _write_releases(found, {one.report: internal(one) for one in found}, None, settings)
        elif found:
            try:
                protected = committee(found, earlier)
            except FsbError as error:
                told = _public(error, year[0].year, work)
                by_report |= {answer.report: told for answer in found}
            else:
                earlier |= protected.published
                proof = write_proof(work, protected)
                _write_releases(found, protected.reports, proof, settings)
        _write_errors(year, by_report, settings)


def _public(error: FsbError, year: int, work: Path) -> FsbError:
    """What an error page in the outputs may say: which counts are too thin is nobody's to read."""
    kept = write_private(work / PROTECTION / f"{year}.txt", "\n".join(map(str, error.problems)))
    return ReportError(
        Problem("the small counts of the year cannot be protected", str(year),
                "for each small count, two alternatives that fit everything shown",
                remedy=f"Read work/{PROTECTION}/{kept.name}, which names the categories.")
    )  # fmt: skip


def _write_releases(
    answers: Sequence[Answer],
    releases: Mapping[str, ProtectedReport],
    proof: str | None,
    settings: SharedSettings,
) -> None:
    for answer in answers:
        write_protected(settings.prepared, releases[answer.report], answer.params, proof)


def _write_errors(
    jobs: Sequence[Job], by_report: Mapping[str, Answer | FsbError], settings: SharedSettings
) -> None:
    for job in jobs:
        error = by_report[job.report]
        if isinstance(error, FsbError):
            write_error(settings.prepared, job.report, params_of(job), settings.audience, error)
