"""One function per question: from a snapshot to the protected tables that answer it.

The only place where rows about persons and results meet. A notebook calls one of these and gets
a `Release`; there is no public way from it to a person row or to an unprotected count.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import ibis.expr.types as ir

from fsb_lib import __version__, danish, vocabulary
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import policy_for
from fsb_lib.disclosure.released import Release
from fsb_lib.errors import InputError, Problem, UsageError
from fsb_lib.measured import MeasuredTable, Ratio
from fsb_lib.measures import activation, linkage, plans, profile
from fsb_lib.measures.counting import counts_by
from fsb_lib.package_data import load
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
from fsb_lib.registers.snapshot import Snapshot, open_snapshot
from fsb_lib.registers.workspace import ensure_snapshot

STALE_AFTER_DAYS = 62
DEFAULT_WORK = Path("work")
Measured = tuple[list[MeasuredTable], list[str]]


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
    report: str,
    measure: Callable[[Registers, ReportParams, Rules, ir.Table], Measured],
    params: ReportParams,
    folder: str | None,
    audience: str,
) -> Release:
    snapshot = open_snapshot(ensure_snapshot(Path(folder) if folder else None, DEFAULT_WORK))
    registers = snapshot.tables()
    _refuse_stale(registers, params.day)
    rules = Rules(params.target_group_priority, params.matched_benefits)
    persons = activation.with_activation(
        persons_on(registers, params.day, rules), registers, params.day
    ).cache()
    tables, warnings = measure(registers, params, rules, persons)
    tables += _about_the_registers(persons, snapshot, params.day)
    policy = policy_for(audience, params.disclosure_threshold)
    return Release(
        report=report,
        year=params.year,
        reference_date=params.day,
        audience=audience,
        synthetic=snapshot.synthetic,
        data_version=snapshot.fingerprint,
        program_version=__version__,
        settings=_settings_in_force(params),
        memo=_memo(params, report),
        warnings=tuple(warnings),
        tables=protect(tables, policy, _words(params)),
    )


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


def _plans(registers: Registers, params: ReportParams, rules: Rules, _: ir.Table) -> Measured:
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
    ]
    return tables, _plan_warnings(registers, cutoff)


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
    tables = [
        profile.match_by_target_group(persons, day),
        profile.population_shares(persons, day),
        profile.by_sex(facts, when),
        profile.by_age(facts, when),
        profile.by_duration(facts, when),
        profile.by_origin(facts, when),
        profile.focus_population(n_on_day, n_during, day),
        profile.several_target_groups(persons, day),
    ]
    return tables, []


def _about_the_registers(persons: ir.Table, snapshot: Snapshot, day: date) -> list[MeasuredTable]:
    """The tables that stand in every report."""
    quality = {entry.table: entry.rows for entry in snapshot.quality}
    return [
        linkage.match_conversion(persons, day),
        linkage.linkage(persons, day),
        linkage.rows_used(quality, day),
        linkage.data_quality(quality, day),
    ]


def _refuse_stale(registers: Registers, day: date) -> None:
    """An extract in which nothing begins close to the reference date cannot describe it."""
    starts = {"bif_ydelser": "fra", "sof_sager": "fra", "bif_matchvurderinger": "vurderet"}
    earliest = day - timedelta(days=STALE_AFTER_DAYS)
    stale = [
        Problem(
            f"the extract is stale: no row has `{column}` close to the reference date",
            f"register {table}",
            f"rows that begin later than {earliest.isoformat()} "
            f"({STALE_AFTER_DAYS} days before {day.isoformat()})",
            f"the latest begins {latest.isoformat() if latest else 'never: no rows'}",
            "Ask for a newer extract, or measure an earlier year.",
        )
        for table, column in starts.items()
        if (latest := _latest(registers[table], column)) is None or latest <= earliest
    ]
    if stale:
        raise InputError(stale)


def _plan_warnings(registers: Registers, cutoff: date) -> list[str]:
    plans_table = registers["sof_handleplaner"]
    dates = [_latest(plans_table, column) for column in ("tilbudt", "udarbejdet", "slut")]
    texts = load("wording")["warnings"]
    known = [day for day in dates if day is not None]
    warnings = []
    if not known or max(known) <= cutoff - timedelta(days=STALE_AFTER_DAYS):
        warnings.append(texts["plans_stale"].format(cutoff=danish.long_date(cutoff)))
    earliest = [
        plans_table[column].min().to_pyarrow().as_py() for column in ("tilbudt", "udarbejdet")
    ]
    if min((day for day in earliest if day), default=STRATEGY_START) > STRATEGY_START:
        warnings.append(texts["plans_incomplete"])
    return warnings


def _latest(table: ir.Table, column: str) -> date | None:
    latest: date | None = table[column].max().to_pyarrow().as_py()
    return latest


def _words(params: ReportParams) -> Mapping[str, str]:
    """What the placeholders of data/tables.yaml stand for, in Danish forms."""
    day, year = params.day, str(params.year)
    basis = load("wording")["profile_basis"][params.profile_basis]
    return {
        "day": danish.long_date(day),
        "cutoff": danish.long_date(cutoff_date(params.year)),
        "year": year,
        "basis": basis.format(day=danish.long_date(day), year=year),
        "match_class": vocabulary.system_in_force(day).class_label,
        "most_hidden": str(params.disclosure_threshold - 1),
        "max_gap_days": str(params.max_gap_days),
    }


def _settings_in_force(params: ReportParams) -> tuple[tuple[str, str], ...]:
    """The choices that are open to the client (D10), as the method box prints them."""
    text = load("wording")["settings"]
    benefits = vocabulary.labels("ydelse")
    groups = vocabulary.labels("maalgruppe")
    start = params.register_start
    values = {
        "reference_date": danish.long_date(params.day),
        "matched_benefits": danish.enumeration(
            [benefits[code].lower() for code in params.matched_benefits]
        ),
        "target_group_priority": ", ".join(
            groups[code].lower() for code in params.target_group_priority
        ),
        "both_plans": text["both_plans"]["values"][params.both_plans],
        "profile_basis": text["profile_basis"]["values"][params.profile_basis],
        "max_gap_days": danish.counted(params.max_gap_days, "dag", "dage"),
        "register_start": danish.long_date(start) if start else text["register_start"]["none"],
        "origin_tolerance": f"{params.origin_tolerance}{danish.NO_BREAK_SPACE}procentpoint",
        "disclosure_threshold": danish.counted(params.disclosure_threshold, "borger", "borgere"),
    }
    return tuple((text[name]["label"], value) for name, value in values.items())


def _memo(params: ReportParams, report: str) -> tuple[tuple[str, str], ...]:
    labels = load("wording")["memo"]
    memo = params.memo
    fields = {
        "to": labels["to"]["value"],
        "date": danish.long_date(memo.date) if memo.date else "",
        "case_number": memo.case_number or "",
        "document_number": memo.document_numbers.get(report, ""),
    }
    return tuple((labels[name]["label"], value) for name, value in fields.items() if value)
