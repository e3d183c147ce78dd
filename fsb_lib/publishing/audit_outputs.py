"""`fsb audit --outputs`: attacks published folders from outside, year after year."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from fsb_lib.auditor.audit_result import AuditResult
from fsb_lib.auditor.findings import NARROW, OTHER_PICTURE, Finding
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.release_audit import audited_with_facts
from fsb_lib.base.errors import InputError, Problem, ReportError
from fsb_lib.base.report_files import COMPANIONS, MANIFEST, RESULTS
from fsb_lib.ledger.differences import recorded_reports
from fsb_lib.ledger.ledger_files import lying_ledger
from fsb_lib.ledger.private_proof import read_proof
from fsb_lib.outputs.compare import reports_below
from fsb_lib.outputs.links import refuse_links
from fsb_lib.publishing.drafts import publications

_REMEDY = "Hide more of the tables they stand in, or leave a rate or a table out."


def publications_below(folder: Path) -> list[Publication]:
    """Every published report below a folder, in the order of years; one that failed has no results.

    Errors: InputError when there is none, or a link.
    """
    refuse_links(folder)
    made = {
        name: path
        for name, path in reports_below(folder).items()
        if (path / RESULTS).is_file() or path.name in COMPANIONS
    }
    return sorted(publications(made), key=lambda one: (one.year, one.report))


@dataclass(frozen=True)
class YearFromOutside:
    """The result of a year, and what of it is no failure: hidden counts of a released year to which
    few values are left. With the truth its release judged them large, or as wide as can be; and
    pictures that another version of the program draws otherwise."""

    result: AuditResult
    judged_at_release: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the year."""
        return tuple(one for one in self.result.findings if one not in self.judged_at_release)


def audited(folder: Path, work: Path) -> Iterator[tuple[int, YearFromOutside]]:
    """Each year, audited together with all years before it.

    Proofs of the years are used where `work` has them; without, a reader knows no more than what
    is published. Errors: InputError for a ledger that is damaged.
    """
    ledger, earlier = lying_ledger(folder), list[dict[str, Any]]()
    recorded = recorded_reports(ledger)
    for year, found in groupby(publications_below(folder), key=lambda one: one.year):
        of_year = list(found)
        truth = _truth(of_year, work)
        result, facts = audited_with_facts(of_year, earlier, None, truth, ledger.turned)
        earlier.append(facts)
        is_as_released = all(recorded.get(one.where) == _manifest_hash(one) for one in of_year)
        yield year, YearFromOutside(result, _known_to_release(result) if is_as_released else ())


def _truth(publications: Sequence[Publication], work: Path) -> dict[str, int]:
    """The hidden counts of a year, where its proof is at hand."""
    for proof in {str(one.manifest.get("proof")) for one in publications}:
        with suppress(InputError):
            return dict(read_proof(work, proof)["truth"])
    return {}


def _manifest_hash(publication: Publication) -> str:
    return hashlib.sha256(publication.files[MANIFEST]).hexdigest()


def _known_to_release(result: AuditResult) -> tuple[Finding, ...]:
    return tuple(one for one in result.findings if one.kind in {NARROW, OTHER_PICTURE})


def lines(year: int, audited: YearFromOutside) -> Iterator[str]:
    """What the terminal says of a year."""
    result = audited.result
    yield from (f"{year}  {finding}" for finding in audited.findings)
    verdict = f"{len(audited.findings)} findings" if audited.findings else "passed"
    yield (
        f"{year}: {verdict}; tried {result.n_hidden} hidden counts of"
        f" {result.n_reports} reports, with {result.n_earlier_releases} earlier years"
    )
    if n := sum(one.kind == NARROW for one in audited.judged_at_release):
        yield (
            f"{year}: few values are left to {n} hidden counts; its release judged them with the"
            " truth: of threshold size, or as wide as any hiding could leave them"
        )
    if result.told_before:
        yield f"{year}: {result.told_before} counts are told by earlier years alone"


def refusal(found: Mapping[int, YearFromOutside], where: str) -> ReportError | None:
    """Why the reports may not go out; nothing when every year passed."""
    years = [str(year) for year, one in found.items() if one.findings]
    if not years:
        return None
    return ReportError(
        Problem(
            "published reports give hidden counts away, or cannot be judged",
            where,
            "no finding in any year",
            f"findings in {', '.join(years)}",
            _REMEDY,
        )
    )
