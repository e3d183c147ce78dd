"""Everything that can be checked without running a report, all problems at once."""

import json
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from fsb_lib.base.errors import FsbError, InputError, Problem
from fsb_lib.base.project import Project
from fsb_lib.checks.check_data import data_problems
from fsb_lib.checks.copied_years import copied_problems
from fsb_lib.jobs.plan import Wish, make_plan, read_years
from fsb_lib.notebook.faults import cell_problems, stripped_problems
from fsb_lib.notebook.source import REQUIRED, Source, read_source
from fsb_lib.outputs.results_json import as_text
from fsb_lib.params import USED_BY, YearParams
from fsb_lib.registers.sources.declared import mapping_schema
from fsb_lib.sender.sender import read_sender

SCHEMA = "schema.json"
_OLDEST_PYTHON = (3, 11)


def refuse_faults(wish: Wish, project: Project) -> int:
    """Check all of it, data files too; the number of reports that could be made.

    Errors: InputError with every problem found.
    """
    problems: list[Problem] = []
    n_reports = 0
    try:
        years, _ = read_years(wish, project)
        jobs = make_plan(years, wish, project).jobs
        problems += missing_notebooks({job.notebook for job in jobs})
        n_reports = len(jobs)
    except FsbError as error:
        problems += error.problems
    problems += notebook_problems(project)
    problems += sender_problems(project)
    problems += environment_problems()
    problems += data_problems(project.notebooks)
    problems += schema_problems(project)
    problems += copied_problems(project)
    if problems:
        raise InputError(problems)
    return n_reports


def notebook_problems(project: Project) -> Iterator[Problem]:
    """What is wrong with the project's notebooks."""
    for path in sorted(project.notebooks.glob("*.ipynb")):
        try:
            source = read_source(path)
        except InputError as error:
            yield from error.problems
            continue
        yield from (*stripped_problems(source), *cell_problems(source))
        yield from _parameters_left_out(source)


def missing_notebooks(notebooks: Iterable[Path]) -> Iterator[Problem]:
    """Reports that a year file asks for and that have no notebook."""
    for path in sorted(notebooks):
        if not path.is_file():
            yield Problem("the report has no notebook", f"notebooks/{path.name}",
                          "a notebook of the report's id",
                          remedy="Write it, or take the report out of the year files.")  # fmt: skip


def _parameters_left_out(source: Source) -> Iterator[Problem]:
    """Parameters that a report's figures depend on and its notebook does not declare."""
    for name in USED_BY.get(source.path.stem, ()):
        if name not in source.parameters and name not in REQUIRED:
            yield Problem("the report's figures depend on a parameter that is not declared",
                          f"{source.path.name}: {name}", "a line in the cell of parameters",
                          remedy=f"Add a line for `{name}`.")  # fmt: skip


def sender_problems(project: Project) -> tuple[Problem, ...]:
    """What is wrong with the project's sender, its logo and its typeface."""
    try:
        read_sender(project)
    except InputError as error:
        return error.problems
    return ()


def environment_problems() -> Iterator[Problem]:
    """Which of the program's requirements this Python does not meet."""
    remedy = "Run `make` in the project's folder, which sets up an environment of its own."
    if sys.version_info < _OLDEST_PYTHON:
        yield Problem("Python is too old", sys.executable, "3.11 or later", remedy=remedy)
    for text in requires("fsb-lib") or ():
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        found = _installed(requirement.name)
        if found is None or not requirement.specifier.contains(found, prereleases=True):
            yield Problem(
                "package missing or of another version",
                requirement.name,
                str(requirement.specifier),
                found or "not installed",
                remedy,
            )


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def schema_text() -> str:
    """The JSON Schema of a year file, for editors."""
    schema = YearParams.model_json_schema()
    return as_text({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def mapping_schema_text() -> str:
    """The JSON Schema of a delivery's mapping file, for editors."""
    return as_text(mapping_schema())


def schema_problems(project: Project) -> Iterator[Problem]:
    """Whether the schema beside the year files is that of the program."""
    path = project.params / SCHEMA
    if path.is_file() and _json(path) != json.loads(schema_text()):
        yield Problem("is not the schema of this version", path.name, remedy="Run `make fix`.")


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
