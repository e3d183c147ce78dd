"""Whether the program's own data files fit each other: read here before a run fails of it.

    data/tables/      <->  data/measures/, breaks.yaml, published.yaml    what an entry names exists
                      <->  data/auditor/names.yaml                       the auditor knows each cell
                      <->  notebooks, charts, wording                    every table is shown
    data/measures/     ->  six persons, and rows of a table that exists
    data/wording/      ->  every key is asked for

Only names are compared: what they mean is for the auditor and the recount to say.
"""

import ast
import json
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.package_data import load, names_in
from fsb_lib.base.project import PACKAGE
from fsb_lib.domain.declared_tables import all_tables
from fsb_lib.domain.definitions import PERSONS_OF_AN_EXAMPLE, MeasureDefinition, measure_ids
from fsb_lib.domain.table_declarations import TableDeclaration

_WORDS = ("charts", "domain", "html", "params.py", "registers", "wording")  # who asks for words
_GUIDE = "docs/developers.md says what an entry holds."


def data_problems(notebooks: Path) -> Iterator[Problem]:
    """Everything in which the data files of the program and the notebooks do not fit."""
    yield from measure_problems()
    try:
        tables = all_tables()
    except InputError as error:
        yield from error.problems
        return
    for table in tables:
        yield from _names_that_exist(table)
        yield from _measure_that_exists(table)
        yield from _auditor_names(table)
    yield from _sheets_twice(tables)
    yield from _never_shown(tables, notebooks)
    yield from _never_asked(notebooks)


def measure_problems() -> Iterator[Problem]:
    """Every fault of an entry of data/measures/."""
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
    if table.baseline and table.baseline not in load("published"):
        yield Problem("names no published table", f"{where}.baseline", "of data/published.yaml",
                      table.baseline, _GUIDE)  # fmt: skip


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


def _sheets_twice(tables: Collection[TableDeclaration]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for table in tables:
        if (other := seen.setdefault(table.sheet.casefold(), table.id)) != table.id:
            where = f"data/tables: {other}, {table.id}"
            yield Problem("two tables have a sheet of one name", where,
                          "another `sheet` for each", table.sheet, _GUIDE)  # fmt: skip


def _never_shown(tables: Collection[TableDeclaration], notebooks: Path) -> Iterator[Problem]:
    said = _constants() | _of_notebooks(notebooks)
    files = {note for table in tables for note in table.notes}
    for table in tables:
        if table.id not in said and not any(f"tables/{table.id}.csv" in note for note in files):
            where = f"data/tables/{table.report}.yaml: {table.id}"
            yield Problem("no notebook shows the table", where,
                          f'tables.table(release.table("{table.id}")) in a cell',
                          remedy="Show it, or delete the entry.")  # fmt: skip


def _never_asked(notebooks: Path) -> Iterator[Problem]:
    """Keys of data/wording/ that stand in no code, notebook or other data file."""
    known = _constants() | _of_notebooks(notebooks) | _of_data()
    for name in names_in("wording"):
        for path in _paths(load(name)):
            if not _is_asked(path[-1], known):
                yield Problem("no module asks for the words", f"data/{name}.yaml: {'.'.join(path)}",
                              "a key that some module names",
                              remedy="Delete the key, or correct its spelling.")  # fmt: skip


def _is_asked(key: str, known: Collection[str]) -> bool:
    """Whether a key is named somewhere, or put together: of two names, or after `f"rise_{..}"`."""
    cuts = [place for place, letter in enumerate(key) if letter == "_"]
    return (
        key in known
        or any(key[:at] in known and key[at + 1 :] in known for at in cuts)
        or any(key[: at + 1] in known and _is_asked(key[at + 1 :], known) for at in cuts)
    )


def _constants() -> frozenset[str]:
    """Every text in the code that asks for words, and the names of its arguments."""
    found: set[str] = set()
    for path in chain.from_iterable(_modules(PACKAGE / name) for name in _WORDS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value, node.value.strip("_")}
            elif isinstance(node, ast.arg | ast.keyword) and node.arg:
                found.add(node.arg)
    return frozenset(found)


def _modules(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def _of_notebooks(folder: Path) -> frozenset[str]:
    found: set[str] = set()
    for path in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8")).get("cells", ()):
            if cell.get("cell_type") == "code":
                nodes = ast.walk(ast.parse("".join(cell["source"])))
                constants = (node.value for node in nodes if isinstance(node, ast.Constant))
                found |= {value for value in constants if isinstance(value, str)}
    return frozenset(found)


def _of_data() -> frozenset[str]:
    """Codes, ids and names that other data files hold: words are chosen by them."""
    others = [name.removeprefix("/") for name in (*names_in(""), *names_in("tables"))]
    return frozenset(text for name in others for text in _texts(load(name)))


def _texts(entry: Any) -> Iterator[str]:
    if isinstance(entry, Mapping):
        for key, value in entry.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from _texts(value)
    else:
        yield str(entry)


def _paths(entry: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(entry, Mapping):
        for key, value in entry.items():
            yield (*above, str(key))
            yield from _paths(value, (*above, str(key)))
