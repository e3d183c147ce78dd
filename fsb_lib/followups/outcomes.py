"""What has become of the focus population a year later (D7)?"""

from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.domain.periods import same_day_a_year_before
from fsb_lib.followups.question import Question
from fsb_lib.measures import outcomes
from fsb_lib.measures.counting import counts_by


def tables(question: Question) -> list[MeasuredTable]:
    """All tables of the outcome follow-up: from the same day a year before, to the day."""
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
