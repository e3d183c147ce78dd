"""`fsb protection`: what a run of a year would hide; of a released one what a correction would do.

    never released    how many counts are hidden, and what merging categories would save
    released before   each block (the counts of a day or period): new, as it was released, or its
                      headline alone; how many counts differ there, and in a private file which

For the analyst alone, since it speaks from the truth. Nothing is made and nothing published.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fsb_lib.base.project import Project
from fsb_lib.disclosure.count_names import block_of
from fsb_lib.disclosure.editions import Revision, editions, revisions
from fsb_lib.disclosure.keyed_order import Order
from fsb_lib.disclosure.protected import COMMITTEE
from fsb_lib.followups.measure_report import Measuring
from fsb_lib.followups.protect_year import Answer
from fsb_lib.followups.released_figures import HeldAnswers, held_to_released, measured_beside
from fsb_lib.jobs.plan import Wish, planned, that_the_delivery_allows
from fsb_lib.ledger.already_public import lying_in_outputs
from fsb_lib.ledger.ledger import Ledger, as_correction
from fsb_lib.ledger.opened import looked_at
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot
from fsb_lib.registers.database.address import GivenDatabase
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.run.measure_apart import params_of
from fsb_lib.run.merging import merges
from fsb_lib.run.protect_years import (
    STANDING,
    Known,
    audited_year,
    keep,
    known,
    objections_told,
    refuse_another_threshold,
)
from fsb_lib.run.secret_order import key_of_orders

_NEW, _SAME = "new, as measured now", "as it was released, and as measured now"


@dataclass(frozen=True)
class Previewed:
    """A year as it is measured now, beside everything released; `answers` are as measured."""

    year: int
    ledger: Ledger
    answers: Sequence[Answer]
    before: Known
    order: Order

    @property
    def version(self) -> int:
        """How often the year was released."""
        return self.ledger.version(self.year)

    @property
    def held(self) -> HeldAnswers:
        return held_to_released(self.answers, self.before.released)

    @property
    def revisions(self) -> tuple[Revision, ...]:
        versions = self.before.released.versions
        return revisions(measured_beside(self.answers, versions), versions)


def previewed_lines(
    year: int, registers: Path | GivenDatabase | None, project: Project
) -> Iterator[str]:
    """The lines of the command, of the reports that `fsb run --year YEAR` makes.

    Errors: those of `fsb run` before anything is made; ReportError when the year cannot be
    protected.
    """
    asked = _measured(year, registers, project)
    if asked.version:
        yield f"{year} was released as version {asked.version}. A correction of these registers:"
    if asked.before.released.versions:
        yield from told_of_blocks(asked, project.work)
    if asked.version:
        yield from _told_of_hiding(asked)
    else:
        yield from _told_of_merges(asked)


def _measured(year: int, registers: Path | GivenDatabase | None, project: Project) -> Previewed:
    wish, ledger = Wish(years=(year,)), looked_at(project).ledger
    plan = as_correction(planned(wish, project), ledger)
    snapshot = ensure_snapshot(registers, project.work)
    plan = that_the_delivery_allows(plan, wish, snapshot)
    before = known(ledger, lying_in_outputs(project.outputs, plan.folders), project.work)
    refuse_another_threshold(plan.jobs, before.released.versions)
    measuring = Measuring(open_snapshot(snapshot))
    answers = [measuring.answer(job.report, params_of(job)) for job in plan.jobs]
    order = key_of_orders(answers, COMMITTEE, project.work).of_year(year)
    return Previewed(year, ledger, answers, before, order)


def told_of_blocks(asked: Previewed, work: Path) -> Iterator[str]:
    """What becomes of each block that was released; which counts differ is kept in private."""
    held, differing = asked.held.held, asked.revisions
    if not differing:
        yield "  no count differs from what was released, so nothing would be another"
        return
    measured = measured_beside(asked.answers, asked.before.released.versions)
    n_of, n_differ = (Counter(map(block_of, names)) for names in (
        measured, (one.name for one in differing)))  # fmt: skip
    for block in sorted(editions(asked.before.released.versions).blocks & n_of.keys()):
        standing = held.standing.get(block)
        becomes = STANDING[standing] if standing else _NEW if n_differ[block] else _SAME
        yield f"  {block}: {becomes}; {n_differ[block]} of {n_of[block]} counts differ"
    if held.turned:
        yield f"  a verdict turns: the release needs `fsb release {asked.year} --verdict-turns`"
    kept = keep(map(str, differing), f"{asked.year}-preview", work)
    yield f"  {kept} tells each count that differs, for you alone"


def _told_of_hiding(asked: Previewed) -> Iterator[str]:
    audited = audited_year(asked.held, asked.before, asked.order)
    published = audited.protected.published
    n_hidden = len(published.hidden)
    yield f"  {n_hidden} of {n_hidden + len(published.shown)} printed counts would be hidden"
    objections = objections_told(audited.objections, asked.answers)
    yield from (f"  the auditor objects: {one}" for one in objections)
    yield "  categories are not merged after a release: those that were released stand"


def _told_of_merges(asked: Previewed) -> Iterator[str]:
    n_hidden, n_printed, found = merges(asked.held, asked.before, asked.order)
    yield f"{asked.year}: {n_hidden} of {n_printed} printed counts are hidden"
    for merge in found:
        pair = " with ".join(merge.categories)
        yield f"  {merge.key}: {pair}   {merge.n_hidden} hidden"
    if not found:
        yield "  no merge of two neighbouring categories would show more"
