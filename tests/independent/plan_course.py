"""What `plan_coverage` tells of the way from offer to plan (D17), at the cutoff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from .cells import Cell, Row, Tables, not_available, rate_cell, shown
from .codes import NOT_JOB_READY
from .people import Person, Plan, focus_on, match_column, system_in_force
from .plans import STRATEGY_START, first_offers, latest_answer, offer_days
from .settings import Settings

YEAR_OF_DAYS = timedelta(days=365)
DAYS = (
    "0_30", "31_91", "92_182", "183_365", "over_365", "foer_tilbuddet", "ikke_udarbejdet",
)  # fmt: skip
REFUSALS = (
    "egen_drift_inden_6_mdr",
    "anden_plan",
    "aaben_0_91",
    "aaben_92_182",
    "aaben_183_365",
    "aaben_over_365",
)
SIX_MONTHS = timedelta(days=182)


def plan_course_tables(people: list[Person], settings: Settings) -> Tables:
    offers, cutoff = first_offers(people, settings), settings.cutoff
    return {
        "plan_days": _plan_days(offers, cutoff),
        "plan_days_median": [_median_row(offers, cutoff)],
        "refusal_course": _refusals([person for person, _ in offers], cutoff),
        "plan_offers_by_match": _by_match(people, settings),
        **_both_within_a_year(offers, cutoff),
    }


def days_band(n_days: int) -> str:
    """The band of a number of days: months, quarters, halves of a year."""
    bands = ((30, "0_30"), (91, "31_91"), (182, "92_182"), (365, "183_365"))
    return next((name for most, name in bands if n_days <= most), "over_365")


def median_cell(days: Iterable[int]) -> Cell:
    """Of an even number the mean of the two in the middle; of nobody there is none."""
    ordered = sorted(days)
    if not ordered:
        return not_available()
    upper, lower = ordered[len(ordered) // 2], ordered[(len(ordered) - 1) // 2]
    return shown(float(Fraction(lower + upper, 2)))


def _plan_days(offers: list[tuple[Person, date]], cutoff: date) -> list[Row]:
    held = [_days_code(person, offer, cutoff) for person, offer in offers]
    return [
        {"interval": code, "persons": shown(held.count(code)), "share": _share(held, code)}
        for code in DAYS
    ]


def _share(held: list[str], code: str) -> Cell:
    return rate_cell(held.count(code), len(held))


def _days_code(person: Person, offer: date, cutoff: date) -> str:
    n_days = _days_to_plan(person, offer, cutoff)
    if n_days is not None:
        return days_band(n_days)
    if any(STRATEGY_START <= plan.prepared < offer for plan in person.plans if plan.prepared):
        return "foer_tilbuddet"
    return "ikke_udarbejdet"


def _days_to_plan(person: Person, offer: date, cutoff: date) -> int | None:
    plans = _prepared_from(person, offer, cutoff)
    return min(((prepared - offer).days for _, prepared in plans), default=None)


def _prepared_from(person: Person, first: date, last: date) -> list[tuple[Plan, date]]:
    """Plans prepared on a day from `first` to `last`, whoever took the initiative."""
    return [(p, p.prepared) for p in person.plans if p.prepared and first <= p.prepared <= last]


def _median_row(offers: list[tuple[Person, date]], cutoff: date) -> Row:
    found = [_days_to_plan(person, offer, cutoff) for person, offer in offers]
    days = [n_days for n_days in found if n_days is not None]
    return {"plan": "efter_tilbuddet", "prepared": shown(len(days)), "days": median_cell(days)}


def _refusals(offered: list[Person], cutoff: date) -> list[Row]:
    refused = [p for p in offered if latest_answer(p, cutoff) == "afvist"]
    held = [after_refusal(p, offer_days(p, cutoff)[-1], cutoff) for p in refused]
    rows: list[Row] = [{"course": c, "persons": shown(held.count(c))} for c in REFUSALS]
    return [*rows, {"course": "i_alt", "persons": shown(len(held))}]


def after_refusal(person: Person, offer: date, cutoff: date) -> str:
    """Nothing tells when the offer was refused: its own day stands for it."""
    plans = _prepared_from(person, offer, cutoff)
    if any(plan.own_initiative and day <= offer + SIX_MONTHS for plan, day in plans):
        return "egen_drift_inden_6_mdr"
    if plans:
        return "anden_plan"
    n_days = (cutoff - offer).days
    return "aaben_0_91" if n_days <= 91 else f"aaben_{days_band(n_days)}"


def _by_match(people: list[Person], settings: Settings) -> list[Row]:
    cutoff = settings.cutoff
    focus = focus_on(people, cutoff, settings)
    rows: list[Row] = []
    for code in (*sorted(NOT_JOB_READY[system_in_force(cutoff)]), "i_alt"):
        members = [p for p in focus if code in ("i_alt", match_column(p, cutoff, settings))]
        n = sum(bool(offer_days(p, cutoff)) for p in members)
        figures = {"persons": shown(len(members)), "offered": shown(n)}
        rows.append({"match_group": code, **figures, "rate": rate_cell(n, len(members))})
    return rows


def _both_within_a_year(offers: list[tuple[Person, date]], cutoff: date) -> Tables:
    rows: list[Row] = []
    for year in range(STRATEGY_START.year, cutoff.year):
        if date(year, 12, 31) + YEAR_OF_DAYS > cutoff:
            continue
        of_year = [(person, offer) for person, offer in offers if offer.year == year]
        n = sum(had_both(person, offer) for person, offer in of_year)
        figures = {"offered": shown(len(of_year)), "both": shown(n)}
        rows.append({"year": str(year), **figures, "rate": rate_cell(n, len(of_year))})
    return {"both_plans_within_year": rows} if rows else {}


def had_both(person: Person, offer: date) -> bool:
    """Within 365 days after the offer, each made by then and not ended before the offer."""
    last = offer + YEAR_OF_DAYS
    social = any(
        plan.prepared is not None
        and plan.prepared <= last
        and (plan.end is None or plan.end >= offer)
        for plan in person.plans
    )
    return social and any(
        plan.start <= last and (plan.end is None or plan.end >= offer) for plan in person.job_plans
    )
