"""`outputs/index.html`: every report by year and follow-up, made from the results on disk.

outputs/<year>/<report>/manifest.json   made, failed, or not what was made
                        notebook.ipynb  the protected values: figure, verdict, trend
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

from fsb_lib import wording
from fsb_lib.base.errors import InputError, ReportError
from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import NOTEBOOK, REPORT, lying_in, unmarked
from fsb_lib.components.banners import banners_of
from fsb_lib.components.page_parts import SHAPES
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.html.finishing import finish
from fsb_lib.html.page_style import report_style
from fsb_lib.html.small_pages import filled
from fsb_lib.notebook.executed import protected_report
from fsb_lib.outputs import manifest
from fsb_lib.outputs.cpr_check import refuse_numbers
from fsb_lib.outputs.csv_tables import csv_bytes
from fsb_lib.outputs.folder import CORRECTION, FAILED, GENERATOR, INDEX, Outputs
from fsb_lib.outputs.links import refuse_links
from fsb_lib.params import REPORT_IDS
from fsb_lib.portal.failure_page import ERROR_PAGE
from fsb_lib.portal.index_trends import trends
from fsb_lib.sender.sender import Sender


@dataclass(frozen=True)
class IndexEntry:
    """One report in the index.

    `status` is a key of the wording; `page` is where its title leads, empty without a page;
    `files` are (label, place) of what else there is, `beside` (key of the wording, place) of a
    correction or of why it was not made anew. Places are relative to the index. Without figures
    there are neither tables nor summary.
    """

    report: str
    year: int
    status: str
    page: str = ""
    files: tuple[tuple[str, str], ...] = ()
    protected: ProtectedReport | None = None
    summary: wording.Summary | None = None
    period: str = ""
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def topic(self) -> str:
        return str(load(f"wording/{self.report}")["page"]["topic"])

    @property
    def date(self) -> str:
        """The date that the note carries; empty when the year file names none."""
        fields = dict(self.protected.memo) if self.protected else {}
        return fields.get(load("pages")["index"]["memo_date"], "")


@dataclass(frozen=True)
class Year:
    """The reports of a year, and the topics of those that were not made."""

    year: int
    entries: tuple[IndexEntry, ...]
    not_made: tuple[str, ...]


def index_bytes(outputs: Outputs, sender: Sender) -> bytes:
    """The index as it would be written.

    Errors: ReportError when the page would hold what looks like a CPR number; InputError
    for a link.
    """
    refuse_links(outputs.root)
    years = tuple(_year(folder) for folder in _year_folders(outputs.root))
    content = index_page(years, sender).encode("utf-8")
    refuse_numbers(content, INDEX)
    return content


def index_page(years: Sequence[Year], sender: Sender) -> str:
    """The page as HTML."""
    entries = [entry for year in years for entry in year.entries]
    reports = [entry.protected for entry in entries if entry.protected]
    drawn = trends(reports)
    page = filled(
        "index.html.j2",
        sender,
        generator=GENERATOR,
        style=report_style(),
        years=[year for year in years if year.entries],
        lead=_lead(entries),
        span=danish.year_span(entries[-1].year, entries[0].year) if entries else "",
        banners=banners_of(reports),
        mixed=len({protected.synthetic for protected in reports}) > 1,
        trends=drawn,
        signs=_signs(entries),
    )
    return finish(page, {trend.table.id: csv_bytes(trend.table) for trend in drawn})


def _lead(entries: Sequence[IndexEntry]) -> str:
    """`Der er 3 notater om 2009 og 2010: 2 udkast og 1 fejlet.`"""
    words = load("pages")["index"]
    if not entries:
        return str(words["empty"])
    counts = Counter(entry.status for entry in entries)
    told: Mapping[str, Any] = load("pages")["statuses"]
    alike = len(counts) == 1 and len(entries) > 1
    states = [danish.counted(counts[name], *told[name]["counted"]) for name in told if counts[name]]
    return str(
        words["lead_alike" if alike else "lead"].format(
            notes=danish.counted(len(entries), *words["notes"]),
            years=danish.enumeration(sorted({str(entry.year) for entry in entries})),
            states=danish.enumeration(states),
            state=told[entries[0].status]["counted"][1],
        )
    )


def _signs(entries: Sequence[IndexEntry]) -> dict[str, str]:
    """What is drawn beside the words of the verdicts and statuses that the page shows."""
    judged = [entry.summary.verdict for entry in entries if entry.summary]
    verdicts = {verdict.kind for verdict in judged if verdict}
    statuses = {entry.status for entry in entries}
    known: Mapping[str, Any] = load("pages")["statuses"]
    return {
        **{kind.value: shape for kind, shape in SHAPES.items() if kind in verdicts},
        **{name: told["shape"] for name, told in known.items() if name in statuses},
    }


def _year_folders(root: Path) -> list[Path]:
    folders = (path for path in root.iterdir() if path.is_dir() and path.name.isdecimal())
    return sorted(folders, key=lambda path: int(path.name), reverse=True)


def _year(folder: Path) -> Year:
    found = {report: _entry(folder / report) for report in REPORT_IDS}
    made = tuple(replace(entry, beside=_beside(entry, folder)) for entry in found.values() if entry)
    missing = (report for report, entry in found.items() if entry is None)
    topics = tuple(str(load(f"wording/{report}")["page"]["topic"]) for report in missing)
    return Year(int(folder.name), made, topics)


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
    return _made(folder, document)


def _beside(entry: IndexEntry, year: Path) -> tuple[tuple[str, str], ...]:
    """What lies beside a report, as far as it has a page."""
    own = f"{year.name}/{entry.report}"
    pages = {
        "failed": f"{FAILED}/{own}/{ERROR_PAGE}",
        "correction": f"{CORRECTION}/{own}/{REPORT}",
        "correction_failed": f"{CORRECTION}/{own}/{ERROR_PAGE}",
        "correction_failed_again": f"{FAILED}/{CORRECTION}/{own}/{ERROR_PAGE}",
    }
    there = {name: page for name, page in pages.items() if (year.parent / page).is_file()}
    return tuple((name.removesuffix("_again"), page) for name, page in there.items())


def _made(folder: Path, document: Mapping[str, Any]) -> IndexEntry:
    report, year = folder.name, int(folder.parent.name)
    page = f"{year}/{report}/{lying_in(folder, REPORT).name}"
    files = _files(folder, document["outputs"])
    notebook = nbformat.read(lying_in(folder, NOTEBOOK), as_version=4)  # type: ignore[no-untyped-call]
    try:
        protected = protected_report(notebook, NOTEBOOK)
        summary, period = wording.summary(protected), wording.heading(protected).period
    except (ReportError, LookupError, StopIteration):  # another program's tables
        return IndexEntry(report, year, "older", page, files)
    status = "released" if protected.certificate else protected.audience
    return IndexEntry(report, year, status, page, files, protected, summary, period)


def _files(folder: Path, listed: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The files that the wording names, as far as the manifest lists them.

    A name that ends in a slash is a folder.
    """
    folders = {f"{name.partition('/')[0]}/" for name in listed if "/" in name}
    by_name = {unmarked(name): name for name in (*listed, *folders)}
    return tuple(
        (label, f"{folder.parent.name}/{folder.name}/{by_name[name]}")
        for name, label in load("pages")["index"]["files"].items()
        if name in by_name
    )
