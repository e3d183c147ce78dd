"""Everything that is counted of the registers' persons, each population once for all days.

Measurements(registers, rules)
  .everybody   who is there on a day, with all that any measure asks of them
  .offered     who was ever offered a plan, at a cutoff
  .moved       who is in the focus population on a day, or was at the measurement before
  .cohort      the focus population of a year before a day, by what has become of them
  .during      the focus population of any day of a year, by its last day
  .facts(...)  sex, age, duration and origin of the focus population
  .members     persons in joint schemes on a day, once for each scheme
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir

from fsb_lib.domain.periods import measurement_before, same_day_a_year_before
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
from fsb_lib.measures.days import Registers, flagged, pairs, table_of
from fsb_lib.measures.measurement import DaysOf
from fsb_lib.measures.populations import Rules, focus_during, persons_on, with_held

GROUPINGS = (
    *activation.GROUPINGS,
    *linkage.GROUPINGS,
    *plans.GROUPINGS,
    *profile.GROUPINGS,
    *rulers.GROUPINGS,
)


# What is counted as it stands; the flags of linkage, rulers and plans are made of more.
COLUMNS = (
    *("person", "day", "sex", "born"),
    *("recipient", "shared", "several_target_groups", "special_needs", "replacement"),
    *("class_not_job_ready", "not_job_ready", "converted", "focus", "target_group", "match_group"),
    *("activated", "activated_in_month", "activated_or_mentor", "offered", "with_plan_record"),
)


def everybody_on(registers: Registers, days: Sequence[date], rules: Rules) -> ir.Table:
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
class FactsAsked:
    """Whose facts: of the day, or of any day of the year; and how durations are counted."""

    basis: str
    max_gap_days: int
    register_start: date | None


class Measurements:
    """What is counted of the same registers by the same rules, once, whoever asks."""

    def __init__(self, registers: Registers, rules: Rules) -> None:
        self.registers, self.rules = with_held(registers), rules
        self.everybody = DaysOf(self._everybody, GROUPINGS)
        self.offered = DaysOf(self._offered, plans.OFFER_GROUPINGS)
        self.moved = DaysOf(self._moved, change.GROUPINGS)
        self.cohort = DaysOf(self._cohort, outcomes.GROUPINGS)
        self.during = DaysOf(self._during, profile.DURING_GROUPINGS)
        self.members = DaysOf(self._members, cooperation.GROUPINGS)
        self._facts: dict[FactsAsked, DaysOf] = {}

    def facts(self, asked: FactsAsked) -> DaysOf:
        """Facts of the focus population, by its day or by the last day of its year."""
        if asked not in self._facts:
            groupings = (*profile.FACT_GROUPINGS, *population.GROUPINGS)
            self._facts[asked] = DaysOf(lambda days: self._facts_on(days, asked), groupings)
        return self._facts[asked]

    def _everybody(self, days: Sequence[date]) -> ir.Table:
        return everybody_on(self.registers, days, self.rules)

    def _offered(self, cutoffs: Sequence[date]) -> ir.Table:
        first = plans.first_offers(self.registers, max(cutoffs), self.rules)
        return plans.offered_until(first, self.registers, table_of(cutoffs))

    def _moved(self, days: Sequence[date]) -> ir.Table:
        before = {day: then for day in days if (then := measurement_before(day))}
        people = self.everybody.rows([*before, *before.values()])
        return change.moved(people, pairs(before))

    def _cohort(self, days: Sequence[date]) -> ir.Table:
        before = {day: same_day_a_year_before(day) for day in days}
        people = self.everybody.rows(before.values())
        return outcomes.with_states(people, self.registers, pairs(before))

    def _members(self, days: Sequence[date]) -> ir.Table:
        return cooperation.in_schemes(self.registers, table_of(days))

    def _during(self, days: Sequence[date]) -> ir.Table:
        return focus_during(self.registers, {day.year for day in days}, self.rules)

    def _facts_on(self, days: Sequence[date], asked: FactsAsked) -> ir.Table:
        if asked.basis == "during_period":
            members = self.during.rows(days)
        else:
            everybody = self.everybody.rows(days)
            members = everybody.filter(everybody.focus).mutate(last_day=everybody.day)
        members = members.semi_join(table_of(days), "day")
        facts = profile.with_facts(
            members, self.registers, asked.max_gap_days, asked.register_start
        )
        return population.with_ages(profile.with_bands(facts))
