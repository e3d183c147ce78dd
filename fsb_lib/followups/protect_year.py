"""From the measured tables of a year's reports to protected reports, all of them together.

    answers (one per report)  ->  joint pattern with everything published  ->  protected reports

Reports of one year print the same counts, and so do reports of different years. What one may
show depends on all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from fsb_lib import __version__
from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.base.package_data import load
from fsb_lib.disclosure.count_names import Printed, PrintedCount, placeholders, printed_cells, stem
from fsb_lib.disclosure.gate import NOTHING_HIDDEN, HiddenCells, protect
from fsb_lib.disclosure.keyed_order import Order
from fsb_lib.disclosure.must_hide import HidingRule
from fsb_lib.disclosure.pattern import NotInTime, Pattern, Unprotected, pattern
from fsb_lib.disclosure.policy import CommitteePolicy, policy_for
from fsb_lib.disclosure.protected import ProtectedReport, ProtectedTable
from fsb_lib.disclosure.published_facts import PublishedFacts, printed_in_papers, published_by
from fsb_lib.disclosure.sums.sum_of_counts import NOTHING_MEASURED, Measured
from fsb_lib.disclosure.versions import NOTHING_HELD, Held
from fsb_lib.domain.declared_numbers import figure_number, table_number
from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.params import ReportParams
from fsb_lib.wording import params_in_danish

N_NAMED = 5


@dataclass(frozen=True)
class Answer:
    """The unprotected tables of one report: never shown, and kept in no published folder."""

    report: str
    params: ReportParams
    tables: tuple[MeasuredTable, ...]
    warnings: tuple[str, ...]
    fingerprint: str
    synthetic: bool

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """What the letters in names of counts stand for in the report."""
        return placeholders(self.report, self.params, self.fingerprint)

    @cached_property
    def printed(self) -> tuple[Printed, ...]:
        """Every count and rate that its tables print."""
        return tuple(cell for table in self.tables for cell in printed_cells(table, self.letters))


@dataclass(frozen=True)
class ProtectedYear:
    """The protected reports of a year by id, what they make public, and the private proof.

    `stands` are hidden counts that are as an earlier release had them, which proved them; `turned`
    are days whose verdict is another than it was released; `before` are values of what earlier
    releases hide.
    """

    reports: Mapping[str, ProtectedReport]
    published: PublishedFacts
    proof: Pattern
    stands: frozenset[str] = frozenset()
    turned: frozenset[str] = frozenset()
    before: Mapping[str, int] = field(default_factory=dict)


def internal(answer: Answer) -> ProtectedReport:
    """Everything, for those who may see it."""
    return _report(answer, "internal", NOTHING_HIDDEN)


def committee(
    answers: Sequence[Answer],
    earlier: PublishedFacts,
    order: Order,
    also_hidden: frozenset[str] = frozenset(),
    held: Held = NOTHING_HELD,
) -> ProtectedYear:
    """All reports of a year as a committee may see them, after everything published `earlier`.

    `order` is the secret one of the year; `also_hidden` are counts that somebody else asks to hide.
    Of what is `held` as it was released nothing new is told: what was never printed is not
    available. What is withdrawn is hidden.

    Errors: ReportError when the counts cannot be protected.
    """
    found = _pattern(answers, earlier, order, also_hidden, held)
    every = (cell for answer in answers for cell in answer.printed)
    rates = found.hidden_rates | {cell.place for cell in every if _is_kept_back(cell, held)}
    unseen = frozenset(name for name, value in held.carried.items() if value is None)
    stands = unseen - held.untold
    hidden = found.hidden | stands
    reports = {
        answer.report: _report(
            answer, "committee", HiddenCells(answer.letters, hidden, rates, held.untold)
        )
        for answer in answers
    }  # fmt: skip
    published = published_of(reports, answers)
    return ProtectedYear(reports, published, found, stands, held.turned, held.before)


def published_of(
    reports: Mapping[str, ProtectedReport], answers: Sequence[Answer]
) -> PublishedFacts:
    """What the protected reports of a year make public."""
    published = PublishedFacts()
    for answer in answers:
        published |= published_by(reports[answer.report], answer.letters)
    return published


def _pattern(
    answers: Sequence[Answer],
    earlier: PublishedFacts,
    order: Order,
    also_hidden: frozenset[str],
    held: Held,
) -> Pattern:
    """What is hidden of everything new that the reports print.

    Errors: as `committee`.
    """
    every = (cell for answer in answers for cell in answer.printed)
    printed = [
        cell
        for cell in every
        if not any(map(held.stands, _names(cell))) and not _is_kept_back(cell, held)
    ]
    threshold = max(answer.params.disclosure_threshold for answer in answers)
    public = printed_in_papers(load("published")["match_by_target_group_2007"])
    rule = HidingRule(CommitteePolicy(threshold), order)
    measured = measured_by(answers).beside(map(stem, held.carried), held.truth)
    # A count hidden in one note and shown in another is small by a guess, whoever proves it safe.
    again = {one.name for one in printed if isinstance(one, PrintedCount)} & earlier.hidden
    hidden = also_hidden | held.withdrawn | again
    try:
        return pattern(printed, earlier, public, rule, hidden, measured)
    except Unprotected as error:
        raise ReportError(_unprotected(answers[0].params.year, error)) from None


def _names(cell: Printed) -> tuple[str, ...]:
    return (cell.name,) if isinstance(cell, PrintedCount) else (cell.part, cell.whole)


def _is_kept_back(cell: Printed, held: Held) -> bool:
    """Whether it is a rate of a count that is withdrawn, or of counts that stand, of which one was
    not shown or is of another day: its value now is of nobody's registers."""
    if isinstance(cell, PrintedCount):
        return False
    names = _names(cell)
    stands = any(map(held.stands, names)) and not all(map(held.is_told, names))
    return stands or any(map(held.is_withdrawn, names))


def measured_by(answers: Sequence[Answer]) -> Measured:
    """What the delivery gives, where all reports were made by the same definitions."""
    by = {(one.fingerprint, one.params.matched_benefits, one.params.target_group_priority)
          for one in answers}  # fmt: skip
    if len(by) > 1:
        return NOTHING_MEASURED
    ((_, benefits, priority),) = by
    printed = (cell for answer in answers for cell in answer.printed)
    stems = {stem(cell.name) for cell in printed if isinstance(cell, PrintedCount)}
    return Measured(frozenset(stems), frozenset(benefits), tuple(priority))


def _report(answer: Answer, audience: str, hidden: HiddenCells) -> ProtectedReport:
    params = answer.params
    policy = policy_for(audience, params.disclosure_threshold)
    tables = protect(answer.tables, policy, params_in_danish.placeholders(params), hidden)
    return ProtectedReport(
        report=answer.report,
        year=params.year,
        reference_date=params.day,
        audience=audience,
        smallest_shown=params.disclosure_threshold,
        synthetic=answer.synthetic,
        data_version=answer.fingerprint,
        program_version=__version__,
        settings=params_in_danish.settings_in_force(params, answer.report),
        memo=params_in_danish.memo_fields(params, answer.report),
        warnings=answer.warnings,
        tables=tuple(numbered(answer.report, table) for table in tables),
    )


def numbered(report: str, table: ProtectedTable) -> ProtectedTable:
    """The table with the numbers that are declared for it and for the figure that draws it."""
    number, figure = table_number(report, table.id), figure_number(report, table.id)
    return replace(table, number=number, figure=figure)


def _unprotected(year: int, error: Unprotected) -> Problem:
    """Which categories are too thin: by table and codes, never by count."""
    thin = [f"{place.table} ({', '.join(place.codes)})" for place in error.places]
    named = "; ".join(thin[:N_NAMED]) + (
        f" and {len(thin) - N_NAMED} more" if thin[N_NAMED:] else ""
    )
    return Problem(
        "the small counts of the year cannot be protected",
        str(year),
        "for each small count, two alternatives that fit everything shown",
        named or str(error),
        _LATER if isinstance(error, NotInTime) else _MERGE,
    )


_LATER = (
    "The machine was too slow or too busy to find them: run the command again when it has less to "
    "do. If it is found again, leave a report of the year out (`reports` in its year file)."
)
_MERGE = (
    "Merge these categories with their neighbours in the definition of the table, or leave a "
    "report of the year out (`reports` in its year file)."
)
