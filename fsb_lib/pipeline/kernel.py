"""Runs one notebook through papermill in a private, fixed surrounding.

A user's kernelspecs, startup files, Jupyter or matplotlib settings could change a figure, so
the kernel is this very Python, with folders of its own and a plain environment.
"""

import json
import logging
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from fsb_lib.errors import Problem, ReportError
from fsb_lib.pipeline.kernel_errors import error_from_kernel
from fsb_lib.project import PACKAGE

_KERNEL = "fsb"
_LEFT_OUT = ("JUPYTER_PATH", "MATPLOTLIBRC", "PYTHONSTARTUP", "PYTHONWARNINGS", "FSB_KEY_FILE")
# Nothing in a notebook may open the registers: not by libpq's own variables (PGPASSWORD and so
# on), nor by an address that any variable holds.
_DATABASE = re.compile(
    r"[a-z][a-z0-9+.-]*://[^/]*@|(snapshot\+|postgres|mssql|sqlserver|duckdb)[a-z0-9+]*://",
    re.IGNORECASE,
)
# Unix sockets, which only we may open: no ports, so that kernels started at once cannot clash
# (papermill #511), and nothing that other users of the machine could listen to.
_TRANSPORT = Config({"KernelManager": {"transport": "ipc" if os.name == "posix" else "tcp"}})
_SEE_IT = "Open the notebook in JupyterLab and run it, or repeat the command with --debug."


def enter_private_surrounding(folder: Path, matplotlib_cache: Path) -> None:
    """Give this process, and every kernel that it starts, folders and settings of its own.

    Only for a process that makes one report: it changes the process's environment.
    """
    spec = folder / "data" / "kernels" / _KERNEL
    spec.mkdir(parents=True)
    matplotlib_cache.mkdir(parents=True, exist_ok=True)
    (spec / "kernel.json").write_text(json.dumps(_kernel_spec()), encoding="utf-8")
    for name in [name for name, value in os.environ.items() if _is_left_out(name, value)]:
        del os.environ[name]
    os.environ.update(_environment(folder, matplotlib_cache))


def _is_left_out(name: str, value: str) -> bool:
    return name in _LEFT_OUT or name.startswith("PG") or _DATABASE.match(value) is not None


def _kernel_spec() -> dict[str, Any]:
    launch = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    return {
        "argv": [*launch, "--InteractiveShellApp.ignore_cwd=True"],
        "display_name": "Python 3",
        "language": "python",
    }


def _environment(folder: Path, matplotlib_cache: Path) -> dict[str, str]:
    return {
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PREFER_ENV_PATH": "0",
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        "MPLCONFIGDIR": str(matplotlib_cache),
        "MPLBACKEND": "agg",
        "PYTHONPATH": str(PACKAGE.parent),
        "PYTHONNOUSERSITE": "1",
        "PYTHONHASHSEED": "0",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def execute(
    source: Path, output: Path, parameters: Mapping[str, Any], cwd: Path, limit_seconds: int
) -> NotebookNode:
    """The executed notebook. `output` and `cwd` must lie in a private folder.

    Errors: the InputError or UsageError that the notebook raised, with its problems; ReportError
    when a cell failed otherwise, took too long, or the kernel died.
    """
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    options = {
        "kernel_name": _KERNEL,
        "language": "python",
        "progress_bar": False,
        "log_output": False,
        "request_save_on_cell_execute": False,
        "start_timeout": 120,
        "execution_timeout": limit_seconds,
        "cwd": str(cwd),
        "config": _TRANSPORT,
    }
    try:
        executed: NotebookNode = papermill.execute_notebook(
            _no_template(source), _no_template(output), dict(parameters), **options
        )
    except PapermillExecutionError as error:
        raise error_from_kernel(error, source) from error
    except Exception as error:  # the kernel died or hung: many unrelated types
        what = f"the notebook's process failed: {type(error).__name__}"
        raise ReportError(Problem(what, source.name, remedy=_SEE_IT)) from error
    return executed


def _no_template(path: Path) -> str:
    """papermill fills `{name}` in a path; ours are meant as they stand."""
    return str(path).replace("{", "{{").replace("}", "}}")
