"""Plan coverage (D5): who was offered a social handleplan, and what became of it."""

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.periods import STRATEGY_START
from fsb_lib.domain.targets import Target, plan_target, plan_target_in_year
from fsb_lib.measures.counting import Counts, counts_by, persons_in, rows_for, with_total
from fsb_lib.measures.populations import Registers, Rules, during, status_at

STATES = (
    "udarbejdet",
    "udarbejdet_af_egen_drift",
    "afvist_uden_plan",
    "accepteret_under_udarbejdelse",
    "intet_svar",
)
GROUPS = (*vocabulary.special_needs_codes(), vocabulary.TOTAL)


def first_offers(registers: Registers, cutoff: date, rules: Rules) -> ir.Table:
    """person | offered_on | target_group: the first offer made to a person in focus that day.

    Offers count from the strategy's start to the cutoff; focus is asked on the day of each.
    """
    offers = _offers_until(registers, cutoff)
    moments = offers.select("person", day=offers.tilbudt).distinct()
    there = during(registers, STRATEGY_START, cutoff)
    in_focus = status_at(there, moments, rules).filter(ibis._.focus)
    first = in_focus.group_by("person").agg(day=in_focus.day.min())
    offered = first.join(in_focus, ["person", "day"])
    return offered.select("person", "target_group", offered_on=offered.day)


def offers_by_year(offered: ir.Table, cutoff: date) -> MeasuredTable:
    """Offers in each year and since the start, against the cumulative targets."""
    counts = counts_by(offered.mutate(year=offered.offered_on.year().cast("string")), ["year"])
    years = [str(year) for year in range(STRATEGY_START.year, cutoff.year + 1)]
    rows, cumulative = [], 0
    for year in years:
        in_year = counts[year,]["persons"]
        cumulative += in_year
        rows.append(MeasuredRow((year,), _against_target(int(year), in_year, cumulative)))
    return MeasuredTable("plan_offers", tuple(rows), cutoff, since=STRATEGY_START)


def offers_by_target_group(offered: ir.Table, cutoff: date) -> MeasuredTable:
    """Persons ever offered a plan, by target group at the first offer."""
    counts = with_total(counts_by(offered, ["target_group"]), 0)
    rows = rows_for([GROUPS], lambda group: {"offered_cumulative": persons_in(counts, group)})
    return MeasuredTable("plan_offers_by_target_group", rows, cutoff, since=STRATEGY_START)


def offers_by_assumption(
    offered: ir.Table, focus_at_cutoff: ir.Table, registers: Registers, cutoff: date
) -> Mapping[str, int]:
    """The cumulative count when focus is asked at the offer, and when at the cutoff."""
    ever = _offers_until(registers, cutoff).person
    still = focus_at_cutoff.filter(focus_at_cutoff.person.isin(ever))
    return {
        "focus_at_offer": counts_by(offered)[()]["persons"],
        "focus_at_cutoff": counts_by(still)[()]["persons"],
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


def states(offered: ir.Table, registers: Registers, cutoff: date) -> MeasuredTable:
    """The state of each offered person at the cutoff; adds up to the offered persons."""
    prepared = _prepared(registers, cutoff)
    by_request = prepared.filter(prepared.af_egen_drift != "J").person
    own_initiative = prepared.filter(prepared.af_egen_drift == "J").person
    answered = offered.join(_latest_answers(registers, cutoff), "person")
    state = ibis.cases(
        (answered.person.isin(by_request), STATES[0]),
        (answered.person.isin(own_initiative), STATES[1]),
        (answered.answer == 1, STATES[2]),
        (answered.answer == 2, STATES[3]),
        else_=STATES[4],
    )
    counts = counts_by(answered.mutate(state=state), ["state"])
    rows = rows_for([STATES], lambda name: {"persons": persons_in(counts, name)})
    return MeasuredTable("plan_states", rows, cutoff)


def both_plans(focus: ir.Table, registers: Registers, cutoff: date, meaning: str) -> MeasuredTable:
    """Focus population at the cutoff by job plan and social plan, with totals.

    `meaning` is `in_force` (made and not ended at the cutoff) or `ever_made` (made by then).
    """
    held = {
        "jobplan": _made(registers["bif_jobplaner"], "godkendt", cutoff, meaning),
        "social_plan": _made(registers["sof_handleplaner"], "udarbejdet", cutoff, meaning),
    }
    marked = focus.mutate(
        **{
            name: ibis.ifelse(focus.person.isin(plans.person), "ja", "nej")
            for name, plans in held.items()
        }
    )
    counts = with_total(with_total(counts_by(marked, list(held)), 0), 1)
    answers = ("ja", "nej", vocabulary.TOTAL)
    rows = rows_for([answers, answers], lambda *codes: {"persons": persons_in(counts, *codes)})
    return MeasuredTable("both_plans", rows, cutoff)


def coverage(focus: ir.Table, registers: Registers, cutoff: date) -> MeasuredTable:
    """Of the focus population at the cutoff: the share ever offered a plan, by target group."""
    ever = _offers_until(registers, cutoff).person
    counts = counts_by(focus, ["target_group"], offered=focus.person.isin(ever))
    counts = with_total(counts, 0)
    rows = rows_for([GROUPS], lambda group: _share(counts, (group,), "offered"))
    return MeasuredTable("plan_coverage_by_target_group", rows, cutoff)


def registration(persons: ir.Table, registers: Registers, cutoff: date) -> MeasuredTable:
    """Of SOF's citizens with special needs: the share with any plan record by the cutoff.

    "Not registered" is not "no plan": SOF was still establishing registration (S0, note 1).
    """
    plans = registers["sof_handleplaner"]
    recorded = plans.filter((plans.tilbudt <= cutoff) | (plans.udarbejdet <= cutoff)).person
    citizens = persons.filter(persons.special_needs)
    counts = counts_by(citizens, with_plan_record=citizens.person.isin(recorded))
    row = MeasuredRow(("sof_borgere",), _share(counts, (), "with_plan_record"))
    return MeasuredTable("registration_coverage", (row,), cutoff)


def _offers_until(registers: Registers, cutoff: date) -> ir.Table:
    plans = registers["sof_handleplaner"]
    return plans.filter(plans.tilbudt.between(STRATEGY_START, cutoff))


def _prepared(registers: Registers, cutoff: date) -> ir.Table:
    plans = registers["sof_handleplaner"]
    return plans.filter(plans.udarbejdet.between(STRATEGY_START, cutoff))


def _latest_answers(registers: Registers, cutoff: date) -> ir.Table:
    """person | answer: of the latest offer; on one day `accepteret` (2), `afvist` (1), none (0)."""
    offers = _offers_until(registers, cutoff)
    rank = ibis.cases((offers.svar == "accepteret", 2), (offers.svar == "afvist", 1), else_=0)
    ranked = offers.select("person", "tilbudt", answer=rank)
    latest = ranked.group_by("person").agg(tilbudt=ranked.tilbudt.max())
    on_latest = latest.join(ranked, ["person", "tilbudt"])
    return on_latest.group_by("person").agg(answer=on_latest.answer.max())


def _made(plans: ir.Table, made: str, cutoff: date, meaning: str) -> ir.Table:
    until_cutoff = plans.filter(plans[made] <= cutoff)
    in_force = until_cutoff.filter(until_cutoff.slut.isnull() | (until_cutoff.slut >= cutoff))
    return {"in_force": in_force, "ever_made": until_cutoff}[meaning]


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


def _share(counts: Counts, codes: tuple[str, ...], part: str) -> Mapping[str, MeasuredValue]:
    found = counts.get(codes, {"persons": 0, part: 0})
    ratio = Ratio(found[part], found["persons"])
    return {"persons": ratio.denominator, part: ratio.numerator, "rate": ratio}
