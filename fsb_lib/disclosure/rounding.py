"""Whether the shares of a table, as they are printed, add up to what stands beside them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from fsb_lib.disclosure.protected import Cell, Row
from fsb_lib.domain.danish import round_half_up
from fsb_lib.domain.table_declarations import BASE, KeyDeclaration, TableDeclaration

WHOLE = Decimal(100)


def does_not_add_up(entry: TableDeclaration, rows: Sequence[Row]) -> bool:
    """Whether any subtotal, or the whole of 100 %, is another than the sum of its printed parts.

    Of shares of a base in a table of one key; parts that are not all shown are not summed.
    """
    if len(entry.keys) != 1:
        return False
    ((_, key),) = entry.keys.items()
    measures = list(entry.measures.items())
    for place, (_, measure) in enumerate(measures):
        if measure.of and measure.of[-1] == BASE:
            cells = {row.keys[0]: row.cells[place] for row in rows}
            if any(whole != sum(parts) for whole, parts in _sums(key, cells)):
                return True
    return False


def _sums(
    key: KeyDeclaration, cells: Mapping[str, Cell]
) -> Iterator[tuple[Decimal, list[Decimal]]]:
    parts = [code for code in cells if code not in key.sums and code not in key.outside]
    if parts and all(cells[code].shown for code in parts):
        yield WHOLE, [_printed(cells[code]) for code in parts]
    for total, summed in key.subtotals.items():
        known = [code for code in (total, *summed) if code in cells]
        if total in known and all(cells[code].shown for code in known):
            yield _printed(cells[total]), [_printed(cells[code]) for code in known[1:]]


def _printed(cell: Cell) -> Decimal:
    """Percent as the table has it."""
    return round_half_up(Fraction(cell.value or 0) * 100, cell.decimals)
