"""How many were offered a social handleplan, and how many have both plans (D5)?"""

from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.domain.periods import cutoff_date
from fsb_lib.followups.question import Question
from fsb_lib.measures import linkage, plans


def tables(question: Question) -> list[MeasuredTable]:
    """All tables of the plan coverage, as of 31 December."""
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
