"""Runs one notebook through papermill, with the engine that needs no kernel."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import papermill
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from fsb_lib.base.errors import FsbError, Problem, ReportError
from fsb_lib.base.machine_faults import machine_fault_of
from fsb_lib.notebook.cell_errors import error_from_cell
from fsb_lib.notebook.papermill_engine import NAME, FsbEngine

_SEE_IT = "Open the notebook in JupyterLab and run it, or repeat the command with --debug."


def execute(
    source: Path, output: Path, parameters: Mapping[str, Any], cwd: Path, limit_seconds: int
) -> NotebookNode:
    """The executed notebook. `output` and `cwd` must lie in a private folder.

    Errors: the InputError or UsageError that the notebook raised, with its problems; ReportError
    when a cell failed otherwise or took too long.
    """
    papermill_engines.register(NAME, FsbEngine)  # also where the program is not installed
    options = {
        "engine_name": NAME,
        "kernel_name": "python3",
        "language": "python",
        "progress_bar": False,
        "log_output": False,
        "request_save_on_cell_execute": False,
        "execution_timeout": limit_seconds,
        "cwd": str(cwd),
    }
    try:
        with _silent(logging.getLogger("papermill")):
            executed: NotebookNode = papermill.execute_notebook(
                _no_template(source), _no_template(output), dict(parameters), **options
            )
    except PapermillExecutionError as error:
        raise error_from_cell(error, source) from error
    except FsbError:
        raise
    except Exception as error:  # a cell that hung, and many unrelated types
        if (fault := machine_fault_of(error, source.name)) is not None:
            raise fault from error
        what = f"the notebook could not be run: {type(error).__name__}"
        raise ReportError(Problem(what, source.name, remedy=_SEE_IT)) from error
    return executed


@contextmanager
def _silent(logger: logging.Logger) -> Iterator[None]:
    """Our own messages say it; whoever uses papermill after us hears it again."""
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _no_template(path: Path) -> str:
    """papermill fills `{name}` in a path; ours are meant as they stand."""
    return str(path).replace("{", "{{").replace("}", "}}")
