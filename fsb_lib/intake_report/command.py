"""`fsb intake` from delivery to one page: what was found, in the terminal and as a file."""

from pathlib import Path

from rich.console import Console

from fsb_lib.base.errors import FsbError
from fsb_lib.intake_report.files import beside_snapshot
from fsb_lib.intake_report.page import FaultReport, of_refusal, of_snapshot
from fsb_lib.intake_report.terminal import print_report
from fsb_lib.intake_report.waiting import Waiting
from fsb_lib.registers.cpr_process.ensure_snapshot import take_in_apart
from fsb_lib.registers.database.address import GivenDatabase
from fsb_lib.scanner.spellings import without_numbers


def take_in_and_tell(
    delivery: Path | GivenDatabase,
    snapshot: Path,
    work: Path,
    key_file: Path | None,
    console: Console,
) -> int:
    """Take a delivery in and tell what it was like; the exit code.

    Fatal faults come first, all of them. Errors that are not about the delivery are raised.
    """
    try:
        with Waiting(console) as waiting:
            take_in_apart(delivery, snapshot, work, key_file, waiting.tell)
    except FsbError as error:
        report = of_refusal(error)
        if report is None:
            raise
        _say(console, str(error))
        _tell(report, snapshot, console)
        return error.exit_code
    account = of_snapshot(snapshot)
    if account is not None:
        _tell(account, snapshot, console)
    _say(console, f"The snapshot is in {snapshot}.")
    return 0


def _tell(report: FaultReport, snapshot: Path, console: Console) -> None:
    place = beside_snapshot(report, snapshot)  # before a word: the reader may stop listening
    print_report(report, console)
    if report.fatal:
        _say(console, "\nThe delivery was not taken in; nothing was kept.")
    else:
        n_read = sum(one.n_read for one in report.tables)
        n_kept = n_read - report.n_dropped
        _say(console, f"\n{n_kept:,} of {n_read:,} rows are kept, {report.n_dropped:,} dropped.")
    _say(console, f"The fault report, in Danish, for the source: {place}")


def _say(console: Console, text: str) -> None:
    console.print(without_numbers(text), highlight=False, markup=False, soft_wrap=True)
