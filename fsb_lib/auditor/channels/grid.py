"""A table as any channel shows it, held to the same table in results.json.

    entries of a channel                        cells of results.json
    (Handicappede, Heraf i aktivering) -> ".."  activation_by_target_group[handicappede]

A table stands in long form (a column for each measure) or crosswise (the last key in columns).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fsb_lib.auditor.channels.values import Told, plain
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published import Cell, Place, Status, Table

_UNIT = re.compile(r" \((antal|procent|procentpoint)\)$")
_BINARY = Decimal("1e-9")  # what a spreadsheet's binary fraction may be off
_HUNDREDTHS = ("rate", "points")


@dataclass(frozen=True)
class Entry:
    """One value of a table with the labels of its row and its column."""

    row: tuple[str, ...]
    column: str
    told: Told


@dataclass(frozen=True)
class Grid:
    """A table in one channel; `in_parts`: units whose values stand there as fractions of one."""

    where: str
    table: str
    entries: tuple[Entry, ...]
    in_parts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Labels:
    """The words of a table: what a reader sees for codes and measures."""

    heads: tuple[str, ...]
    keys: tuple[Mapping[str, str], ...]
    measures: Mapping[str, str]
    units: Mapping[str, str]

    def row(self, codes: Sequence[str]) -> tuple[str, ...]:
        return tuple(words.get(code, code) for words, code in zip(self.keys, codes, strict=True))


def labels_of(publication: Publication) -> Mapping[str, Labels]:
    """The labels of every table, from the values in the notebook."""
    return {one["id"]: _labels(one) for one in publication.released.get("tables", ())}


def _labels(one: Mapping[str, Any]) -> Labels:
    return Labels(
        tuple(plain(key["label"]) for key in one["keys"]),
        tuple(
            {str(each["code"]): plain(each["label"]) for each in key["categories"]}
            for key in one["keys"]
        ),
        {each["name"]: plain(each["label"]) for each in one["measures"]},
        {each["name"]: each["unit"] for each in one["measures"]},
    )


@dataclass(frozen=True)
class Compared:
    """What is wrong with a grid, and the hidden cells that it shows all the same."""

    findings: tuple[Finding, ...]
    shown: Mapping[Place, Decimal]


def compared(grid: Grid, table: Table, labels: Labels) -> Compared:
    """Every entry against its cell; the rows against their order."""
    places = _places(table, labels)
    findings: list[Finding] = []
    shown: dict[Place, Decimal] = {}
    met: set[Place] = set()
    for entry in grid.entries:
        place = _place(entry, places, table, labels)
        if place is None:
            findings += _outside(grid, entry, table)
            continue
        met.add(place)
        cell = table.cells[place]
        kind = _objection(cell, entry.told, _scale(labels.units[place.measure], grid))
        if kind:
            findings.append(Finding(kind, f"{grid.where}: {place}"))
        if kind == "shown_in_channel" and entry.told.value is not None:
            shown[place] = entry.told.value
    findings += [Finding("missing", f"{grid.where}: {p}") for p in table.cells if p not in met]
    if not _in_order(grid, [labels.row(codes) for codes in table.rows]):
        findings.append(Finding("row_order", f"{grid.where}: {table.id}"))
    return Compared(tuple(findings), shown)


_Places = Mapping[tuple[tuple[str, ...], str], Place]


def _places(table: Table, labels: Labels) -> _Places:
    return {
        (labels.row(place.codes), labels.measures[place.measure]): place for place in table.cells
    }


def _place(entry: Entry, places: _Places, table: Table, labels: Labels) -> Place | None:
    column = _UNIT.sub("", entry.column)
    found = places.get((entry.row, column))
    if found is None and len(table.measures) == 1:
        only = labels.measures[table.measures[0]]
        found = places.get(((*entry.row, column), only)) or places.get(
            ((*entry.row, entry.column), only)
        )
    return found


def _outside(grid: Grid, entry: Entry, table: Table) -> Iterator[Finding]:
    """A kind of rows that is not listed may stand crosswise as none."""
    is_none = entry.told.status is None or entry.told.value == 0
    is_unlisted = table.id == "data_quality" and entry.told.status is Status.NOT_AVAILABLE
    if not (is_none or is_unlisted):
        yield Finding("not_a_cell", f"{grid.where}: {table.id}[{', '.join(entry.row)}]")


def _scale(unit: str, grid: Grid) -> int:
    return 1 if unit not in _HUNDREDTHS or unit in grid.in_parts else 100


def _objection(cell: Cell, told: Told, scale: int) -> str:
    if cell.status is not Status.SHOWN:
        if told.status is Status.SHOWN:
            return "shown_in_channel"
        return "" if told.status is cell.status else "not_as_published"
    expected = (cell.value or Decimal(0)) * scale
    is_same = told.value is not None and abs(told.value - expected) < _BINARY
    return "" if is_same else "not_as_published"


def _in_order(grid: Grid, expected: Sequence[tuple[str, ...]]) -> bool:
    """Rows in the order of results.json, also where only their first keys stand in rows."""
    rows = list(dict.fromkeys(entry.row for entry in grid.entries))
    places = {row: place for place, row in enumerate(dict.fromkeys(_heads(expected, rows)))}
    known = [places[row] for row in rows if row in places]
    return known == sorted(known)


def _heads(
    expected: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]]
) -> Iterable[tuple[str, ...]]:
    width = len(rows[0]) if rows else 0
    return (row[:width] for row in expected)
