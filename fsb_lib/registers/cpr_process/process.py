"""The process that holds CPR numbers: reads one request, has it done, answers, and ends.

Request and answer are one JSON object each, on standard input and output, the answer on a line
of its own; while files or tables are read, lines before it tell how far that has come:

    {"task": "ensure", "registers": ... or null, "work": ..., "key_file": ... or null}
        -> {"snapshot": folder}
    {"task": "take_in", "delivery": ..., "snapshot": ..., "work": ..., "key_file": ... or null}
        -> {"synthetic": ..., "quality": [...], "faults": [...]}
    {"task": "ensure_database" or "take_in_database", "database": ..., the rest as above}
        -> the same
    {"task": "order_key", "work": ..., "key_file": ... or null}  ->  {"key": hex}
    {"task": "load", "snapshot": ..., "database": ...}  ->  {"rows": written}
    {"so_far": {"file": ..., "n_rows": ..., "share": ...}}, at most twice a second, and
                                at the beginning of a database's table
    anything that goes wrong -> {"error": class, "problems": [...]} or {"crash": where};
                                of a refused delivery also {"tables": {name: what was met}}
"""

import json
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any, Final

from fsb_lib.base.errors import FsbError
from fsb_lib.base.machine_faults import machine_fault
from fsb_lib.registers.cpr_process import tasks
from fsb_lib.registers.database.address import GivenDatabase
from fsb_lib.registers.intake.summary import RefusedDelivery
from fsb_lib.registers.read_so_far import ReadSoFar
from fsb_lib.registers.remarks import as_entries

TASKS: Final[Mapping[str, Callable[..., tasks.Answer]]] = {
    "ensure": tasks.ensure,
    "ensure_database": tasks.ensure_database,
    "take_in": tasks.take_in,
    "take_in_database": tasks.take_in_database,
    "order_key": tasks.order_key,
    "load": tasks.load,
}
READING: Final = ("ensure", "take_in", "ensure_database", "take_in_database")
_BETWEEN: Final = 0.5  # seconds


def main() -> int:
    """Answers the request on standard input; the exit code says whether it was done."""
    try:
        request = json.load(sys.stdin)
        name = request.pop("task")
        arguments: dict[str, Any] = {one: _argument(one, text) for one, text in request.items()}
        if name in READING:
            arguments["tell"] = _Telling().tell
        answer = TASKS[name](**arguments)
    except FsbError as error:
        answer = _told(error)
    except Exception as error:
        fault = machine_fault(error, "intake")
        answer = {"crash": _where(error)} if fault is None else _told(fault)
    json.dump(answer, sys.stdout)
    return 1 if answer.keys() & {"error", "crash"} else 0


class _Telling:
    """Writes how far reading has come, at most twice a second and when a table begins."""

    def __init__(self) -> None:
        self._told = monotonic()

    def tell(self, so_far: ReadSoFar) -> None:
        if not so_far.n_rows or monotonic() - self._told >= _BETWEEN:
            self._told = monotonic()
            sys.stdout.write(json.dumps({"so_far": asdict(so_far)}) + "\n")
            sys.stdout.flush()


def _argument(name: str, text: str | None) -> Path | GivenDatabase | None:
    """What was asked as a value: everything but a database's address is a path."""
    if text is None:
        return None
    return GivenDatabase(text) if name == "database" else Path(text)


def _told(error: FsbError) -> dict[str, Any]:
    problems = [asdict(problem) for problem in error.problems]
    answer: dict[str, Any] = {"error": type(error).__name__, "problems": problems}
    if isinstance(error, RefusedDelivery):
        answer["tables"] = error.tables
        answer["remarks"] = as_entries(error.remarks)
    return answer


def _where(error: Exception) -> str:
    """The kind and place of a crash, without its message: that could hold a value."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


if __name__ == "__main__":
    sys.exit(main())
