"""`plan_coverage` (D5)."""

from __future__ import annotations

from datetime import date

from .cells import Row, Tables, not_available, rate_cell, shown
from .codes import SPECIAL_NEEDS
from .people import (
    Person,
    Plan,
    covering,
    focus_on,
    has_special_needs,
    is_focus,
    is_sof_citizen,
    target_group,
)
from .settings import Settings

STRATEGY_START = date(2009, 1, 1)
TARGET_IN_YEAR = {2009: 1000, 2010: 1000, 2011: 1500}
TARGET_CUMULATIVE = {2009: 1000, 2010: 2000, 2011: 3500}
STATES = (
    "udarbejdet",
    "udarbejdet_af_egen_drift",
    "afvist_uden_plan",
    "accepteret_under_udarbejdelse",
    "intet_svar",
)


def plan_tables(people: list[Person], settings: Settings) -> Tables:
    tables = _tables_of_every_year(people, settings)
    if settings.year in TARGET_CUMULATIVE:
        tables["plan_offers_verdicts"] = _verdicts(people, settings)
    return tables


def _tables_of_every_year(people: list[Person], settings: Settings) -> Tables:
    return {
        "plan_offers": _offers_by_year(people, settings),
        "plan_offers_by_target_group": _offers_by_target_group(people, settings),
        "plan_offers_sensitivity": _offers_sensitivity(people, settings),
        "plan_states": _states(people, settings),
        "both_plans": _both_plans(people, settings),
        "plan_coverage_by_target_group": _coverage(people, settings),
        "registration_coverage": [_registration(people, settings)],
    }


def offer_days(person: Person, cutoff: date) -> list[date]:
    days = [plan.offered for plan in person.plans if plan.offered is not None]
    return sorted(day for day in days if STRATEGY_START <= day <= cutoff)


def _first_offer(person: Person, settings: Settings) -> date | None:
    """The first offer, to the cutoff, on a day in the focus population."""
    days = offer_days(person, settings.cutoff)
    return next((day for day in days if is_focus(person, day, settings)), None)


def first_offers(people: list[Person], settings: Settings) -> list[tuple[Person, date]]:
    offers = ((person, _first_offer(person, settings)) for person in people)
    return [(person, day) for person, day in offers if day is not None]


def _offers_by_year(people: list[Person], settings: Settings) -> list[Row]:
    years = [day.year for _, day in first_offers(people, settings)]
    rows = []
    for year in range(2009, settings.year + 1):
        n_cumulative = sum(y <= year for y in years)
        row: Row = {
            "year": str(year),
            "offered_in_year": shown(years.count(year)),
            "offered_cumulative": shown(n_cumulative),
        }
        rows.append(row | _against_target(year, n_cumulative))
    return rows


def _against_target(year: int, n_cumulative: int) -> Row:
    if year not in TARGET_CUMULATIVE:
        names = ("target_in_year", "target_cumulative", "missing_persons", "reached")
        return {name: not_available() for name in names}
    target = TARGET_CUMULATIVE[year]
    return {
        "target_in_year": shown(TARGET_IN_YEAR[year]),
        "target_cumulative": shown(target),
        "missing_persons": shown(max(0, target - n_cumulative)),
        "reached": shown(int(n_cumulative >= target)),
    }


def _offers_by_target_group(people: list[Person], settings: Settings) -> list[Row]:
    offers = first_offers(people, settings)
    groups = [target_group(person, day, settings) for person, day in offers]
    rows = [
        {"target_group": group, "offered_cumulative": shown(groups.count(group))}
        for group in SPECIAL_NEEDS
    ]
    return [*rows, {"target_group": "i_alt", "offered_cumulative": shown(len(groups))}]


def _offered_by_definition(people: list[Person], settings: Settings) -> dict[str, int]:
    at_cutoff = [
        p for p in focus_on(people, settings.cutoff, settings) if offer_days(p, settings.cutoff)
    ]
    return {
        "focus_at_offer": len(first_offers(people, settings)),
        "focus_at_cutoff": len(at_cutoff),
    }


def _offers_sensitivity(people: list[Person], settings: Settings) -> list[Row]:
    counts = _offered_by_definition(people, settings)
    return [{"definition": d, "offered_cumulative": shown(n)} for d, n in counts.items()]


def _verdicts(people: list[Person], settings: Settings) -> list[Row]:
    """D13: the year's target, met or not by each way to count the offers."""
    rows: list[Row] = []
    for definition, n_offered in _offered_by_definition(people, settings).items():
        verdict = _against_target(settings.year, n_offered)
        del verdict["target_in_year"]
        rows.append({"definition": definition, **verdict})
    return rows


def _states(people: list[Person], settings: Settings) -> list[Row]:
    offered = [person for person, _ in first_offers(people, settings)]
    states = [_state(person, settings.cutoff) for person in offered]
    return [{"state": state, "persons": shown(states.count(state))} for state in STATES]


def _state(person: Person, cutoff: date) -> str:
    prepared = [p for p in person.plans if _is_prepared(p, cutoff)]
    if any(not plan.own_initiative for plan in prepared):
        return "udarbejdet"
    if prepared:
        return "udarbejdet_af_egen_drift"
    answer = latest_answer(person, cutoff)
    if answer == "afvist":
        return "afvist_uden_plan"
    return "accepteret_under_udarbejdelse" if answer == "accepteret" else "intet_svar"


def _is_prepared(plan: Plan, cutoff: date) -> bool:
    return plan.prepared is not None and STRATEGY_START <= plan.prepared <= cutoff


def latest_answer(person: Person, cutoff: date) -> str:
    latest = offer_days(person, cutoff)[-1]
    answers = {plan.answer for plan in person.plans if plan.offered == latest}
    return next(answer for answer in ("accepteret", "afvist", "") if answer in answers)


def _both_plans(people: list[Person], settings: Settings) -> list[Row]:
    focus = focus_on(people, settings.cutoff, settings)
    job_plan, social_plan = _BOTH_PLANS[settings.both_plans]
    held = [
        (_yes_or_no(job_plan(p, settings.cutoff)), _yes_or_no(social_plan(p, settings.cutoff)))
        for p in focus
    ]
    answers = ("ja", "nej", "i_alt")
    rows = []
    for job in answers:
        for social in answers:
            n = sum(job in (j, "i_alt") and social in (s, "i_alt") for j, s in held)
            rows.append({"jobplan": job, "social_plan": social, "persons": shown(n)})
    return rows


def _yes_or_no(answer: bool) -> str:
    return "ja" if answer else "nej"


def _has_job_plan(person: Person, day: date) -> bool:
    return bool(covering(person.job_plans, day))


def _has_social_plan(person: Person, day: date) -> bool:
    return any(
        plan.prepared is not None and plan.prepared <= day and (plan.end is None or plan.end >= day)
        for plan in person.plans
    )


def _ever_had_job_plan(person: Person, day: date) -> bool:
    return any(plan.start <= day for plan in person.job_plans)


def _ever_had_social_plan(person: Person, day: date) -> bool:
    return any(plan.prepared is not None and plan.prepared <= day for plan in person.plans)


_BOTH_PLANS = {
    "in_force": (_has_job_plan, _has_social_plan),
    "ever_made": (_ever_had_job_plan, _ever_had_social_plan),
}


def _coverage(people: list[Person], settings: Settings) -> list[Row]:
    cutoff = settings.cutoff
    focus = focus_on(people, cutoff, settings)
    rows = []
    for group in (*SPECIAL_NEEDS, "i_alt"):
        members = [p for p in focus if group in ("i_alt", target_group(p, cutoff, settings))]
        n_offered = sum(bool(offer_days(p, cutoff)) for p in members)
        rows.append(
            {
                "target_group": group,
                "persons": shown(len(members)),
                "offered": shown(n_offered),
                "rate": rate_cell(n_offered, len(members)),
            }
        )
    return rows


def _registration(people: list[Person], settings: Settings) -> Row:
    cutoff = settings.cutoff
    citizens = [
        p for p in people if is_sof_citizen(p, cutoff) and has_special_needs(p, cutoff, settings)
    ]
    n_with_record = sum(
        any(_is_dated_by(plan, cutoff) for plan in person.plans) for person in citizens
    )
    return {
        "group": "sof_borgere",
        "persons": shown(len(citizens)),
        "with_plan_record": shown(n_with_record),
        "rate": rate_cell(n_with_record, len(citizens)),
    }


def _is_dated_by(plan: Plan, cutoff: date) -> bool:
    return any(day is not None and day <= cutoff for day in (plan.offered, plan.prepared))
