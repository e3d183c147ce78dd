"""A page (or an output of the notebook) against results.json: tables, texts, drawings, the rest."""

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from fsb_lib.auditor.channels import csv_files, drawn_words, markup
from fsb_lib.auditor.channels.drawn_marks import has_unexplained
from fsb_lib.auditor.channels.seen_tables import Shown, compared, seen_in
from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.findings import Finding, beginning
from fsb_lib.base.package_data import load

_EXPECTED = load("auditor/channels")["page"]
_READ_ALOUD, _STRUCTURE = frozenset(_EXPECTED["told"]), frozenset(_EXPECTED["structure"])
_NAMES = re.compile(r"[A-Za-z][\w \-]*$")
_NUMBERED = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3,}")
_DATA = re.compile(r"data:([^,;]*)((?:;[^,;]*)*),(.*)$", re.DOTALL)


def judged(text: str, where: str, tellable: Tellable) -> tuple[list[Finding], Shown]:
    """What is wrong with a page, and the hidden cells that it shows."""
    page = markup.read(text)
    findings: list[Finding] = []
    shown: Shown = {}
    for table in page.tables:
        if table.id in tellable.tables and table.id in tellable.labels:
            seen = seen_in(table, where)
            found = compared(seen, tellable.tables[table.id], tellable.labels[table.id])
            findings += found.findings
            shown |= found.shown
        else:
            page.texts += [cell.text for row in table.rows for cell in row]
    findings += _texts(page, where, tellable)
    findings += _unseen(page, where)
    findings += _drawn(page, where, tellable)
    for download, address in page.addresses:
        found_in = _address(download, address, where, tellable)
        findings += found_in[0]
        shown |= found_in[1]
    return findings, shown


def _texts(page: markup.ReadPage, where: str, tellable: Tellable) -> Iterator[Finding]:
    aloud = [
        value
        for tag, name, value in page.attributes
        if (name in _READ_ALOUD or name.startswith("data-")) and (tag, name) != ("meta", "content")
    ]
    for text in [*page.texts, *aloud]:
        for kind in tellable.explained.objections(text):
            yield Finding(kind, f"{where}: {beginning(text)}")


def _unseen(page: markup.ReadPage, where: str) -> Iterator[Finding]:
    for _ in page.comments:
        yield Finding("hidden_part", f"{where}: a comment or script")
    for tag, name, value in page.attributes:
        is_known = name in _STRUCTURE or name in _READ_ALOUD or name == "data-table"
        odd_name = name in ("class", "id") and (
            not _NAMES.match(value or "a") or _NUMBERED.search(value)
        )
        if not is_known or odd_name:
            yield Finding("hidden_part", f"{where}: {tag} {name}")


def _drawn(page: markup.ReadPage, where: str, tellable: Tellable) -> Iterator[Finding]:
    for number, drawing in enumerate(page.drawings, start=1):
        if drawing.attributes.get("aria-hidden") == "true":
            continue
        table = tellable.tables.get(tellable.table_of(drawing))
        n_shown = None if table is None else sum(c.value is not None for c in table.cells.values())
        place = f"{where}: drawing {number}"
        if has_unexplained(drawing, n_shown):
            yield Finding("unexplained_mark", place)
        for kind in drawn_words.objections(drawing, tellable):
            yield Finding(kind, place)


def _address(
    download: str, address: str, where: str, tellable: Tellable
) -> tuple[list[Finding], Shown]:
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
        return csv_files.judged(
            content, download.removesuffix(".csv"), f"{where}: {download}", tellable
        )
    is_picture = found[1].startswith(("image/svg", "font/", "image/png"))
    return ([] if is_picture else [Finding("hidden_part", f"{where}: a linked file")]), {}
