"""A page (or an output of the notebook) against results.json: tables, texts, drawings, the rest."""

import base64
import binascii
import re
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import unquote_to_bytes

from fsb_lib.auditor.channels import csv_files, drawn_tables, drawn_words, markup
from fsb_lib.auditor.channels.drawings import has_unexplained
from fsb_lib.auditor.channels.grid import compared
from fsb_lib.auditor.channels.known import Known
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.publication import UnreadableError
from fsb_lib.auditor.published import Place
from fsb_lib.base.package_data import load

_EXPECTED = load("auditor/channels")["page"]
_READ_ALOUD, _STRUCTURE = frozenset(_EXPECTED["told"]), frozenset(_EXPECTED["structure"])
_NAMES = re.compile(r"[A-Za-z][\w \-]*$")
_NUMBERED = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3,}")
_DATA = re.compile(r"data:([^,;]*)((?:;[^,;]*)*),(.*)$", re.DOTALL)

Shown = dict[Place, Decimal]


def judged(text: str, where: str, known: Known) -> tuple[list[Finding], Shown]:
    """What is wrong with a page, and the hidden cells that it shows."""
    page = markup.read(text)
    findings: list[Finding] = []
    shown: Shown = {}
    for table in page.tables:
        if table.id in known.tables and table.id in known.labels:
            grid = drawn_tables.grid_of(table, where)
            found = compared(grid, known.tables[table.id], known.labels[table.id])
            findings += found.findings
            shown |= found.shown
        else:
            page.texts += [cell.text for row in table.rows for cell in row]
    findings += _texts(page, where, known)
    findings += _unseen(page, where)
    findings += _drawn(page, where, known)
    for download, address in page.addresses:
        found_in = _address(download, address, where, known)
        findings += found_in[0]
        shown |= found_in[1]
    return findings, shown


def _texts(page: markup.Page, where: str, known: Known) -> Iterator[Finding]:
    aloud = [
        value
        for tag, name, value in page.attributes
        if (name in _READ_ALOUD or name.startswith("data-")) and (tag, name) != ("meta", "content")
    ]
    for text in [*page.texts, *aloud]:
        for kind in known.explained.objections(text):
            yield Finding(kind, f"{where}: {_beginning(text)}")


def _beginning(text: str) -> str:
    """The first words, without any number: a finding tells no value."""
    return re.sub(r"\d", "#", " ".join(text.split())[:60])


def _unseen(page: markup.Page, where: str) -> Iterator[Finding]:
    for _ in page.comments:
        yield Finding("hidden_part", f"{where}: a comment or script")
    for tag, name, value in page.attributes:
        is_known = name in _STRUCTURE or name in _READ_ALOUD or name == "data-table"
        odd_name = name in ("class", "id") and (
            not _NAMES.match(value or "a") or _NUMBERED.search(value)
        )
        if not is_known or odd_name:
            yield Finding("hidden_part", f"{where}: {tag} {name}")


def _drawn(page: markup.Page, where: str, known: Known) -> Iterator[Finding]:
    for number, drawing in enumerate(page.drawings, start=1):
        if drawing.attributes.get("aria-hidden") == "true":
            continue
        table = known.tables.get(drawing.table)
        n_shown = None if table is None else sum(c.value is not None for c in table.cells.values())
        place = f"{where}: drawing {number}"
        if has_unexplained(drawing, n_shown):
            yield Finding("unexplained_mark", place)
        for kind in drawn_words.objections(drawing, known):
            yield Finding(kind, place)


def _address(download: str, address: str, where: str, known: Known) -> tuple[list[Finding], Shown]:
    found = _DATA.match(address)
    if not found:
        return [], {}
    content = unquote_to_bytes(found[3])
    if "base64" in found[2]:
        try:
            content = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError):
            return [Finding("unreadable", f"{where}: a linked file")], {}
    if found[1] == "text/csv":
        return csv_judged(content, download.removesuffix(".csv"), f"{where}: {download}", known)
    is_picture = found[1].startswith(("image/svg", "font/", "image/png"))
    return ([] if is_picture else [Finding("hidden_part", f"{where}: a linked file")]), {}


def csv_judged(content: bytes, table: str, where: str, known: Known) -> tuple[list[Finding], Shown]:
    """A CSV file against its table; one of no table is read as text."""
    try:
        if table not in known.tables or table not in known.labels:
            return [Finding("no_name", where)], {}
        one = known.tables[table]
        grid = csv_files.grid_of(content, where, table, len(one.keys))
    except UnreadableError as why:
        return [Finding("unreadable", str(why))], {}
    found = compared(grid, one, known.labels[table])
    return list(found.findings), dict(found.shown)
