"""Which headings each cell of a PDF's table stands under, as the table is drawn.

row group | row | column        Scope says which way a heading looks; Headers names, in every
                                cell, the headings of its row and then of its column.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


class _Placed(NamedTuple):
    """One cell, and the rows and columns that it covers, counted from 0."""

    cell: Object
    rows: range
    columns: range
    in_head: bool


class Headings:
    """The heading cells of a document by their ids."""

    def __init__(self) -> None:
        self._by_id: dict[str, Object] = {}

    def relate(self, table: Object, name: str) -> None:
        """Give the headings of a table scope and id, and every other cell its headings' ids."""
        placed = list(_placed(table))
        headings = [each for each in placed if each.cell.S == "/TH"]
        for each in headings:
            each.cell.ID = String(f"{name}-{each.rows.start}-{each.columns.start}")
            each.cell.A.Scope = Name.Column if each.in_head else Name.Row
            self._by_id[str(each.cell.ID)] = each.cell
        for each in placed:
            if each.cell.S == "/TD":
                over = [heading.cell.ID for heading in headings if _heads(heading, each)]
                each.cell.A.Headers = Array(over)

    def tree(self, pdf: Pdf) -> Object:
        """The name tree from id to heading that the root of the tags must carry."""
        pairs = [part for id_, cell in sorted(self._by_id.items()) for part in (String(id_), cell)]
        return pdf.make_indirect(Dictionary(Names=Array(pairs)) if pairs else Dictionary())


def _heads(heading: _Placed, cell: _Placed) -> bool:
    if heading.in_head:
        return _meet(heading.columns, cell.columns)
    return _meet(heading.rows, cell.rows)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _placed(table: Object) -> Iterator[_Placed]:
    """Every cell in its place: one that covers several rows moves those below to the right."""
    taken: set[tuple[int, int]] = set()
    for number, (row, in_head) in enumerate(_rows(table)):
        column = 0
        for cell in row.K:
            while (number, column) in taken:
                column += 1
            rows = range(number, number + int(cell.A.get("/RowSpan", 1)))
            columns = range(column, column + int(cell.A.get("/ColSpan", 1)))
            taken |= {(each, other) for each in rows for other in columns}
            yield _Placed(cell, rows, columns, in_head)


def _rows(table: Object) -> Iterator[tuple[Object, bool]]:
    for part in table.K:
        if part.S in ("/THead", "/TBody"):
            for row in part.K:
                yield row, part.S == "/THead"
