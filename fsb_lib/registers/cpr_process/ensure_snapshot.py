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
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from fsb_lib.base.errors import FsbError, InputError, Problem, ReportError, UsageError
from fsb_lib.base.machine_faults import end_of_process
from fsb_lib.base.project import own_process_environment
from fsb_lib.disclosure.keyed_order import OrderKey
from fsb_lib.registers.database.address import GivenDatabase
from fsb_lib.registers.faults import FaultCount, FaultKind, TableQuality
from fsb_lib.registers.intake.summary import IntakeSummary, RefusedDelivery
from fsb_lib.registers.read_so_far import ReadSoFar, Tell, tell_nobody
from fsb_lib.registers.remarks import read_entries
from fsb_lib.registers.snapshot_files import is_snapshot

_ERRORS: Mapping[str, type[FsbError]] = {
    error.__name__: error for error in (InputError, UsageError, ReportError)
}


def ensure_snapshot(
    registers: Path | GivenDatabase | None,
    work: Path,
    key_file: Path | None = None,
    tell: Tell = tell_nobody,
) -> Path:
    """The snapshot folder for what the user named; `work` is where new ones are kept.

    Raises InputError with the fatal faults of a delivery, and for a real one without a key.
    """
    if isinstance(registers, GivenDatabase):
        answer = _ask(
            "ensure_database", tell, database=registers.text, work=work, key_file=key_file
        )
        return Path(answer["snapshot"])
    if registers is not None and is_snapshot(registers):
        return registers
    answer = _ask("ensure", tell, registers=registers, work=work, key_file=key_file)
    return Path(answer["snapshot"])


def take_in_apart(
    delivery: Path | GivenDatabase,
    snapshot: Path,
    work: Path,
    key_file: Path | None = None,
    tell: Tell = tell_nobody,
) -> IntakeSummary:
    """Like `intake.take_in`, in a process of its own that also reads the key."""
    asked: dict[str, Path | str | None]
    asked = {"snapshot": snapshot, "work": work, "key_file": key_file}
    if isinstance(delivery, GivenDatabase):
        answer = _ask("take_in_database", tell, database=delivery.text, **asked)
    else:
        answer = _ask("take_in", tell, delivery=delivery, **asked)
    return IntakeSummary(
        answer["synthetic"],
        tuple(TableQuality(**one) for one in answer["quality"]),
        tuple(_fault_count(one) for one in answer["faults"]),
    )


def order_key_apart(work: Path, key_file: Path | None = None) -> OrderKey:
    """The key of the secret orders in which counts of real registers are hidden.

    Raises InputError when there is no key for the pseudonyms.
    """
    return OrderKey(
        bytes.fromhex(_ask("order_key", tell_nobody, work=work, key_file=key_file)["key"])
    )


def load_apart(snapshot: Path, database: GivenDatabase) -> int:
    """Puts a snapshot folder into PostgreSQL; how many rows were written.

    Raises InputError when the snapshot is damaged, or it cannot be written there.
    """
    rows: int = _ask("load", tell_nobody, snapshot=snapshot, database=database.text)["rows"]
    return rows


def _fault_count(one: Mapping[str, Any]) -> FaultCount:
    typed = {"fault": FaultKind(**one["fault"]), "first_lines": tuple(one["first_lines"])}
    typed["shapes"] = tuple(one["shapes"])
    return FaultCount(**{**one, **typed})


def _answer(process: "subprocess.Popen[str]", request: str, tell: Tell) -> dict[str, Any] | None:
    """The answer, which is the last line; what comes before it is told on. None from a process
    that ended before it had said it."""
    asked, heard = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
    with suppress(BrokenPipeError):  # a process that has ended already says so by no answer
        asked.write(request)
        asked.close()
    answer: dict[str, Any] | None = None
    for line in heard:
        try:
            said = json.loads(line)
        except ValueError:  # killed in the middle of a line
            return None
        if "so_far" in said:
            tell(ReadSoFar(**said["so_far"]))
        else:
            answer = said
    return answer


def _ask(task: str, tell: Tell, **asked: Path | str | None) -> dict[str, Any]:
    """Runs one task in the linking process; its errors are raised here as they were there."""
    request = {name: str(one) if one is not None else None for name, one in asked.items()}
    with subprocess.Popen(
        [sys.executable, "-m", "fsb_lib.registers.cpr_process.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what a crash would print could hold a value from a row
        text=True,
        encoding="utf-8",
        env=own_process_environment(),
    ) as process:
        try:
            answer = _answer(process, json.dumps({"task": task, **request}), tell)
        except BaseException:
            process.kill()
            raise
    if not answer:
        raise _death(process.returncode)
    if answer.keys() & {"error", "crash"}:
        raise _error(answer)
    return answer


def _death(code: int) -> ReportError:
    """The process said nothing at its end: a signal, or a broken library."""
    words, remedy = end_of_process(code)
    return ReportError(Problem(f"its process {words}", "intake", remedy=remedy))


def _error(answer: Mapping[str, Any]) -> FsbError:
    """The error that the linking process told of, as it was there."""
    if "crash" in answer:
        remedy = "this is a fault of the program: report it with the line above"
        return ReportError(
            Problem("intake stopped unexpectedly", "intake", found=answer["crash"], remedy=remedy)
        )
    problems = [Problem(**problem) for problem in answer["problems"]]
    if "tables" in answer:
        return RefusedDelivery(problems, answer["tables"], read_entries(answer["remarks"]))
    return _ERRORS[answer["error"]](problems)
