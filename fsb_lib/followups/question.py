"""What every question is asked of: the registers, the parameters, and who is there on the day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from fsb_lib.domain.periods import (
    calendar_year,
    cutoff_date,
    default_reference_date,
    follow_up_before,
    measurement_before,
    measurement_years,
    same_day_a_year_before,
)
from fsb_lib.measures.days import Registers
from fsb_lib.measures.measurement import DaysOf, Measurement
from fsb_lib.measures.measurements import FactsAsked, Measurements
from fsb_lib.measures.populations import Rules
from fsb_lib.params import ReportParams


@dataclass(frozen=True)
class Question:
    """Parameters, and the measurements that they are asked of."""

    params: ReportParams
    measured: Measurements

    @property
    def registers(self) -> Registers:
        return self.measured.registers

    @property
    def rules(self) -> Rules:
        return self.measured.rules

    @property
    def now(self) -> Measurement:
        """Everybody on the reference date."""
        return self.measured.everybody.on(self.params.day)

    @property
    def at_cutoff(self) -> Measurement:
        """Everybody on 31 December."""
        return self.measured.everybody.on(cutoff_date(self.params.year))

    @property
    def measurements(self) -> dict[int, Measurement]:
        """The measurements up to the report's year by year: earlier ones on their default day."""
        return {day.year: self.measured.everybody.on(day) for day in measured_days(self.params)}

    @property
    def facts(self) -> Measurement:
        """The facts of the focus population, by `profile_basis`."""
        return self._facts.on(_facts_day(self.params))

    @property
    def _facts(self) -> DaysOf:
        params = self.params
        asked = FactsAsked(params.profile_basis, params.max_gap_days, params.register_start)
        return self.measured.facts(asked)

    def expect(self, report: str) -> None:
        """Say which days the report will ask about, so that they are made together with others."""
        measured, params, day = self.measured, self.params, self.params.day
        measured.everybody.expect(EVERYBODY_ON[report](params) if report in EVERYBODY_ON else [day])
        if report == "activation_measurement" and measurement_before(day):
            measured.moved.expect([day])
        elif report == "plan_coverage":
            measured.offered.expect([cutoff_date(params.year)])
        elif report == "target_group_profile":
            measured.during.expect([calendar_year(params.year).last])
            self._facts.expect([_facts_day(params)])
        elif report == "outcome_followup":
            measured.cohort.expect(_cohort_days(day))
        elif report == "cooperation_status":
            measured.members.expect([day])


def measured_days(params: ReportParams) -> list[date]:
    """The days of the measurements up to the report's year, its own last."""
    earlier = [year for year in measurement_years(params.year) if year != params.year]
    return [*map(default_reference_date, earlier), params.day]


def _cohort_days(day: date) -> list[date]:
    """The day that a cohort is followed to, and the one before that it is compared with."""
    before = follow_up_before(day)
    return [day] if before is None else [before, day]


def _facts_day(params: ReportParams) -> date:
    during_period = params.profile_basis == "during_period"
    return calendar_year(params.year).last if during_period else params.day


EVERYBODY_ON: Mapping[str, Callable[[ReportParams], Iterable[date]]] = {
    "activation_measurement": measured_days,
    "plan_coverage": lambda params: (params.day, cutoff_date(params.year)),
    "target_group_profile": measured_days,
    "outcome_followup": lambda params: (
        params.day,
        *map(same_day_a_year_before, _cohort_days(params.day)),
    ),
}


def ask(registers: Registers, params: ReportParams) -> Question:
    """The question of a year over the snapshot's tables."""
    return Question(params, Measurements(registers, rules_of(params)))


def rules_of(params: ReportParams) -> Rules:
    return Rules(params.target_group_priority, params.matched_benefits)
