"""The drafts of a year that are to be released: whole, untouched, and protected together."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fsb_lib.auditor.publication import Publication
from fsb_lib.base.errors import InputError, Problem, UsageError, every
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.outputs.committee_report import committee_report
from fsb_lib.params import REPORT_IDS


@dataclass(frozen=True)
class Draft:
    """One report as it lies in the outputs. `manifest` is its content, not yet released."""

    folder: Path
    manifest: Mapping[str, Any]
    protected: ProtectedReport

    @property
    def name(self) -> str:
        return f"{self.protected.year}/{self.protected.report}"


def read_drafts(outputs: Path, year: int) -> tuple[Draft, ...]:
    """Every report of a year, in the order of the follow-ups.

    Errors: UsageError when there is none; InputError or ReportError with everything that keeps
    them from being released: failed, internal, changed, or not protected together.
    """
    folders = [outputs / str(year) / report for report in REPORT_IDS]
    folders = [folder for folder in folders if folder.is_dir()]
    if not folders:
        raise UsageError(
            Problem("has no reports to release", str(year), f"reports in {outputs.name}/{year}",
                    remedy=f"Run `fsb run --year {year}` first.")
        )  # fmt: skip
    drafts = every(_draft, folders)
    _refuse_apart(drafts, year)
    return drafts


def publication(name: str, folder: Path) -> Publication:
    """The folder of a report, named as in the outputs, as the auditor reads it."""
    year, _, report = name.partition("/")
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return Publication(int(year), report, files)


def _draft(folder: Path) -> Draft:
    failed = "the report failed, so there is nothing to release"
    remedy = "Mend what its page says and run it again."
    document, protected = committee_report(folder, failed, remedy)
    return Draft(folder, document, protected)


def _refuse_apart(drafts: tuple[Draft, ...], year: int) -> None:
    """Errors: InputError when the reports were not protected in one run."""
    proofs = {draft.manifest.get("proof") for draft in drafts}
    if len(proofs) > 1 or None in proofs:
        raise InputError(
            Problem("the reports of the year were not protected together", str(year),
                    "all reports of the year from one run", f"{len(proofs)} runs",
                    f"Run `fsb run --year {year}`, which makes them all.")
        )  # fmt: skip
