"""Which annexes are to be made: those that were made of other reports than lie there now.

2009/method/manifest.json     inputs.reports: {"plan_coverage": hash of its manifest, ...}
2009/*/manifest.json          the reports that lie there now
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.report_files import MANIFEST
from fsb_lib.jobs.annex_job import AnnexJob
from fsb_lib.jobs.plan import Job
from fsb_lib.outputs.manifest import MADE, differences, read_manifest
from fsb_lib.params import REPORT_IDS
from fsb_lib.registers.snapshot_files import file_hash


def annexes_to_make(root: Path, jobs: Iterable[Job]) -> tuple[AnnexJob, ...]:
    """The annexes of the years of these jobs that are not those of the reports that lie there."""
    years = dict.fromkeys((job.below, job.year) for job in jobs)
    found = (annex_of(root, year, below) for below, year in years)
    return tuple(job for job in found if job.folders and not is_annex_of(job, root / job.folder))


def annex_of(root: Path, year: int, below: str = "") -> AnnexJob:
    """The annex of the reports that lie in a year's folder."""
    place = root / below / str(year)
    return AnnexJob(year, dict(_made(place)), below)


def refuse_another_annex(job: AnnexJob, folder: Path) -> None:
    """Errors: InputError when what lies there is not the annex of just these reports."""
    if not is_annex_of(job, folder):
        where = f"{folder.parent.name}/{folder.name}"
        raise InputError(
            Problem("is not the annex of these reports", where, "one made of them, and untouched",
                    remedy=f"Run `fsb run --year {job.year}`, which makes it anew.")
        )  # fmt: skip


def is_annex_of(job: AnnexJob, folder: Path) -> bool:
    """Whether the annex that lies there was made of just these reports, and is whole."""
    try:
        made = read_manifest(folder)
    except InputError:
        return False
    if made["status"] != MADE or differences(folder, made):
        return False
    return dict(made.get("inputs", {})).get("reports") == hashes_of(job)


def hashes_of(job: AnnexJob) -> dict[str, str]:
    """The hash of each report's manifest."""
    return {report: file_hash(folder / MANIFEST) for report, folder in job.folders.items()}


def _made(place: Path) -> Iterator[tuple[str, Path]]:
    for report in REPORT_IDS:
        try:
            is_made = read_manifest(place / report)["status"] == MADE
        except InputError:
            continue
        if is_made:
            yield report, place / report
