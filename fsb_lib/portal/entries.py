"""The notes that lie in the outputs, each as the portal tells of it.

outputs/<year>/<report>/manifest.json   made, failed, or not what was made
                        notebook.ipynb  the protected values: figure, verdict, change, trend
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from fsb_lib import wording
from fsb_lib.base.errors import InputError, ReportError
from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import NOTEBOOK, REPORT, lying_in, unmarked
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.notebook.executed import protected_report
from fsb_lib.outputs import manifest
from fsb_lib.outputs.folder import CORRECTION, FAILED
from fsb_lib.params import REPORT_IDS
from fsb_lib.portal.failure_page import ERROR_PAGE
from fsb_lib.wording.memo import memo_value

Links = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class IndexEntry:
    """One note in the portal.

    `status` is a key of the wording; `page` is where its year leads, empty without a page;
    `papers` and `data` are (label, place) of what else there is, for people and for programs;
    `beside` (key of the wording, place) of a correction or of why it was not made anew. Places are
    relative to the index. Without figures there are neither tables nor summary.
    """

    report: str
    year: int
    status: str
    page: str = ""
    papers: Links = ()
    data: Links = ()
    protected: ProtectedReport | None = None
    summary: wording.Summary | None = None
    period: str = ""
    beside: Links = ()

    @property
    def topic(self) -> str:
        return topic_of(self.report)

    @property
    def date(self) -> str:
        """The date that the note carries; empty when the year file names none."""
        return memo_value(self.protected, "date") if self.protected else ""


def topic_of(report: str) -> str:
    """What a follow-up is about, as its pages say it."""
    return str(load(f"wording/{report}")["page"]["topic"])


def entries_in(root: Path) -> Iterator[IndexEntry]:
    """Every note below the outputs, newest year first, in the order of the follow-ups."""
    for folder in year_folders(root):
        for report in REPORT_IDS:
            entry = _entry(folder / report)
            if entry is not None:
                yield replace(entry, beside=_beside(entry, folder))


def year_folders(root: Path) -> list[Path]:
    """The folders of years, the newest first."""
    folders = (path for path in root.iterdir() if path.is_dir() and path.name.isdecimal())
    return sorted(folders, key=lambda path: int(path.name), reverse=True)


def files_told(folder: Path, listed: Mapping[str, str], told: Mapping[str, str]) -> Links:
    """The files that the wording names, as far as a manifest lists them.

    A name that ends in a slash is a folder.
    """
    folders = {f"{name.partition('/')[0]}/" for name in listed if "/" in name}
    by_name = {unmarked(name): name for name in (*listed, *folders)}
    return tuple(
        (label, f"{folder.parent.name}/{folder.name}/{by_name[name]}")
        for name, label in told.items()
        if name in by_name
    )


def _entry(folder: Path) -> IndexEntry | None:
    if not folder.is_dir():
        return None
    report, year = folder.name, int(folder.parent.name)
    try:
        document = manifest.read_manifest(folder)
    except InputError:
        return IndexEntry(report, year, "damaged")
    if document.get("status") == manifest.FAILED:
        return IndexEntry(report, year, "failed", f"{year}/{report}/{ERROR_PAGE}")
    if manifest.differences(folder, document):
        return IndexEntry(report, year, "damaged")
    return _made(folder, document["outputs"])


def _beside(entry: IndexEntry, year: Path) -> Links:
    """What lies beside a note, as far as it has a page."""
    own = f"{year.name}/{entry.report}"
    pages = {
        "failed": f"{FAILED}/{own}/{ERROR_PAGE}",
        "correction": f"{CORRECTION}/{own}/{REPORT}",
        "correction_failed": f"{CORRECTION}/{own}/{ERROR_PAGE}",
        "correction_failed_again": f"{FAILED}/{CORRECTION}/{own}/{ERROR_PAGE}",
    }
    there = {name: page for name, page in pages.items() if (year.parent / page).is_file()}
    return tuple((name.removesuffix("_again"), page) for name, page in there.items())


def _made(folder: Path, listed: Mapping[str, str]) -> IndexEntry:
    words = load("pages")["index"]
    made = IndexEntry(
        folder.name,
        int(folder.parent.name),
        "older",
        page=f"{folder.parent.name}/{folder.name}/{lying_in(folder, REPORT).name}",
        papers=files_told(folder, listed, words["papers"]),
        data=files_told(folder, listed, words["data"]),
    )
    notebook = nbformat.read(lying_in(folder, NOTEBOOK), as_version=4)  # type: ignore[no-untyped-call]
    try:
        protected = protected_report(notebook, NOTEBOOK)
        summary, period = wording.summary(protected), wording.heading(protected).period
    except (ReportError, LookupError):  # another program's tables
        return made
    status = "released" if protected.certificate else protected.audience
    return replace(made, status=status, protected=protected, summary=summary, period=period)
