"""How a text file is laid out: its separator, and the line that holds the column names."""

import csv
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from fsb_lib.registers.spelling import canonical

SEPARATORS = (";", "\t", ",")
SEPARATOR_NAMES = {";": "semicolon", "\t": "tab", ",": "comma"}
_FOREIGN = {"|": "`|`", "^": "`^`", "~": "`~`", ":": "a colon", "\x01": "a control character",
            "\xa6": "a broken bar", " ": "a space"}  # fmt: skip
HEAD = 1 << 16  # the header stands within so many characters

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")


@dataclass(frozen=True)
class Header:
    """The header of a text file.

    `line` is its number as Excel shows it, `end` the place in the text where the rows begin,
    `names` the columns in canonical spelling, known to the contract or not.
    """

    separator: str
    line: int
    end: int
    names: tuple[str, ...]


def find_header(
    head: str, columns: Collection[str], separators: Iterable[str] = SEPARATORS
) -> Header | None:
    """The line that names most of the columns, under the separator that shows them.

    Lines above it are titles. None when no line names any.
    """
    best: tuple[int, Header | None] = (0, None)
    for number, match in enumerate(_LINE.finditer(head), start=1):
        for separator in separators:
            names = cells(match[1], separator)
            n_known = len(set(names) & set(columns))
            if n_known > best[0]:
                best = (n_known, Header(separator, number, match.end(), names))
        if best[0] == len(columns):
            break
    return best[1]


def foreign_separator(head: str, columns: Collection[str]) -> str:
    """A separator that is not read, under which a line names several columns; or nothing."""
    found = find_header(head, columns, _FOREIGN)
    if found is None or len(set(found.names) & set(columns)) < 2:
        return ""
    return f"{_FOREIGN[found.separator]} between the names in line {found.line}"


def header_like(head: str) -> tuple[str, ...]:
    """The names of a first line that may be a header of another system: it holds no digit."""
    match = _LINE.match(head.lstrip("\r\n"))
    line = match[1] if match else ""
    if not line.strip() or any(sign.isdigit() for sign in line):
        return ()
    return max((cells(line, separator) for separator in SEPARATORS), key=len)


def cells(line: str, separator: str) -> tuple[str, ...]:
    """The cells of one line in canonical spelling."""
    try:
        rows = list(csv.reader([line], delimiter=separator))
    except csv.Error:  # a cell longer than a header can have
        return ()
    return header_names(rows[0]) if rows else ()


def header_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The cells of a line as names, in canonical spelling."""
    return tuple(canonical(_mended(text)) for text in texts)


def _mended(cell: str) -> str:
    """A name as it was before it was read as cp1252, so that only the real fault is told."""
    try:
        return cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return cell
