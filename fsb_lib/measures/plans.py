"""Plan coverage (D5): who was offered a social handleplan, and what became of it."""

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue
from fsb_lib.domain.periods import STRATEGY_START, Period
from fsb_lib.domain.targets import Target, plan_target, plan_target_in_year
from fsb_lib.measures.counting import Grouping, persons_in, rated, rows_for, with_total
from fsb_lib.measures.days import MOMENT, Registers, beside, during, known_on
from fsb_lib.measures.measurement import Measurement
from fsb_lib.measures.populations import Rules, focus_at

STATES = (
    "udarbejdet",
    "udarbejdet_af_egen_drift",
    "afvist_uden_plan",
    "accepteret_under_udarbejdelse",
    "intet_svar",
)
GROUPS = (*vocabulary.special_needs_codes(), vocabulary.TOTAL)
MEANINGS = ("in_force", "ever_made")
BOTH_PLANS = {
    meaning: Grouping(("focus",), by=(f"jobplan_{meaning}", f"social_plan_{meaning}"))
    for meaning in MEANINGS
}
FOCUS_OFFERED = Grouping(("focus",), by=("target_group",), also=("offered",))
RECORDED = Grouping(("special_needs",), also=("with_plan_record",))
GROUPINGS = (*BOTH_PLANS.values(), FOCUS_OFFERED, RECORDED)
# Of those who were offered a plan.
OFFERS = Grouping()
OFFERS_BY_YEAR = Grouping(by=("year",))
OFFERS_BY_GROUP = Grouping(by=("target_group",))
OFFERS_BY_STATE = Grouping(by=("state",))
OFFER_GROUPINGS = (OFFERS, OFFERS_BY_YEAR, OFFERS_BY_GROUP, OFFERS_BY_STATE)


def first_offers(registers: Registers, until: date, rules: Rules) -> ir.Table:
    """person | offered_on | target_group: the first offer made to a person in focus that day.

    Offers count from the strategy's start; focus is asked on the day of each.
    """
    period = Period(STRATEGY_START, until)
    plans = registers["sof_handleplaner"]
    offers = plans.filter(plans.tilbudt.between(period.first, period.last))
    moments = offers.select("person", day=offers.tilbudt).distinct()
    in_focus = focus_at(during(registers, period), moments, rules)
    first = in_focus.group_by("person").agg(day=in_focus.day.min())
    offered = first.join(in_focus, list(MOMENT))
    return offered.select("person", "target_group", offered_on=offered.day)


def offered_until(first: ir.Table, registers: Registers, cutoffs: ir.Table) -> ir.Table:
    """person | day | target_group | year | state | offered_on | latest_offer | refused: who was
    ever offered a plan, at each cutoff."""
    offered = known_on(first, "offered_on", cutoffs)
    offered = beside(offered, _prepared_by(registers, cutoffs), _latest_answers(registers, cutoffs))
    state = ibis.cases(
        (offered.by_request, STATES[0]),
        (offered.own_initiative, STATES[1]),
        (offered.answer == 1, STATES[2]),
        (offered.answer == 2, STATES[3]),
        else_=STATES[4],
    )
    year = offered.offered_on.year().cast("string")
    return offered.select(
        *(*MOMENT, "target_group", "offered_on", "latest_offer"),
        year=year,
        state=state,
        refused=offered.answer == 1,
    )


def held_plans(persons: ir.Table) -> dict[str, ir.StringValue]:
    """`ja` or `nej` for each plan by each meaning, of persons with `plans_by`."""
    held = [plan for meaning in MEANINGS for plan in BOTH_PLANS[meaning].by]
    return {plan: ibis.ifelse(persons[plan], "ja", "nej") for plan in held}


def plans_by(registers: Registers, days: ir.Table) -> tuple[ir.Table, ir.Table]:
    """What the registers of social plans and of job plans say of persons by each day."""
    return _social_plans_by(registers, days), _jobplans_by(registers, days)


def offers_by_year(offered: Measurement) -> MeasuredTable:
    """Offers in each year and since the start, against the cumulative targets."""
    counts = offered.counts(OFFERS_BY_YEAR)
    years = [str(year) for year in range(STRATEGY_START.year, offered.year + 1)]
    rows, cumulative = [], 0
    for year in years:
        in_year = persons_in(counts, year)
        cumulative += in_year
        rows.append(MeasuredRow((year,), _against_target(int(year), in_year, cumulative)))
    return MeasuredTable("plan_offers", tuple(rows), offered.day, since=STRATEGY_START)


def offers_by_target_group(offered: Measurement) -> MeasuredTable:
    """Persons ever offered a plan, by target group at the first offer."""
    counts = with_total(offered.counts(OFFERS_BY_GROUP), 0)
    rows = rows_for([GROUPS], lambda group: {"offered_cumulative": persons_in(counts, group)})
    return MeasuredTable("plan_offers_by_target_group", rows, offered.day, since=STRATEGY_START)


def offers_by_assumption(offered: Measurement, at_cutoff: Measurement) -> Mapping[str, int]:
    """The cumulative count when focus is asked at the offer, and when at the cutoff."""
    in_focus = at_cutoff.counts(FOCUS_OFFERED).values()
    return {
        "focus_at_offer": offered.counts(OFFERS)[()]["persons"],
        "focus_at_cutoff": sum(counts["offered"] for counts in in_focus),
    }


def offers_sensitivity(counts: Mapping[str, int], cutoff: date) -> MeasuredTable:
    """The cumulative count under each assumption, headline first."""
    rows = rows_for([tuple(counts)], lambda name: {"offered_cumulative": counts[name]})
    return MeasuredTable("plan_offers_sensitivity", rows, cutoff)


def offers_verdicts(counts: Mapping[str, int], cutoff: date) -> list[MeasuredTable]:
    """The target held against every assumption (D13); no table in a year without a target."""
    target = plan_target(cutoff.year)
    if target is None:
        return []
    rows = rows_for(
        [tuple(counts)],
        lambda name: {"offered_cumulative": counts[name], **_judged(target, counts[name])},
    )
    return [MeasuredTable("plan_offers_verdicts", rows, cutoff)]


def states(offered: Measurement) -> MeasuredTable:
    """The state of each offered person at the cutoff; adds up to the offered persons."""
    counts = offered.counts(OFFERS_BY_STATE)
    rows = rows_for([STATES], lambda name: {"persons": persons_in(counts, name)})
    return MeasuredTable("plan_states", rows, offered.day)


def both_plans(at_cutoff: Measurement, meaning: str) -> MeasuredTable:
    """Focus population at the cutoff by job plan and social plan, with totals.

    `meaning` is `in_force` (made and not ended at the cutoff) or `ever_made` (made by then).
    """
    counts = with_total(with_total(at_cutoff.counts(BOTH_PLANS[meaning]), 0), 1)
    answers = ("ja", "nej", vocabulary.TOTAL)
    rows = rows_for([answers, answers], lambda *codes: {"persons": persons_in(counts, *codes)})
    return MeasuredTable("both_plans", rows, at_cutoff.day)


def coverage(at_cutoff: Measurement) -> MeasuredTable:
    """Of the focus population at the cutoff: the share ever offered a plan, by target group."""
    counts = with_total(at_cutoff.counts(FOCUS_OFFERED), 0)
    rows = rows_for([GROUPS], lambda group: rated(counts, (group,), "offered"))
    return MeasuredTable("plan_coverage_by_target_group", rows, at_cutoff.day)


def registration(at_cutoff: Measurement) -> MeasuredTable:
    """Of SOF's citizens with special needs: the share with any plan record by the cutoff.

    "Not registered" is not "no plan": SOF was still establishing registration (S0, note 1).
    """
    counts = at_cutoff.counts(RECORDED)
    row = MeasuredRow(("sof_borgere",), rated(counts, (), "with_plan_record"))
    return MeasuredTable("registration_coverage", (row,), at_cutoff.day)


def _social_plans_by(registers: Registers, days: ir.Table) -> ir.Table:
    plans = registers["sof_handleplaner"]
    offered, prepared = (known_on(plans, dated, days) for dated in ("tilbudt", "udarbejdet"))
    plans = ibis.union(offered.mutate(is_offer=True), prepared.mutate(is_offer=False))
    made = ~plans.is_offer
    return plans.group_by(*MOMENT).agg(
        offered=(plans.is_offer & (plans.tilbudt >= STRATEGY_START)).any(),
        with_plan_record=ibis.literal(True),
        social_plan_ever_made=made.any(),
        social_plan_in_force=(made & (plans.slut.isnull() | (plans.slut >= plans.day))).any(),
    )


def _jobplans_by(registers: Registers, days: ir.Table) -> ir.Table:
    plans = known_on(registers["bif_jobplaner"], "godkendt", days)
    return plans.group_by(*MOMENT).agg(
        jobplan_ever_made=ibis.literal(True),
        jobplan_in_force=(plans.slut.isnull() | (plans.slut >= plans.day)).any(),
    )


def _prepared_by(registers: Registers, cutoffs: ir.Table) -> ir.Table:
    plans = known_on(registers["sof_handleplaner"], "udarbejdet", cutoffs)
    plans = plans.filter(plans.udarbejdet >= STRATEGY_START)
    return plans.group_by(*MOMENT).agg(
        by_request=(plans.af_egen_drift != "J").any(),
        own_initiative=(plans.af_egen_drift == "J").any(),
    )


def _latest_answers(registers: Registers, cutoffs: ir.Table) -> ir.Table:
    """person | day | latest_offer | answer: `accepteret` (2), then `afvist` (1), then none (0)."""
    offers = known_on(registers["sof_handleplaner"], "tilbudt", cutoffs)
    offers = offers.filter(offers.tilbudt >= STRATEGY_START)
    rank = ibis.cases((offers.svar == "accepteret", 2), (offers.svar == "afvist", 1), else_=0)
    ranked = offers.select(*MOMENT, "tilbudt", answer=rank)
    latest = ranked.group_by(*MOMENT).agg(tilbudt=ranked.tilbudt.max())
    on_latest = latest.join(ranked, [*MOMENT, "tilbudt"])
    return on_latest.group_by(*MOMENT).agg(
        latest_offer=on_latest.tilbudt.max(), answer=on_latest.answer.max()
    )


def _against_target(year: int, in_year: int, cumulative: int) -> Mapping[str, MeasuredValue]:
    wanted = plan_target_in_year(year)
    return {
        "offered_in_year": in_year,
        "offered_cumulative": cumulative,
        "target_in_year": None if wanted is None else wanted.value,
        **_judged(plan_target(year), cumulative),
    }


def _judged(target: Target | None, cumulative: int) -> Mapping[str, MeasuredValue]:
    """Target, missing persons and verdict; no values in a year without a target."""
    verdict = None if target is None else target.judge(cumulative)
    return {
        "target_cumulative": None if target is None else target.value,
        "missing_persons": None if verdict is None else verdict.missing_persons,
        "reached": None if verdict is None else verdict.reached,
    }
