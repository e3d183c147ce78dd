"""The cells of a report's tables, as results.json has them; every other channel is held to them.

Cell(("activation_by_target_group", ("handicappede",), "activated"), Status.HIDDEN, None)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from fsb_lib.auditor.publication import Publication, UnreadableError


class Status(StrEnum):
    """What a reader is told of a cell."""

    SHOWN = "shown"
    HIDDEN = "suppressed"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True)
class Place:
    """Where a cell stands: table, codes of its keys, measure."""

    table: str
    codes: tuple[str, ...]
    measure: str

    def __str__(self) -> str:
        return f"{self.table}[{', '.join(self.codes)}].{self.measure}"


@dataclass(frozen=True)
class Cell:
    """One cell. `value` is exact as written, and there only when shown."""

    place: Place
    status: Status
    value: Decimal | None


@dataclass(frozen=True)
class Table:
    """A published table: its keys, measures and cells, row by row."""

    id: str
    keys: tuple[str, ...]
    measures: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cells: Mapping[Place, Cell]

    def row(self, codes: tuple[str, ...]) -> Iterator[Cell]:
        for measure in self.measures:
            yield self.cells[Place(self.id, codes, measure)]


def tables(publication: Publication) -> tuple[Table, ...]:
    """Errors: UnreadableError when results.json has not the form of docs/interface.md."""
    try:
        return tuple(_table(one) for one in publication.results["tables"])
    except (KeyError, TypeError, ValueError) as error:
        where = f"{publication.where}/results.json"
        raise UnreadableError(f"{where}: not in the documented form ({error!r})") from None


def _table(one: Mapping[str, Any]) -> Table:
    keys, measures = tuple(one["keys"]), tuple(one["measures"])
    rows = [tuple(str(row[key]) for key in keys) for row in one["rows"]]
    if len(set(rows)) < len(rows):
        raise ValueError("a row stands twice")
    cells = {
        place: _cell(place, row[place.measure])
        for codes, row in zip(rows, one["rows"], strict=True)
        for place in _places(one["id"], codes, measures)
    }
    return Table(one["id"], keys, measures, tuple(rows), cells)


def _places(table: str, codes: tuple[str, ...], measures: Sequence[str]) -> Iterator[Place]:
    return (Place(table, codes, measure) for measure in measures)


def _cell(place: Place, entry: Mapping[str, Any]) -> Cell:
    status = Status(entry["status"])
    value = None if entry["value"] is None else Decimal(str(entry["value"]))
    if (value is None) == (status is Status.SHOWN):
        raise ValueError(f"{place}: a value that is not shown, or none that is")
    return Cell(place, status, value)
