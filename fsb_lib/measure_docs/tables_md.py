"""docs/tables.md: every declared table with its question, keys, columns and names of counts.

A pure function of the declarations (domain/declared_tables.py).
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from fsb_lib.domain.declared_tables import COMMON, all_tables
from fsb_lib.domain.table_declarations import PUBLIC, KeyDeclaration, TableDeclaration
from fsb_lib.measure_docs.markdown import grid

INTRO = """# Tables

Every table of every report, made of the declarations in `fsb_lib/data/tables` with `fsb tables`;
not edited by hand. Table ids are those of results.json, of the CSV files and of `data-table`.
How names of counts are read: [cells.md](cells.md); `{key_}` is "/code", nothing for a total.
*Sensitive*: 0 % and 100 % of less than 20 persons are not shown ([disclosure.md](disclosure.md)).
"""


def tables_text() -> str:
    """The whole page."""
    parts = [INTRO]
    for report, tables in groupby(all_tables(), key=lambda table: table.report):
        heading = "In every report" if f"tables/{report}" == COMMON else f"`{report}`"
        parts.append(f"## {heading}\n")
        parts += (_section(table) for table in tables)
    return "\n".join(parts)


def _section(table: TableDeclaration) -> str:
    rows = [
        *(("key", f"`{name}`", _key(key)) for name, key in table.keys.items()),
        *(("column", f"`{name}`", one.unit) for name, one in table.measures.items()),
        *(("counts", case, f"`{name}`") for case, name in _counts(table)),
        ("sheet", "", table.sheet),
    ]
    sensitive = "" if table.sensitive else " Not sensitive."
    return f"### {table.id}\n\n{table.question}{sensitive}\n\n{grid(['', '', ''], rows)}\n"


def _key(key: KeyDeclaration) -> str:
    sums = ", ".join(f"`{code}`" for code in (*key.totals, *key.subtotals))
    outside = ", ".join(f"`{code}`" for code in key.outside)
    told = [key.kind, sums and f"sums {sums}", outside and f"outside {outside}"]
    return "; ".join(filter(None, told))


def _counts(table: TableDeclaration) -> Iterator[tuple[str, str]]:
    """(rows it holds for, name) of every count; a base last."""
    counts: Any = table.counts
    if isinstance(counts, Mapping) and "by" in counts:
        for code, of_row in (*counts["rows"].items(), ("other rows", counts.get("others"))):
            yield from ((f"`{code}`", name) for name in _names(of_row))
    else:
        yield from (("", name) for name in _names(counts))
    if table.base:
        yield "base of shares", table.base


def _names(counts: Any) -> Iterator[str]:
    if isinstance(counts, str) and counts != PUBLIC:
        yield counts
    elif isinstance(counts, Mapping):
        for name in counts.values():
            yield name if isinstance(name, str) else " / ".join(name)
