"""Whether notebooks, code and data files ask each other for names that exist.

notebooks, charts, wording   ->  every table is shown, every table shown is declared
data/wording/                ->  every key is asked for by some module
load("page")["marks"]["x"]   ->  every key that a module names is there
"""

import ast
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import Problem, nearest
from fsb_lib.base.package_data import load, names_in
from fsb_lib.base.project import PACKAGE
from fsb_lib.domain.table_declarations import TableDeclaration

_READERS = {"load": "", "sentences": "wording/"}  # function -> folder of the file it reads
_WORDS = ("charts", "domain", "html", "params.py", "registers", "wording")  # who asks for words


_NEVER_SHOWN = {
    None: "no notebook shows the table",
    "figure": "no figure shows the table",
    "text": "no sentence tells of the table",
    "file": "no note names the file of the table",
}
Asked = tuple[str, tuple[str, ...]]  # a data file, and the keys that lead to a text in it


def word_problems(tables: Collection[TableDeclaration], notebooks: Path) -> Iterator[Problem]:
    """Every name that is asked for and not there, or there and never asked for."""
    yield from _never_shown(tables, notebooks)
    yield from _not_declared(tables, notebooks)
    yield from _resting_on_nothing(tables)
    yield from _never_asked(notebooks)
    for path in _modules(PACKAGE):
        yield from _not_there(path)


def _never_shown(tables: Collection[TableDeclaration], notebooks: Path) -> Iterator[Problem]:
    files = {note for table in tables for note in table.notes}
    for table in tables:
        shown = {
            None: table.id in _of_notebooks(notebooks, table.report),
            "figure": table.id in _texts_in_code("charts"),
            "text": table.id in _texts_in_code("wording"),
            "file": any(f"tables/{table.id}.csv" in note for note in files),
        }
        if not shown[table.shown_in]:
            where = f"data/tables/{table.report}.yaml: {table.id}"
            yield Problem(_NEVER_SHOWN[table.shown_in], where,
                          f'tables.table(release.table("{table.id}")) in a cell',
                          remedy="Show it, or say where it is `shown_in`.")  # fmt: skip


def _resting_on_nothing(tables: Collection[TableDeclaration]) -> Iterator[Problem]:
    for report, texts in load("rests_on").items():
        own = {t.id for t in tables if t.report == report and t.shown_in in (None, "figure")}
        for text, table_id in ((text, one) for text, named in texts.items() for one in named):
            if table_id not in own:
                yield Problem("a text rests on a table that no page of its report shows",
                              f"data/rests_on.yaml: {report}.{text}", found=table_id,
                              remedy=nearest(table_id, own))  # fmt: skip


def _not_declared(tables: Collection[TableDeclaration], notebooks: Path) -> Iterator[Problem]:
    known = {table.id for table in tables}
    for path, node in _code_of(notebooks):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if node.func.attr == "table" and asked and asked[0] not in known:
                yield Problem("shows a table that is not declared", path.name,
                              "an entry of data/tables/", str(asked[0]),
                              nearest(str(asked[0]), known))  # fmt: skip


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


def _not_there(module: Path) -> Iterator[Problem]:
    """Keys that a module asks a data file for by their names, where the file has none."""
    remedy = f"Write it, or correct {module.relative_to(PACKAGE.parent).as_posix()}."
    for name, path in sorted(_asked_by_name(module)):
        if not _is_file(name):
            yield Problem("a module reads a file that is not there", f"data/{name}.yaml",
                          remedy=remedy)  # fmt: skip
        elif (n_found := _n_found(load(name), path)) < len(path):
            where = f"data/{name}.yaml: {'.'.join(path[: n_found + 1])}"
            yield Problem("a module asks for words that are not there", where,
                          f"a key `{path[n_found]}`", remedy=remedy)  # fmt: skip


def _n_found(entry: Any, path: Sequence[str]) -> int:
    """How many keys of a path are there; all of them below what is no mapping."""
    for place, key in enumerate(path):
        if not isinstance(entry, Mapping):
            break
        known = {str(each): value for each, value in entry.items()}
        if key not in known:
            return place
        entry = known[key]
    return len(path)


def _is_file(name: str) -> bool:
    folder, _, own = name.rpartition("/")
    return f"{folder}/{own}" in names_in(folder)


@cache
def _asked_by_name(module: Path) -> frozenset[Asked]:
    """`words = load("page")`, `words["marks"]["x"]` -> ("page", ("marks", "x"))."""
    if not any(f'{reader}("' in module.read_text(encoding="utf-8") for reader in _READERS):
        return frozenset()
    functions = [node for node in ast.walk(_parsed(module)) if isinstance(node, ast.FunctionDef)]
    return frozenset(
        asked
        for within in (_parsed(module), *functions)
        for names in [_names_of_words(within)]
        for node in ast.walk(within)
        if (asked := _asked(node, names))
    )


def _names_of_words(function: ast.AST) -> Mapping[str, Asked]:
    """The names that a function gives to what it reads, where it gives each once."""
    given = [
        (target.id, node.value)
        for node in ast.walk(function)
        if isinstance(function, ast.FunctionDef) and isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    n_given = Counter(name for name, _ in given)
    read = {name: _asked(value, {}) for name, value in given if n_given[name] == 1}
    return {name: asked for name, asked in read.items() if asked}


def _asked(node: ast.AST, names: Mapping[str, Asked]) -> Asked | None:
    path: tuple[str, ...] = ()
    while isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        path = (str(node.slice.value), *path)
        node = node.value
    if isinstance(node, ast.Name) and node.id in names:
        name, before = names[node.id]
        return name, (*before, *path)
    if isinstance(node, ast.Call) and ast.unparse(node.func) in _READERS and node.args:
        file, folder = node.args[0], _READERS[ast.unparse(node.func)]
        return (f"{folder}{file.value!s}", path) if isinstance(file, ast.Constant) else None
    return None


@cache
def _parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


@cache
def _constants() -> frozenset[str]:
    """Every text in the code that asks for words, and the names of its arguments."""
    found: set[str] = set()
    for path in chain.from_iterable(_modules(PACKAGE / name) for name in _WORDS):
        for node in ast.walk(_parsed(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value, node.value.strip("_")}
            elif isinstance(node, ast.arg | ast.keyword) and node.arg:
                found.add(node.arg)
    return frozenset(found)


def _modules(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def _of_notebooks(folder: Path, report: str | None = None) -> frozenset[str]:
    """Every text in the code of the notebooks, or of the one of a report that has its own."""
    own = folder / f"{report}.ipynb"
    return frozenset(
        node.value
        for path, node in _code_of(folder)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if path == own or not own.is_file()
    )


@cache
def _texts_in_code(room: str) -> frozenset[str]:
    nodes = chain.from_iterable(ast.walk(_parsed(path)) for path in _modules(PACKAGE / room))
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    return frozenset(value for value in constants if isinstance(value, str))


def _code_of(folder: Path) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of the code of every notebook."""
    for path in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8")).get("cells", ()):
            if cell.get("cell_type") == "code":
                yield from ((path, node) for node in ast.walk(ast.parse("".join(cell["source"]))))


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
