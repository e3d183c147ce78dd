"""Which reports go into an agenda kit, and what of them: only what was made, and is untouched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError, Problem, UsageError, every, nearest
from fsb_lib.base.report_files import (
    ANNEX,
    ANNEX_PDF,
    MANIFEST,
    PDF,
    REPORT,
    WORKBOOK,
)
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.html.control_code import code_in
from fsb_lib.outputs import manifest
from fsb_lib.outputs.committee_report import committee_report, refuse_failed
from fsb_lib.outputs.links import refuse_links
from fsb_lib.params import REPORT_IDS

_FILES = (REPORT, PDF, WORKBOOK)
_ANNEX_FILES = (ANNEX, ANNEX_PDF)
TABLES = "tables/"


@dataclass(frozen=True)
class Chosen:
    """One report of a kit: its protected values, and its files for the agenda by name."""

    protected: ProtectedReport
    files: dict[str, bytes]
    manifest_hash: str

    @property
    def page(self) -> str:
        """The committee's page."""
        return self.files.get(REPORT, b"").decode("utf-8")

    @property
    def control_code(self) -> str:
        """The code on the released page; empty for a draft."""
        return code_in(self.page)

    @property
    def source(self) -> str:
        return f"{self.protected.year}/{self.protected.report}"


def chosen_reports(outputs: Path, year: int, wanted: tuple[str, ...]) -> tuple[Chosen, ...]:
    """The wanted reports of a year, or all that are there, in the order of the follow-ups.

    Errors: UsageError for an unknown id; InputError when a report is missing or its files are not
    those that were made; ReportError when one failed or is internal. All problems at once.
    """
    refuse_links(outputs)
    folders = _folders(outputs, year, wanted)
    refuse_failed(outputs, folders)
    return read_chosen(folders)


def read_chosen(folders: Sequence[Path]) -> tuple[Chosen, ...]:
    """The reports in these folders, as a kit takes them. Errors: as of `chosen_reports`."""
    return every(_chosen, folders)


def method_files(folder: Path) -> dict[str, bytes]:
    """The pages of the annex of a year by name, as far as they are there; none without an annex.

    Errors: InputError when they are not those that were made.
    """
    if not folder.is_dir():
        return {}
    document = manifest.read_manifest(folder)
    different = manifest.differences(folder, document)
    if different:
        raise InputError(different)
    listed = document["outputs"]
    return dict(_read(folder, {name: listed[name] for name in _ANNEX_FILES if name in listed}))


def _folders(outputs: Path, year: int, wanted: tuple[str, ...]) -> list[Path]:
    unknown = [report for report in wanted if report not in REPORT_IDS]
    if unknown:
        raise UsageError(
            Problem("is no report", report, remedy=nearest(report, REPORT_IDS))
            for report in unknown
        )
    there = [report for report in REPORT_IDS if (outputs / str(year) / report).is_dir()]
    missing = [report for report in wanted if report not in there]
    if missing or not there:
        raise InputError(
            Problem("has not been made", f"{year}/{report}" if report else str(year),
                    f"a report in {outputs.name}/{year}",
                    remedy=f"Run `fsb run --year {year}` first, or name the folder of the reports "
                    "with --outputs.")
            for report in missing or [""]
        )  # fmt: skip
    return [outputs / str(year) / report for report in there if not wanted or report in wanted]


def _chosen(folder: Path) -> Chosen:
    document, protected = committee_report(
        folder,
        "the report failed, so there is nothing to send",
        "Mend what its page says, or name the other reports with --report.",
    )
    listed = {name: digest for name, digest in document["outputs"].items() if _is_packed(name)}
    files = dict(_read(folder, listed))
    return Chosen(protected, files, _hash((folder / MANIFEST).read_bytes()))


def _is_packed(name: str) -> bool:
    return name in _FILES or name.startswith(TABLES)


def _read(folder: Path, listed: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """These files; what is packed is what was hashed, even while a run goes on."""
    for name in sorted(listed):
        content = (folder / name).read_bytes()
        if _hash(content) != listed[name]:
            raise InputError(
                Problem("the file was changed while it was read", f"{folder.name}/{name}",
                        remedy="Wait until the run has ended, and repeat the command.")
            )  # fmt: skip
        yield name, content


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
