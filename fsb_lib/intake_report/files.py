"""Where the fault report lies.

fsb intake   taken in: in the snapshot, as fault-report.html
             stopped:  beside where the snapshot would be, as <snapshot>-fault-report.html
fsb run      work/fault-report.html, when rows were dropped or the delivery was stopped

It counts rows that reports hide, so it is for the source, and readable by its owner alone.
"""

from pathlib import Path

from fsb_lib.base.project import FAULT_REPORT
from fsb_lib.intake_report.page import FaultReport, page
from fsb_lib.outputs.cpr_check import refuse_numbers
from fsb_lib.outputs.folder import GENERATOR
from fsb_lib.outputs.private_files import write_private
from fsb_lib.sender.sender import Sender


def keep_report(report: FaultReport | None, place: Path, sender: Sender | None = None) -> None:
    """Bring `place` up to date: a report where something was wrong, none where nothing was."""
    if report is None or not (report.fatal or report.n_dropped or report.remarks):
        place.unlink(missing_ok=True)
        return
    _write(report, place, sender)


def beside_snapshot(report: FaultReport, snapshot: Path) -> Path:
    """Write the report of `fsb intake`; where it lies.

    The report of an earlier attempt to make the same snapshot is removed when one succeeds.
    """
    stopped = snapshot.parent / f"{snapshot.name}-{FAULT_REPORT}"
    if report.fatal:
        _write(report, stopped)
        return stopped
    if stopped.is_file() and GENERATOR.encode() in stopped.read_bytes()[:4096]:
        stopped.unlink()
    _write(report, snapshot / FAULT_REPORT)
    return snapshot / FAULT_REPORT


def _write(report: FaultReport, place: Path, sender: Sender | None = None) -> None:
    content = page(report, sender)
    refuse_numbers(content, place.name)
    write_private(place, content.decode("utf-8"))
