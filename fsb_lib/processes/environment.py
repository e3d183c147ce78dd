"""The fixed surrounding of a report's process, whatever the user's machine holds.

A user's startup files, Jupyter or matplotlib settings could change a figure; a variable with the
address of the registers would open them to a notebook.
"""

import os
import random
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from fsb_lib.base.project import PACKAGE
from fsb_lib.followups.prepared import FOLDER as PREPARED

_LEFT_OUT = ("JUPYTER_PATH", "MATPLOTLIBRC", "PYTHONSTARTUP", "PYTHONWARNINGS",
             "FSB_KEY_FILE", "FSB_KEY_BACKUP")  # fmt: skip
# Nothing in a notebook may open the registers: not by libpq's own variables (PGPASSWORD and so
# on), nor by an address that any variable holds.
_DATABASE = re.compile(
    r"[a-z][a-z0-9+.-]*://[^/]*@|(snapshot\+|postgres|mssql|sqlserver|duckdb)[a-z0-9+]*://",
    re.IGNORECASE,
)


def plain_environment(matplotlib_cache: Path) -> dict[str, str]:
    """The environment that the processes of reports are started with."""
    kept = {name: value for name, value in os.environ.items() if not _is_left_out(name, value)}
    return {**kept, **_settings(matplotlib_cache)}


def enter_private_surrounding(folder: Path, matplotlib_cache: Path, prepared: Path) -> None:
    """Give this process folders, settings and random numbers of its own.

    `prepared` is where its notebook finds the release. Only for a process that makes one report:
    it changes the process's environment.
    """
    import numpy  # noqa: PLC0415 (the command itself needs the environment only)

    matplotlib_cache.mkdir(parents=True, exist_ok=True)
    for name in [name for name, value in os.environ.items() if _is_left_out(name, value)]:
        del os.environ[name]
    os.environ.update({**_settings(matplotlib_cache), **_folders(folder), PREPARED: str(prepared)})
    tempfile.tempdir = os.environ["TMPDIR"]  # what a library leaves there is gone with the report
    random.seed()
    numpy.random.seed()


def memory_limit() -> int | None:
    """How many bytes of memory a process started here may ask for; None without a limit."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 (not on every system)

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if limit == resource.RLIM_INFINITY else limit


def _is_left_out(name: str, value: str) -> bool:
    return name in _LEFT_OUT or name.startswith("PG") or _DATABASE.match(value) is not None


def _settings(matplotlib_cache: Path) -> Mapping[str, str]:
    return {
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PREFER_ENV_PATH": "0",
        "MPLCONFIGDIR": str(matplotlib_cache),
        "MPLBACKEND": "agg",
        "PYTHONPATH": str(PACKAGE.parent),
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",  # no thread may be alive when a process is forked
        "JE_ARROW_MALLOC_CONF": "background_thread:false",  # nor pyarrow's
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def _folders(folder: Path) -> Mapping[str, str]:
    return {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        "TMPDIR": str(folder),
    }
