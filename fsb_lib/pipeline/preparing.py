"""Before any notebook runs: all reports of the run measured, and each year protected jointly.

    jobs -> processes that measure them -> answers -> joint pattern of a year -> prepared/<job>.json

Notebooks then find their release prepared. What other reports tell that this run does not make,
what was released before, and the earlier years of the run go into every pattern.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from fsb_lib.disclosure.joint import Told
from fsb_lib.disclosure.released import COMMITTEE, Release
from fsb_lib.errors import FsbError
from fsb_lib.pipeline.measured import Answers, params_of
from fsb_lib.pipeline.plan import Job
from fsb_lib.pipeline.proofs import write_proof
from fsb_lib.prepared import write_error, write_release
from fsb_lib.year_release import Answer, committee, internal


@dataclass(frozen=True)
class Places:
    """Where notebooks find what is prepared, and where proofs are kept."""

    prepared: Path
    work: Path


def prepare(
    jobs: Sequence[Job], answers: Answers, audience: str, earlier: Told, places: Places
) -> None:
    """Write the release, or the error, of every job, and the proof of each year.

    `jobs` are in the order of their years. Internal reports are not protected. Where a report
    could not be measured, or the counts of a year cannot be protected, the notebook raises why.
    """
    for _, of_year in groupby(jobs, key=lambda job: job.year):
        year = tuple(of_year)
        by_report = {job.report: answers[job.folder] for job in year}
        found = [answer for answer in by_report.values() if isinstance(answer, Answer)]
        if audience != COMMITTEE:
            _write_releases(found, {one.report: internal(one) for one in found}, None, places)
        elif found:
            try:
                protected = committee(found, earlier)
            except FsbError as error:
                by_report |= {answer.report: error for answer in found}
            else:
                earlier |= protected.told
                proof = write_proof(places.work, protected)
                _write_releases(found, protected.releases, proof, places)
        _write_errors(year, by_report, audience, places)


def _write_releases(
    answers: Sequence[Answer], releases: Mapping[str, Release], proof: str | None, places: Places
) -> None:
    for answer in answers:
        write_release(places.prepared, releases[answer.report], answer.params, proof)


def _write_errors(
    jobs: Sequence[Job], by_report: Mapping[str, Answer | FsbError], audience: str, places: Places
) -> None:
    for job in jobs:
        error = by_report[job.report]
        if isinstance(error, FsbError):
            write_error(places.prepared, job.report, params_of(job), audience, error)
