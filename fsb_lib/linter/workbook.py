"""Reads the table objects of a workbook: the name of each, and what stands in its cells.

xl/worksheets/sheet2.xml  --rels-->  xl/tables/table1.xml: displayName, ref "A4:D8"
"""

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

Value = str | float | None

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = re.compile(r"xl/worksheets/(sheet\d+)\.xml")
_TABLE = re.compile(r'Target="/?(?:\.\./|xl/)?(tables/[^"]+)"')
_CELL = re.compile(r"([A-Z]+)(\d+)")


def tables_in(content: bytes) -> dict[str, list[list[Value]]]:
    """The lines of each table by its name, without the line of headings; nothing of a file that
    is no workbook."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = {
                name: archive.read(name)
                for name in archive.namelist()
                if name.endswith(("xml", "rels"))
            }
    except BadZipFile:
        return {}
    shared = _shared(parts.get("xl/sharedStrings.xml"))
    found: dict[str, list[list[Value]]] = {}
    for name, part in parts.items():
        if match := _SHEET.fullmatch(name):
            links = parts.get(f"xl/worksheets/_rels/{match[1]}.xml.rels", b"").decode("utf-8")
            for target in _TABLE.findall(links):
                # Written by this program, judged before anybody else has had it.
                table = ElementTree.fromstring(parts[f"xl/{target}"])  # noqa: S314
                found[table.get("displayName", "")] = _lines(part, table.get("ref", ""), shared)
    return found


def _shared(part: bytes | None) -> list[str]:
    if part is None:
        return []
    root = ElementTree.fromstring(part)  # noqa: S314
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in root]


def _lines(part: bytes, reference: str, shared: list[str]) -> list[list[Value]]:
    """The cells of a reference such as `A4:D8`, from its second line on."""
    first, last = (int(_CELL.fullmatch(end)[2]) for end in reference.split(":"))  # type: ignore[index]
    root = ElementTree.fromstring(part)  # noqa: S314
    rows = {int(row.get("r", 0)): row for row in root.iter(f"{_MAIN}row")}
    return [
        [_value(cell, shared) for cell in rows[number].iter(f"{_MAIN}c")]
        for number in range(first + 1, last + 1)
        if number in rows
    ]


def _value(cell: ElementTree.Element, shared: list[str]) -> Value:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    written = cell.findtext(f"{_MAIN}v")
    if written is None:
        return None
    return shared[int(written)] if cell.get("t") == "s" else float(written)
