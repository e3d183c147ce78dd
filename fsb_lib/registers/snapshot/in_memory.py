"""Small snapshots held in memory, with persons by number.

    bif_ydelser                                  in memory
    person                             ydelse    person  ydelse
    5f0c8e...  (32 characters)         kontant   17      kontant

Joins are most of measuring, and joining whole numbers takes a third of what pseudonyms take. The
numbers mean nothing and are others each time; persons are the same, so every count is, too.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ibis.expr.types as ir

# A city many times over; registers of a country stay where they lie.
MOST_ROWS: Final = 5_000_000
_ENGINE: Final = "duckdb"


def numbered(tables: "Mapping[str, ir.Table]", n_rows: int) -> "Mapping[str, ir.Table]":
    """The tables in memory with `person` as a number; as they are in another engine or when large.

    `n_rows` are the rows of all tables together.
    """
    import ibis  # noqa: PLC0415 (half a second, which a check of files need not pay)

    if ibis.get_backend(next(iter(tables.values()))).name != _ENGINE or n_rows > MOST_ROWS:
        return tables
    persons = ibis.union(*(table.select("person") for table in tables.values()), distinct=True)
    numbers = persons.mutate(number=ibis.row_number().cast("int32")).cache()
    return {name: _numbered(table, numbers) for name, table in tables.items()}


def _numbered(table: "ir.Table", numbers: "ir.Table") -> "ir.Table":
    rest = [column for column in table.columns if column != "person"]
    joined = table.join(numbers, "person")
    return joined.select(joined.number.name("person"), *rest).cache()
