"""`fsb audit --outputs`: attacks published folders from outside, year after year."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from fsb_lib.auditor.audit_result import AuditResult
from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.release_audit import audited_with_facts
from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.base.report_files import RESULTS
from fsb_lib.outputs.compare import reports_below
from fsb_lib.publishing.drafts import publication

_REMEDY = "Hide more of the tables they stand in, or leave a rate or a table out."


def publications_below(folder: Path) -> list[Publication]:
    """Every published report below a folder, in the order of years; one that failed has no results.

    Errors: InputError when there is none.
    """
    made = ((n, path) for n, path in reports_below(folder).items() if (path / RESULTS).is_file())
    found = [publication(name, path) for name, path in made]
    return sorted(found, key=lambda one: (one.year, one.report))


def audited(folder: Path) -> Iterator[tuple[int, AuditResult]]:
    """The result of each year, audited together with all years before it."""
    earlier: list[dict[str, Any]] = []
    for year, of_year in groupby(publications_below(folder), key=lambda one: one.year):
        result, facts = audited_with_facts(list(of_year), earlier, None)
        earlier.append(facts)
        yield year, result


def lines(year: int, result: AuditResult) -> Iterator[str]:
    """What the terminal says of a year."""
    yield from (f"{year}  {finding}" for finding in result.findings)
    verdict = "passed" if result.passed else f"{len(result.findings)} findings"
    yield (
        f"{year}: {verdict}; tried {result.n_hidden} hidden counts of"
        f" {result.n_reports} reports, with {result.n_earlier_releases} earlier years"
    )
    if result.told_before:
        yield f"{year}: {result.told_before} counts are told by earlier years alone"


def refusal(found: dict[int, AuditResult], where: str) -> ReportError | None:
    """Why the reports may not go out; nothing when every year passed."""
    years = [str(year) for year, result in found.items() if not result.passed]
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
