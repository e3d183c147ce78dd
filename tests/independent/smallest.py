"""From a city on which two readings differ to the few lines that they differ on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TypeVar

from .random_city import HEADERS, Line, Lines

Part = TypeVar("Part")
# One line of a table: a city is taken apart into these.
Entry = tuple[str, Line]


def smallest(lines: Lines, differs: Callable[[Lines], bool], seconds: float) -> Lines:
    """First whole persons are left out, then single lines, as long as `differs` holds.

    Ends when nothing more can be left out, or when `seconds` have passed.
    """
    until = monotonic() + seconds
    entries = [(name, line) for name, table_lines in lines.items() for line in table_lines]
    by_number: dict[str, list[Entry]] = {}
    for entry in entries:
        by_number.setdefault(entry[1][0], []).append(entry)

    def holds(kept: Sequence[Entry]) -> bool:
        return monotonic() < until and differs(_as_lines(kept, lines))

    persons = _without_needless(
        list(by_number.values()), lambda kept: holds([one for rows in kept for one in rows])
    )
    return _as_lines(_without_needless([one for rows in persons for one in rows], holds), lines)


def drawn(lines: Lines) -> str:
    """The lines of every table that has any, each table under its header."""
    return "\n".join(
        "\n".join([name, *("    " + ";".join(line) for line in (HEADERS[name], *table_lines))])
        for name, table_lines in lines.items()
        if table_lines
    )


def _without_needless(parts: list[Part], holds: Callable[[list[Part]], bool]) -> list[Part]:
    """Halves, quarters and so on are left out, down to single parts."""
    size = max(1, len(parts) // 2)
    while True:
        place, n_before = 0, len(parts)
        while place < len(parts):
            fewer = parts[:place] + parts[place + size :]
            if holds(fewer):
                parts = fewer
            else:
                place += size
        if size == 1 and len(parts) == n_before:
            return parts
        size = max(1, size // 2)


def _as_lines(entries: Sequence[Entry], like: Lines) -> Lines:
    """Tables stay, with or without lines: whether a table is there is part of the city."""
    lines: Lines = {name: [] for name in like}
    for name, line in entries:
        lines[name].append(line)
    return lines
