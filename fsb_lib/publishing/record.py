"""What a release says of itself: on its pages, in its manifests and in the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from fsb_lib.auditor.audit_result import AuditResult
from fsb_lib.auditor.findings import WORDS
from fsb_lib.auditor.release_audit import facts_document
from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.base.report_files import MANIFEST
from fsb_lib.disclosure.count_names import placeholders
from fsb_lib.disclosure.protected import Certificate
from fsb_lib.disclosure.published_facts import PublishedFacts, published_by, to_document
from fsb_lib.ledger.ledger import RELEASE, WITHDRAWAL, Ledger
from fsb_lib.params import ReportParams
from fsb_lib.publishing.drafts import Draft, publication
from fsb_lib.registers.snapshot_files import file_hash

# What readers see must be what was reviewed; pages differ by their certificate.
FIGURES = ("results.json", "tables/")


def certificate_of(audit: AuditResult, ledger: Ledger, year: int) -> Certificate:
    """What the pages say of the audit."""
    return Certificate(
        version=ledger.version(year) + 1,
        n_tried=audit.n_hidden,
        n_witnesses=audit.n_witnesses,
        tightest=audit.tightest.n_values if audit.tightest else 0,
        n_before=len(ledger.entries),
        ledger=ledger.head[:12],
    )


def refuse_findings(audit: AuditResult) -> None:
    """Errors: ReportError with everything that the auditor found."""
    if audit.findings:
        raise ReportError(
            Problem(WORDS[found.kind], found.where, "nothing that tells of a hidden count",
                    found.cell,
                    "Make the year's reports again (fsb run --year YEAR --again); report the "
                    "fault if it is found again.")
            for found in audit.findings
        )  # fmt: skip


def refuse_other_figures(draft: Draft, made: Path) -> None:
    """Errors: ReportError when a released report would have other figures than its draft."""
    listed = draft.manifest["outputs"]
    changed = [
        name
        for name, digest in listed.items()
        if name.startswith(FIGURES) and file_hash(made / name) != digest
    ]
    if changed:
        raise ReportError(
            Problem("the report made for release has other figures than its draft",
                    f"{draft.name}/{changed[0]}", "the figures that were reviewed",
                    f"{len(changed)} files differ", f"Run `fsb run --year {draft.protected.year}`.")
        )  # fmt: skip


def release_content(
    drafts: Sequence[Draft],
    folders: Mapping[str, Path],
    audit: AuditResult,
    notes: Mapping[str, Any],
) -> dict[str, Any]:
    """The ledger's entry of a release; `folders` hold the reports as they are published.

    `notes` are version and certificate, the date, who released it and why.
    """
    publications = [publication(name, folder) for name, folder in folders.items()]
    return {
        "action": RELEASE,
        "year": drafts[0].protected.year,
        **notes,
        "snapshot": drafts[0].protected.data_version,
        "synthetic": drafts[0].protected.synthetic,
        "reports": {
            draft.protected.report: file_hash(folders[draft.name] / MANIFEST) for draft in drafts
        },
        "told": told_document(drafts),
        "facts": facts_document(publications),
        "audit": {key: value for key, value in asdict(audit).items() if key != "findings"},
    }


def withdrawal_content(year: int, day: date, by: str, reason: str) -> dict[str, Any]:
    """The ledger's entry of a withdrawal: what was told stays told."""
    return {
        "action": WITHDRAWAL, "year": year, "date": day.isoformat(), "by": by, "reason": reason,
    }  # fmt: skip


def told_document(drafts: Sequence[Draft]) -> dict[str, Any]:
    """What the drafts tell together."""
    told = PublishedFacts()
    for draft in drafts:
        parameters = {k: v for k, v in draft.manifest["parameters"].items() if k != "audience"}
        protected = draft.protected
        letters = placeholders(protected.report, ReportParams(**parameters), protected.data_version)
        told |= published_by(protected, letters)
    return to_document(told)
