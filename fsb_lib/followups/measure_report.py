"""The only place where rows about persons and results meet: reports, measured.

Imports the engine, half a second that a report whose tables are at hand need not pay.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from fsb_lib.base.package_data import load
from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.domain.periods import cutoff_date, same_day_a_year_before
from fsb_lib.followups.answers import answered
from fsb_lib.followups.protect_year import Answer
from fsb_lib.followups.question import Question, reports_that_can_be_made, rules_of
from fsb_lib.measures import linkage
from fsb_lib.measures.measurements import Measurements
from fsb_lib.measures.populations import Rules
from fsb_lib.params import ReportParams
from fsb_lib.registers.remarks import IntakeRemark
from fsb_lib.registers.rows.robust_day import DatedRows
from fsb_lib.registers.snapshot.freshness import exit_warnings, plan_warnings, refuse_stale, starts
from fsb_lib.registers.snapshot.in_memory import numbered
from fsb_lib.registers.snapshot.open import Snapshot
from fsb_lib.registers.snapshot.optional_tables import refuse_without


class Measuring:
    """A snapshot opened once, whose measurements serve every report that asks."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        n_rows = sum(entry.rows["rows_kept"] for entry in snapshot.quality)
        self._registers = numbered(snapshot.tables(), n_rows)
        self._measured: dict[Rules, Measurements] = {}

    def answer(self, report: str, params: ReportParams) -> Answer:
        """The tables that answer a report's question, unprotected.

        Errors: InputError for a snapshot that is stale on the reference date or lacks a table
        that the report rests on.
        """
        refuse_without(report, self._registers)
        refuse_stale(self._starts, params.day)
        question = self._question(params)
        tables = [*answered(report, question), *_quality(self._snapshot)]
        return Answer(
            report,
            params,
            tuple(tables),
            (*_told(self._snapshot.remarks), *_warnings(report, question)),
            self._snapshot.fingerprint,
            self._snapshot.synthetic,
        )

    @cached_property
    def _starts(self) -> dict[str, DatedRows]:
        return starts(self._registers)

    def _question(self, params: ReportParams) -> Question:
        rules = rules_of(params)
        if rules not in self._measured:
            self._measured[rules] = Measurements(self._registers, rules)
        return Question(params, self._measured[rules])

    def expect(self, report: str, params: ReportParams) -> None:
        """Say that the report will be asked for: what several ask about is counted once."""
        self._question(params).expect(report)

    def answers(self, params: ReportParams) -> tuple[Answer, ...]:
        """Every report of a year that can be made, with the same parameters.

        Errors: as `answer`.
        """
        reports = reports_that_can_be_made(params.year, self._snapshot.table_names)
        for report in reports:
            self.expect(report, params)
        return tuple(self.answer(report, params) for report in reports)


def _quality(snapshot: Snapshot) -> list[MeasuredTable]:
    rows = {entry.table: entry.rows for entry in snapshot.quality}
    return [linkage.rows_used(rows), linkage.data_quality(rows)]


def _told(remarks: Iterable[IntakeRemark]) -> Iterator[str]:
    """What intake tells of the extracts, once each and without numbers: they are not protected."""
    words, labels = load("faults")["told"], load("tables/common")["keys"]["register"]["categories"]
    told = [remark for remark in remarks if words[remark.kind].get("page")]
    yield from dict.fromkeys(f"{labels[one.table]}: {words[one.kind]['text']}." for one in told)


def _warnings(report: str, question: Question) -> list[str]:
    registers, params = question.registers, question.params
    if report == "plan_coverage":
        return plan_warnings(registers, cutoff_date(params.year))
    if report in ("outcome_followup", "contact_followup"):
        return exit_warnings(report, registers, same_day_a_year_before(params.day), params.day)
    if report == "focus_areas":
        first = same_day_a_year_before(same_day_a_year_before(params.day))
        return exit_warnings(report, registers, first, params.day)
    if report == "strategy_status":
        return [one for other in question.other_reports for one in _warnings(other, question)]
    return []
