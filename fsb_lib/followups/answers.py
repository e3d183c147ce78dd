"""Every question by its report id, and what stands in every report."""

from collections.abc import Callable, Mapping

from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.followups import activation, cooperation, outcomes, plans, profile
from fsb_lib.followups.question import Question, ask
from fsb_lib.measures import linkage
from fsb_lib.measures.populations import Registers
from fsb_lib.params import ReportParams

QUESTIONS: Mapping[str, Callable[[Question], list[MeasuredTable]]] = {
    "activation_measurement": activation.tables,
    "plan_coverage": plans.tables,
    "target_group_profile": profile.tables,
    "outcome_followup": outcomes.tables,
    "cooperation_status": cooperation.tables,
}


def answers(report: str, registers: Registers, params: ReportParams) -> list[MeasuredTable]:
    """Everything that answers a report's question, asked by itself."""
    return answered(report, ask(registers, params))


def answered(report: str, question: Question) -> list[MeasuredTable]:
    """The report's own tables, then how assessments were carried over and registers met."""
    persons, day = question.persons, question.params.day
    return [
        *QUESTIONS[report](question),
        linkage.match_conversion(persons, day),
        linkage.linkage(persons, day),
    ]
