"""What a release says of itself: on its pages, in its manifests and in the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from fsb_lib.auditor.audit_result import AuditResult
from fsb_lib.auditor.findings import IN_TEXTS, WORDS, Finding
from fsb_lib.auditor.release_audit import facts_document
from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.base.package_data import data_hash
from fsb_lib.base.report_files import MANIFEST, RESULTS
from fsb_lib.disclosure.count_names import placeholders
from fsb_lib.disclosure.protected import Certificate
from fsb_lib.disclosure.published_facts import PublishedFacts, published_by, to_document
from fsb_lib.ledger.ledger import RELEASE, WITHDRAWAL, Ledger
from fsb_lib.outputs.private_files import write_private
from fsb_lib.params import ReportParams
from fsb_lib.publishing.drafts import Draft, publications
from fsb_lib.registers.snapshot_files import file_hash

# What readers see must be what was reviewed; pages differ by their certificate.
FIGURES = (RESULTS, "tables/")
AUDITS = "audits"
# What each hand knew of how counts add up.
LISTS = ("relations", "auditor/relations")


def certificate_of(ledger: Ledger, year: int) -> Certificate:
    """What the pages say of a release that passed the audit."""
    return Certificate(ledger.version(year) + 1, len(ledger.entries), ledger.head[:12])


def keep_audit(audit: AuditResult, recorded: Ledger, work: Path) -> None:
    """What the audit met of hidden counts speaks from the truth: kept for the owner alone, by the
    hash of the ledger's line."""
    write_private(work / AUDITS / f"{recorded.head[:16]}.json", audit.as_json())


def refuse_findings(audit: AuditResult) -> None:
    """Errors: ReportError with everything that the auditor found."""
    if audit.findings:
        raise ReportError(
            Problem(WORDS[found.kind], found.where, "nothing that tells of a hidden count",
                    found.cell, _remedy(found))
            for found in audit.findings
        )  # fmt: skip


def _remedy(found: Finding) -> str:
    """What leads out: a number may be typed in the notebook, which a new run would only repeat."""
    again = "Make the year's reports again (fsb run --year YEAR --again)"
    if found.kind not in IN_TEXTS:
        return (
            f"{again}. If it is found again, leave a report that prints it out (`reports` in the "
            "year's file; of a correction, the released version stays in force), and report the "
            "fault."
        )
    report = (*found.where.split(":")[0].split("/"), "")[1]
    return (
        f"If it is typed in {report}.ipynb (fsb check names the cell), take it out there. {again}; "
        "report the fault if no notebook types it."
    )


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
    notes: Mapping[str, Any],
) -> dict[str, Any]:
    """The ledger's entry of a release; `folders` hold the reports and their case as
    they are published.

    Everything in it follows from published bytes: what the audit met beside is private.
    `notes` are version and certificate, the date, who released it and why.
    """
    return {
        "action": RELEASE,
        "year": drafts[0].protected.year,
        **notes,
        "snapshot": drafts[0].protected.data_version,
        "synthetic": drafts[0].protected.synthetic,
        "reports": {
            name.partition("/")[2]: file_hash(folder / MANIFEST) for name, folder in folders.items()
        },
        "told": told_document(drafts),
        "facts": facts_document(publications(folders)),
        "lists": {name: data_hash(name) for name in LISTS},
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
