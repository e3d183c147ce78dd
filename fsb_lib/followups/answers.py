"""Which tables answer which question, by report id, and what stands in every report.

question of a year -> tables of one follow-up -> with linkage and conversion -> answer
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import import_module

import ibis.expr.types as ir

from fsb_lib.base.package_data import load
from fsb_lib.domain.city_population import compared_quarter, population_in
from fsb_lib.domain.declared_tables import all_tables
from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.domain.periods import (
    Period,
    calendar_year,
    cutoff_date,
    default_reference_date,
    measurement_years,
    previous_measurement,
    same_day_a_year_before,
)
from fsb_lib.followups.question import Question, ask
from fsb_lib.measures import (
    activation,
    change,
    cooperation,
    linkage,
    outcomes,
    plans,
    population,
    profile,
    rulers,
)
from fsb_lib.measures.asked import Asked
from fsb_lib.measures.counting import counts_by
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.populations import Registers, focus_days_during
from fsb_lib.params import ReportParams


def answers(report: str, registers: Registers, params: ReportParams) -> list[MeasuredTable]:
    """Everything that answers a report's question, asked by itself."""
    return answered(report, ask(registers, params))


def answered(report: str, question: Question) -> list[MeasuredTable]:
    """The report's own tables, then how assessments were carried over and registers met."""
    persons, day = question.persons, question.params.day
    return [
        *(QUESTIONS[report](question) if report in QUESTIONS else ()),
        *_declared(report, question),
        linkage.match_conversion(persons, day),
        linkage.linkage(persons, day),
    ]


def _declared(report: str, question: Question) -> Iterator[MeasuredTable]:
    """The tables that say in their declaration which function measures them."""
    days = {"reference_date": question.params.day, "cutoff": cutoff_date(question.params.year)}
    for table in all_tables():
        if table.report == report and table.measured_by:
            module, _, name = table.measured_by.partition(".")
            measure = getattr(import_module(f"fsb_lib.measures.{module}"), name)
            now = question.measured.on(days[table.measured_on])
            yield measure(Asked(now.day, now.persons, question.registers, question.rules))


def activation_tables(question: Question) -> list[MeasuredTable]:
    """Did the share in activation reach its target (D4), and why did it change (D11, D12)?"""
    persons, day = question.persons, question.params.day
    measured = _measurements(question)
    rates = {year: activation.overall_rate(m.persons, m.day) for year, m in measured.items()}
    by_group = {y: activation.by_target_group(m.persons, m.day) for y, m in measured.items()}
    by_assumption = activation.rates_by_assumption(persons, day)
    return [
        activation.by_target_group(persons, day),
        activation.by_match_class(persons, day),
        activation.target_status(persons, day),
        activation.sensitivity(by_assumption, day),
        *activation.verdicts(by_assumption, day),
        activation.trend(rates, day),
        activation.trend_by_target_group(by_group, day),
        rulers.by_definition(measured.values(), question.registers),
        *_change(measured, question.params.year),
    ]


def _measurements(question: Question) -> dict[int, Measurement]:
    """The measurements up to the report's year by year: earlier ones on their default day."""
    year = question.params.year
    days = {known: default_reference_date(known) for known in measurement_years(year)}
    return {
        known: question.measured.on(day)
        for known, day in {**days, year: question.params.day}.items()
    }


def _change(measured: dict[int, Measurement], year: int) -> list[MeasuredTable]:
    """What changed since the measurement before; nothing when there was none."""
    previous = previous_measurement(year)
    if previous is None:
        return []
    before, now = measured[previous], measured[year]
    return [change.by_target_group(before, now), change.movements(before, now)]


def plan_tables(question: Question) -> list[MeasuredTable]:
    """How many were offered a social handleplan, and how many have both plans (D5)?

    All tables as of 31 December.
    """
    registers, params = question.registers, question.params
    cutoff = cutoff_date(params.year)
    offered = plans.first_offers(registers, cutoff, question.rules).cache()
    persons = question.measured.on(cutoff).persons
    focus = persons.filter(persons.focus)
    by_assumption = plans.offers_by_assumption(offered, focus, registers, cutoff)
    return [
        plans.offers_by_year(offered, cutoff),
        plans.offers_by_target_group(offered, cutoff),
        plans.offers_sensitivity(by_assumption, cutoff),
        *plans.offers_verdicts(by_assumption, cutoff),
        plans.states(offered, registers, cutoff),
        plans.both_plans(focus, registers, cutoff, params.both_plans),
        plans.coverage(focus, registers, cutoff),
        plans.registration(persons, registers, cutoff),
        linkage.unlinkable_bounds(question.persons, by_assumption["focus_at_offer"], params.day),
    ]


def profile_tables(question: Question) -> list[MeasuredTable]:
    """Who are the shared citizens (D6)? The facts follow `profile_basis`."""
    params, persons, day = question.params, question.persons, question.params.day
    period = calendar_year(params.year)
    on_day = persons.filter(persons.focus).select("person", last_day=persons.day)
    during = focus_days_during(question.registers, period, question.rules).cache()
    bases: dict[str, tuple[ir.Table, date | Period]] = {
        "on_reference_date": (on_day.mutate(age_day=on_day.last_day), day),
        "during_period": (during.mutate(age_day=period.last), period),
    }
    members, when = bases[params.profile_basis]
    facts = profile.with_facts(
        members, question.registers, params.max_gap_days, params.register_start
    ).cache()
    n_on_day, n_during = (counts_by(group)[()]["persons"] for group in (on_day, during))
    n_members = {"on_reference_date": n_on_day, "during_period": n_during}[params.profile_basis]
    city = population_in(compared_quarter(when), load("population"))
    compared = params.population
    return [
        profile.match_by_target_group(persons, day),
        profile.population_shares(persons, day),
        profile.by_sex(facts, when),
        profile.by_age(facts, when),
        profile.by_duration(facts, when),
        profile.by_origin(facts, when, population.origin_in_city(city, compared.ages)),
        population.population_comparison(facts, when, city, compared.ages, compared.tolerance),
        profile.focus_population(n_on_day, n_during, period),
        profile.several_target_groups(persons, day),
        linkage.unlinkable_bounds(persons, n_members, day),
    ]


def outcome_tables(question: Question) -> list[MeasuredTable]:
    """What has become of the focus population a year later (D7)?

    From the same day a year before, to the day.
    """
    registers, last = question.registers, question.params.day
    first = same_day_a_year_before(last)
    before = question.measured.on(first).persons
    cohort = before.filter(before.focus)
    counts = outcomes.counts_by_state(outcomes.with_states(cohort, registers, first, last))
    unlinkable = before.filter(before.special_needs, before.replacement)
    n_unlinkable = counts_by(unlinkable)[()]["persons"]
    return [
        outcomes.states(counts, last),
        outcomes.cohort_size(counts, first),
        outcomes.bounds(counts, n_unlinkable, last),
    ]


def cooperation_tables(question: Question) -> list[MeasuredTable]:
    """How many are in each joint scheme, and how many of them does SOF coordinate (D8)?

    On the reference date.
    """
    day = question.params.day
    return [cooperation.status(cooperation.in_schemes(question.registers, day), day)]


QUESTIONS: Mapping[str, Callable[[Question], list[MeasuredTable]]] = {
    "activation_measurement": activation_tables,
    "plan_coverage": plan_tables,
    "target_group_profile": profile_tables,
    "outcome_followup": outcome_tables,
    "cooperation_status": cooperation_tables,
}
