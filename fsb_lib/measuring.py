"""The only place where rows about persons and results meet: one report, measured.

Imports the engine, half a second that a report whose tables are at hand need not pay.
"""

from fsb_lib.measured import MeasuredTable
from fsb_lib.measures import linkage
from fsb_lib.params import REPORT_IDS, ReportParams
from fsb_lib.periods import STRATEGY_START, cutoff_date, same_day_a_year_before
from fsb_lib.populations import Registers
from fsb_lib.questions.answers import answers
from fsb_lib.registers.freshness import exit_warnings, plan_warnings, refuse_stale
from fsb_lib.registers.optional_tables import lacking, refuse_without
from fsb_lib.registers.snapshot import Snapshot
from fsb_lib.year_release import Answer


def measure(report: str, params: ReportParams, snapshot: Snapshot) -> Answer:
    """The tables that answer a report's question, unprotected.

    Errors: InputError for a snapshot that is stale on the reference date or lacks a table that
    the report rests on.
    """
    registers = snapshot.tables()
    refuse_without(report, registers)
    refuse_stale(registers, params.day)
    tables = [*answers(report, registers, params), *_quality(snapshot)]
    warnings = tuple(_warnings(report, registers, params))
    return Answer(report, params, tuple(tables), warnings, snapshot.fingerprint, snapshot.synthetic)


def measure_year(params: ReportParams, snapshot: Snapshot) -> tuple[Answer, ...]:
    """Every report of a year that can be made from the snapshot, with the same parameters.

    Errors: as `measure`.
    """
    delivered = snapshot.table_names
    reports = [report for report in REPORT_IDS if not lacking(report, delivered)]
    if params.year < STRATEGY_START.year:
        reports.remove("plan_coverage")
    return tuple(measure(report, params, snapshot) for report in reports)


def _quality(snapshot: Snapshot) -> list[MeasuredTable]:
    rows = {entry.table: entry.rows for entry in snapshot.quality}
    return [linkage.rows_used(rows), linkage.data_quality(rows)]


def _warnings(report: str, registers: Registers, params: ReportParams) -> list[str]:
    if report == "plan_coverage":
        return plan_warnings(registers, cutoff_date(params.year))
    if report == "outcome_followup":
        return exit_warnings(registers, same_day_a_year_before(params.day), params.day)
    return []
