"""docs/tables.md: every declared table with its question, keys, columns, CSV header and sheet.

A pure function of the declarations (domain/declared_tables.py) and the words of table_docs.yaml.

|        |                              |                                           |
| key    | `target_group` (Målgruppe)   | partition: `handicappede`, ...; sum `i_alt` |
| column | `rate` (Aktiveringsgrad)     | rate                                      |
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import Measure, Unit
from fsb_lib.disclosure.sums.declared import codes_of
from fsb_lib.domain import vocabulary
from fsb_lib.domain.declared_tables import COMMON, all_tables
from fsb_lib.domain.table_declarations import KeyDeclaration, TableDeclaration
from fsb_lib.measure_docs.markdown import grid


def tables_text() -> str:
    """The whole page."""
    words = load("table_docs")["tables"]
    parts = [words["head"]]
    for report, tables in groupby(all_tables(), key=lambda table: table.report):
        is_common = f"tables/{report}" == COMMON
        parts.append(f"## {words['every_report'] if is_common else f'`{report}`'}\n")
        if report in words["reports"]:
            parts.append(f"{words['reports'][report]}\n")
        parts += (_section(table) for table in tables)
    return "\n".join(parts)


def _section(table: TableDeclaration) -> str:
    rows = [
        *(("key", f"`{name}` ({key.label})", _key(key)) for name, key in table.keys.items()),
        *(("column", f"`{name}` ({one.label})", one.unit) for name, one in table.measures.items()),
        ("CSV", f"`{csv_header(table)}`", ""),
        ("sheet", table.sheet, ""),
    ]
    words = load("table_docs")["tables"]
    told = (
        table.question,
        table.details,
        words["shown_in"].get(table.shown_in),
        None if table.sensitive else words["not_sensitive"],
    )
    return f"### {table.id}\n\n{' '.join(filter(None, told))}\n\n{grid(['', '', ''], rows)}\n"


def csv_header(table: TableDeclaration) -> str:
    """The first line of the table's CSV file, with what a report fills in left open."""
    measures = (Measure(n, one.label, Unit(one.unit)) for n, one in table.measures.items())
    return ";".join([*(key.label for key in table.keys.values()), *(m.heading for m in measures)])


def _key(key: KeyDeclaration) -> str:
    told = [f"{key.kind}: {'; '.join(_codes(key))}" if key.kind != "time" else key.kind]
    if key.sums:
        told.append(f"sums {_listed([*key.totals, *key.subtotals])}")
    if key.outside:
        told.append(f"outside {_listed(key.outside)}")
    return "; ".join(told)


def _codes(key: KeyDeclaration) -> Iterator[str]:
    """The codes that are no sums; those of match groups by the system in force on the day."""
    if key.match_system is None:
        yield _listed(codes_of(key, {}))
        return
    for system in vocabulary.match_systems():
        codes = codes_of(key, {"D": _a_day_of(system)})
        yield f"{_listed(codes)} ({system.name})"


def _a_day_of(system: vocabulary.MatchSystem) -> str:
    """A day on which the system is in force; one end of its time at least is known."""
    day = next(day for day in system.in_force if day is not None)
    return day.isoformat()


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)
