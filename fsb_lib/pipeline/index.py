"""`outputs/index.html`: every report by year and follow-up, made from the results on disk."""

from dataclasses import dataclass
from pathlib import Path

import nbformat

from fsb_lib import wording
from fsb_lib.errors import InputError, ReportError
from fsb_lib.package_data import load
from fsb_lib.page import SHAPES
from fsb_lib.params import REPORT_IDS
from fsb_lib.pipeline import manifest, swap
from fsb_lib.pipeline.error_page import ERROR_PAGE
from fsb_lib.pipeline.executed import released_values
from fsb_lib.pipeline.outputs_folder import FAULT_REPORT, GENERATOR, INDEX, Outputs
from fsb_lib.pipeline.pages import filled
from fsb_lib.pipeline.release_check import refuse_numbers

REPORT_PAGE = "report.html"
NOTEBOOK = "notebook.ipynb"


@dataclass(frozen=True)
class Entry:
    """One report in the index. `status` is a key of the wording; `href` is None without a page."""

    report: str
    status: str
    href: str | None
    summary: wording.Summary | None
    synthetic: bool


@dataclass(frozen=True)
class Year:
    """One line of the index: an entry for each follow-up, None where there is no report."""

    year: int
    entries: tuple[Entry | None, ...]


def write_index(outputs: Outputs) -> None:
    """Write the index from what lies in the outputs folder. No clock: same reports, same bytes.

    Errors: ReportError when the page would hold what looks like a CPR number.
    """
    years = tuple(_year(folder) for folder in _year_folders(outputs.root))
    found = [entry for year in years for entry in year.entries if entry]
    page = filled(
        "index.html.j2",
        generator=GENERATOR,
        reports=REPORT_IDS,
        topics={report: load(f"wording/{report}")["page"] for report in REPORT_IDS},
        years=years,
        synthetic=any(entry.synthetic for entry in found),
        draft=any(entry.status == "committee" for entry in found),
        internal=any(entry.status == "internal" for entry in found),
        shapes=SHAPES,
        banners=load("page")["banners"],
        fault_report=FAULT_REPORT if (outputs.root / FAULT_REPORT).is_file() else None,
    )
    content = page.encode("utf-8")
    refuse_numbers(content, INDEX)
    swap.write_file(outputs.index, content)


def _year_folders(root: Path) -> list[Path]:
    folders = (path for path in root.iterdir() if path.is_dir() and path.name.isdecimal())
    return sorted(folders, key=lambda path: int(path.name), reverse=True)


def _year(folder: Path) -> Year:
    return Year(int(folder.name), tuple(_entry(folder / report) for report in REPORT_IDS))


def _entry(folder: Path) -> Entry | None:
    if not folder.is_dir():
        return None
    try:
        document = manifest.read_manifest(folder)
    except InputError:
        return Entry(folder.name, "damaged", None, None, False)
    if document.get("status") == manifest.FAILED:
        return Entry(folder.name, "failed", _href(folder, ERROR_PAGE), None, False)
    if manifest.differences(folder, document):
        return Entry(folder.name, "damaged", None, None, False)
    return _made(folder)


def _made(folder: Path) -> Entry:
    notebook = nbformat.read(folder / NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    try:
        release = released_values(notebook, NOTEBOOK)
    except ReportError:
        return Entry(folder.name, "older", _href(folder, REPORT_PAGE), None, False)
    return Entry(
        folder.name,
        release.audience,
        _href(folder, REPORT_PAGE),
        wording.summary(release),
        release.synthetic,
    )


def _href(folder: Path, page: str) -> str:
    return f"{folder.parent.name}/{folder.name}/{page}"
