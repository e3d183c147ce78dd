"""A CSV file against results.json: heads in the first line, keys in the first columns."""

import csv
import io

from fsb_lib.auditor.channels.seen_tables import SeenEntry, SeenTable, Shown, compared
from fsb_lib.auditor.channels.tellable import Tellable
from fsb_lib.auditor.channels.values import plain, told
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.publication import UnreadableError


def judged(
    content: bytes, table: str, where: str, tellable: Tellable
) -> tuple[list[Finding], Shown]:
    """A CSV file against its table; one of no table has no name."""
    try:
        if table not in tellable.tables or table not in tellable.labels:
            return [Finding("no_name", where)], {}
        one = tellable.tables[table]
        seen = _seen(content, where, table, len(one.keys))
    except UnreadableError as why:
        return [Finding("unreadable", str(why))], {}
    found = compared(seen, one, tellable.labels[table])
    return list(found.findings), dict(found.shown)


def _seen(content: bytes, where: str, table: str, n_keys: int) -> SeenTable:
    """Errors: UnreadableError."""
    try:
        text = content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise UnreadableError(f"{where}: is no table of text") from None
    if any(len(row) != len(head) for row in rows):
        raise UnreadableError(f"{where}: a line has more or fewer fields than the head")
    entries = (
        SeenEntry(tuple(map(plain, row[:n_keys])), plain(head[column]), told(row[column]))
        for row in rows
        for column in range(n_keys, len(head))
    )
    return SeenTable(where, table, tuple(entries))
