"""Did the share in activation reach its target (D4), and what lies behind the change (D11, D12)?"""

from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.domain.periods import default_reference_date, measurement_years, previous_measurement
from fsb_lib.followups.question import Question
from fsb_lib.measures import activation, change, rulers
from fsb_lib.measures.measurement import Measurement


def tables(question: Question) -> list[MeasuredTable]:
    """All tables of the activation measurement."""
    persons, day = question.persons, question.params.day
    measured = _measurements(question)
    rates = {year: activation.overall_rate(m.persons, m.day) for year, m in measured.items()}
    by_group = {y: activation.by_target_group(m.persons, m.day) for y, m in measured.items()}
    by_assumption = activation.rates_by_assumption(persons, day)
    return [
        activation.by_target_group(persons, day),
        activation.by_match_class(persons, day),
        activation.target_status(persons, day),
        activation.sensitivity(by_assumption, day),
        *activation.verdicts(by_assumption, day),
        activation.trend(rates, day),
        activation.trend_by_target_group(by_group, day),
        rulers.by_definition(measured.values(), question.registers),
        *_change(measured, question.params.year),
    ]


def _measurements(question: Question) -> dict[int, Measurement]:
    """The measurements up to the report's year by year: earlier ones on their default day."""
    year = question.params.year
    days = {known: default_reference_date(known) for known in measurement_years(year)}
    return {
        known: question.measured.on(day)
        for known, day in {**days, year: question.params.day}.items()
    }


def _change(measured: dict[int, Measurement], year: int) -> list[MeasuredTable]:
    """What changed since the measurement before; nothing when there was none."""
    previous = previous_measurement(year)
    if previous is None:
        return []
    before, now = measured[previous], measured[year]
    return [change.by_target_group(before, now), change.movements(before, now)]
