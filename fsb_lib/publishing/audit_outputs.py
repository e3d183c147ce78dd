"""`fsb audit --outputs`: attacks published folders from outside, year after year."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from fsb_lib.auditor.certificate import Certificate
from fsb_lib.auditor.publication import RESULTS, Publication
from fsb_lib.auditor.release_audit import audited_with_facts
from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.outputs.compare import reports_below

_REMEDY = "Hide more of the tables they stand in, or leave a rate or a table out."


def publications_below(folder: Path) -> list[Publication]:
    """Every published report below a folder, in the order of years; one that failed has no results.

    Errors: InputError when there is none.
    """
    made = ((n, path) for n, path in reports_below(folder).items() if (path / RESULTS).is_file())
    found = [_publication(name, path) for name, path in made]
    return sorted(found, key=lambda one: (one.year, one.report))


def _publication(name: str, folder: Path) -> Publication:
    year, _, report = name.partition("/")
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    content = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return Publication(int(year), report, content)


def audited(folder: Path) -> Iterator[tuple[int, Certificate]]:
    """The certificate of each year, audited together with all years before it."""
    earlier: list[dict[str, Any]] = []
    for year, of_year in groupby(publications_below(folder), key=lambda one: one.year):
        certificate, facts = audited_with_facts(list(of_year), earlier, None)
        earlier.append(facts)
        yield year, certificate


def lines(year: int, certificate: Certificate) -> Iterator[str]:
    """What the terminal says of a year."""
    yield from (f"{year}  {finding}" for finding in certificate.findings)
    verdict = "passed" if certificate.passed else f"{len(certificate.findings)} findings"
    yield (
        f"{year}: {verdict}; tried {certificate.n_hidden} hidden counts of"
        f" {certificate.n_reports} reports, with {certificate.n_earlier_releases} earlier years"
    )
    if certificate.told_before:
        yield f"{year}: {certificate.told_before} counts are told by earlier years alone"


def refusal(found: dict[int, Certificate], where: str) -> ReportError | None:
    """Why the reports may not go out; nothing when every year passed."""
    years = [str(year) for year, certificate in found.items() if not certificate.passed]
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
