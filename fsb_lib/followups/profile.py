"""Who are the shared citizens (D6)?"""

from datetime import date

import ibis.expr.types as ir

from fsb_lib.base.package_data import load
from fsb_lib.domain.city_population import compared_quarter, population_in
from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.domain.periods import Period, calendar_year
from fsb_lib.followups.question import Question
from fsb_lib.measures import linkage, population, profile
from fsb_lib.measures.counting import counts_by
from fsb_lib.measures.populations import focus_days_during


def tables(question: Question) -> list[MeasuredTable]:
    """All tables of the target-group profile; the facts follow `profile_basis`."""
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
