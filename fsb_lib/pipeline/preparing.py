"""Before any notebook runs: all reports of the run measured, and each year protected jointly.

    jobs -> processes that measure them -> answers -> joint pattern of a year -> prepared/<job>.json

Notebooks then find their release prepared. What other reports tell that this run does not make,
what was released before, and the earlier years of the run go into every pattern.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from fsb_lib.disclosure.joint import Told
from fsb_lib.disclosure.released import COMMITTEE, Certificate, Release
from fsb_lib.errors import FsbError
from fsb_lib.pipeline.measured import Answers, params_of
from fsb_lib.pipeline.plan import Job
from fsb_lib.prepared import write_error, write_release
from fsb_lib.year_release import Answer, Protected, committee, internal


def prepare(
    jobs: Sequence[Job], answers: Answers, audience: str, earlier: Told, folder: Path
) -> dict[int, Protected]:
    """Write the release, or the error, of every job to `folder`; the protection of each year.

    `jobs` are in the order of their years. Internal reports are not protected. Where a report
    could not be measured, or the counts of a year cannot be protected, the notebook raises why.
    """
    protected: dict[int, Protected] = {}
    for year, of_year in groupby(jobs, key=lambda job: job.year):
        by_job = {job.report: answers[job.folder] for job in of_year}
        found = [answer for answer in by_job.values() if isinstance(answer, Answer)]
        if audience != COMMITTEE:
            write_releases(folder, found, {one.report: internal(one) for one in found})
        elif found:
            try:
                protected[year] = committee(found, earlier)
            except FsbError as error:
                by_job |= {answer.report: error for answer in found}
            else:
                earlier |= protected[year].told
                write_releases(folder, found, protected[year].releases)
        _write_errors(folder, [job for job in jobs if job.year == year], by_job, audience)
    return protected


def write_releases(
    folder: Path,
    answers: Sequence[Answer],
    releases: Mapping[str, Release],
    certificate: Certificate | None = None,
) -> None:
    """Prepare releases for the notebooks that ask for them; with a certificate, released ones."""
    for answer in answers:
        release = replace(releases[answer.report], certificate=certificate)
        write_release(folder, release, answer.params)


def _write_errors(
    folder: Path, jobs: Sequence[Job], by_report: Mapping[str, Answer | FsbError], audience: str
) -> None:
    for job in jobs:
        error = by_report[job.report]
        if isinstance(error, FsbError):
            write_error(folder, job.report, params_of(job), audience, error)

