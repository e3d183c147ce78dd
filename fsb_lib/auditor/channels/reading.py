"""All channels of one report: what is wrong with them, and which hidden counts they tell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from fsb_lib.auditor.channels import annex, csv_files, json_files, notebook, page, pdf, workbook
from fsb_lib.auditor.channels.seen_tables import Shown
from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.naming import Count, Namer, UnknownCellError
from fsb_lib.auditor.publication import Publication
from fsb_lib.base.report_files import ANNEX, MANIFEST, METHOD, NOTEBOOK, REPORT, RESULTS

_Read = tuple[list[Finding], Shown]
NEEDED = (REPORT, RESULTS, NOTEBOOK, MANIFEST)


@dataclass(frozen=True)
class Channels:
    """Findings, and the values of counts that results.json hides and a channel shows."""

    findings: tuple[Finding, ...]
    told: Mapping[str, int]


def read(publication: Publication) -> Channels:
    """Errors: UnreadableError when results.json, manifest.json or the notebook cannot be read."""
    tellable = Tellable.of(publication)
    findings = [
        Finding("missing", f"{publication.where}/{name}")
        for name in NEEDED
        if name not in publication.files
    ]
    shown: Shown = {}
    for found in _all(publication, tellable):
        findings += found[0]
        shown |= found[1]
    return Channels(tuple(dict.fromkeys(findings)), _by_name(publication, tellable, shown))


def _all(publication: Publication, tellable: Tellable) -> Iterator[_Read]:
    yield list(json_files.judged(publication, tellable)), {}
    yield notebook.judged(publication, tellable)
    for name in publication.files:
        reader = _reader(name)
        if reader is not None:
            yield reader(publication, name, tellable)
    yield from _annexed(publication, tellable)


def _annexed(publication: Publication, tellable: Tellable) -> Iterator[_Read]:
    """The part that the annex of the year has of this report."""
    where = f"{publication.year}/{METHOD}"
    try:
        parts = annex.parts_of(annex.page_of(publication.annex))
    except UnicodeDecodeError:
        yield [Finding("unreadable", f"{where}/{ANNEX}")], {}
        return
    if publication.report not in parts:
        if publication.annex:
            yield [Finding("missing", f"{where}/{ANNEX}: {publication.report}")], {}
        return
    part = parts[publication.report]
    yield page.judged(part, f"{where}/{ANNEX}, {publication.report}", tellable)
    for name in publication.annex:
        if name.endswith(".pdf"):
            place = pdf.PdfPart(list(parts).index(publication.report), len(parts))
            yield pdf.judged_part(publication, name, tellable, place)


def _reader(name: str) -> Callable[[Publication, str, Tellable], _Read] | None:
    if name.endswith(".html"):
        return _page
    if name.endswith(".csv"):
        return _csv
    if name.endswith(".xlsx"):
        return _workbook
    return pdf.judged if name.endswith(".pdf") else None


def _page(publication: Publication, name: str, tellable: Tellable) -> _Read:
    where = f"{publication.where}/{name}"
    try:
        return page.judged(publication.files[name].decode("utf-8"), where, tellable)
    except UnicodeDecodeError:
        return [Finding("unreadable", where)], {}


def _csv(publication: Publication, name: str, tellable: Tellable) -> _Read:
    table = name.rpartition("/")[2].removesuffix(".csv")
    return csv_files.judged(publication.files[name], table, f"{publication.where}/{name}", tellable)


def _workbook(publication: Publication, name: str, tellable: Tellable) -> _Read:
    return workbook.judged(publication.files[name], f"{publication.where}/{name}", tellable)


def _by_name(publication: Publication, tellable: Tellable, shown: Shown) -> Mapping[str, int]:
    """The counts among them, by name; a rate that is told tells of two."""
    namer = Namer(publication)
    found: dict[str, int] = {}
    for place, value in shown.items():
        table = tellable.tables[place.table]
        try:
            meaning = namer.meaning(table, table.cells[place])
        except UnknownCellError:
            continue
        if isinstance(meaning, Count) and value == value.to_integral_value():
            found[meaning.name] = int(value)
    return found
