"""Where the snapshot of a run comes from, and the process of its own that makes it.

    named by the user      snapshot that is used
    a snapshot             itself
    a delivery             work/snapshots/<fingerprint>, taken in unless it is there
    a database             the same, read anew each time
    a snapshot in an engine  work/engines/<fingerprint>-<address>, which says where it lies
    nothing                the twin city, written to work/twin-city-<hash of its code> and taken in

Reading and linking happen in a process that has ended before anything else starts: the calling
process never holds a CPR number.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import FsbError, InputError, Problem, ReportError, UsageError
from fsb_lib.base.project import own_process_environment
from fsb_lib.disclosure.keyed_order import OrderKey
from fsb_lib.registers.database.address import GivenDatabase
from fsb_lib.registers.faults import FaultCount, FaultKind, TableQuality
from fsb_lib.registers.intake.summary import IntakeSummary, RefusedDelivery
from fsb_lib.registers.snapshot_files import is_snapshot

_ERRORS: Mapping[str, type[FsbError]] = {
    error.__name__: error for error in (InputError, UsageError, ReportError)
}


def ensure_snapshot(
    registers: Path | GivenDatabase | None, work: Path, key_file: Path | None = None
) -> Path:
    """The snapshot folder for what the user named; `work` is where new ones are kept.

    Raises InputError with the fatal faults of a delivery, and for a real one without a key.
    """
    if isinstance(registers, GivenDatabase):
        answer = _ask("ensure_database", database=registers.text, work=work, key_file=key_file)
        return Path(answer["snapshot"])
    if registers is not None and is_snapshot(registers):
        return registers
    return Path(_ask("ensure", registers=registers, work=work, key_file=key_file)["snapshot"])


def take_in_apart(
    delivery: Path | GivenDatabase, snapshot: Path, work: Path, key_file: Path | None = None
) -> IntakeSummary:
    """Like `intake.take_in`, in a process of its own that also reads the key."""
    asked: dict[str, Path | str | None]
    asked = {"snapshot": snapshot, "work": work, "key_file": key_file}
    if isinstance(delivery, GivenDatabase):
        answer = _ask("take_in_database", database=delivery.text, **asked)
    else:
        answer = _ask("take_in", delivery=delivery, **asked)
    return IntakeSummary(
        answer["synthetic"],
        tuple(TableQuality(**one) for one in answer["quality"]),
        tuple(_fault_count(one) for one in answer["faults"]),
    )


def order_key_apart(work: Path, key_file: Path | None = None) -> OrderKey:
    """The key of the secret orders in which counts of real registers are hidden.

    Raises InputError when there is no key for the pseudonyms.
    """
    return OrderKey(bytes.fromhex(_ask("order_key", work=work, key_file=key_file)["key"]))


def load_apart(snapshot: Path, database: GivenDatabase) -> int:
    """Puts a snapshot folder into PostgreSQL; how many rows were written.

    Raises InputError when the snapshot is damaged, or it cannot be written there.
    """
    rows: int = _ask("load", snapshot=snapshot, database=database.text)["rows"]
    return rows


def _fault_count(one: Mapping[str, Any]) -> FaultCount:
    typed = {"fault": FaultKind(**one["fault"]), "first_lines": tuple(one["first_lines"])}
    return FaultCount(**{**one, **typed})


def _ask(task: str, **asked: Path | str | None) -> dict[str, Any]:
    """Runs one task in the linking process; its errors are raised here as they were there."""
    request = {name: str(one) if one is not None else None for name, one in asked.items()}
    done = subprocess.run(
        [sys.executable, "-m", "fsb_lib.registers.cpr_process.process"],
        input=json.dumps({"task": task, **request}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what a crash would print could hold a value from a row
        text=True,
        encoding="utf-8",
        env=own_process_environment(),
        check=False,
    )
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        answer = {"crash": f"the process ended with code {done.returncode}"}
    if answer.keys() & {"error", "crash"}:
        raise _error(answer)
    return answer


def _error(answer: Mapping[str, Any]) -> FsbError:
    """The error that the linking process told of, as it was there."""
    if "crash" in answer:
        remedy = "this is a fault of the program: report it with the line above"
        return ReportError(
            Problem("intake stopped unexpectedly", "intake", found=answer["crash"], remedy=remedy)
        )
    problems = [Problem(**problem) for problem in answer["problems"]]
    if "tables" in answer:
        return RefusedDelivery(problems, answer["tables"])
    return _ERRORS[answer["error"]](problems)
