"""A CSV file as a grid: heads in the first line, keys in the first columns."""

import csv
import io

from fsb_lib.auditor.channels.grid import Entry, Grid
from fsb_lib.auditor.channels.values import plain, told
from fsb_lib.auditor.publication import UnreadableError


def grid_of(content: bytes, where: str, table: str, n_keys: int) -> Grid:
    """Errors: UnreadableError."""
    try:
        text = content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise UnreadableError(f"{where}: is no table of text") from None
    if any(len(row) != len(head) for row in rows):
        raise UnreadableError(f"{where}: a line has more or fewer fields than the head")
    entries = (
        Entry(tuple(map(plain, row[:n_keys])), plain(head[column]), told(row[column]))
        for row in rows
        for column in range(n_keys, len(head))
    )
    return Grid(where, table, tuple(entries))
