"""Rules that hold every table of the page and every file beside it against the protected tables.

A cell that is hidden shows its mark in all of them; a cell that is shown says the same in all.
Of a workbook the table objects are read: the name of each, and what stands in its cells.

xl/worksheets/sheet2.xml  --rels-->  xl/tables/table1.xml: displayName, ref "A4:D8"
"""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import RESULTS, WORKBOOK
from fsb_lib.disclosure.protected import (
    INTERNAL,
    Cell,
    ProtectedReport,
    ProtectedTable,
    Status,
    Unit,
)
from fsb_lib.domain.danish import round_half_up
from fsb_lib.linter.allowed_numbers import SHARES, shown_text
from fsb_lib.linter.parsed_page import Spot, attribute, words_of
from fsb_lib.linter.rules import Subject, protected_rule

ROUNDING = 1e-9

Value = str | float | None

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = re.compile(r"xl/worksheets/(sheet\d+)\.xml")
_TABLE = re.compile(r'Target="/?(?:\.\./|xl/)?(tables/[^"]+)"')
_CELL = re.compile(r"([A-Z]+)(\d+)")


@protected_rule("tables-as-released")
def tables_as_protected(subject: Subject) -> Iterator[Spot]:
    """Each cell of each table is the protected cell; a hidden one shows its mark."""
    tables = {table.id: table for table in subject.values.tables}
    for block in subject.page.table_blocks:
        name = attribute(block, "data-table")
        if name not in tables:
            yield Spot(block, f"“{name}” is no released table")
            continue
        cells = block.find_all("td")
        expected = [_shown_in_table(cell, unit) for cell, unit in _flat(tables[name])]
        if len(cells) != len(expected):
            yield Spot(block, f"{len(cells)} cells, {len(expected)} were released")
        for cell, wanted in zip(cells, expected, strict=False):
            if words_of(cell) != wanted:
                yield Spot(cell, "is not the released cell")


def _flat(table: ProtectedTable) -> Iterator[tuple[Cell, Unit]]:
    for row in table.rows:
        for cell, measure in zip(row.cells, table.measures, strict=True):
            yield cell, measure.unit


def _shown_in_table(cell: Cell, unit: Unit) -> str:
    if cell.shown:
        return shown_text(cell, unit)
    mark = load("page")["marks"][cell.status.value]
    return f"{mark['sign']}{mark['spoken']}"


@protected_rule("files-as-released")
def files_as_protected(subject: Subject) -> Iterator[Spot]:
    """The files beside the page hide what the page hides, and say what it says."""
    for table in subject.values.tables:
        content = subject.files.get(f"tables/{table.id}.csv")
        if content is not None:
            yield from _csv_spots(table, content.decode("utf-8-sig", "replace"))
    if RESULTS in subject.files:
        yield from _results_spots(subject.values, json.loads(subject.files[RESULTS]))
    if WORKBOOK in subject.files:
        yield from _workbook_spots(subject.values, subject.files[WORKBOOK])


def _csv_spots(table: ProtectedTable, text: str) -> Iterator[Spot]:
    lines = [*csv.reader(StringIO(text), delimiter=";")][1:]
    found = [value for line in lines for value in line[len(table.keys) :]]
    yield from _differing(f"tables/{table.id}.csv", found, [*map(_in_csv, *_columns(table))])


def _workbook_spots(protected: ProtectedReport, content: bytes) -> Iterator[Spot]:
    found = _tables_in(content)
    for table in protected.tables:
        expected = [_in_workbook(cell, unit, protected.audience) for cell, unit in _flat(table)]
        lines = found.get(table.id, [])
        n_values = len(expected) // max(len(lines), 1)
        values = [value for line in lines for value in line[len(line) - n_values :]]
        yield from _differing(f"{WORKBOOK}, {table.id}", values, expected)


def _results_spots(protected: ProtectedReport, document: dict[str, Any]) -> Iterator[Spot]:
    given = {table["id"]: table["rows"] for table in document["tables"]}
    for table in protected.tables:
        rows = given.get(table.id, [])
        names = [measure.name for measure in table.measures]
        found = [_in_document(row.get(name, {})) for row in rows for name in names]
        expected = [_in_results(cell, unit, protected.audience) for cell, unit in _flat(table)]
        yield from _differing(f"{RESULTS}, {table.id}", found, expected)


def _differing(where: str, found: Sequence[Value], expected: Sequence[Value]) -> Iterator[Spot]:
    if len(found) != len(expected):
        yield Spot(None, f"{where}: {len(found)} cells, {len(expected)} were released")
    elif n_wrong := sum(not _same(one, other) for one, other in zip(found, expected, strict=True)):
        yield Spot(None, f"{where}: {n_wrong} cells differ from the release")


def _same(found: Value, expected: Value) -> bool:
    if isinstance(found, float) and isinstance(expected, float):
        return abs(found - expected) < ROUNDING
    return found == expected


def _columns(table: ProtectedTable) -> tuple[list[Cell], list[Unit]]:
    flat = [*_flat(table)]
    return [cell for cell, _ in flat], [unit for _, unit in flat]


def _sign(cell: Cell) -> str:
    return str(load("page")["marks"][cell.status.value]["sign"])


def _in_csv(cell: Cell, unit: Unit) -> str:
    if not cell.shown:
        return _sign(cell)
    if unit is Unit.VERDICT:
        return shown_text(cell, unit)
    value = Fraction(cell.value or 0) * (100 if unit in SHARES else 1)
    return f"{round_half_up(value, cell.decimals)}".replace(".", ",")


def _published(cell: Cell, unit: Unit, audience: str) -> Fraction:
    """A shown value: for a committee a share is rounded as it is displayed."""
    value = Fraction(cell.value or 0)
    if unit in SHARES and audience != INTERNAL:
        return Fraction(round_half_up(value * 100, cell.decimals)) / 100
    return value


def _in_workbook(cell: Cell, unit: Unit, audience: str) -> Value:
    if not cell.shown:
        return _sign(cell)
    if unit is Unit.VERDICT:
        return shown_text(cell, unit)
    return float(_published(cell, unit, audience) * (100 if unit is Unit.POINTS else 1))


def _in_results(cell: Cell, unit: Unit, audience: str) -> Value:
    return float(_published(cell, unit, audience)) if cell.shown else cell.status.value


def _in_document(entry: dict[str, Any]) -> Value:
    """What an entry of results.json says; a value beside a status that hides it is wrong."""
    shown = entry.get("status") == Status.SHOWN and entry.get("value") is not None
    hidden = entry.get("status") != Status.SHOWN and entry.get("value") is None
    return float(entry["value"]) if shown else str(entry["status"]) if hidden else None


def _tables_in(content: bytes) -> dict[str, list[list[Value]]]:
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
    shared = _shared_strings(parts.get("xl/sharedStrings.xml"))
    found: dict[str, list[list[Value]]] = {}
    for name, part in parts.items():
        if match := _SHEET.fullmatch(name):
            links = parts.get(f"xl/worksheets/_rels/{match[1]}.xml.rels", b"").decode("utf-8")
            for target in _TABLE.findall(links):
                # Written by this program, judged before anybody else has had it.
                table = ElementTree.fromstring(parts[f"xl/{target}"])  # noqa: S314
                found[table.get("displayName", "")] = _lines_of(part, table.get("ref", ""), shared)
    return found


def _shared_strings(part: bytes | None) -> list[str]:
    if part is None:
        return []
    root = ElementTree.fromstring(part)  # noqa: S314
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in root]


def _lines_of(part: bytes, reference: str, shared: list[str]) -> list[list[Value]]:
    """The cells of a reference such as `A4:D8`, from its second line on."""
    first, last = (int(_CELL.fullmatch(end)[2]) for end in reference.split(":"))  # type: ignore[index]
    root = ElementTree.fromstring(part)  # noqa: S314
    rows = {int(row.get("r", 0)): row for row in root.iter(f"{_MAIN}row")}
    return [
        [_cell_value(cell, shared) for cell in rows[number].iter(f"{_MAIN}c")]
        for number in range(first + 1, last + 1)
        if number in rows
    ]


def _cell_value(cell: ElementTree.Element, shared: list[str]) -> Value:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    written = cell.findtext(f"{_MAIN}v")
    if written is None:
        return None
    return shared[int(written)] if cell.get("t") == "s" else float(written)


RULES = (tables_as_protected, files_as_protected)
