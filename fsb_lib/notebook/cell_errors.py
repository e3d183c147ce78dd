"""From the error output of a cell back to the exception that a notebook raised.

The message of our own errors is the text of their problems, which reads back exactly. Of any
other exception only the name is carried on: its text may quote a value.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from papermill.exceptions import PapermillExecutionError

from fsb_lib.base.errors import FsbError, InputError, Problem, ReportError, UsageError

_OURS: dict[str, type[FsbError]] = {
    error.__name__: error for error in (InputError, UsageError, ReportError)
}
_DETAIL = re.compile(r"^  (expected:|found:|to do:) +(.*)$")
_FIELDS = {"expected:": "expected", "found:": "found", "to do:": "remedy"}


def error_from_cell(error: PapermillExecutionError, source: Path) -> FsbError:
    """The error of a failed cell as one of ours."""
    ours = _OURS.get(error.ename)
    if ours is not None:
        problems = tuple(problems_from_text(error.evalue))
        if problems:
            return ours(problems)
    name = error.ename if str(error.ename).isidentifier() else "an exception"
    return ReportError(
        Problem(
            f"a cell failed: {name}",
            f"{source.name}, {_cell(error.exec_count)}",
            remedy="Open the notebook in JupyterLab and run it, or repeat the command with "
            "--debug.",
        )
    )


def _cell(execution_count: int | None) -> str:
    """The code cell as a reader of the source counts it, without the injected parameters."""
    return f"code cell {execution_count - 1}" if execution_count else "a code cell"


def problems_from_text(text: str) -> Iterator[Problem]:
    """The problems that `str(FsbError)` wrote: `str` of what comes back is the same text."""
    head: str | None = None
    details: dict[str, str] = {}
    for line in text.splitlines():
        match = _DETAIL.match(line)
        if match and head is not None:
            details[_FIELDS[match[1]]] = match[2]
            continue
        if head is not None:
            yield _problem(head, details)
        head, details = line, {}
    if head is not None:
        yield _problem(head, details)


def _problem(head: str, details: dict[str, str]) -> Problem:
    where, _, what = head.rpartition(": ")
    return Problem(what, where or "notebook", **details)
