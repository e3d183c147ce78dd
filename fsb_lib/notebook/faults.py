"""What keeps a notebook from being run, or from being committed."""

from collections.abc import Iterable
from pathlib import Path

from fsb_lib.base.errors import InputError, Problem, every
from fsb_lib.notebook.allowed_code import code_problems
from fsb_lib.notebook.source import INJECTED, Source, read_source, tags
from fsb_lib.notebook.typed_numbers import number_problems


def refuse_faulty_notebooks(paths: Iterable[Path]) -> None:
    """Read every notebook of a run before anything runs.

    Errors: InputError with the problems of all of them.
    """
    every(_fit_to_run, dict.fromkeys(paths))


def _fit_to_run(path: Path) -> Source:
    source = read_source(path)
    problems = cell_problems(source)
    if problems:
        raise InputError(problems)
    return source


def cell_problems(source: Source) -> tuple[Problem, ...]:
    """What its cells may not hold: code that could show a person, numbers that nothing gives."""
    return (*code_problems(source), *number_problems(source))


def stripped_problems(source: Source) -> tuple[Problem, ...]:
    """What keeps a notebook from being committed: outputs, counts, traces of an earlier run."""
    name = source.path.name
    problems: list[Problem] = []
    cells = [cell for cell in source.document["cells"] if cell.get("cell_type") == "code"]
    if any(cell.get("outputs") or cell.get("execution_count") for cell in cells):
        problems.append(
            Problem("holds outputs of a run", name, "no outputs in a source notebook",
                    remedy="Run `make fix`, which strips them.")
        )  # fmt: skip
    if any(INJECTED in tags(cell) for cell in cells):
        problems.append(
            Problem("holds parameters injected by papermill", name, "a source notebook",
                    remedy="Delete the cell tagged `injected-parameters`.")
        )  # fmt: skip
    language = source.document.get("metadata", {}).get("kernelspec", {}).get("language")
    if language != "python":
        problems.append(
            Problem("names no Python kernel", name, "kernelspec with language python",
                    remedy="Choose the kernel Python 3 in JupyterLab and save.")
        )  # fmt: skip
    return tuple(problems)
