"""`fsb release`: the drafts of a year audited, made once more as released ones, and recorded.

    drafts -> audit -> certificate -> the same reports with it -> lint, scan -> their case
           -> the same audit, of the case too
           -> their bytes kept -> intent -> ledger -> in place

Nothing is measured again: the notebooks get the released values of the drafts. The ledger is
written before the pages are put in place, so nothing can be public and unrecorded; a release
that is interrupted after its intent is written is finished by the next command, whichever that is.
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
from fsb_lib.base.report_files import CASE, COMPANIONS, METHOD
from fsb_lib.disclosure.protected import Certificate
from fsb_lib.domain.public_words import holds_a_number
from fsb_lib.jobs.annex_job import AnnexJob
from fsb_lib.kit.stationery import Stationery, read_stationery
from fsb_lib.kit.year_case import write_case
from fsb_lib.ledger.ledger import RELEASE, WITHDRAWAL, Ledger, with_project
from fsb_lib.ledger.opened import Opened, opened, refuse_another_day
from fsb_lib.ledger.private_proof import read_proof
from fsb_lib.ledger.recovery import bring_into_force
from fsb_lib.ledger.released_files import keep, store_of
from fsb_lib.ledger.remembered import place_of
from fsb_lib.outputs.annexes import refuse_another_annex
from fsb_lib.outputs.folder import CORRECTION, Outputs
from fsb_lib.publishing.drafts import Draft, publications, read_corrections, read_drafts
from fsb_lib.publishing.record import (
    certificate_of,
    keep_audit,
    refuse_findings,
    release_content,
    withdrawal_content,
)
from fsb_lib.publishing.remake_pages import Folders, Making, made_again


@dataclass(frozen=True)
class ReleaseOrder:
    """What `fsb release` is asked for. A correction needs a reason; one that turns a verdict has to
    be confirmed."""

    year: int
    by: str
    reason: str
    n_jobs: int
    limit_seconds: int
    verdict_turns: bool = False


@dataclass(frozen=True)
class Released:
    """What was released, and how often the year was released before; without an audit where the
    release was interrupted and is finished now."""

    version: int
    reports: tuple[str, ...]
    audit: AuditResult | None
    index: Path


def release_year(order: ReleaseOrder, project: Project, console: Console) -> Released:
    """Audit and release every report of a year.

    Errors: UsageError for a year that is released already, a correction without a reason, or a
    turned verdict that nobody confirms; InputError for a damaged ledger, changed files or a missing
    proof; ReportError when the audit or another check finds something. Then nothing has changed.
    """
    with opened(project) as at:
        for line in at.told:
            console.print(f"note: {line}", highlight=False, markup=False)
        if _is_finished(at, order.year, RELEASE):
            return _released(at.ledger, order.year, None, at.outputs)
        at.refuse()
        refuse_another_day(at.ledger, _today().isoformat())
        drafts = _drafts(at, order)
        proof = read_proof(project.work, str(drafts[0].manifest["proof"]))
        refuse_unconfirmed(order, proof)
        stationery = read_stationery(project)
        audit = _audited(_lying(drafts), at.ledger, proof)
        certificate = certificate_of(at.ledger, order.year)
        making = Making(project, at.outputs, order.n_jobs, order.limit_seconds)
        with made_again(drafts, certificate, making, console) as reports:
            folders = {**reports, **_case(reports, order.year, at.outputs, stationery)}
            _refuse_another_audit(folders, at.ledger, proof, audit)
            content = release_content(drafts, folders, _notes(order, certificate, proof))
            if not at.ledger.entries:
                content = with_project(content, place_of(at.outputs.root, project.work).stem)
            recorded = at.ledger.added(content)
            keep_audit(audit, recorded, project.work)
            for folder in folders.values():
                keep(folder, store_of(recorded, project.work))
            bring_into_force(at.ledger, recorded.entries[-1], at.outputs, project)
        return _released(recorded, order.year, audit, at.outputs)


def withdraw_year(order: ReleaseOrder, project: Project) -> tuple[str, ...]:
    """Take the reports of a released year out of the outputs, and record why; what is to be told.

    Errors: UsageError for a year that is not released, without a reason or a name; InputError for
    a damaged ledger, or where another year does not lie there as it was released.
    """
    with opened(project) as at:
        if _is_finished(at, order.year, WITHDRAWAL):
            return at.told
        if at.ledger.in_force(order.year) is None:
            raise UsageError(
                Problem("is not released", str(order.year), remedy="See `fsb ledger`.")
            )
        _refuse_without_reason(order, "a withdrawal")
        _refuse_without_name(order)
        at.refuse(but_year=order.year)
        refuse_another_day(at.ledger, _today().isoformat())
        content = withdrawal_content(order.year, _today(), order.by, order.reason)
        bring_into_force(at.ledger, at.ledger.added(content).entries[-1], at.outputs, project)
        return at.told


def _is_finished(at: Opened, year: int, action: str) -> bool:
    """Whether just this was interrupted, and was finished when the outputs were opened."""
    entry = at.finished
    return entry is not None and (entry.content["action"], entry.content["year"]) == (action, year)


def _released(ledger: Ledger, year: int, audit: AuditResult | None, outputs: Outputs) -> Released:
    entry = ledger.of_year(year)[-1].content
    reports = tuple(name for name in entry["reports"] if name not in COMPANIONS)
    return Released(entry["version"], reports, audit, outputs.index)


def _drafts(at: Opened, order: ReleaseOrder) -> tuple[Draft, ...]:
    """The drafts of the year, or those of its correction where it is released.

    Errors: those of `read_drafts`; UsageError for a released year without a correction or reason.
    """
    entry = at.ledger.in_force(order.year)
    if entry is None:
        return read_drafts(at.outputs.root, order.year)
    if not (at.outputs.root / CORRECTION / str(order.year)).is_dir():
        raise UsageError(
            Problem("is released already", str(order.year), "drafts of a correction",
                    f"version {at.ledger.version(order.year)}",
                    f"For a correction: fsb run --year {order.year} --correction, then release.")
        )  # fmt: skip
    _refuse_without_reason(order, "a correction")
    in_force = set(entry.content["reports"]) - set(COMPANIONS)
    return read_corrections(at.outputs.root, order.year, in_force)


def _case(folders: Folders, year: int, outputs: Outputs, stationery: Stationery) -> Folders:
    """The case of the reports as they will be published, by its name.

    Errors: ReportError for what looks like a CPR number.
    """
    name = f"{year}/{CASE}"
    made = outputs.new_staging(name)
    annex = folders.get(f"{year}/{METHOD}", outputs.private / METHOD)
    reports = [folder for one, folder in folders.items() if one.partition("/")[2] != METHOD]
    write_case(made, reports, annex, year, stationery)
    return {name: made}


def _refuse_without_reason(order: ReleaseOrder, what: str) -> None:
    if not order.reason:
        raise UsageError(
            Problem(f"{what} needs a reason", str(order.year),
                    "what was wrong, in words for the ledger", remedy="Say it with --reason.")
        )  # fmt: skip
    if holds_a_number(order.reason):
        raise UsageError(
            Problem(f"the reason of {what} holds a number, and everybody may read it",
                    str(order.year), "words and dates", remedy="Say it without the number.")
        )  # fmt: skip


def _refuse_without_name(order: ReleaseOrder) -> None:
    if not order.by:
        raise UsageError(
            Problem("a withdrawal needs a name", str(order.year),
                    "who takes the year back, for the ledger", remedy="Say it with --by.")
        )  # fmt: skip


def _lying(drafts: Sequence[Draft]) -> Folders:
    """The folders of the drafts, and that of their annex.

    Errors: InputError when the annex is not that of these drafts.
    """
    place = drafts[0].folder.parent
    year = drafts[0].protected.year
    annex = place / METHOD
    refuse_another_annex(
        AnnexJob(year, {one.protected.report: one.folder for one in drafts}), annex
    )
    return {**{draft.name: draft.folder for draft in drafts}, f"{year}/{METHOD}": annex}


def _audited(folders: Folders, ledger: Ledger, proof: Mapping[str, Any]) -> AuditResult:
    """Errors: ReportError with everything that the auditor finds."""
    turned = ledger.turned.union(_turned(proof))
    audit = audit_release(publications(folders), ledger.facts(), proof, turned)
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


def refuse_unconfirmed(order: ReleaseOrder, proof: Mapping[str, Any]) -> None:
    """A verdict is never kept back, also where the new one tells of few: that is a person's yes."""
    if _turned(proof) and not order.verdict_turns:
        raise UsageError(
            Problem("the correction turns a verdict, and may tell of few persons by it",
                    ", ".join(_turned(proof)), "an analyst who has seen which counts differ",
                    remedy=f"Read work/protection/{order.year}-released.txt and the draft, then "
                    "add --verdict-turns.")
        )  # fmt: skip


def _turned(proof: Mapping[str, Any]) -> list[str]:
    """The days whose verdict is another than it was released."""
    return list(proof.get("turned", ()))


def _notes(
    order: ReleaseOrder, certificate: Certificate, proof: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "version": certificate.version,
        "date": _today().isoformat(),
        "by": order.by,
        "reason": order.reason,
        "certificate": asdict(certificate),
        "turned": _turned(proof),
    }


def _today() -> date:
    return datetime.now(tz=UTC).date()
