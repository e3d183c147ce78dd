"""Before any notebook runs: all reports of the run measured, and each year protected jointly.

    jobs -> processes that measure them -> answers -> joint pattern of a year -> prepared/<job>.json
                                                      asked of the auditor

Notebooks then find their release prepared. What other reports tell that this run does not make,
what was released before, and the earlier years of the run go into every pattern.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from fsb_lib.auditor.merged_facts import merged
from fsb_lib.auditor.release_audit import Objection, facts_of_values
from fsb_lib.base.errors import FsbError, InputError, Problem, ReportError
from fsb_lib.disclosure.count_names import PrintedCount
from fsb_lib.disclosure.editions import Version
from fsb_lib.disclosure.keyed_order import Order, OrderKey
from fsb_lib.disclosure.protected import COMMITTEE, ProtectedReport
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.disclosure.versions import Held, Standing
from fsb_lib.followups.prepared import write_error, write_protected
from fsb_lib.followups.protect_year import Answer, internal
from fsb_lib.followups.released_figures import (
    NOTHING_RELEASED,
    HeldAnswers,
    ReleasedFigures,
    held_to_released,
    rows_of,
    with_released_rows,
)
from fsb_lib.jobs.plan import Job
from fsb_lib.jobs.settings import SharedSettings
from fsb_lib.ledger.already_public import Lying, published_by_all
from fsb_lib.ledger.ledger import Entry, Ledger
from fsb_lib.ledger.private_proof import id_of, read_proof, write_proof
from fsb_lib.outputs.private_files import write_private
from fsb_lib.run.asked_auditor import AuditedYear, as_published, protected_and_audited
from fsb_lib.run.measure_apart import Answers, params_of

PROTECTION = "protection"
_EDITION = re.compile(r"#\d+")  # of a block that is published otherwise than before


@dataclass(frozen=True)
class Known:
    """Everything that is public before a year: as the suppressor and as the auditor reads it."""

    published: PublishedFacts
    facts: tuple[Mapping[str, Any], ...]
    released: ReleasedFigures = NOTHING_RELEASED

    def after(self, year: AuditedYear) -> "Known":
        """With a year that is protected now."""
        facts = merged(*self.facts, year.facts)
        published = self.published.followed_by(year.protected.published)
        return Known(published, (facts,), self.released)


def known(ledger: Ledger, lying: Sequence[Lying], work: Path) -> Known:
    """What was ever released, and what reports tell that lie in the outputs and stay there."""
    drafts = [one for one in lying if one[0].is_draft]  # the ledger tells of the others
    by_year = groupby(drafts, key=lambda one: one[0].year)
    facts = (facts_of_values([as_published(*one) for one in of_year]) for _, of_year in by_year)
    versions = tuple(_version(entry, work) for entry in ledger.releases)
    rows = rows_of(sorted((one for one in lying if not one[0].is_draft), key=_releases_before))
    return Known(
        ledger.published.followed_by(published_by_all(drafts)),
        (*ledger.facts(), *facts),
        ReleasedFigures(versions, rows),
    )


def _releases_before(one: Lying) -> int:
    """A year may be corrected after the next one, which had printed it as it was."""
    certificate = one[0].certificate
    return -1 if certificate is None else certificate.n_before


def _version(entry: Entry, work: Path) -> Version:
    """One release, with what its proof says of hidden counts, where that is at hand."""
    content, truth = entry.content, dict[str, int]()
    with suppress(InputError):
        truth = read_proof(work, id_of(content["told"]))["truth"]
    return Version(content["year"], entry.published, content["facts"]["threshold"], truth)


def refuse_another_threshold(jobs: Sequence[Job], released: Sequence[Version]) -> None:
    """A correction keeps the threshold of its release: figures that stand were shown by it, and a
    lower one would tell what was promised to be hidden.

    Errors: InputError with every year whose file says otherwise.
    """
    promised = {one.year: one.threshold for one in released}
    problems = []
    for year, of_year in groupby(jobs, key=lambda job: job.year):
        now = {params_of(job).disclosure_threshold for job in of_year}
        if year in promised and now != {promised[year]}:
            problems.append(
                Problem("the year was released by another threshold", f"params/{year}.yaml",
                        f"disclosure_threshold: {promised[year]}", ", ".join(map(str, sorted(now))),
                        f"Set disclosure_threshold to {promised[year]} in this file.")
            )  # fmt: skip
    if problems:
        raise InputError(problems)


def protect(
    jobs: Sequence[Job],
    answers: Answers,
    settings: SharedSettings,
    before: Known,
    work: Path,
    key: OrderKey,
) -> Iterator[str]:
    """Write the release, or the error, of every job to `settings.prepared`; proofs to `work`.

    Lines tell the analyst which year is protected now, and then how much of it is hidden. `jobs`
    are in the order of their years, `key` makes the secret order of each. Internal reports are not
    protected. Where a report could not be measured, or the counts of a year cannot be protected,
    the notebook raises why.
    """
    for number, of_year in groupby(jobs, key=lambda job: job.year):
        year = tuple(of_year)
        by_report = {job.report: answers[job.folder] for job in year}
        found = [answer for answer in by_report.values() if isinstance(answer, Answer)]
        if settings.audience != COMMITTEE:
            _write_releases(found, {one.report: internal(one) for one in found}, None, settings)
        elif found:
            yield f"protecting {number}"
            stands = held_to_released(found, before.released)
            try:
                audited = audited_year(stands, before, key.of_year(number))
            except FsbError as error:
                told = _public(error, number, work)
                by_report |= {answer.report: told for answer in found}
            else:
                reports = audited.protected.reports
                before = before.after(audited)
                proof = write_proof(work, audited.protected)
                _write_releases(found, reports, proof, settings)
                yield from _summary(number, audited, stands, work)
                yield from _what_stands(number, stands.held, work)
        _write_errors(year, by_report, settings)


def audited_year(stands: HeldAnswers, before: Known, order: Order) -> AuditedYear:
    """A year that is held to what was released, as it will be printed.

    Errors: ReportError when the counts cannot be protected.
    """

    def as_released(reports: Mapping[str, ProtectedReport]) -> Mapping[str, ProtectedReport]:
        return with_released_rows(reports, stands, before.released)

    return protected_and_audited(
        stands.answers, before.published, before.facts, order, stands.held, as_released
    )


def _public(error: FsbError, year: int, work: Path) -> FsbError:
    """What an error page in the outputs may say: which counts are too thin is nobody's to read."""
    kept = keep(map(str, error.problems), year, work)
    return ReportError(
        Problem("the small counts of the year cannot be protected", str(year),
                "for each small count, two alternatives that fit everything shown",
                remedy=f"Read {kept}, which names the categories.")
    )  # fmt: skip


def _summary(year: int, audited: AuditedYear, stands: HeldAnswers, work: Path) -> Iterator[str]:
    """How much of a year is hidden, and what the auditor still objects to."""
    published = audited.protected.published
    n_hidden = len(published.hidden)
    line = f"{year}: {n_hidden} of {n_hidden + len(published.shown)} printed counts are hidden"
    yield f"{line}; `fsb protection --year {year}` tells what merging categories would save"
    if audited.objections:
        kept = keep(objections_told(audited.objections, stands.answers), year, work)
        ways = (_LEAVE_OUT, _AS_IT_WAS) if stands.held.standing else (_LEAVE_OUT,)
        yield (
            f"note: {year} cannot be released as it is: the auditor's objections are in {kept}, "
            f"with the tables that print these counts; {', '.join(ways)}, and report the fault"
        )


_LEAVE_OUT = "leave a report that has one of them out (`reports` in the year's file)"
_AS_IT_WAS = "or make the year from the registers and by the settings of its figures in force"


def objections_told(objections: Iterable[Objection], answers: Sequence[Answer]) -> Iterator[str]:
    """Each objection with the tables that print what it is about."""
    printed: dict[str, dict[str, None]] = {}
    for cell in chain.from_iterable(answer.printed for answer in answers):
        names = (cell.name,) if isinstance(cell, PrintedCount) else (cell.part, cell.whole)
        for name in names:
            printed.setdefault(name, {})[cell.place.table] = None
    for one in objections:
        about = _EDITION.sub("", one.finding.cell).split(" - ")
        tables = dict.fromkeys(chain.from_iterable(printed.get(name, ()) for name in about))
        yield f"{one.finding}; printed in: {', '.join(tables) or 'earlier notes alone'}"


def _what_stands(year: int, held: Held, work: Path) -> Iterator[str]:
    """Which figures stand as they were released, or are withdrawn, and where it is told why."""
    if not held.standing:
        return
    blocks = [f"{block}: {STANDING[standing]}" for block, standing in held.standing.items()]
    kept = keep((*blocks, *map(str, held.differences)), f"{year}-released", work)
    yield f"note: {year}: the registers differ from what was released; {kept} tells each count"
    yield from (f"note: {year}: {block}" for block in blocks)
    if held.turned:
        yield f"note: {year}: a verdict turns: `fsb release {year} --verdict-turns`"


STANDING: Mapping[Standing, str] = {
    Standing.RELEASED: "an earlier year's figures stand as released",
    Standing.KEPT: "stands as released, since a correction would tell of few persons; what was "
    "never released of it is not available",
    Standing.HEADLINE: "the headline is new; its breakdowns are withdrawn",
}


def keep(lines: Iterable[str], name: int | str, work: Path) -> str:
    """Keep for the analyst alone what speaks from the truth; where, as a project names it."""
    write_private(work / PROTECTION / f"{name}.txt", "".join(f"{line}\n" for line in lines))
    return f"work/{PROTECTION}/{name}.txt"


def _write_releases(
    answers: Sequence[Answer],
    releases: Mapping[str, ProtectedReport],
    proof: str | None,
    settings: SharedSettings,
) -> None:
    for answer in answers:
        write_protected(settings.prepared, releases[answer.report], answer.params, proof)


def _write_errors(
    jobs: Sequence[Job], by_report: Mapping[str, Answer | FsbError], settings: SharedSettings
) -> None:
    for job in jobs:
        error = by_report[job.report]
        if isinstance(error, FsbError):
            write_error(settings.prepared, job.report, params_of(job), settings.audience, error)
