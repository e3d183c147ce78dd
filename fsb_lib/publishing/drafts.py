"""The drafts of a year that are to be released: whole, untouched, and protected together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fsb_lib.auditor.publication import Publication
from fsb_lib.base.errors import InputError, Problem, UsageError, every
from fsb_lib.base.report_files import CASE, COMPANIONS, METHOD
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.outputs.committee_report import committee_report, refuse_failed
from fsb_lib.outputs.folder import CORRECTION
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
    drafts = _read(outputs, str(year))
    _refuse_apart(drafts, f"fsb run --year {year}")
    return drafts


def read_corrections(outputs: Path, year: int, in_force: Collection[str]) -> tuple[Draft, ...]:
    """The drafts of a correction, which takes the place of all reports of its year.

    Errors: those of `read_drafts`; InputError when a report that is in force is not among them.
    """
    command = f"fsb run --year {year} --correction"
    drafts = _read(outputs, f"{CORRECTION}/{year}")
    lacking = sorted(set(in_force) - {draft.protected.report for draft in drafts})
    if lacking:
        raise InputError(
            Problem("the correction lacks a report that is in force", f"{year}/{report}",
                    "drafts of all reports of the year", remedy=f"Run `{command}`.")
            for report in lacking
        )  # fmt: skip
    _refuse_apart(drafts, command)
    return drafts


def _read(outputs: Path, place: str) -> tuple[Draft, ...]:
    """Every report in a folder of the outputs that is named after its year."""
    year = place.rpartition("/")[2]
    folders = [outputs / place / report for report in REPORT_IDS]
    folders = [folder for folder in folders if folder.is_dir()]
    if not folders:
        raise UsageError(
            Problem("has no reports to release", place, f"reports in {outputs.name}/{place}",
                    remedy=f"Run `fsb run --year {year}` first.")
        )  # fmt: skip
    refuse_failed(outputs, folders)
    return every(_draft, folders)


def publications(folders: Mapping[str, Path]) -> list[Publication]:
    """The folders of reports, named as in the outputs, as the auditor reads them; annex and case of
    a year belong to each of its reports."""
    found = []
    for name, folder in folders.items():
        year, _, report = name.partition("/")
        if report not in COMPANIONS:
            shared = [_of_year(folders, year, one) for one in (METHOD, CASE)]
            found.append(Publication(int(year), report, _files(folder), *shared))
    return found


def _of_year(folders: Mapping[str, Path], year: str, name: str) -> dict[str, bytes]:
    folder = folders.get(f"{year}/{name}")
    return {} if folder is None else _files(folder)


def _files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _draft(folder: Path) -> Draft:
    failed = "the report failed, so there is nothing to release"
    remedy = "Mend what its page says and run it again."
    document, protected = committee_report(folder, failed, remedy)
    return Draft(folder, document, protected)


def _refuse_apart(drafts: tuple[Draft, ...], command: str) -> None:
    """Errors: InputError when the reports were not protected in one run."""
    proofs = {draft.manifest.get("proof") for draft in drafts}
    if len(proofs) > 1 or None in proofs:
        raise InputError(
            Problem("the reports of the year were not protected together",
                    str(drafts[0].protected.year), "all reports of the year from one run",
                    f"{len(proofs)} runs", f"Run `{command}`, which makes them all.")
        )  # fmt: skip
