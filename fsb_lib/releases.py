"""One function per question: from a snapshot to the protected tables that answer it.

A notebook calls one of these and gets a `ProtectedReport`; there is no public way from it to a
person row or to an unprotected count.

audience    in a run             opened by hand
committee   what it protected    the report of the same snapshot and parameters in the outputs
internal    what it measured     measured here: nothing is hidden, and it says INTERN

What a committee may see of a year depends on all its reports and on everything published. Two
patterns of one truth would un-hide each other, so only `fsb run` makes one.
"""

from pathlib import Path

from fsb_lib.base.errors import Problem, UsageError
from fsb_lib.base.project import find_project
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.protected import COMMITTEE, INTERNAL, ProtectedReport
from fsb_lib.domain.periods import STRATEGY_START
from fsb_lib.followups.prepared import prepared
from fsb_lib.followups.protect_year import internal
from fsb_lib.outputs.report_of_run import report_of_run
from fsb_lib.params import ReportParams
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot
from fsb_lib.registers.database.address import given_registers
from fsb_lib.registers.snapshot.open import open_snapshot

__all__ = [
    "activation_measurement",
    "contact_followup",
    "cooperation_status",
    "focus_areas",
    "outcome_followup",
    "plan_coverage",
    "strategy_status",
    "target_group_profile",
]


def activation_measurement(
    params: ReportParams, snapshot: str | None = None, audience: str = COMMITTEE
) -> ProtectedReport:
    """Did the share in activation reach its target (D4)?

    Errors: InputError when there is no snapshot or it is stale on the reference date, or when a
    committee's report was not made by a run of this snapshot with these parameters.
    """
    return _protected("activation_measurement", params, snapshot, audience)


def plan_coverage(
    params: ReportParams, snapshot: str | None = None, audience: str = COMMITTEE
) -> ProtectedReport:
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
    return _protected("plan_coverage", params, snapshot, audience)


def target_group_profile(
    params: ReportParams, snapshot: str | None = None, audience: str = COMMITTEE
) -> ProtectedReport:
    """Who are the shared citizens (D6)?

    Errors: as `activation_measurement`.
    """
    return _protected("target_group_profile", params, snapshot, audience)


def outcome_followup(
    params: ReportParams, snapshot: str | None = None, audience: str = COMMITTEE
) -> ProtectedReport:
    """What has become of the focus population a year later (D7)?

    Errors: as `activation_measurement`; InputError for a delivery without `bif_afgange`.
    """
    return _protected("outcome_followup", params, snapshot, audience)


def contact_followup(
    params: ReportParams, snapshot: str | None = None, audience: str = COMMITTEE
) -> ProtectedReport:
    """Who has fallen out within a year, and who is talked with (D16)?

    Errors: as `activation_measurement`; InputError for a delivery without `bif_afgange`.
    """
    return _protected("contact_followup", params, snapshot, audience)


def cooperation_status(
    params: ReportParams, snapshot: str | None = None, audience: str = COMMITTEE
) -> ProtectedReport:
    """How many are in each joint scheme, and how many of them does SOF coordinate (D8)?

    Errors: as `activation_measurement`; InputError for a delivery without `samarbejde`.
    """
    return _protected("cooperation_status", params, snapshot, audience)


def focus_areas(
    params: ReportParams, snapshot: str | None = None, audience: str = COMMITTEE
) -> ProtectedReport:
    """How do those fare whom the papers single out (D18)?

    Errors: as `outcome_followup`.
    """
    return _protected("focus_areas", params, snapshot, audience)


def strategy_status(
    params: ReportParams, snapshot: str | None = None, audience: str = COMMITTEE
) -> ProtectedReport:
    """What has become of the strategy's promises, and do the papers' claims hold (D19)?

    Errors: as `activation_measurement`.
    """
    return _protected("strategy_status", params, snapshot, audience)


def _protected(
    report: str, params: ReportParams, registers: str | None, audience: str
) -> ProtectedReport:
    policy_for(audience, params.disclosure_threshold)  # an unknown audience is refused first
    protected = prepared(report, params, audience)
    if protected is not None:
        return protected
    project = find_project(Path.cwd())
    given = given_registers(registers) if registers else None
    if audience == INTERNAL:
        return _measured(report, params, ensure_snapshot(given, project.work))
    return report_of_run(
        report, params, project.outputs, lambda: ensure_snapshot(given, project.work)
    )


def _measured(report: str, params: ReportParams, snapshot: Path) -> ProtectedReport:
    from fsb_lib.followups.measure_report import Measuring  # noqa: PLC0415 (imports the engine)

    return internal(Measuring(open_snapshot(snapshot)).answer(report, params))
