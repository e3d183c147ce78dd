"""Everything that is counted of the registers' persons, each population once for all days.

Measurements(registers, rules)
  .everybody   who is there on a day, with all that any measure asks of them
  .offered     who was ever offered a plan, at a cutoff
  .moved       who is in the focus population on a day, or was at the measurement before
  .cohort      the focus population and the others of a year before, by what has become of them
  .during      the focus population of any day of a year, by its last day
  .facts(...)  sex, age, duration and origin of the focus population
  .members     persons in joint schemes on a day, once for each scheme
  .interviewed the focus population on a day, and who of it was talked with of late
  .contact(n)  the focus population of a year before, by how a year of contact went
  .areas(...)  the focus population by focus area, and what has become of it a year later
  .kinds       the activated of the focus population, once for each kind of activation
  .leavers     who left the focus population of two years before for work or education
  .newcomers   whose first day in the focus population lies in the year before
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import ibis.expr.types as ir

from fsb_lib.domain.periods import calendar_year, measurement_before, same_day_a_year_before
from fsb_lib.measures import (
    activation,
    areas,
    change,
    comparison,
    contact,
    cooperation,
    lasting,
    linkage,
    newcomers,
    outcomes,
    plan_course,
    plans,
    population,
    profile,
    rulers,
)
from fsb_lib.measures.days import HELD, MOMENT, Registers, flagged, pairs, table_of
from fsb_lib.measures.measurement import DaysOf
from fsb_lib.measures.populations import Rules, focus_during, persons_on, with_held

GROUPINGS = (
    *activation.GROUPINGS,
    *comparison.GROUPINGS,
    *linkage.GROUPINGS,
    *plan_course.GROUPINGS,
    *plans.GROUPINGS,
    *profile.GROUPINGS,
    *rulers.GROUPINGS,
)


# What is counted as it stands; the flags of linkage, rulers and plans are made of more.
COLUMNS = (
    *("person", "day", "sex", "born"),
    *("recipient", "placeable", "shared", "several_target_groups", "special_needs", "replacement"),
    *("class_not_job_ready", "not_job_ready", "converted", "focus", "focus_otherwise"),
    "others",
    *("target_group", "match_group"),
    *("activated", "activated_in_month", "activated_or_mentor", "offered", "with_plan_record"),
)


def everybody_on(registers: Registers, rules: Rules, days: Sequence[date]) -> ir.Table:
    """`persons_on` the days with the flags and codes of every measure."""
    asked = table_of(days)
    persons = flagged(
        persons_on(registers, asked, rules),
        activation.activated_on(registers, asked),
        *plans.plans_by(registers, asked),
    )
    return persons.select(
        *COLUMNS,
        **linkage.sides(persons),
        **rulers.ruled(persons),
        **plans.held_plans(persons),
    )


@dataclass(frozen=True)
class AreasAsked:
    """The focus areas on a day, and those of a year before by what has become of them."""

    on_day: DaysOf
    followed: DaysOf


@dataclass(frozen=True)
class FactsAsked:
    """Whose facts: of the day, or of any day of the year; and how durations are counted."""

    basis: str
    max_gap_days: int
    register_start: date | None


class Measurements:
    """What is counted of the same registers by the same rules, once, whoever asks.

    No population refers back to this: what an engine keeps of them goes as soon as nobody needs
    it, without waiting for a collector of cycles.
    """

    def __init__(self, registers: Registers, rules: Rules) -> None:
        held = with_held(registers)
        self.registers, self.rules = {**held, HELD: held[HELD].cache()}, rules
        self.everybody = DaysOf(partial(everybody_on, self.registers, rules), GROUPINGS)
        of_offers = (*plans.OFFER_GROUPINGS, *plan_course.OFFER_GROUPINGS)
        self.offered = DaysOf(partial(_offered, self.registers, rules), of_offers)
        self.moved = DaysOf(partial(_moved, self.everybody), change.GROUPINGS)
        self.cohort = DaysOf(partial(_cohort, self.everybody, registers), outcomes.GROUPINGS)
        self.during = DaysOf(partial(_during, self.registers, rules), profile.DURING_GROUPINGS)
        self.members = DaysOf(partial(_members, registers), cooperation.GROUPINGS)
        interviewed = partial(_interviewed, self.everybody, registers)
        self.interviewed = DaysOf(interviewed, contact.INTERVIEW_GROUPINGS)
        self.kinds = DaysOf(partial(_kinds, self.everybody, registers), areas.KIND_GROUPINGS)
        self.leavers = DaysOf(partial(_leavers, self.everybody, registers), lasting.GROUPINGS)
        self._facts: dict[FactsAsked, DaysOf] = {}
        self._contact: dict[int, DaysOf] = {}
        self._areas: dict[int, AreasAsked] = {}
        self._newcomers: dict[date, DaysOf] = {}

    def areas(self, max_gap_days: int) -> AreasAsked:
        """The focus areas, of which one rests on runs of activation with gaps of so many days."""
        if max_gap_days not in self._areas:
            make = partial(_areas, self.everybody, self.registers, max_gap_days)
            on_day = DaysOf(make, areas.GROUPINGS)
            followed = DaysOf(partial(_followed, self.cohort, on_day), areas.OUTCOME_GROUPINGS)
            self._areas[max_gap_days] = AreasAsked(on_day, followed)
        return self._areas[max_gap_days]

    def facts(self, asked: FactsAsked) -> DaysOf:
        """Facts of the focus population, by its day or by the last day of its year."""
        if asked not in self._facts:
            groupings = (*profile.FACT_GROUPINGS, *population.GROUPINGS)
            whose = self.during if asked.basis == "during_period" else self.everybody
            self._facts[asked] = DaysOf(partial(_facts, whose, self.registers, asked), groupings)
        return self._facts[asked]

    def contact(self, max_gap_days: int) -> DaysOf:
        """The cohort's courses; a longer time without benefit is a stop."""
        if max_gap_days not in self._contact:
            followed = partial(_contact, self.everybody, self.cohort, self.registers, max_gap_days)
            self._contact[max_gap_days] = DaysOf(followed, contact.GROUPINGS)
        return self._contact[max_gap_days]

    def newcomers(self, since: date) -> DaysOf:
        """Whose first day in the focus population lies in the year before, and after `since`."""
        if since not in self._newcomers:
            new = partial(_newcomers, self.during, self.registers, self.rules, since)
            self._newcomers[since] = DaysOf(new, newcomers.GROUPINGS)
        return self._newcomers[since]


def _offered(registers: Registers, rules: Rules, cutoffs: Sequence[date]) -> ir.Table:
    first = plans.first_offers(registers, max(cutoffs), rules)
    offered = plans.offered_until(first, registers, table_of(cutoffs))
    return plan_course.with_courses(offered, registers)


def _moved(everybody: DaysOf, days: Sequence[date]) -> ir.Table:
    before = {day: then for day in days if (then := measurement_before(day))}
    return change.moved(everybody.rows([*before, *before.values()]), pairs(before))


def _cohort(everybody: DaysOf, registers: Registers, days: Sequence[date]) -> ir.Table:
    before = {day: same_day_a_year_before(day) for day in days}
    return outcomes.with_states(everybody.rows(before.values()), registers, pairs(before))


def _interviewed(everybody: DaysOf, registers: Registers, days: Sequence[date]) -> ir.Table:
    asked, persons = table_of(days), everybody.rows(days)
    focus = persons.filter(persons.focus).semi_join(asked, "day")
    return contact.with_interviews(focus, registers, asked)


def _contact(
    everybody: DaysOf,
    cohort: DaysOf,
    registers: Registers,
    max_gap_days: int,
    days: Sequence[date],
) -> ir.Table:
    asked = pairs({day: same_day_a_year_before(day) for day in days})
    states, there = cohort.rows(days), everybody.rows(map(same_day_a_year_before, days))
    followed = states.filter(states.focus).select(*MOMENT, "state").join(asked, "day")
    groups = there.select("person", "target_group", before=there.day)
    return contact.with_courses(
        followed.join(groups, ["person", "before"]), registers, max_gap_days
    )


def _during(registers: Registers, rules: Rules, days: Sequence[date]) -> ir.Table:
    return focus_during(registers, {day.year for day in days}, rules)


def _members(registers: Registers, days: Sequence[date]) -> ir.Table:
    return cooperation.in_schemes(registers, table_of(days))


def _areas(
    everybody: DaysOf, registers: Registers, max_gap_days: int, days: Sequence[date]
) -> ir.Table:
    persons = everybody.rows(days).semi_join(table_of(days), "day")
    return areas.in_areas(persons, registers, max_gap_days)


def _followed(cohort: DaysOf, on_day: DaysOf, days: Sequence[date]) -> ir.Table:
    before = {day: same_day_a_year_before(day) for day in days}
    return areas.with_outcomes(cohort.rows(days), on_day.rows(before.values()), pairs(before))


def _kinds(everybody: DaysOf, registers: Registers, days: Sequence[date]) -> ir.Table:
    return areas.in_kinds(everybody.rows(days), registers, table_of(days))


def _leavers(everybody: DaysOf, registers: Registers, days: Sequence[date]) -> ir.Table:
    last = {day: same_day_a_year_before(day) for day in days}
    first = {day: same_day_a_year_before(day) for day in last.values()}
    return lasting.leavers(everybody.rows(first.values()), registers, pairs(first), pairs(last))


def _newcomers(
    during: DaysOf, registers: Registers, rules: Rules, since: date, days: Sequence[date]
) -> ir.Table:
    in_focus = during.rows(calendar_year(day.year - 1).last for day in days)
    return newcomers.newcomers(in_focus, registers, rules, since, days)


def _facts(
    whose: DaysOf, registers: Registers, asked: FactsAsked, days: Sequence[date]
) -> ir.Table:
    persons = whose.rows(days)
    if asked.basis == "on_reference_date":
        persons = persons.filter(persons.focus).mutate(last_day=persons.day)
    members = persons.semi_join(table_of(days), "day")
    facts = profile.with_facts(members, registers, asked.max_gap_days, asked.register_start)
    return population.with_ages(profile.with_bands(facts))
