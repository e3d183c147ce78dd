"""notebook.ipynb: its outputs as pages, the values it carries, and its metadata."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from fsb_lib.auditor.channels import page
from fsb_lib.auditor.channels.seen_tables import Shown
from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published_tables import CellPlace, PublishedCell
from fsb_lib.base.package_data import load
from fsb_lib.base.report_files import NOTEBOOK

_PLAIN = re.compile(r"'?(?:Fragment\(\d+ characters of HTML\)|\d+ tabell?e?r?)'?")
_EXPECTED = {name: frozenset(each) for name, each in load("auditor/channels")["notebook"].items()}


def judged(publication: Publication, tellable: Tellable) -> tuple[list[Finding], Shown]:
    """What is wrong with the notebook, and the hidden cells that it shows."""
    where = f"{publication.where}/{NOTEBOOK}"
    findings = list(_metadata(publication.notebook, where))
    shown: Shown = {}
    for number, cell in enumerate(publication.notebook.get("cells", ()), start=1):
        place = f"{where}: cell {number}"
        findings += _cell(cell, place, tellable)
        for output in cell.get("outputs", ()):
            html = "".join(output.get("data", {}).get("text/html", ""))
            found = page.judged(html, place, tellable) if html else ([], {})
            findings += found[0]
            shown |= found[1]
    carried = _carried(publication, tellable, where)
    return [*findings, *carried[0]], shown | carried[1]


def _metadata(notebook: Mapping[str, Any], where: str) -> Iterator[Finding]:
    metadata = notebook.get("metadata", {})
    odd = set(notebook) - _EXPECTED["top"]
    odd |= (set(metadata) - _EXPECTED["metadata"]) | (
        set(metadata.get("papermill", {})) - _EXPECTED["papermill"]
    )
    if odd:
        yield Finding("hidden_part", f"{where}: metadata")


def _cell(cell: Mapping[str, Any], place: str, tellable: Tellable) -> Iterator[Finding]:
    odd = set(cell) - _EXPECTED["cell"]
    if odd or set(cell.get("metadata", {})) - _EXPECTED["cell_metadata"]:
        yield Finding("hidden_part", f"{place}: metadata")
    if cell.get("cell_type") == "markdown":
        for kind in tellable.explained.objections("".join(cell.get("source", ""))):
            yield Finding(kind, place)
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        plain = "".join(data.get("text/plain", ""))
        is_ours = output.get("output_type") == "execute_result" and not output.get("metadata")
        if (
            not is_ours
            or set(data) - _EXPECTED["outputs"]
            or (plain and not _PLAIN.fullmatch(plain))
        ):
            yield Finding("hidden_part", f"{place}: an output")


def _carried(
    publication: Publication, tellable: Tellable, where: str
) -> tuple[list[Finding], Shown]:
    values = publication.notebook_values
    findings = (
        [Finding("hidden_part", f"{where}: values")] if set(values) - _EXPECTED["released"] else []
    )
    shown: Shown = {}
    met: set[str] = set()
    for table in values.get("tables", ()):
        met.add(table["id"])
        if table["id"] not in tellable.tables or set(table) - _EXPECTED["table"]:
            findings.append(Finding("hidden_part", f"{where}: values of {table['id']}"))
            continue
        cells = tellable.tables[table["id"]].cells
        for place, entry in _entries(table):
            kind = _objection(cells.get(place), entry)
            if kind:
                findings.append(Finding(kind, f"{where}: {place}"))
            if kind == "shown_in_channel" and entry.get("value") is not None:
                shown[place] = _value(entry)
    findings += [
        Finding("missing", f"{where}: {name}") for name in tellable.tables if name not in met
    ]
    return findings, shown


def _entries(table: Mapping[str, Any]) -> Iterator[tuple[CellPlace, Mapping[str, Any]]]:
    for row in table["rows"]:
        codes = tuple(map(str, row["keys"]))
        for measure, entry in zip(table["measures"], row["cells"], strict=True):
            yield CellPlace(table["id"], codes, measure["name"]), entry


def _objection(cell: PublishedCell | None, entry: Mapping[str, Any]) -> str:
    if cell is None or set(entry) - _EXPECTED["value"]:
        return "not_a_cell"
    if cell.value is None:
        if entry["value"] is not None:
            return "shown_in_channel"
        return "" if entry["status"] == cell.status.value else "not_as_published"
    is_same = entry["value"] is not None and abs(_value(entry) - cell.value) < Decimal("1e-12")
    return "" if is_same and entry["status"] == cell.status.value else "not_as_published"


def _value(entry: Mapping[str, Any]) -> Decimal:
    value = entry["value"]
    if isinstance(value, dict):
        return Decimal(value["numerator"]) / Decimal(value["denominator"])
    return Decimal(str(value))
