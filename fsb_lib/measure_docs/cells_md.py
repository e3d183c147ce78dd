"""docs/cells.md: which count each cell of a declared table is.

A pure function of the declarations (domain/declared_tables.py) and the words of table_docs.yaml.

| table                    | row            | names                                               |
| `activation_sensitivity` | `all_benefits` | persons `any_benefit@{D}`, activated `.../activated` |
"""

from collections.abc import Iterator, Mapping

from fsb_lib.base.package_data import load
from fsb_lib.domain.declared_tables import all_tables
from fsb_lib.domain.table_declarations import Names, TableDeclaration
from fsb_lib.measure_docs.markdown import grid


def cells_text() -> str:
    """The whole page."""
    words = load("table_docs")["cells"]
    rows = [row for table in all_tables() for row in _rows(table)]
    return f"{words['head']}\n{grid(words['heading'], rows)}\n"


def _rows(table: TableDeclaration) -> Iterator[tuple[str, str, str]]:
    """A line for each kind of row whose counts have names."""
    kinds = zip(_kinds_of_rows(table), table.every_template(), strict=True)
    for kind, names in kinds:
        if told := ", ".join(_told(table, names)):
            yield f"`{table.id}`", kind, told


def _kinds_of_rows(table: TableDeclaration) -> list[str]:
    if isinstance(table.counts, str) or "by" not in table.counts:
        return [""]
    others = [load("table_docs")["cells"]["other_rows"]] if "others" in table.counts else []
    return [*(f"`{code}`" for code in table.counts["rows"]), *others]


def _told(table: TableDeclaration, names: Mapping[str, Names]) -> Iterator[str]:
    """Column and name of each count, and of a rate whose counts the row does not print."""
    rate = load("table_docs")["cells"]["rate"]
    for column, name in names.items():
        if column not in table.measures:
            continue
        if isinstance(name, str):
            yield f"{column} {_name(table, name)}"
        elif not {*name} <= {*names.values()}:
            part, whole = (_name(table, each) for each in name)
            yield f"{column} {rate.format(part=part, whole=whole)}"


def _name(table: TableDeclaration, name: str) -> str:
    """`focus@{D}{match_group_}` with what the part is, in brackets where a total has none."""
    for key, spec in table.keys.items():
        name = name.replace(f"{{{key}_}}", f"[/{spec.prefix}{{{key}}}]")
    return f"`{name}`"
