"""tables.xlsx: the tables of its sheets, and every part of it that no reader sees.

The file is read as it is packed, so that nothing can hide from a spreadsheet library.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as Xml

from fsb_lib.auditor.channels.packed_file import documents_of, unpacked
from fsb_lib.auditor.channels.seen_tables import Labels, SeenEntry, SeenTable, Shown, compared
from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.channels.values import ToldValue, plain, told
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.publication import UnreadableError
from fsb_lib.auditor.published_tables import CellStatus
from fsb_lib.base.package_data import load

FRACTIONS = frozenset({"rate"})
_MEMBERS = re.compile(
    r"docProps/(app|core)\.xml|xl/(theme/theme\d+|styles|workbook|sharedStrings)\.xml"
    r"|xl/worksheets/sheet\d+\.xml|xl/tables/table\d+\.xml|\[Content_Types\]\.xml"
    r"|(_rels/|xl/_rels/|xl/worksheets/_rels/)[\w.]*\.rels"
)
_EXPECTED = load("auditor/channels")["workbook"]
_SHEET_PARTS = frozenset(_EXPECTED["sheet"])
_PLACE = re.compile(r"([A-Z]+)(\d+)$")

Cells = dict[tuple[int, int], "Decimal | str"]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its cells by row and column, its table, and the names of its parts."""

    name: str
    cells: Cells
    table: str
    area: tuple[int, int, int, int] | None


def judged(content: bytes, where: str, tellable: Tellable) -> tuple[list[Finding], Shown]:
    """What is wrong with a workbook, and the hidden cells that it shows."""
    try:
        parts = unpacked(content, where)
        documents = documents_of(parts, where)
    except UnreadableError as why:
        return [Finding("unreadable", str(why))], {}
    findings = [
        *_odd_parts(documents, parts, where),
        *_told_in_properties(documents, where, tellable),
    ]
    shown: Shown = {}
    for sheet in _sheets(documents):
        found = _sheet_judged(sheet, f"{where}: {sheet.name}", tellable)
        findings += found[0]
        shown |= found[1]
    return findings, shown


def _odd_parts(
    documents: Mapping[str, Xml.Element], parts: Mapping[str, bytes], where: str
) -> Iterator[Finding]:
    """Parts, elements and marks that our workbooks do not have: what they hold is not followed."""
    for name in parts:
        if not _MEMBERS.fullmatch(name):
            yield Finding("hidden_part", f"{where}: {name}")
        if b"<!--" in parts[name]:
            yield Finding("hidden_part", f"{where}: a comment in {name}")
    for name, root in documents.items():
        for element in root.iter():
            if _is_odd(name, element):
                yield Finding("hidden_part", f"{where}: {name}: {_tag(element)}")


def _is_odd(member: str, element: Xml.Element) -> bool:
    tag = _tag(element)
    is_seen = tag == "pane" or element.get("state", "visible") == "visible"
    if not is_seen or element.get("hidden") in ("1", "true"):
        return True
    if element.get("zeroHeight") in ("1", "true") or element.get("collapsed") in ("1", "true"):
        return True
    if member.startswith("xl/worksheets/") and not member.endswith(".rels"):
        return tag not in _SHEET_PARTS and not _is_margin(tag)
    return tag == "definedName" and element.get("name") not in _EXPECTED["names"]


def _is_margin(tag: str) -> bool:
    """A head or foot of printed pages; what it says is a text like any other."""
    return tag.endswith(("Header", "Footer"))


def _tag(element: Xml.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _told_in_properties(
    documents: Mapping[str, Xml.Element], where: str, tellable: Tellable
) -> Iterator[Finding]:
    """Titles, subjects, styles of numbers with letters: a text like any other."""
    for name, root in documents.items():
        for element in root.iter():
            if name == "docProps/core.xml" or _is_margin(_tag(element)):
                for kind in tellable.explained.objections(_bare(element.text or "")):
                    yield Finding(kind, f"{where}: {name}: {_tag(element)}")
        if name == "xl/styles.xml":
            for element in root.iter():
                if re.search(r"\"[^\"]*[1-9][^\"]*\"", element.get("formatCode", "")):
                    yield Finding("hidden_part", f"{where}: the format of a number")


def _bare(text: str) -> str:
    """Without times of day, and without the signs that set a font's size in a margin."""
    return re.sub(r"T\d\d:\d\d:\d\dZ|&\d+|&\"[^\"]*\"", " ", text)


def _sheets(documents: Mapping[str, Xml.Element]) -> Iterator[Sheet]:
    strings = _shared(documents.get("xl/sharedStrings.xml"))
    for name, root in documents.items():
        if name.startswith("xl/worksheets/sheet"):
            number = re.sub(r"\D", "", name)
            table, area = _table(documents, f"xl/worksheets/_rels/sheet{number}.xml.rels")
            yield Sheet(f"sheet {number}", _cells(root, strings), table, area)


def _shared(root: Xml.Element | None) -> list[str]:
    return [] if root is None else ["".join(one.itertext()) for one in root]


def _table(
    documents: Mapping[str, Xml.Element], relations: str
) -> tuple[str, tuple[int, int, int, int] | None]:
    for relation in documents.get(relations, ()):
        target = relation.get("Target", "").rpartition("/")[2]
        root = documents.get(f"xl/tables/{target}")
        if root is not None:
            first, _, last = root.get("ref", "").partition(":")
            return root.get("displayName", ""), (*_at(first), *_at(last or first))
    return "", None


def _cells(root: Xml.Element, strings: list[str]) -> Cells:
    cells: Cells = {}
    for element in root.iter():
        if _tag(element) == "c":
            value = _value(element, strings)
            if value is not None:
                cells[_at(element.get("r", "A1"))] = value
    return cells


def _value(element: Xml.Element, strings: list[str]) -> "Decimal | str | None":
    text = "".join(element.itertext())
    if not text:
        return None
    kind = element.get("t", "n")
    if kind == "s":
        return strings[int(text)]
    if kind != "n":
        return text
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _at(place: str) -> tuple[int, int]:
    """Row and column, from 1: "B3" -> (3, 2)."""
    found = _PLACE.match(place)
    if not found:
        raise ValueError(place)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _sheet_judged(sheet: Sheet, where: str, tellable: Tellable) -> tuple[list[Finding], Shown]:
    findings: list[Finding] = []
    shown: Shown = {}
    inside: set[tuple[int, int]] = set()
    if sheet.area and sheet.table in tellable.tables and sheet.table in tellable.labels:
        top, left, bottom, right = sheet.area
        inside = {at for at in sheet.cells if top <= at[0] <= bottom and left <= at[1] <= right}
        seen = _seen(sheet, sheet.area, where, tellable.labels[sheet.table])
        found = compared(seen, tellable.tables[sheet.table], tellable.labels[sheet.table])
        findings += found.findings
        shown |= found.shown
    for at, value in sheet.cells.items():
        if at not in inside:
            text = str(value) if isinstance(value, str) else f"{value:f}".replace(".", ",")
            findings += [
                Finding(k, f"{where}: a text") for k in tellable.explained.objections(text)
            ]
    return findings, shown


def _seen(sheet: Sheet, area: tuple[int, int, int, int], where: str, labels: Labels) -> SeenTable:
    top, left, bottom, right = area
    heads = {column: _text(sheet, top, column) for column in range(left, right + 1)}
    keys = [column for column, head in heads.items() if head in labels.heads][: len(labels.heads)]
    entries = [
        SeenEntry(
            tuple(_text(sheet, row, key) for key in keys), heads[column], _told(sheet, row, column)
        )
        for row in range(top + 1, bottom + 1)
        for column in heads
        if column not in keys
    ]
    return SeenTable(where, sheet.table, tuple(entries), FRACTIONS)


def _text(sheet: Sheet, row: int, column: int) -> str:
    return plain(str(sheet.cells.get((row, column), "")))


def _told(sheet: Sheet, row: int, column: int) -> ToldValue:
    value = sheet.cells.get((row, column), "")
    return ToldValue(CellStatus.SHOWN, value) if isinstance(value, Decimal) else told(value)
