"""One function per question: from a snapshot to the protected tables that answer it.

The only place where rows about persons and results meet. A notebook calls one of these and gets
a `Release`; there is no public way from it to a person row or to an unprotected count.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import ibis.expr.types as ir

from fsb_lib import __version__
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.released import Release
from fsb_lib.errors import Problem, UsageError
from fsb_lib.measured import MeasuredTable, Ratio
from fsb_lib.measures import activation, linkage, plans, profile
from fsb_lib.measures.counting import counts_by
from fsb_lib.params import ReportParams
from fsb_lib.periods import (
    STRATEGY_START,
    Period,
    calendar_year,
    cutoff_date,
    default_reference_date,
    measurement_years,
)
from fsb_lib.populations import Registers, Rules, focus_days_during, persons_on
from fsb_lib.project import find_project
from fsb_lib.registers.freshness import plan_warnings, refuse_stale
from fsb_lib.registers.snapshot import Snapshot, open_snapshot
from fsb_lib.registers.workspace import ensure_snapshot
from fsb_lib.wording.particulars import memo_fields, placeholders, settings_in_force

__all__ = ["activation_measurement", "plan_coverage", "target_group_profile"]

Measured = tuple[list[MeasuredTable], list[str]]
Measure = Callable[[Registers, ReportParams, Rules, ir.Table], Measured]


def activation_measurement(
    params: ReportParams, snapshot: str | None = None, audience: str = "internal"
) -> Release:
    """Did the share in activation reach its target (D4)?

    Errors: InputError when there is no snapshot or it is stale on the reference date.
    """
    return _release("activation_measurement", _activation, params, snapshot, audience)


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
    return _release("plan_coverage", _plans, params, snapshot, audience)


def target_group_profile(
    params: ReportParams, snapshot: str | None = None, audience: str = "internal"
) -> Release:
    """Who are the shared citizens (D6)?

    Errors: as `activation_measurement`.
    """
    return _release("target_group_profile", _profile, params, snapshot, audience)


def _release(
    report: str, measure: Measure, params: ReportParams, folder: str | None, audience: str
) -> Release:
    work = find_project(Path.cwd()).work
    snapshot = open_snapshot(ensure_snapshot(Path(folder) if folder else None, work))
    tables, warnings = _measured(measure, params, snapshot)
    policy = policy_for(audience, params.disclosure_threshold)
    return Release(
        report=report,
        year=params.year,
        reference_date=params.day,
        audience=audience,
        smallest_shown=params.disclosure_threshold,
        synthetic=snapshot.synthetic,
        data_version=snapshot.fingerprint,
        program_version=__version__,
        settings=settings_in_force(params),
        memo=memo_fields(params, report),
        warnings=tuple(warnings),
        tables=protect(tables, policy, placeholders(params)),
    )


def _measured(measure: Measure, params: ReportParams, snapshot: Snapshot) -> Measured:
    """The report's own tables, and those that stand in every report."""
    registers, day = snapshot.tables(), params.day
    refuse_stale(registers, day)
    rules = Rules(params.target_group_priority, params.matched_benefits)
    persons = activation.with_activation(persons_on(registers, day, rules), registers, day).cache()
    tables, warnings = measure(registers, params, rules, persons)
    quality = {entry.table: entry.rows for entry in snapshot.quality}
    tables += [
        linkage.match_conversion(persons, day),
        linkage.linkage(persons, day),
        linkage.rows_used(quality),
        linkage.data_quality(quality),
    ]
    return tables, warnings


def _activation(
    registers: Registers, params: ReportParams, rules: Rules, persons: ir.Table
) -> Measured:
    day = params.day
    rates = {
        year: _rate_in(registers, default_reference_date(year), rules)
        for year in measurement_years(params.year)
        if year != params.year
    }
    rates[params.year] = activation.overall_rate(persons, day)
    tables = [
        activation.by_target_group(persons, day),
        activation.by_match_class(persons, day),
        activation.target_status(persons, day),
        activation.sensitivity(persons, day),
        activation.trend(rates, day),
    ]
    return tables, []


def _rate_in(registers: Registers, day: date, rules: Rules) -> Ratio:
    persons = activation.with_activation(persons_on(registers, day, rules), registers, day)
    return activation.overall_rate(persons, day)


def _plans(registers: Registers, params: ReportParams, rules: Rules, on_day: ir.Table) -> Measured:
    cutoff = cutoff_date(params.year)
    offered = plans.first_offers(registers, cutoff, rules).cache()
    persons = persons_on(registers, cutoff, rules).cache()
    focus = persons.filter(persons.focus)
    tables = [
        plans.offers_by_year(offered, cutoff),
        plans.offers_by_target_group(offered, cutoff),
        plans.offers_sensitivity(offered, focus, registers, cutoff),
        plans.states(offered, registers, cutoff),
        plans.both_plans(focus, registers, cutoff, params.both_plans),
        plans.coverage(focus, registers, cutoff),
        plans.registration(persons, registers, cutoff),
        linkage.unlinkable_bounds(on_day, counts_by(offered)[()]["persons"], params.day),
    ]
    return tables, plan_warnings(registers, cutoff)


def _profile(
    registers: Registers, params: ReportParams, rules: Rules, persons: ir.Table
) -> Measured:
    day, period = params.day, calendar_year(params.year)
    on_day = persons.filter(persons.focus).select("person", last_day=persons.day)
    during = focus_days_during(registers, period, rules).cache()
    bases: dict[str, tuple[ir.Table, date | Period]] = {
        "on_reference_date": (on_day.mutate(age_day=on_day.last_day), day),
        "during_period": (during.mutate(age_day=period.last), period),
    }
    members, when = bases[params.profile_basis]
    facts = profile.with_facts(
        members, registers, params.max_gap_days, params.register_start
    ).cache()
    n_on_day, n_during = (counts_by(group)[()]["persons"] for group in (on_day, during))
    n_members = {"on_reference_date": n_on_day, "during_period": n_during}[params.profile_basis]
    tables = [
        profile.match_by_target_group(persons, day),
        profile.population_shares(persons, day),
        profile.by_sex(facts, when),
        profile.by_age(facts, when),
        profile.by_duration(facts, when),
        profile.by_origin(facts, when),
        profile.focus_population(n_on_day, n_during, day),
        profile.several_target_groups(persons, day),
        linkage.unlinkable_bounds(persons, n_members, day),
    ]
    return tables, []
