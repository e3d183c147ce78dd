"""A table of a page as a grid: every value with the heads of its row and of its column."""

from collections.abc import Iterator

from fsb_lib.auditor.channels.grid import Entry, Grid
from fsb_lib.auditor.channels.markup import DrawnTable, TableCell
from fsb_lib.auditor.channels.values import plain, told


def grid_of(table: DrawnTable, where: str) -> Grid:
    laid_out = _laid_out(table)
    head, body = laid_out[: table.n_head_rows], laid_out[table.n_head_rows :]
    return Grid(where, table.id, tuple(_entries(head, body)))


def _entries(head: list[dict[int, TableCell]], body: list[dict[int, TableCell]]) -> Iterator[Entry]:
    for row in body:
        names = tuple(plain(cell.text) for _, cell in sorted(row.items()) if cell.is_head)
        for column, cell in row.items():
            if not cell.is_head:
                yield Entry(names, _column(head, column), told(cell.text))


def _column(head: list[dict[int, TableCell]], column: int) -> str:
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
