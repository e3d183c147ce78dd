"""Did the share in activation reach its target (D4)?"""

from datetime import date

from fsb_lib.measured import MeasuredTable, Ratio
from fsb_lib.measures import activation
from fsb_lib.periods import default_reference_date, measurement_years
from fsb_lib.populations import Registers, Rules, persons_on
from fsb_lib.questions.question import Question


def tables(question: Question) -> list[MeasuredTable]:
    """All tables of the activation measurement."""
    params, persons, day = question.params, question.persons, question.params.day
    rates = {
        year: _rate_in(question.registers, default_reference_date(year), question.rules)
        for year in measurement_years(params.year)
        if year != params.year
    }
    rates[params.year] = activation.overall_rate(persons, day)
    return [
        activation.by_target_group(persons, day),
        activation.by_match_class(persons, day),
        activation.target_status(persons, day),
        activation.sensitivity(persons, day),
        activation.trend(rates, day),
    ]


def _rate_in(registers: Registers, day: date, rules: Rules) -> Ratio:
    persons = activation.with_activation(persons_on(registers, day, rules), registers, day)
    return activation.overall_rate(persons, day)
