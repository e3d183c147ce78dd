"""From offer to plan (D17): how long it takes, and what follows a refusal.

first counted offer        latest offer              cutoff
|--- days to plan --->|    |--- refused: course --->|
|------ 365 days: social plan and job plan ----->|
"""

from collections.abc import Mapping
from datetime import timedelta

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.periods import STRATEGY_START, cutoff_date
from fsb_lib.measures.asked import Asked
from fsb_lib.measures.counting import (
    Grouping,
    median_in,
    persons_in,
    rated,
    rows_for,
    shared_out,
    with_total,
)
from fsb_lib.measures.days import MOMENT, Registers, beside

PLANS = "sof_handleplaner"
# The last day of each code; more days are the code behind it.
DAYS_TO_PLAN = {"0_30": 30, "31_91": 91, "92_182": 182, "183_365": 365}
LONGER = "over_365"
AFTER_OFFER = (*DAYS_TO_PLAN, LONGER)
BEFORE_OFFER, NO_PLAN = "foer_tilbuddet", "ikke_udarbejdet"
INTERVALS = (*AFTER_OFFER, BEFORE_OFFER, NO_PLAN)
OPEN = {"aaben_0_91": 91, "aaben_92_182": 182, "aaben_183_365": 365}
OPEN_LONGER = "aaben_over_365"
OWN_IN_TIME, ANOTHER_PLAN = "egen_drift_inden_6_mdr", "anden_plan"
COURSES = (OWN_IN_TIME, ANOTHER_PLAN, *OPEN, OPEN_LONGER)
HALF_A_YEAR, YEAR = 182, 365
OFFERED_BY_MATCH = Grouping(("focus",), by=("match_group",), also=("offered",))
GROUPINGS = (OFFERED_BY_MATCH,)
# Of those who were offered a plan.
BY_INTERVAL = Grouping(by=("interval",))
BY_COURSE = Grouping(("refused",), by=("course",))
BOTH_BY_YEAR = Grouping(by=("year",), also=("both_within_year",))
OFFER_GROUPINGS = (BY_INTERVAL, BY_COURSE, BOTH_BY_YEAR)


def with_courses(offered: ir.Table, registers: Registers) -> ir.Table:
    """`plans.offered_until` with days_to_plan | interval | course | both_within_year."""
    known = beside(
        offered,
        _plans_after(registers, offered),
        _held_within_year(registers[PLANS], "udarbejdet", offered, "social_plan_in_year"),
        _held_within_year(registers["bif_jobplaner"], "godkendt", offered, "jobplan_in_year"),
    )
    days_to_plan = known.first_plan.delta(known.offered_on, unit="day")
    both = known.social_plan_in_year.fill_null(False) & known.jobplan_in_year.fill_null(False)
    return known.select(
        *offered.columns,
        days_to_plan=days_to_plan,
        interval=ibis.cases(
            (known.first_plan.notnull(), _code(days_to_plan, DAYS_TO_PLAN, LONGER)),
            (known.had_plan.fill_null(False), BEFORE_OFFER),
            else_=NO_PLAN,
        ),
        course=_course(known),
        both_within_year=both,
    )


def days_to_plan(asked: Asked) -> MeasuredTable:
    """Persons offered a plan by the days from their first offer to the first plan from then on."""
    offered = asked.offered.on(asked.day)
    counts = offered.counts(BY_INTERVAL)
    rows = rows_for([INTERVALS], lambda one: shared_out(counts, INTERVALS, one))
    return MeasuredTable("plan_days", rows, asked.day)


def median_days(asked: Asked) -> MeasuredTable:
    """The median of the days of those who have a plan from their first offer on."""
    offered = asked.offered.on(asked.day)
    n_prepared = sum(persons_in(offered.counts(BY_INTERVAL), code) for code in AFTER_OFFER)
    median = median_in(offered.persons, "days_to_plan")
    row = MeasuredRow(("efter_tilbuddet",), {"prepared": n_prepared, "days": median})
    return MeasuredTable("plan_days_median", (row,), asked.day)


def after_refusal(asked: Asked) -> MeasuredTable:
    """Persons whose latest offer is refused, by what came of it; adds up to the refused."""
    counts = with_total(asked.offered.on(asked.day).counts(BY_COURSE), 0)
    codes = (*COURSES, vocabulary.TOTAL)
    rows = rows_for([codes], lambda course: {"persons": persons_in(counts, course)})
    return MeasuredTable("refusal_course", rows, asked.day)


def offers_by_match(asked: Asked) -> MeasuredTable:
    """Of the focus population at the cutoff: the share ever offered a plan, by match group."""
    counts = with_total(asked.counts(OFFERED_BY_MATCH), 0)
    codes = (*vocabulary.system_in_force(asked.day).not_job_ready, vocabulary.TOTAL)
    rows = rows_for([codes], lambda group: rated(counts, (group,), "offered"))
    return MeasuredTable("plan_offers_by_match", rows, asked.day)


def both_within_year(asked: Asked) -> MeasuredTable | None:
    """Of those first offered a plan in a year: the share with both plans within 365 days.

    None while no year has had its 365 days.
    """
    last = asked.day - timedelta(days=YEAR)
    years = [y for y in range(STRATEGY_START.year, asked.day.year) if cutoff_date(y) <= last]
    counts = asked.offered.on(asked.day).counts(BOTH_BY_YEAR)

    def values(year: str) -> Mapping[str, MeasuredValue]:
        found = counts[year,]
        rate = Ratio(found["both_within_year"], found["persons"])
        return {"offered": rate.denominator, "both": rate.numerator, "rate": rate}

    rows = rows_for([[str(year) for year in years]], values)
    since = STRATEGY_START
    return MeasuredTable("both_plans_within_year", rows, asked.day, since) if rows else None


def _plans_after(registers: Registers, offered: ir.Table) -> ir.Table:
    """person | day | first_plan (from the first offer on) | had_plan (before it)
    | own_in_time, plan_since (from the latest offer on)."""
    asked = offered.select(*MOMENT, "offered_on", "latest_offer")
    made = registers[PLANS].select("person", "udarbejdet", "af_egen_drift").join(asked, "person")
    made = made.filter(made.udarbejdet.between(STRATEGY_START, made.day))
    from_first, from_latest = (
        made.udarbejdet >= offer for offer in (made.offered_on, made.latest_offer)
    )
    in_time = made.udarbejdet.delta(made.latest_offer, unit="day") <= HALF_A_YEAR
    return made.group_by(*MOMENT).agg(
        first_plan=from_first.ifelse(made.udarbejdet, None).min(),
        had_plan=(~from_first).any(),
        own_in_time=(from_latest & in_time & (made.af_egen_drift == "J")).any(),
        plan_since=from_latest.any(),
    )


def _held_within_year(plans: ir.Table, made: str, offered: ir.Table, flag: str) -> ir.Table:
    """person | day | flag: who had a plan within a year of the first offer, made then or before."""
    asked = offered.select(*MOMENT, "offered_on")
    held = plans.select("person", "slut", made=made).join(asked, "person")
    held = held.filter(
        held.made.delta(held.offered_on, unit="day") <= YEAR,
        held.slut.isnull() | (held.slut >= held.offered_on),
    )
    return held.group_by(*MOMENT).agg(**{flag: ibis.literal(True)})


def _course(known: ir.Table) -> ir.StringValue:
    open_days = known.day.delta(known.latest_offer, unit="day")
    course: ir.StringValue = ibis.cases(
        (known.own_in_time.fill_null(False), OWN_IN_TIME),
        (known.plan_since.fill_null(False), ANOTHER_PLAN),
        else_=_code(open_days, OPEN, OPEN_LONGER),
    )
    return course


def _code(days: ir.IntegerValue, limits: Mapping[str, int], longer: str) -> ir.StringValue:
    """The code whose last day is not yet passed."""
    code: ir.StringValue = ibis.cases(
        *((days <= last, code) for code, last in limits.items()), else_=longer
    )
    return code
