"""tables.xlsx: the protected tables of a report as a workbook, the same bytes each time.

    Forside                        one sheet for each table, by its number
    A1 title                       A1 Tabel A1. Title
    Periode  | 15. november 2009   A2 population, day
    Status   | UDKAST ...          A3 UDKAST ... Syntetiske data
    Ark | Tabel                    Målgruppe | Borgere (antal) | Aktiveringsgrad (procent)
    link | Tabel A1. Title         Handicappede |        105 |                    25,7 %
                                   key, notes, source, link to Forside

openpyxl writes it; what depends on its clock is set, and the parts are packed again.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.packaging.core import DocumentProperties  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]
from openpyxl.writer.excel import ExcelWriter  # type: ignore[import-untyped]

from fsb_lib.base.fixed_zip import members, packed
from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import INTERN
from fsb_lib.components.fragment import number_text, words
from fsb_lib.disclosure.protected import INTERNAL, ProtectedReport, ProtectedTable, Status
from fsb_lib.domain.declared_tables import declared
from fsb_lib.html.render import PageInfo
from fsb_lib.wording import common
from fsb_lib.workbook.cells import (
    LONGEST_TEXT,
    add_table,
    link,
    put_heading,
    put_text,
    put_title,
    set_page,
)
from fsb_lib.workbook.sheet import write_sheet

LONGEST_NAME = 31


def workbook_bytes(protected: ProtectedReport, about: PageInfo) -> bytes:
    """The workbook of one report, its tables in the order of their numbers."""
    book = Workbook()
    book.properties = _properties(protected, about)
    status = " ".join(f"{banner.title}." for banner in about.banners)
    front = book.active
    front.title = load("workbook")["front"]["sheet"]
    contents = []
    for table in sorted(protected.tables, key=_place):
        sheet = book.create_sheet(sheet_name(table, protected.audience))
        title = _named(table)
        write_sheet(sheet, table, title, status, protected.audience)
        set_page(sheet, about.sender.name, status)
        contents.append((sheet.title, title))
    _write_front(front, protected, about, contents)
    set_page(front, about.sender.name, status)
    return _saved(book)


def sheet_name(table: ProtectedTable, audience: str) -> str:
    """The short Danish name of a table's sheet, as the table declares it."""
    name = declared(table.id).sheet
    return f"{INTERN} {name}"[:LONGEST_NAME] if audience == INTERNAL else name


def _named(table: ProtectedTable) -> str:
    if not table.number:
        return table.title
    return f"{number_text(words('table')['number'], table.number)} {table.title}"


def _place(table: ProtectedTable) -> tuple[bool, int, str]:
    """The place of A10 after A9; tables without a number come last."""
    digits = table.number[1:]
    return not digits, int(digits or 0), table.id


def _properties(protected: ProtectedReport, about: PageInfo) -> Any:
    """Title, language and sender; the day of the report stands for every date."""
    day = datetime.combine(protected.reference_date, time())
    return DocumentProperties(
        title=_title(about),
        subject=about.note_type,
        creator=about.sender.name,
        lastModifiedBy=about.sender.name,
        language="da-DK",
        created=day,
        modified=day,
    )


def _title(about: PageInfo) -> str:
    text: str = load("workbook")["front"]["title"]
    return text.format(topic=about.topic, period=about.period)


def _write_front(
    sheet: Worksheet, protected: ProtectedReport, about: PageInfo, contents: list[tuple[str, str]]
) -> None:
    words = load("workbook")["front"]
    put_title(sheet, _title(about))
    row = 2
    for row, (label, text) in enumerate(_fields(protected, about), start=2):
        put_heading(sheet.cell(row, 1), label)
        put_text(sheet.cell(row, 2), text)
    head = row + 2
    put_heading(sheet.cell(head, 1), words["columns"]["sheet"])
    put_heading(sheet.cell(head, 2), words["columns"]["table"])
    for row, (name, title) in enumerate(contents, start=head + 1):
        link(sheet.cell(row, 1), name, name)
        put_text(sheet.cell(row, 2), title)
    add_table(sheet, words["table_name"], (head, head + len(contents)), 2)
    sheet.column_dimensions["A"].width = LONGEST_NAME + 3
    sheet.column_dimensions["B"].width = LONGEST_TEXT


def _fields(protected: ProtectedReport, about: PageInfo) -> Iterator[tuple[str, str]]:
    """What must be known before a figure is used, each as label and text."""
    words = load("workbook")["front"]
    labels = words["fields"]
    yield labels["kind"], about.note_type
    yield labels["period"], about.period
    yield labels["sender"], ", ".join((about.sender.name, *about.sender.administrations))
    for banner in about.banners:
        yield labels["status"], banner.said
    yield from protected.memo
    for warning in protected.warnings:
        yield load("page")["page"]["warning"], warning
    yield from common.about(protected)
    for source in dict.fromkeys(table.source for table in protected.tables if table.source):
        yield labels["source"], source
    for status in (Status.SUPPRESSED, Status.NOT_AVAILABLE):
        yield labels["key"], words["key"].format(**load("page")["marks"][status.value])
    yield labels["key"], words["zero"]
    yield labels["rounding"], words["rounding"][protected.audience]


def _saved(book: Workbook) -> bytes:
    """The file. Not `book.save`, which writes the time of day into it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        ExcelWriter(book, archive).save()
    return packed(members(file.getvalue()))
