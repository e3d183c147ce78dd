"""The page that stands where a report would have been: step, cause and remedy, in Danish.

No value from a row, no trace of the program, and nothing that `found` quotes.
"""

from pathlib import Path
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.html.small_pages import filled
from fsb_lib.jobs.annex_job import AnnexJob
from fsb_lib.jobs.outcome import LINTING, SCANNING, Failure
from fsb_lib.jobs.plan import Job
from fsb_lib.outputs import manifest
from fsb_lib.scanner.scan import NOT_SEEN
from fsb_lib.sender.sender import Sender, default_sender

ERROR_PAGE = "error.html"


def _reason(failure: Failure) -> str | int:
    if failure.step == SCANNING and all(one.kind == NOT_SEEN for one in failure.problems):
        return NOT_SEEN
    return failure.step if failure.step in (LINTING, SCANNING) else failure.exit_code


def write_failure(
    job: Job | AnnexJob,
    failure: Failure,
    folder: Path,
    sender: Sender | None = None,
    place: str = "",
) -> None:
    """Fill the folder of a report that failed: `error.html` and a manifest that says so.

    `place` is where it will lie below the outputs; another one than the report's own leaves what
    lies there.
    """
    words, own = load("pages"), f"{job.year}/{job.report}"
    place = place or own
    page = filled(
        "error.html.j2",
        sender or default_sender(),
        topic=job.topic,
        year=job.year,
        lead=words["error"]["lead" if place == own else "lead_beside"],
        back="../" * len(place.split("/")),
        step=words["steps"][failure.step],
        cause=words["causes"][_reason(failure)],
        remedy=words["remedies"][_reason(failure)],
        problems=failure.problems,
        shows_found=failure.step == SCANNING,  # the check's own words: places, never values
    )
    (folder / ERROR_PAGE).write_bytes(page.encode("utf-8"))
    manifest.write_manifest(folder, _manifest(job, failure, folder))


def _manifest(job: Job | AnnexJob, failure: Failure, folder: Path) -> dict[str, Any]:
    return {
        "status": manifest.FAILED,
        "report": job.report,
        "year": job.year,
        "step": failure.step,
        "exit_code": failure.exit_code,
        "outputs": manifest.hashes(folder),
    }
