"""One function per question: from a snapshot to the protected tables that answer it.

The only place where rows about persons and results meet. A notebook calls one of these and gets
a `Release`; there is no public way from it to a person row or to an unprotected count.
"""

from pathlib import Path

from fsb_lib import __version__
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.released import Release
from fsb_lib.errors import Problem, UsageError
from fsb_lib.measured import MeasuredTable
from fsb_lib.measures import linkage
from fsb_lib.params import ReportParams
from fsb_lib.periods import STRATEGY_START, cutoff_date, same_day_a_year_before
from fsb_lib.populations import Registers
from fsb_lib.project import find_project
from fsb_lib.questions.answers import answers
from fsb_lib.registers.database_address import given_registers
from fsb_lib.registers.freshness import exit_warnings, plan_warnings, refuse_stale
from fsb_lib.registers.optional_tables import refuse_without
from fsb_lib.registers.snapshot import Snapshot, open_snapshot
from fsb_lib.registers.workspace import ensure_snapshot
from fsb_lib.wording.particulars import memo_fields, placeholders, settings_in_force

__all__ = [
    "activation_measurement",
    "cooperation_status",
    "outcome_followup",
    "plan_coverage",
    "target_group_profile",
]


def activation_measurement(
    params: ReportParams, snapshot: str | None = None, audience: str = "internal"
) -> Release:
    """Did the share in activation reach its target (D4)?

    Errors: InputError when there is no snapshot or it is stale on the reference date.
    """
    return _release("activation_measurement", params, snapshot, audience)


def plan_coverage(
    params: ReportParams, snapshot: str | None = None, audience: str = "internal"
) -> Release:
    """How many were offered a social handleplan, and how many have both plans (D5)?

    Errors: as `activation_measurement`; UsageError for a year before the strategy.
    """
    if params.year < STRATEGY_START.year:
        raise UsageError(
            Problem(
                "plan coverage is not made for this year",
                f"year {params.year}",
                f"a year from {STRATEGY_START.year}, when the strategy began",
                remedy="Leave the report out or choose a later year.",
            )
        )
    return _release("plan_coverage", params, snapshot, audience)


def target_group_profile(
    params: ReportParams, snapshot: str | None = None, audience: str = "internal"
) -> Release:
    """Who are the shared citizens (D6)?

    Errors: as `activation_measurement`.
    """
    return _release("target_group_profile", params, snapshot, audience)


def outcome_followup(
    params: ReportParams, snapshot: str | None = None, audience: str = "internal"
) -> Release:
    """What has become of the focus population a year later (D7)?

    Errors: as `activation_measurement`; InputError for a delivery without `bif_afgange`.
    """
    return _release("outcome_followup", params, snapshot, audience)


def cooperation_status(
    params: ReportParams, snapshot: str | None = None, audience: str = "internal"
) -> Release:
    """How many are in each joint scheme, and how many of them does SOF coordinate (D8)?

    Errors: as `activation_measurement`; InputError for a delivery without `samarbejde`.
    """
    return _release("cooperation_status", params, snapshot, audience)


def _release(report: str, params: ReportParams, folder: str | None, audience: str) -> Release:
    policy = policy_for(audience, params.disclosure_threshold)
    work = find_project(Path.cwd()).work
    snapshot = open_snapshot(ensure_snapshot(given_registers(folder) if folder else None, work))
    registers = snapshot.tables()
    refuse_without(report, registers)
    refuse_stale(registers, params.day)
    tables = [*answers(report, registers, params), *_quality(snapshot)]
    return Release(
        report=report,
        year=params.year,
        reference_date=params.day,
        audience=audience,
        smallest_shown=params.disclosure_threshold,
        synthetic=snapshot.synthetic,
        data_version=snapshot.fingerprint,
        program_version=__version__,
        settings=settings_in_force(params, report),
        memo=memo_fields(params, report),
        warnings=tuple(_warnings(report, registers, params)),
        tables=protect(tables, policy, placeholders(params)),
    )


def _quality(snapshot: Snapshot) -> list[MeasuredTable]:
    rows = {entry.table: entry.rows for entry in snapshot.quality}
    return [linkage.rows_used(rows), linkage.data_quality(rows)]


def _warnings(report: str, registers: Registers, params: ReportParams) -> list[str]:
    if report == "plan_coverage":
        return plan_warnings(registers, cutoff_date(params.year))
    if report == "outcome_followup":
        return exit_warnings(registers, same_day_a_year_before(params.day), params.day)
    return []
