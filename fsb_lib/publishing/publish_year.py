"""`fsb release`: the drafts of a year audited, made once more as released ones, and recorded.

    drafts -> audit -> certificate -> the same reports with it -> lint, scan, the same audit
           -> ledger -> in place

Nothing is measured again: the notebooks get the released values of the drafts. The ledger is
written before the pages are put in place, so nothing can be public and unrecorded; a release
that is interrupted in between is completed by the same command.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from fsb_lib.auditor.audit_result import AuditResult
from fsb_lib.auditor.release_audit import audit_release
from fsb_lib.base.errors import Problem, ReportError, UsageError
from fsb_lib.base.project import Project
from fsb_lib.base.report_files import MANIFEST
from fsb_lib.disclosure.protected import Certificate
from fsb_lib.ledger.ledger import Ledger, write_ledger
from fsb_lib.ledger.older_form import ledger_of_today
from fsb_lib.ledger.private_proof import read_proof
from fsb_lib.outputs.folder import open_outputs
from fsb_lib.portal.index import write_index
from fsb_lib.publishing.drafts import Draft, publication, read_drafts
from fsb_lib.publishing.record import (
    certificate_of,
    keep_audit,
    refuse_findings,
    release_content,
    told_document,
    withdrawal_content,
)
from fsb_lib.publishing.remake_pages import Folders, Making, made_again
from fsb_lib.registers.snapshot_files import file_hash
from fsb_lib.sender.sender import read_sender


@dataclass(frozen=True)
class ReleaseOrder:
    """What `fsb release` is asked for. A correction needs a reason."""

    year: int
    by: str
    reason: str
    n_jobs: int
    limit_seconds: int


@dataclass(frozen=True)
class Released:
    """What was released, and how often the year was released before."""

    version: int
    reports: tuple[str, ...]
    audit: AuditResult
    index: Path


def release_year(order: ReleaseOrder, project: Project, console: Console) -> Released:
    """Audit and release every report of a year.

    Errors: UsageError for a year that is released already, or a correction without a reason;
    InputError for a damaged ledger, changed files or a missing proof; ReportError when the audit
    or another check finds something. Then nothing has changed.
    """
    with open_outputs(project.outputs) as outputs:
        for line in outputs.remove_what_is_private_now():
            console.print(f"note: {line}", highlight=False, markup=False)
        ledger = ledger_of_today(outputs.root, project.work)
        drafts = read_drafts(outputs.root, order.year)
        started = _started_before(ledger, drafts, order)
        proof = read_proof(project.work, str(drafts[0].manifest["proof"]))
        audit = _audited({draft.name: draft.folder for draft in drafts}, ledger, proof)
        certificate = started or certificate_of(ledger, order.year)
        making = Making(project, outputs, order.n_jobs, order.limit_seconds)
        with made_again(drafts, certificate, making, console) as folders:
            if started is None:
                _refuse_another_audit(folders, ledger, proof, audit)
                content = release_content(drafts, folders, _notes(order, certificate))
                recorded = ledger.added(content)
                keep_audit(audit, recorded, project.work)
                write_ledger(recorded, outputs.root, project.work)
            else:
                _refuse_another_release(folders, ledger, order.year)
            for name, folder in folders.items():
                outputs.publish(folder, name)
        write_index(outputs, read_sender(project))
    reports = tuple(draft.protected.report for draft in drafts)
    return Released(certificate.version, reports, audit, outputs.index)


def withdraw_year(order: ReleaseOrder, project: Project) -> None:
    """Take the reports of a released year out of the outputs, and record why.

    Errors: UsageError for a year that is not released or without a reason; InputError for a
    damaged ledger.
    """
    with open_outputs(project.outputs) as outputs:
        ledger = ledger_of_today(outputs.root, project.work)
        if ledger.in_force(order.year) is None:
            raise UsageError(
                Problem("is not released", str(order.year), remedy="See `fsb ledger`.")
            )
        _refuse_without_reason(order, "a withdrawal")
        content = withdrawal_content(order.year, _today(), order.by, order.reason)
        write_ledger(ledger.added(content), outputs.root, project.work)
        outputs.remove(str(order.year))
        write_index(outputs, read_sender(project))


def _started_before(
    ledger: Ledger, drafts: Sequence[Draft], order: ReleaseOrder
) -> Certificate | None:
    """The certificate of a release that was recorded and not put in place; None for a new one."""
    entry = ledger.in_force(order.year)
    if entry is None:
        return None
    if all(draft.protected.certificate for draft in drafts):
        raise UsageError(
            Problem("is released already", str(order.year), "drafts of a correction",
                    f"version {ledger.version(order.year)}",
                    f"For a correction: fsb run --year {order.year} --correction, then release.")
        )  # fmt: skip
    if entry.content["told"] == told_document(drafts):
        return Certificate.of(entry.content["certificate"])
    _refuse_without_reason(order, "a correction")
    return None


def _refuse_without_reason(order: ReleaseOrder, what: str) -> None:
    if not order.reason:
        raise UsageError(
            Problem(f"{what} needs a reason", str(order.year),
                    "what was wrong, in words for the ledger", remedy="Say it with --reason.")
        )  # fmt: skip


def _audited(folders: Folders, ledger: Ledger, proof: Mapping[str, Any]) -> AuditResult:
    """Errors: ReportError with everything that the auditor finds."""
    publications = [publication(name, folder) for name, folder in folders.items()]
    audit = audit_release(publications, ledger.facts(), proof)
    refuse_findings(audit)
    return audit


def _refuse_another_audit(
    folders: Folders, ledger: Ledger, proof: Mapping[str, Any], audit: AuditResult
) -> None:
    """Errors: ReportError when the final files are not just what was certified."""
    if _audited(folders, ledger, proof) != audit:
        raise ReportError(
            Problem("the final pages were audited with another result than the drafts",
                    ", ".join(folders),
                    remedy="Make the drafts again (fsb run --year YEAR --again); report the "
                    "fault if it is found again.")
        )  # fmt: skip


def _refuse_another_release(folders: Folders, ledger: Ledger, year: int) -> None:
    """Errors: ReportError when an interrupted release cannot be made again byte for byte."""
    entry = ledger.in_force(year)
    recorded = entry.content["reports"] if entry else {}
    different = [
        name
        for name, folder in folders.items()
        if recorded.get(name.partition("/")[2]) != file_hash(folder / MANIFEST)
    ]
    if different:
        raise ReportError(
            Problem("the recorded release cannot be made again", different[0],
                    "the files that the ledger records", f"{len(different)} reports differ",
                    "Release a correction: run the year again and give a --reason.")
        )  # fmt: skip


def _notes(order: ReleaseOrder, certificate: Certificate) -> dict[str, Any]:
    return {
        "version": certificate.version,
        "date": _today().isoformat(),
        "by": order.by,
        "reason": order.reason,
        "certificate": asdict(certificate),
    }


def _today() -> date:
    return datetime.now(tz=UTC).date()
