"""The cells of a report's tables, as results.json has them; every other channel is held to them.

PublishedCell(CellPlace("target_status", ("2009",), "activated"), CellStatus.HIDDEN, None)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from fsb_lib.auditor.publication import Publication, UnreadableError


class CellStatus(StrEnum):
    """What a reader is told of a cell."""

    SHOWN = "shown"
    HIDDEN = "suppressed"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True)
class CellPlace:
    """Where a cell stands: table, codes of its keys, measure."""

    table: str
    codes: tuple[str, ...]
    measure: str

    def __str__(self) -> str:
        return f"{self.table}[{', '.join(self.codes)}].{self.measure}"


@dataclass(frozen=True)
class PublishedCell:
    """One cell. `value` is exact as written, and there only when shown."""

    place: CellPlace
    status: CellStatus
    value: Decimal | None


@dataclass(frozen=True)
class PublishedTable:
    """A published table: its keys, measures and cells, row by row."""

    id: str
    keys: tuple[str, ...]
    measures: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cells: Mapping[CellPlace, PublishedCell]

    def row(self, codes: tuple[str, ...]) -> Iterator[PublishedCell]:
        for measure in self.measures:
            yield self.cells[CellPlace(self.id, codes, measure)]


def tables(publication: Publication) -> tuple[PublishedTable, ...]:
    """Errors: UnreadableError when results.json has not the form of docs/interface.md."""
    try:
        return tuple(_table(one) for one in publication.results["tables"])
    except (KeyError, TypeError, ValueError) as error:
        where = f"{publication.where}/results.json"
        raise UnreadableError(f"{where}: not in the documented form ({error!r})") from None


def _table(one: Mapping[str, Any]) -> PublishedTable:
    keys, measures = tuple(one["keys"]), tuple(one["measures"])
    rows = [tuple(str(row[key]) for key in keys) for row in one["rows"]]
    if len(set(rows)) < len(rows):
        raise ValueError("a row stands twice")
    cells = {
        place: _cell(place, row[place.measure])
        for codes, row in zip(rows, one["rows"], strict=True)
        for place in _places(one["id"], codes, measures)
    }
    return PublishedTable(one["id"], keys, measures, tuple(rows), cells)


def _places(table: str, codes: tuple[str, ...], measures: Sequence[str]) -> Iterator[CellPlace]:
    return (CellPlace(table, codes, measure) for measure in measures)


def _cell(place: CellPlace, entry: Mapping[str, Any]) -> PublishedCell:
    status = CellStatus(entry["status"])
    value = None if entry["value"] is None else Decimal(str(entry["value"]))
    if (value is None) == (status is CellStatus.SHOWN):
        raise ValueError(f"{place}: a value that is not shown, or none that is")
    return PublishedCell(place, status, value)
