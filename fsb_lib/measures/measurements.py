"""Everything that is counted of the registers' persons, each population once for all days.

Measurements(registers, rules)
  .everybody   who is there on a day, with all that any measure asks of them
  .offered     who was ever offered a plan, at a cutoff
  .moved       who is in the focus population on a day, or was at the measurement before
  .cohort      the focus population and the others of a year before, by what has become of them
  .during      the focus population of any day of a year, by its last day
  .facts(...)  sex, age, duration and origin of the focus population
  .members     persons in joint schemes on a day, once for each scheme
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import ibis.expr.types as ir

from fsb_lib.domain.periods import measurement_before, same_day_a_year_before
from fsb_lib.measures import (
    activation,
    change,
    comparison,
    cooperation,
    linkage,
    outcomes,
    plans,
    population,
    profile,
    rulers,
)
from fsb_lib.measures.days import HELD, Registers, flagged, pairs, table_of
from fsb_lib.measures.measurement import DaysOf
from fsb_lib.measures.populations import Rules, focus_during, persons_on, with_held

GROUPINGS = (
    *activation.GROUPINGS,
    *comparison.GROUPINGS,
    *linkage.GROUPINGS,
    *plans.GROUPINGS,
    *profile.GROUPINGS,
    *rulers.GROUPINGS,
)


# What is counted as it stands; the flags of linkage, rulers and plans are made of more.
COLUMNS = (
    *("person", "day", "sex", "born"),
    *("recipient", "shared", "several_target_groups", "special_needs", "replacement"),
    *("class_not_job_ready", "not_job_ready", "converted", "focus", "others"),
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
        self.offered = DaysOf(partial(_offered, self.registers, rules), plans.OFFER_GROUPINGS)
        self.moved = DaysOf(partial(_moved, self.everybody), change.GROUPINGS)
        self.cohort = DaysOf(partial(_cohort, self.everybody, registers), outcomes.GROUPINGS)
        self.during = DaysOf(partial(_during, self.registers, rules), profile.DURING_GROUPINGS)
        self.members = DaysOf(partial(_members, registers), cooperation.GROUPINGS)
        self._facts: dict[FactsAsked, DaysOf] = {}

    def facts(self, asked: FactsAsked) -> DaysOf:
        """Facts of the focus population, by its day or by the last day of its year."""
        if asked not in self._facts:
            groupings = (*profile.FACT_GROUPINGS, *population.GROUPINGS)
            whose = self.during if asked.basis == "during_period" else self.everybody
            self._facts[asked] = DaysOf(partial(_facts, whose, self.registers, asked), groupings)
        return self._facts[asked]


def _offered(registers: Registers, rules: Rules, cutoffs: Sequence[date]) -> ir.Table:
    first = plans.first_offers(registers, max(cutoffs), rules)
    return plans.offered_until(first, registers, table_of(cutoffs))


def _moved(everybody: DaysOf, days: Sequence[date]) -> ir.Table:
    before = {day: then for day in days if (then := measurement_before(day))}
    return change.moved(everybody.rows([*before, *before.values()]), pairs(before))


def _cohort(everybody: DaysOf, registers: Registers, days: Sequence[date]) -> ir.Table:
    before = {day: same_day_a_year_before(day) for day in days}
    return outcomes.with_states(everybody.rows(before.values()), registers, pairs(before))


def _during(registers: Registers, rules: Rules, days: Sequence[date]) -> ir.Table:
    return focus_during(registers, {day.year for day in days}, rules)


def _members(registers: Registers, days: Sequence[date]) -> ir.Table:
    return cooperation.in_schemes(registers, table_of(days))


def _facts(
    whose: DaysOf, registers: Registers, asked: FactsAsked, days: Sequence[date]
) -> ir.Table:
    persons = whose.rows(days)
    if asked.basis == "on_reference_date":
        persons = persons.filter(persons.focus).mutate(last_day=persons.day)
    members = persons.semi_join(table_of(days), "day")
    facts = profile.with_facts(members, registers, asked.max_gap_days, asked.register_start)
    return population.with_ages(profile.with_bands(facts))
