"""The strategy's status at its boundaries."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import MeasuredTable, Ratio
from tests.sentences.cases_plans import offers
from tests.sentences.making import conversion, linkage, rated, release, table

REPORT = "strategy_status"
TARGETS = {2009: Fraction(40, 100), 2010: Fraction(50, 100), 2011: Fraction(60, 100)}
# So many of so many, by the id of the promise or claim.
PLANS = {"duty": (319, 3051), "both_plans": (691, 3453), "coverage": (1938, 3453)}
OUTCOMES = {
    "ordinary_work": (93, 3400),
    "supported_work": (65, 3400),
    "education": (280, 3400),
    "no_more_support": (176, 3400),
    "pension": (123, 3400),
    "contact_kept": (2594, 3400),
}
PROFILE = {"men": (2185, 3486), "under_30": (798, 3486)}
SCHEMES = {
    "resource_courses": 494,
    "discharge_coordinators": 94,
    "contact_model": 70,
    "video_trial": 12,
}
SHARES = {
    "sof_of_recipients": (9000, 25000),
    "sof_of_class": (5501, 11000),
    "focus_of_class": (3450, 11000),
}
LISTED = ("activation_measurement", "plan_coverage", "target_group_profile", "outcome_followup")


def activation(rates: Sequence[tuple[int, int]]) -> dict[str, Mapping[str, Any]]:
    """One row a year from 2009: so many of so many, judged in whole numbers."""
    rows = {}
    for year, (n, of) in enumerate(rates, start=2009):
        target = TARGETS[year]
        reached = int(n >= target * of) if of else None
        rows[str(year)] = {**rated(n, of, target), "target": target, "reached": reached}
    return rows


def shared(figures: Mapping[str, tuple[int, int]]) -> dict[str, Mapping[str, Any]]:
    return {name: {"persons": n, "rate": Ratio(n, of)} for name, (n, of) in figures.items()}


def measured(
    rates: Sequence[tuple[int, int]] = ((1400, 3500), (1749, 3500), (2101, 3500)),
    cumulative: Sequence[int] = (1000, 1999, 3501),
    *,
    year: int = 2011,
    plans: Mapping[str, tuple[int, int]] = PLANS,
    shares: Mapping[str, tuple[int, int]] = SHARES,
    claims: Mapping[str, tuple[int, int]] = {**OUTCOMES, **PROFILE},
    sizes: Mapping[str, int] = {"focus_on_day": 3450, "focus_in_period": 4400},
    month: tuple[int, int] = (9000, 8884),
) -> list[MeasuredTable]:
    """All tables of the report; those without rows are left out, as in a year without a note."""
    day, cutoff = date(year, 11, 15), date(year, 12, 31)
    columns = ("offered_cumulative", "target_cumulative", "reached")
    of_years = {
        code: {column: row[column] for column in columns}
        for code, row in offers(cumulative).items()
        if row["target_cumulative"] is not None
    }
    of_shares = {
        name: {"persons": n, "whole": of, "rate": Ratio(n, of)} for name, (n, of) in shares.items()
    }
    in_month, on_day = month
    tables = [
        table("strategy_activation", day, activation(rates)),
        table("strategy_offers", cutoff, of_years),
        table("strategy_plans", day, shared(plans)),
        table("strategy_claims", day, shared(claims)),
        table("strategy_shares", day, of_shares),
        table("strategy_sizes", day, dict(sizes)),
        table("shared_in_month", day, {"in_month": in_month, "on_reference_date": on_day}),
        linkage(day),
        conversion(day),
    ]
    return [one for one in tables if one.rows]


def at(
    *given: Any,
    year: int = 2011,
    reports: Sequence[str] = LISTED,
    parameters: Mapping[str, Any] | None = None,
    **changed: Any,
) -> ProtectedReport:
    """The release of a year with these tables; `reports` are those that the year has."""
    made = measured(*given, year=year, **changed)
    return release(REPORT, year, made, reports=tuple(reports), **(parameters or {}))


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    twenty = {"disclosure_threshold": 20}
    at_target = ((1400, 3500), (1750, 3500), (2100, 3500))
    below = ((1399, 3500), (1749, 3500), (2099, 3500))
    nothing: dict[str, Any] = {"plans": {}, "shares": {}, "claims": {}, "sizes": {}}
    none_holds = {"sof_of_recipients": (8800, 25000), "sof_of_class": (5500, 11000)}
    schemes = {**OUTCOMES, "resource_courses_by_sof": (144, 494)}
    return {
        "some targets reached": at(),
        "exactly at every target": at(at_target, (1000, 2000, 3500)),
        "just below every target": at(below, (999, 1999, 3499)),
        "one target reached of each, none of the other": at(below, (1000, 1999, 3499)),
        "the first year, one of two": at(((1400, 3500),), (999,), year=2009),
        "the first year, both of two": at(((1400, 3500),), (1000,), year=2009),
        "the first year, nobody offered": at(((1399, 3500),), (0,), year=2009),
        "the second year": at(((1400, 3500), (1749, 3500)), (1000, 2000), year=2010),
        "the year of the baseline": at((), (), year=2007, **nothing),
        "a year after the targets": at(year=2012),
        "no other note": at((), (), reports=(), **nothing),
        "no note of offers": at(cumulative=(), reports=LISTED[:1], **nothing),
        "a share that is hidden": at(((1400, 3500), (1749, 3500), (13, 3500)), parameters=twenty),
        "offers that are hidden": at(cumulative=(13, 1999, 3501), parameters=twenty),
        "nobody in focus": at(((0, 0), (0, 0), (0, 0)), plans={"both_plans": (0, 0)}),
        "figures that are hidden": at(
            plans={"duty": (13, 3051), "both_plans": (691, 3453), "coverage": (0, 3453)},
            shares={**SHARES, "sof_of_class": (13, 11000)},
            parameters=twenty,
        ),
        "no claim holds": at(
            shares={**none_holds, "focus_of_class": (3000, 11000)},
            sizes={"focus_on_day": 3300, "focus_in_period": 4200},
            month=(8499, 8400),
        ),
        "some claims hold, at their bounds": at(
            shares={**SHARES, "sof_of_class": (5501, 11000)},
            sizes={"focus_on_day": 3350, "focus_in_period": 4200},
            month=(8500, 8400),
        ),
        "all claims that are shown hold": at(
            shares=SHARES, sizes={"focus_in_period": 4400}, month=(9499, 8884)
        ),
        "one claim alone, and it holds": at(shares={}, sizes={}),
        "one claim alone, and it does not": at(shares={}, sizes={}, month=(8499, 8400)),
        "two claims, and both hold": at(shares={"sof_of_class": (5501, 11000)}, sizes={}),
        "one claim of several": at(
            shares={**none_holds, "focus_of_class": (3000, 11000)},
            sizes={"focus_on_day": 3300, "focus_in_period": 4200},
        ),
        "the month is hidden": at(month=(13, 0), parameters=twenty),
        "nobody in the month": at(month=(0, 0)),
        "with the joint schemes": at(
            claims={**schemes, **PROFILE},
            sizes={"focus_on_day": 3450, "focus_in_period": 4400, **SCHEMES},
            reports=(*LISTED, "cooperation_status"),
        ),
        "every report of the year": release(REPORT, 2011, measured()),
    }
