"""report.pdf: its tagged tables, all other texts, alternatives, attached files and properties."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf

from fsb_lib.auditor.channels import csv_files
from fsb_lib.auditor.channels.markup import DrawnTable, TableCell
from fsb_lib.auditor.channels.pdf_marked import Marked, marked_texts
from fsb_lib.auditor.channels.seen_tables import Shown, compared, seen_in
from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.channels.values import plain
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.publication import Publication
from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import METHOD

_EXPECTED = load("auditor/channels")["pdf"]
_PAGES = re.compile(r"\bSide \d+(?: af \d+)?\b|^\s*\d{1,3}\s*$|\d+/\d+\s*$", re.IGNORECASE)
# Under the name of a column; a row may be called "31–91 dage".
_UNIT = re.compile(r"\s*(antal|procent|procentpoint|dage)$")


@dataclass(frozen=True)
class PdfPart:
    """What stands under one of the headings of level 2 of an annex, counted from 0."""

    place: int
    n_parts: int


def judged(publication: Publication, name: str, tellable: Tellable) -> tuple[list[Finding], Shown]:
    """What is wrong with the PDF, and the hidden cells that it shows."""
    where = f"{publication.where}/{name}"
    return _judged(publication.files[name], where, tellable, _titles(publication))


def judged_part(
    publication: Publication, name: str, tellable: Tellable, part: PdfPart
) -> tuple[list[Finding], Shown]:
    """The same for the part that the annex of the year has of the report."""
    where = f"{publication.year}/{METHOD}/{name}, {publication.report}"
    return _judged(publication.annex[name], where, tellable, _titles(publication), part)


def _titles(publication: Publication) -> Mapping[str, str]:
    """Table ids by title as the page prints it; the longest first."""
    found = {
        plain(one["title"]): one["id"] for one in publication.notebook_values.get("tables", ())
    }
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _judged(
    content: bytes,
    where: str,
    tellable: Tellable,
    titles: Mapping[str, str],
    part: PdfPart | None = None,
) -> tuple[list[Finding], Shown]:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            structure = _Structure(pdf, _marked(content), part)
            return _read(pdf, structure, where, tellable, titles)
    except (pikepdf.PdfError, KeyError, ValueError, TypeError):
        return [Finding("unreadable", where)], {}


@lru_cache(maxsize=2)
def _marked(content: bytes) -> Marked:
    """Of the last two files: the annex is read between the PDF files of its reports."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return marked_texts(pdf)


def _read(
    pdf: pikepdf.Pdf,
    structure: "_Structure",
    where: str,
    tellable: Tellable,
    titles: Mapping[str, str],
) -> tuple[list[Finding], Shown]:
    findings: list[Finding] = []
    shown: Shown = {}
    for element in structure.of_kind("/Table"):
        table = structure.table(element, titles)
        if table.id not in tellable.labels:
            findings += _told((c.text for row in table.rows for c in row), where, tellable)
            continue
        seen = seen_in(table, where)
        found = compared(seen, tellable.tables[table.id], tellable.labels[table.id])
        findings += found.findings
        shown |= found.shown
    findings += _told(structure.other_texts(), where, tellable)
    findings += _told(_properties(pdf), f"{where}: properties", tellable)
    findings += [Finding("hidden_part", f"{where}: {odd}") for odd in _odd_parts(pdf)]
    for name, attached in pdf.attachments.items():
        content = attached.get_file().read_bytes()
        more = csv_files.judged(content, name.removesuffix(".csv"), f"{where}: {name}", tellable)
        findings += more[0]
        shown |= more[1]
    return findings, shown


def _told(texts: Iterator[str], where: str, tellable: Tellable) -> Iterator[Finding]:
    for text in texts:
        bare = _PAGES.sub(" ", plain(text))
        for kind in tellable.explained.objections(bare):
            beginning = re.sub(r"\d", "#", bare[:60])
            yield Finding(kind, f"{where}: {beginning}")


def _properties(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from (str(value) for name, value in pdf.docinfo.items() if name != "/Producer")
    if "/Metadata" in pdf.Root:
        text = pdf.Root.Metadata.read_bytes().decode("utf-8", "replace")
        yield from re.findall(r"<(?:dc|pdf|xmp):(?!Producer)[^>]*>(.*?)</", text, re.DOTALL)
        yield from re.findall(r"<rdf:li[^>]*>([^<]*)<", text)
        yield from re.findall(r"<!--(.*?)-->", text, re.DOTALL)


def _odd_parts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Parts of a PDF that hold texts which are not followed."""
    if set(pdf.docinfo.keys()) - set(_EXPECTED["information"]):
        yield "properties of an unknown name"
    for name in _EXPECTED["odd"]:
        if name in pdf.Root:
            yield name
    if any(
        str(note.get("/Subtype")) != "/Link" for p in pdf.pages for note in p.get("/Annots", ())
    ):
        yield "a note"


class _Structure:
    """The tags of a PDF and the texts they mark; of a part those alone that stand in it."""

    def __init__(self, pdf: pikepdf.Pdf, marked: Marked, part: PdfPart | None) -> None:
        self._root = pdf.Root.StructTreeRoot
        self._numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self._marked = marked
        self._used: set[tuple[int, int | None]] = set()
        elements = list(self._below(self._root))
        self._elements = elements if part is None else list(_within(elements, part))
        inside = {id(one) for one in self._elements}
        for element in elements:
            if id(element) not in inside:
                self._used |= set(self._own_marks(element))

    def of_kind(self, kind: str) -> Iterator[Any]:
        yield from (one for one in self._elements if str(one.get("/S")) == kind)

    def table(self, element: Any, titles: Mapping[str, str]) -> DrawnTable:
        """A table; its caption names it."""
        caption = " ".join(
            self._text(one) for one in self._below(element) if str(one.get("/S")) == "/Caption"
        )
        table = DrawnTable(next((titles[t] for t in titles if t in plain(caption)), ""))
        for part in self._children(element):
            if str(part.get("/S")) in ("/THead", "/TBody", "/TFoot"):
                is_head = str(part.get("/S")) == "/THead"
                rows = [self._row(row, _UNIT if is_head else None) for row in self._children(part)]
                table.rows += rows
                table.n_head_rows += len(rows) * is_head
        return table

    def other_texts(self) -> Iterator[str]:
        """What stands outside the cells of tables: paragraphs, alternatives, margins, drawings."""
        for element in self._elements:
            yield from (str(element[name]) for name in _EXPECTED["told"] if name in element)
            if str(element.get("/S")) in _EXPECTED["blocks"]:
                yield self._text(element)
        for mark in self._marked.texts:
            if mark not in self._used:
                yield from self._marked.texts[mark]

    def _row(self, row: Any, without: re.Pattern[str] | None) -> list[TableCell]:
        return [
            TableCell(
                str(cell.get("/S")) == "/TH",
                _attribute(cell, "/RowSpan"),
                _attribute(cell, "/ColSpan"),
                without.sub("", text) if without else text,
            )
            for cell in self._children(row)
            for text in (plain(self._text(cell)),)
        ]

    def _text(self, element: Any) -> str:
        marks = list(self._marks(element, self._page_of(element, 0)))
        self._used |= set(marks)
        return "".join(self._marked.of(mark) for mark in marks)

    def _own_marks(self, element: Any) -> Iterator[tuple[int, int | None]]:
        """What the element itself marks, without the elements below it."""
        page = self._page_of(element, 0)
        for kid in _kids(element):
            if isinstance(kid, int):
                yield page, kid
            elif "/MCID" in kid:
                yield self._page_of(kid, page), int(kid["/MCID"])

    def _marks(self, element: Any, page: int) -> Iterator[tuple[int, int | None]]:
        for kid in _kids(element):
            if isinstance(kid, int):
                yield page, kid
            elif "/MCID" in kid:
                yield self._page_of(kid, page), int(kid["/MCID"])
            elif "/S" in kid:
                yield from self._marks(kid, self._page_of(kid, page))

    def _page_of(self, element: Any, otherwise: int) -> int:
        page = element.get("/Pg")
        return otherwise if page is None else self._numbers[page.objgen]

    def _children(self, element: Any) -> list[Any]:
        return [kid for kid in _kids(element) if not isinstance(kid, int) and "/S" in kid]

    def _below(self, element: Any) -> Iterator[Any]:
        for kid in self._children(element):
            yield kid
            yield from self._below(kid)


def _within(elements: Iterable[Any], part: PdfPart) -> Iterator[Any]:
    """What stands before the first heading of level 2, and what stands under that of the part.

    Errors: ValueError for another number of headings than of parts.
    """
    before = -1
    for element in elements:
        before += str(element.get("/S")) == "/H2"
        if before in (-1, part.place):
            yield element
    if before + 1 != part.n_parts:
        raise ValueError("other parts than the page has")


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid if isinstance(kid, pikepdf.Object) else int(kid) for kid in listed]


def _attribute(cell: Any, name: str) -> int:
    attributes = cell.get("/A")
    listed = attributes if isinstance(attributes, pikepdf.Array) else [attributes or {}]
    return next((int(one[name]) for one in listed if name in one), 1)
