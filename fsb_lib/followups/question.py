"""What every question is asked of: the registers, the parameters, and who is there on the day."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fsb_lib.domain.periods import (
    STRATEGY_START,
    calendar_year,
    cutoff_date,
    default_reference_date,
    follow_up_before,
    measurement_before,
    measurement_years,
    newcomers_since,
    same_day_a_year_before,
)
from fsb_lib.measures.days import Registers
from fsb_lib.measures.measurement import DaysOf, Measurement
from fsb_lib.measures.measurements import FactsAsked, Measurements
from fsb_lib.measures.populations import Rules
from fsb_lib.params import REPORT_IDS, ReportId, ReportParams
from fsb_lib.registers.snapshot.optional_tables import lacking


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

    @property
    def newcomers(self) -> DaysOf:
        """Who was new in the focus population in the year before, as far as registers go back."""
        return self.measured.newcomers(newcomers_since(self.params.register_start))

    @property
    def contact(self) -> DaysOf:
        """What became of contact within a year, by `max_gap_days`."""
        return self.measured.contact(self.params.max_gap_days)

    def expect(self, report: str) -> None:
        """Say which days the report will ask about, so that they are made together with others."""
        on_the_day = EVERYBODY_ON.get(report, _on_the_day)
        self.measured.everybody.expect(on_the_day(self.params))
        for population, days in self._populations.get(report, ()):
            population.expect(days)
        if report == "strategy_status":
            for other in self.other_reports:
                self.expect(other)

    @property
    def _populations(self) -> Mapping[str, Iterable[tuple[DaysOf, Sequence[date]]]]:
        """What each report rests on beside everybody, with its days."""
        measured, params, day = self.measured, self.params, self.params.day
        before, cohort_days = measurement_before(day), _cohort_days(day)
        areas = measured.areas(params.max_gap_days)
        of_areas = (areas.followed, measured.kinds, measured.leavers, self.newcomers)
        return {
            "activation_measurement": [(measured.moved, [day] if before else [])],
            "plan_coverage": [(measured.offered, [cutoff_date(params.year)])],
            "target_group_profile": [
                (measured.during, [calendar_year(params.year).last]),
                (self._facts, [_facts_day(params)]),
            ],
            "outcome_followup": [(measured.cohort, cohort_days)],
            "contact_followup": [
                (measured.cohort, cohort_days),
                (self.contact, cohort_days),
                (measured.interviewed, [day]),
            ],
            "cooperation_status": [(measured.members, [day])],
            "focus_areas": [
                (areas.on_day, _area_days(day)),
                (measured.cohort, [day]),
                (measured.during, [calendar_year(params.year - 1).last]),
                *((one, [day]) for one in of_areas),
            ],
        }

    @property
    def other_reports(self) -> tuple[str, ...]:
        """The reports of the year beside the strategy's status, as far as they can be made."""
        listed = REPORT_IDS if self.params.reports is None else self.params.reports
        made = reports_that_can_be_made(self.params.year, self.registers)
        return tuple(one for one in made if one in listed and one != "strategy_status")


def reports_that_can_be_made(year: int, delivered: Collection[str]) -> tuple[ReportId, ...]:
    """In order: those whose registers were delivered, in a year that has them."""
    too_early = {"plan_coverage"} if year < STRATEGY_START.year else set()
    able = (report for report in REPORT_IDS if not lacking(report, delivered))
    return tuple(report for report in able if report not in too_early)


def _on_the_day(params: ReportParams) -> list[date]:
    return [params.day]


def measured_days(params: ReportParams) -> list[date]:
    """The days of the measurements up to the report's year, its own last."""
    earlier = [year for year in measurement_years(params.year) if year != params.year]
    return [*map(default_reference_date, earlier), params.day]


def _cohort_days(day: date) -> list[date]:
    """The day that a cohort is followed to, and the one before that it is compared with."""
    before = follow_up_before(day)
    return [day] if before is None else [before, day]


def _days_of_cohorts(params: ReportParams) -> list[date]:
    """The day itself, and the first day of each cohort."""
    return [params.day, *map(same_day_a_year_before, _cohort_days(params.day))]


def _area_days(day: date) -> list[date]:
    """The days on which it is asked who is an area: also a year before, and at the measurement
    before."""
    before = measurement_before(day)
    return [day, same_day_a_year_before(day), *([before] if before else ())]


def _days_of_areas(params: ReportParams) -> list[date]:
    """The same, and the day from which leavers are followed."""
    followed = same_day_a_year_before(same_day_a_year_before(params.day))
    return [*_area_days(params.day), followed]


def _facts_day(params: ReportParams) -> date:
    during_period = params.profile_basis == "during_period"
    return calendar_year(params.year).last if during_period else params.day


EVERYBODY_ON: Mapping[str, Callable[[ReportParams], Iterable[date]]] = {
    "activation_measurement": measured_days,
    "plan_coverage": lambda params: (params.day, cutoff_date(params.year)),
    "target_group_profile": measured_days,
    "outcome_followup": _days_of_cohorts,
    "contact_followup": _days_of_cohorts,
    "focus_areas": _days_of_areas,
}


def ask(registers: Registers, params: ReportParams) -> Question:
    """The question of a year over the snapshot's tables."""
    return Question(params, Measurements(registers, rules_of(params)))


def rules_of(params: ReportParams) -> Rules:
    return Rules(params.target_group_priority, params.matched_benefits)
