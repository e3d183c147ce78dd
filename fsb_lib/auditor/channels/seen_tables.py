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

from fsb_lib.auditor.channels.markup import DrawnTable, TableCell
from fsb_lib.auditor.channels.values import ToldValue, plain, told
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.published_tables import CellPlace, CellStatus, PublishedCell, PublishedTable

_UNIT = re.compile(r" \((antal|procent|procentpoint|dage)\)$")
_BINARY = Decimal("1e-9")  # what a spreadsheet's binary fraction may be off
_HUNDREDTHS = ("rate", "points")

# The hidden cells that a channel shows, with what it shows.
Shown = dict[CellPlace, Decimal]


@dataclass(frozen=True)
class SeenEntry:
    """One value of a table with the labels of its row and its column."""

    row: tuple[str, ...]
    column: str
    told: ToldValue


@dataclass(frozen=True)
class SeenTable:
    """A table in one channel; `in_parts`: units whose values stand there as fractions of one."""

    where: str
    table: str
    entries: tuple[SeenEntry, ...]
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
    return {one["id"]: _labels(one) for one in publication.notebook_values.get("tables", ())}


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
    """What is wrong with a table that was seen, and the hidden cells that it shows all the same."""

    findings: tuple[Finding, ...]
    shown: Mapping[CellPlace, Decimal]


def compared(seen: SeenTable, table: PublishedTable, labels: Labels) -> Compared:
    """Every entry against its cell; the rows against their order."""
    places = _places(table, labels)
    findings: list[Finding] = []
    shown: dict[CellPlace, Decimal] = {}
    met: set[CellPlace] = set()
    for entry in seen.entries:
        place = _place(entry, places, table, labels)
        if place is None:
            findings += _outside(seen, entry, table)
            continue
        met.add(place)
        cell = table.cells[place]
        kind = _objection(cell, entry.told, _scale(labels.units[place.measure], seen))
        if kind:
            findings.append(Finding(kind, f"{seen.where}: {place}"))
        if kind == "shown_in_channel" and entry.told.value is not None:
            shown[place] = entry.told.value
    findings += [Finding("missing", f"{seen.where}: {p}") for p in table.cells if p not in met]
    if not _in_order(seen, [labels.row(codes) for codes in table.rows]):
        findings.append(Finding("row_order", f"{seen.where}: {table.id}"))
    return Compared(tuple(findings), shown)


_Places = Mapping[tuple[tuple[str, ...], str], CellPlace]


def _places(table: PublishedTable, labels: Labels) -> _Places:
    return {
        (labels.row(place.codes), labels.measures[place.measure]): place for place in table.cells
    }


def _place(
    entry: SeenEntry, places: _Places, table: PublishedTable, labels: Labels
) -> CellPlace | None:
    column = _UNIT.sub("", entry.column)
    found = places.get((entry.row, column))
    if found is None and len(table.measures) == 1:
        only = labels.measures[table.measures[0]]
        found = places.get(((*entry.row, column), only)) or places.get(
            ((*entry.row, entry.column), only)
        )
    return found


def _outside(seen: SeenTable, entry: SeenEntry, table: PublishedTable) -> Iterator[Finding]:
    """A kind of rows that is not listed may stand crosswise as none."""
    is_none = entry.told.status is None or entry.told.value == 0
    is_unlisted = table.id == "data_quality" and entry.told.status is CellStatus.NOT_AVAILABLE
    if not (is_none or is_unlisted):
        yield Finding("not_a_cell", f"{seen.where}: {table.id}[{', '.join(entry.row)}]")


def _scale(unit: str, seen: SeenTable) -> int:
    return 1 if unit not in _HUNDREDTHS or unit in seen.in_parts else 100


def _objection(cell: PublishedCell, told: ToldValue, scale: int) -> str:
    if cell.status is not CellStatus.SHOWN:
        if told.status is CellStatus.SHOWN:
            return "shown_in_channel"
        return "" if told.status is cell.status else "not_as_published"
    expected = (cell.value or Decimal(0)) * scale
    is_same = told.value is not None and abs(told.value - expected) < _BINARY
    return "" if is_same else "not_as_published"


def _in_order(seen: SeenTable, expected: Sequence[tuple[str, ...]]) -> bool:
    """Rows in the order of results.json, also where only their first keys stand in rows."""
    rows = list(dict.fromkeys(entry.row for entry in seen.entries))
    places = {row: place for place, row in enumerate(dict.fromkeys(_heads(expected, rows)))}
    known = [places[row] for row in rows if row in places]
    return known == sorted(known)


def _heads(
    expected: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]]
) -> Iterable[tuple[str, ...]]:
    width = len(rows[0]) if rows else 0
    return (row[:width] for row in expected)


def seen_in(drawn: DrawnTable, where: str) -> SeenTable:
    """A table of a page: every value with the heads of its row and of its column."""
    laid_out = _laid_out(drawn)
    head, body = laid_out[: drawn.n_head_rows], laid_out[drawn.n_head_rows :]
    return SeenTable(where, drawn.id, tuple(_seen_entries(head, body)))


def _seen_entries(
    head: list[dict[int, TableCell]], body: list[dict[int, TableCell]]
) -> Iterator[SeenEntry]:
    for row in body:
        names = tuple(plain(cell.text) for _, cell in sorted(row.items()) if cell.is_head)
        for column, cell in row.items():
            if not cell.is_head:
                yield SeenEntry(names, _head_over(head, column), told(cell.text))


def _head_over(head: list[dict[int, TableCell]], column: int) -> str:
    """The lowest head over a column; one above it spans several and names a key."""
    cells = [row[column] for row in head if column in row]
    return plain(cells[-1].text) if cells else ""


def _laid_out(table: DrawnTable) -> list[dict[int, TableCell]]:
    """Each row by column; a cell that spans rows stands in each of them."""
    rows: list[dict[int, TableCell]] = [{} for _ in table.rows]
    for number, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while column in rows[number]:
                column += 1
            for below in rows[number : number + cell.rowspan]:
                below.update({column + step: cell for step in range(cell.colspan)})
            column += cell.colspan
    return rows
