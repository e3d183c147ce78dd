"""Where the fault report lies.

fsb intake   taken in: in the snapshot, as fault-report.html
             stopped:  beside where the snapshot would be, as <snapshot>-fault-report.html
fsb run      outputs/fault-report.html, when rows were dropped or the delivery was stopped
"""

from pathlib import Path

from fsb_lib.intake_report.page import FaultReport, page
from fsb_lib.outputs import atomic_swap
from fsb_lib.outputs.cpr_check import refuse_numbers
from fsb_lib.outputs.folder import FAULT_REPORT, GENERATOR, Outputs
from fsb_lib.sender.sender import Sender


def publish_report(
    report: FaultReport | None, outputs: Outputs, sender: Sender | None = None
) -> None:
    """Bring the outputs up to date: a report where something was wrong, none where nothing was.

    The index links to it when it is written next.
    """
    place = outputs.root / FAULT_REPORT
    if report is None or not (report.fatal or report.n_dropped):
        place.unlink(missing_ok=True)
        return
    _write(report, place, sender)


def beside_snapshot(report: FaultReport, snapshot: Path) -> Path:
    """Write the report of `fsb intake`; where it lies.

    The report of an earlier attempt to make the same snapshot is removed when one succeeds.
    """
    stopped = snapshot.parent / f"{snapshot.name}-{FAULT_REPORT}"
    if report.fatal:
        stopped.parent.mkdir(parents=True, exist_ok=True)
        _write(report, stopped)
        return stopped
    if stopped.is_file() and GENERATOR.encode() in stopped.read_bytes()[:4096]:
        stopped.unlink()
    _write(report, snapshot / FAULT_REPORT)
    return snapshot / FAULT_REPORT


def _write(report: FaultReport, place: Path, sender: Sender | None = None) -> None:
    content = page(report, sender)
    refuse_numbers(content, place.name)
    atomic_swap.write_file(place, content)
