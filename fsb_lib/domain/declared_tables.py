"""Every table of a report by its id, as data/tables/ declares it.

data/tables/<report>.yaml, common.yaml -> shared keys and measures put in -> TableDeclaration
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.package_data import load, names_in
from fsb_lib.domain.definitions import measure
from fsb_lib.domain.table_declarations import TableDeclaration

COMMON = "tables/common"


@cache
def declared(table_id: str) -> TableDeclaration:
    """The declaration of one table.

    Errors: InputError that names the file and every fault of the entry.
    """
    for file, entries in _files():
        if table_id in entries:
            return _declared(table_id, file, entries[table_id])
    raise InputError(
        Problem("the table is not declared", table_id, "an entry of data/tables/",
                remedy="Declare it: docs/developers.md says how.")
    )  # fmt: skip


def all_tables() -> tuple[TableDeclaration, ...]:
    """Every declared table, report by report.

    Errors: InputError with the faults of all entries.
    """
    found: list[TableDeclaration] = []
    problems: list[Problem] = []
    for table_id in table_ids():
        try:
            found.append(declared(table_id))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(found)


def table_ids() -> tuple[str, ...]:
    return tuple(table_id for _, entries in _files() for table_id in entries)


def phrases() -> Mapping[str, str]:
    """Words that several entries share, still with placeholders."""
    return dict(load(COMMON)["phrases"])


def rounding_note() -> str:
    """The note of a table whose shares do not add up as printed."""
    return str(load(COMMON)["rounding_note"])


def hidden_note() -> str:
    """The note of a table in which something is hidden."""
    return str(load(COMMON)["hidden_note"])


def untold_note() -> str:
    """The note of a table of a day that stands, with counts that were never printed."""
    return str(load(COMMON)["untold_note"])


@cache
def _files() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    of_reports = ((name, load(name)) for name in names_in("tables") if name != COMMON)
    return (*of_reports, (COMMON, load(COMMON)["tables"]))


def _declared(table_id: str, file: str, entry: Mapping[str, Any]) -> TableDeclaration:
    shared = load(COMMON)
    try:
        given = {
            **entry,
            "id": table_id,
            "report": file.removeprefix("tables/"),
            "keys": {n: _shared(one, shared["keys"]) for n, one in entry["keys"].items()},
            **{
                part: _with_registry(_shared(entry[part], shared["measures"]))
                for part in ("measures", "behind")
                if part in entry
            },
        }
        return TableDeclaration.model_validate(given)
    except ValidationError as error:
        raise InputError(_problem(table_id, file, one) for one in error.errors()) from None
    except (KeyError, TypeError, AttributeError) as error:
        what = Problem("the table's entry is incomplete", f"data/{file}.yaml: {table_id}",
                       "a name that exists", str(error), "See docs/developers.md.")  # fmt: skip
        raise InputError(what) from None


def _problem(table_id: str, file: str, error: Any) -> Problem:
    where = ".".join((table_id, *map(str, error["loc"])))
    return Problem("the table's entry is not complete", f"data/{file}.yaml: {where}",
                   str(error["msg"]).removeprefix("Value error, "), error["type"],
                   "Mend the entry; docs/developers.md says what one holds.")  # fmt: skip


def _shared(one: Any, shared: Mapping[str, Any]) -> Any:
    return shared[one] if isinstance(one, str) else one


def _with_registry(measures: Mapping[str, Any]) -> Mapping[str, Any]:
    """The columns, with label and unit from the registry where a column names its measure."""
    return {name: _from_registry(one) for name, one in measures.items()}


def _from_registry(one: Mapping[str, Any]) -> Mapping[str, Any]:
    if "measure" not in one:
        return one
    definition = measure(one["measure"])
    return {"label": definition.column_label, "unit": definition.unit, **one}
