"""Every question by its report id, and what stands in every report."""

from collections.abc import Callable, Mapping

from fsb_lib.measured import MeasuredTable
from fsb_lib.measures import linkage
from fsb_lib.params import ReportParams
from fsb_lib.populations import Registers
from fsb_lib.questions import activation, cooperation, outcomes, plans, profile
from fsb_lib.questions.question import Question, ask

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
