"""Whether the program's own data files fit each other: read here before a run fails of it.

    data/tables/      <->  data/measures/, breaks.yaml, published.yaml    what an entry names exists
                      <->  data/auditor/names.yaml                       the auditor knows each cell
                      <->  notebooks, code, data/wording/                check_words.py
    data/measures/     ->  six persons, and columns of tables that exist
    data/relations.yaml ->  codes that its tables have

Only names are compared: what they mean is for the auditor and the recount to say.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from fsb_lib.base.errors import InputError, Problem, nearest
from fsb_lib.base.package_data import load
from fsb_lib.base.project import PACKAGE
from fsb_lib.checks.check_numbers import number_problems
from fsb_lib.checks.check_words import word_problems
from fsb_lib.domain import vocabulary
from fsb_lib.domain.declared_tables import all_tables
from fsb_lib.domain.definitions import (
    PERSONS_OF_AN_EXAMPLE,
    MeasureDefinition,
    all_measures,
    measure_ids,
)
from fsb_lib.domain.table_declarations import TableDeclaration

_GUIDE = "docs/developers.md says what an entry holds."


def data_problems(notebooks: Path) -> Iterator[Problem]:
    """Everything in which the data files of the program and the notebooks do not fit."""
    faulty = [*_measure_problems()]
    yield from faulty
    try:
        tables = {table.id: table for table in all_tables()}
    except (InputError, ValueError) as error:  # ValueError: of a measure, told already
        yield from error.problems if isinstance(error, InputError) else ()
        return
    for table in tables.values():
        yield from _names_that_exist(table)
        yield from _measure_that_exists(table)
        yield from _auditor_names(table)
    if not faulty:
        yield from _columns_that_exist(tables)
    yield from _auditor_tables(tables)
    yield from _codes_that_exist(tables)
    yield from _sheets_twice(tables.values())
    yield from number_problems(tables.values())
    yield from word_problems(tables.values(), notebooks)


def _measure_problems() -> Iterator[Problem]:
    """Every fault of an entry of data/measures/ by itself."""
    for measure_id in measure_ids():
        where = f"data/measures/{measure_id}.yaml"
        try:
            found = MeasureDefinition.model_validate(load(f"measures/{measure_id}"))
        except ValidationError as error:
            for one in error.errors():
                place = ".".join(map(str, one["loc"]))
                expected = str(one["msg"]).removeprefix("Value error, ")
                yield Problem("the measure's entry is faulty", f"{where}: {place}", expected,
                              one["type"], _GUIDE)  # fmt: skip
            continue
        n_persons = len(found.example.persons)
        if n_persons != PERSONS_OF_AN_EXAMPLE:
            yield Problem(
                "the worked example has another number of persons", f"{where}: example.persons",
                str(PERSONS_OF_AN_EXAMPLE), str(n_persons),
                "Draw the persons that are missing, each with why it counts or not.",
            )  # fmt: skip


def _names_that_exist(table: TableDeclaration) -> Iterator[Problem]:
    where = f"data/tables/{table.report}.yaml: {table.id}"
    measured = {m for entry in load("breaks").values() for m in entry.get("measures", ())}
    if table.breaks and table.breaks not in measured:
        yield Problem("names a measure without breaks", f"{where}.breaks", "of data/breaks.yaml",
                      table.breaks, _GUIDE)  # fmt: skip


def _measure_that_exists(table: TableDeclaration) -> Iterator[Problem]:
    if table.measured_by is None:
        return
    module, _, name = table.measured_by.partition(".")
    path = PACKAGE / "measures" / f"{module}.py"
    nodes = ast.parse(path.read_text(encoding="utf-8")).body if path.is_file() else []
    if not any(isinstance(node, ast.FunctionDef) and node.name == name for node in nodes):
        yield Problem("no function measures the table",
                      f"data/tables/{table.report}.yaml: {table.id}.measured_by",
                      f"def {name} in measures/{module}.py", remedy=_GUIDE)  # fmt: skip


def _auditor_names(table: TableDeclaration) -> Iterator[Problem]:
    cases = load("auditor/names").get(table.id)
    where = f"data/auditor/names.yaml: {table.id}"
    remedy = "Let another hand write the names of docs/cells.md there."
    if cases is None:
        yield Problem("the auditor does not know the table", where, "an entry", remedy=remedy)
        return
    for number, case in enumerate(cases):
        for name in table.measures.keys() - case.keys():
            yield Problem("the auditor does not know a column", f"{where}[{number}]", name,
                          remedy=remedy)  # fmt: skip


def _auditor_tables(tables: Mapping[str, TableDeclaration]) -> Iterator[Problem]:
    """What the auditor names of tables, keys and columns that no declaration has."""
    for table_id, cases in load("auditor/names").items():
        where = f"data/auditor/names.yaml: {table_id}"
        if table_id not in tables:
            yield Problem("the auditor names a table that is not declared", where,
                          remedy=nearest(table_id, tables))  # fmt: skip
            continue
        table = tables[table_id]
        for number, case in enumerate(cases):
            for name, known in (
                *((name, table.measures) for name in case.keys() - {"at"}),
                *((name, table.keys) for name in case.get("at", ())),
            ):
                if name not in known:
                    yield Problem("the auditor names what the table has not", f"{where}[{number}]",
                                  "a key or column of the table", name,
                                  nearest(name, known))  # fmt: skip


def _columns_that_exist(tables: Mapping[str, TableDeclaration]) -> Iterator[Problem]:
    """What measures name of tables: where they stand, and the rows of their examples."""
    for measure_id, definition in all_measures().items():
        where = f"data/measures/{measure_id}.yaml"
        drawn = {column: None for row in definition.example.rows for column in row}
        named = [(f"columns.{table}", table, names) for table, names in definition.columns.items()]
        for place, table_id, names in (*named, ("example.table", definition.example.table, drawn)):
            if table_id not in tables:
                yield Problem("the measure names a table that is not declared", f"{where}: {place}",
                              found=table_id, remedy=nearest(table_id, tables))  # fmt: skip
                continue
            known = {*tables[table_id].keys, *tables[table_id].measures}
            for name in names:
                if name not in known:
                    yield Problem("the measure names what the table has not", f"{where}: {place}",
                                  f"a key or column of {table_id}", name,
                                  nearest(name, known))  # fmt: skip


def _codes_that_exist(tables: Mapping[str, TableDeclaration]) -> Iterator[Problem]:
    """Codes of data/relations.yaml that the table they are of has not."""
    told = load("relations")
    named = {
        **{f"facts.{fact}": (f"profile_{fact}", "category", {c for of in sums.values() for c in of})
           for fact, sums in told["facts"].items()},
        "maybe_there": ("outcome_states", "state", told["maybe_there"]),
        **{f"rows.{name}": ("data_quality", "kind", {*kinds} - {"faulty"})
           for name, kinds in told["rows"].items()},
    }  # fmt: skip
    for place, (table_id, key, codes) in named.items():
        where = f"data/relations.yaml: {place}"
        if table_id not in tables:
            yield Problem("names a fact without a table", where, table_id, remedy=_GUIDE)
            continue
        spec = tables[table_id].keys[key]
        known = {*spec.categories, *(vocabulary.codes(spec.list) if spec.list else ())}
        for code in codes:
            if str(code) not in known:
                yield Problem("names a code that the table has not", where, f"of {table_id}",
                              str(code), nearest(str(code), known))  # fmt: skip


def _sheets_twice(tables: Collection[TableDeclaration]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for table in tables:
        if (other := seen.setdefault(table.sheet.casefold(), table.id)) != table.id:
            where = f"data/tables: {other}, {table.id}"
            yield Problem("two tables have a sheet of one name", where,
                          "another `sheet` for each", table.sheet, _GUIDE)  # fmt: skip
