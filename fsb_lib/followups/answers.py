"""Which tables answer which question, by report id, and what stands in every report.

question of a year -> tables of one follow-up -> with linkage and conversion -> answer
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import import_module
from itertools import chain

from fsb_lib.base.package_data import load
from fsb_lib.domain.city_population import compared_quarter, population_in
from fsb_lib.domain.declared_tables import all_tables
from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.domain.periods import (
    Period,
    calendar_year,
    follow_up_before,
    measurement_before,
    same_day_a_year_before,
)
from fsb_lib.followups.question import Question, ask
from fsb_lib.followups.strategy_tables import strategy_tables
from fsb_lib.measures import (
    activation,
    areas,
    change,
    contact,
    cooperation,
    lasting,
    linkage,
    newcomers,
    outcomes,
    plans,
    population,
    profile,
    rulers,
)
from fsb_lib.measures.asked import Asked
from fsb_lib.measures.days import Registers
from fsb_lib.params import ReportParams


def answers(report: str, registers: Registers, params: ReportParams) -> list[MeasuredTable]:
    """Everything that answers a report's question, asked by itself."""
    return answered(report, ask(registers, params))


def answered(report: str, question: Question) -> list[MeasuredTable]:
    """The report's own tables, then how assessments were carried over and registers met.

    Its days are made together, with those of other reports that are expected by now.
    """
    question.expect(report)
    return [
        *(QUESTIONS[report](question) if report in QUESTIONS else ()),
        *_declared(report, question),
        linkage.match_conversion(question.now),
        linkage.linkage(question.now),
    ]


def _declared(report: str, question: Question) -> Iterator[MeasuredTable]:
    """The tables that say in their declaration which function measures them; it gives None in a
    year that has no such table."""
    on = {"reference_date": question.now, "cutoff": question.at_cutoff}
    for table in all_tables():
        if table.report == report and table.measured_by:
            module, _, name = table.measured_by.partition(".")
            measure = getattr(import_module(f"fsb_lib.measures.{module}"), name)
            offered = question.measured.offered
            asked = Asked(on[table.measured_on], offered, question.registers, question.rules)
            if (measured := measure(asked)) is not None:
                yield measured


def activation_tables(question: Question) -> list[MeasuredTable]:
    """Did the share in activation reach its target (D4), and why did it change (D11, D12)?"""
    now, measured = question.now, question.measurements
    by_assumption = activation.rates_by_assumption(now)
    rates = {year: activation.overall_rate(then) for year, then in measured.items()}
    by_group = {year: activation.by_target_group(then) for year, then in measured.items()}
    return [
        activation.by_target_group(now),
        activation.by_match_class(now),
        activation.target_status(now),
        activation.sensitivity(by_assumption, now.day),
        *activation.verdicts(by_assumption, now.day),
        activation.trend(rates, now.day),
        activation.trend_by_target_group(by_group, now.day),
        rulers.by_definition(measured.values()),
        *_change(question),
    ]


def _change(question: Question) -> list[MeasuredTable]:
    """What changed since the measurement before; nothing when there was none."""
    now = question.now
    since = measurement_before(now.day)
    if since is None:
        return []
    before, moved = question.measured.everybody.on(since), question.measured.moved.on(now.day)
    return [change.by_target_group(before, now), change.movements(moved, since)]


def plan_tables(question: Question) -> list[MeasuredTable]:
    """How many were offered a social handleplan, and how many have both plans (D5)?

    All tables as of 31 December.
    """
    at_cutoff = question.at_cutoff
    offered = question.measured.offered.on(at_cutoff.day)
    by_assumption = plans.offers_by_assumption(offered, at_cutoff)
    return [
        plans.offers_by_year(offered),
        plans.offers_by_target_group(offered),
        plans.offers_sensitivity(by_assumption, at_cutoff.day),
        *plans.offers_verdicts(by_assumption, at_cutoff.day),
        plans.states(offered),
        plans.both_plans(at_cutoff, question.params.both_plans),
        plans.coverage(at_cutoff),
        plans.registration(at_cutoff),
        linkage.unlinkable_bounds(question.now, by_assumption["focus_at_offer"]),
    ]


def profile_tables(question: Question) -> list[MeasuredTable]:
    """Who are the shared citizens (D6)? The facts follow `profile_basis`."""
    params, now = question.params, question.now
    period = calendar_year(params.year)
    n_on_day = now.counts(linkage.FOCUS)[()]["persons"]
    n_during = question.measured.during.on(period.last).counts(profile.DURING)[()]["persons"]
    during_period = params.profile_basis == "during_period"
    when: date | Period
    when, n_members = (period, n_during) if during_period else (now.day, n_on_day)
    facts = question.facts
    city = population_in(compared_quarter(when), load("population"))
    compared = params.population
    return [
        profile.match_by_target_group(now),
        profile.population_shares(now),
        profile.by_sex(facts, when),
        profile.by_age(facts, when),
        profile.by_duration(facts, when),
        profile.by_origin(facts, when, population.origin_in_city(city, compared.ages)),
        population.population_comparison(facts, when, city, compared.ages, compared.tolerance),
        profile.focus_population(n_on_day, n_during, period),
        profile.by_measurement(question.measurements, now.day),
        profile.several_target_groups(now),
        linkage.unlinkable_bounds(now, n_members),
    ]


def outcome_tables(question: Question) -> list[MeasuredTable]:
    """What has become of the focus population a year later (D7)?

    From the same day a year before, to the day.
    """
    day = question.params.day
    cohort = question.measured.cohort.on(day)
    before = question.measured.everybody.on(same_day_a_year_before(day))
    last = follow_up_before(day)
    return [
        outcomes.states(cohort),
        outcomes.cohort_size(before),
        outcomes.bounds(cohort, before),
        *([outcomes.shares_before(question.measured.cohort.on(last))] if last else ()),
        outcomes.others(cohort),
        outcomes.others_size(before),
    ]


def contact_tables(question: Question) -> list[MeasuredTable]:
    """Who has fallen out within a year, and how long was nobody in touch (D16)?

    From the same day a year before, to the day.
    """
    day = question.params.day
    cohort, last = question.contact.on(day), follow_up_before(day)
    return [
        contact.courses(cohort),
        *([contact.courses_before(question.contact.on(last))] if last else ()),
        contact.fallen_out(cohort),
        contact.longest_gaps(cohort),
        contact.interviews(question.measured.interviewed.on(day)),
    ]


def cooperation_tables(question: Question) -> list[MeasuredTable]:
    """How many are in each joint scheme, and how many of them does SOF coordinate (D8)?

    On the reference date.
    """
    return [cooperation.status(question.measured.members.on(question.params.day))]


def area_tables(question: Question) -> list[MeasuredTable]:
    """How do those fare whom the papers single out (D18)?

    On the reference date; beside it what led there: who was an area a year before, who left two
    years before, who was new in the year before.
    """
    measured, day = question.measured, question.params.day
    asked, since = measured.areas(question.params.max_gap_days), measurement_before(day)
    left, new = measured.leavers.on(day), question.newcomers.on(day)
    return [
        areas.by_area(asked.on_day.on(day)),
        *([areas.rates_before(asked.on_day.on(since))] if since else ()),
        areas.outcomes(asked.followed.on(day), same_day_a_year_before(day)),
        areas.kinds(question.now, measured.kinds.on(day)),
        lasting.outcomes(left),
        newcomers.by_days(new),
        newcomers.median(new),
    ]


def strategy_status_tables(question: Question) -> list[MeasuredTable]:
    """What has become of the strategy's promises (D19)? Of the other reports that are made."""
    made = (QUESTIONS[report](question) for report in question.other_reports)
    return [*strategy_tables(chain.from_iterable(made), question.params.day)]


QUESTIONS: Mapping[str, Callable[[Question], list[MeasuredTable]]] = {
    "activation_measurement": activation_tables,
    "plan_coverage": plan_tables,
    "target_group_profile": profile_tables,
    "outcome_followup": outcome_tables,
    "contact_followup": contact_tables,
    "cooperation_status": cooperation_tables,
    "focus_areas": area_tables,
    "strategy_status": strategy_status_tables,
}
