"""Source notebooks: what they declare, and whether what they are given is known.

papermill itself only warns when a notebook has no `parameters` cell or does not know a
parameter, so both are asked here, before anything runs.
"""

import ast
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError, Problem, nearest
from fsb_lib.base.project import read_text
from fsb_lib.params import ReportParams, YearParams

PARAMETERS, INJECTED = "parameters", "injected-parameters"
CARRIED = ("audience", "snapshot")
REQUIRED = ("year", *CARRIED)
KNOWN = (*ReportParams.model_fields, *CARRIED)
_TAG_IT = (
    "Declare the parameters in one code cell and give it the tag `parameters` "
    "(JupyterLab: Property Inspector, Cell Tags)."
)


@dataclass(frozen=True)
class Source:
    """A source notebook: its JSON document and the parameters that it declares, in order."""

    path: Path
    document: dict[str, Any]
    parameters: tuple[str, ...]


def read_source(path: Path) -> Source:
    """The notebook at `path`, ready to be run.

    Errors: InputError when it is missing, unreadable, has not exactly one `parameters` cell, or
    declares a parameter that the program does not know.
    """
    text = read_text(path, "Check the notebooks folder; every report id is a notebook's name.")
    try:
        document = json.loads(text)
        cells = document["cells"]
        tagged = [cell for cell in cells if PARAMETERS in tags(cell)]
    except (ValueError, KeyError, TypeError):
        raise InputError(
            Problem("is not a readable notebook", path.name, "Jupyter notebook format 4",
                    remedy="Restore the notebook from version control.")
        ) from None  # fmt: skip
    if len(tagged) != 1:
        raise InputError(
            Problem("has no single cell of parameters", path.name, "one cell tagged `parameters`",
                    f"{len(tagged)}", _TAG_IT)
        )  # fmt: skip
    names = _declared(source_of(tagged[0]), path.name)
    problems = list(_unknown(names, path.name))
    if problems:
        raise InputError(problems)
    return Source(path, document, names)


def refuse_unknown_parameters(document: Mapping[str, Any], where: str) -> None:
    """What papermill was given, as strictly as a year file, which may be given whole.

    Errors: InputError for each name that neither the notebook nor a year file has.
    """
    known = {*_names_in(document, PARAMETERS, where), *YearParams.model_fields}
    problems = [
        Problem("unknown parameter", f"{where}: {name}", remedy=nearest(name, known))
        for name in _names_in(document, INJECTED, where)
        if name not in known
    ]
    if problems:
        raise InputError(problems)


def _names_in(document: Mapping[str, Any], tag: str, where: str) -> tuple[str, ...]:
    cells = (source_of(cell) for cell in document["cells"] if tag in tags(cell))
    return tuple(name for code in cells for name in _declared(code, where))


def tags(cell: dict[str, Any]) -> tuple[str, ...]:
    """The tags of a cell."""
    return tuple(cell.get("metadata", {}).get("tags", ()))


def source_of(cell: dict[str, Any]) -> str:
    """The text of a cell, which the file may hold as one text or as lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def _declared(code: str, where: str) -> tuple[str, ...]:
    try:
        statements = ast.parse(code).body
    except SyntaxError as error:
        raise InputError(
            Problem("the parameters cell is not Python", f"{where}, line {error.lineno} of the "
                    "cell", "`name: type = default` on each line", remedy="Mend the line.")
        ) from None  # fmt: skip
    names: list[str] = []
    for statement in statements:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            names.append(statement.target.id)
        elif isinstance(statement, ast.Assign):
            names += [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return tuple(names)


def _unknown(names: Iterable[str], where: str) -> Iterable[Problem]:
    for name in names:
        if name not in KNOWN:
            yield Problem("unknown parameter", f"{where}: {name}", remedy=nearest(name, KNOWN))
    for name in REQUIRED:
        if name not in names:
            yield Problem(
                f"the parameter `{name}` is not declared",
                where,
                remedy=f"Add a line for `{name}` to the parameters cell.",
            )
