"""The plan coverage at its boundaries."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain.measured_table import MeasuredTable
from tests.sentences.making import GROUPS, bounds, conversion, linkage, rated, release, table

REPORT = "plan_coverage"
IN_YEAR = {2009: 1000, 2010: 1000, 2011: 1500}
STATES = (
    "udarbejdet",
    "udarbejdet_af_egen_drift",
    "afvist_uden_plan",
    "accepteret_under_udarbejdelse",
    "intet_svar",
)


COURSES = (
    "egen_drift_inden_6_mdr",
    "anden_plan",
    "aaben_0_91",
    "aaben_92_182",
    "aaben_183_365",
    "aaben_over_365",
)


def offers(cumulative: Sequence[int]) -> dict[str, Mapping[str, Any]]:
    """One row per year from 2009, judged against the sum of the targets so far."""
    rows, target, before = {}, 0, 0
    for year, total in enumerate(cumulative, start=2009):
        target += IN_YEAR.get(year, 0)
        has_target = year in IN_YEAR
        rows[str(year)] = {
            "offered_in_year": total - before,
            "offered_cumulative": total,
            "target_in_year": IN_YEAR.get(year),
            "target_cumulative": target if has_target else None,
            "missing_persons": max(0, target - total) if has_target else None,
            "reached": int(total >= target) if has_target else None,
        }
        before = total
    return rows


def verdicts(counts: Mapping[str, int], year: int, cutoff: date) -> list[MeasuredTable]:
    """The target judged under both definitions; no table after the last target."""
    if year not in IN_YEAR:
        return []
    target = sum(persons for known, persons in IN_YEAR.items() if known <= year)
    rows = {
        name: {
            "offered_cumulative": n,
            "target_cumulative": target,
            "missing_persons": max(0, target - n),
            "reached": int(n >= target),
        }
        for name, n in counts.items()
    }
    return [table("plan_offers_verdicts", cutoff, rows)]


def measured(
    cumulative: Sequence[int] = (1046,),
    *,
    at_cutoff: int = 900,
    states: Sequence[int] = (500, 60, 40, 300, 146),
    both: tuple[int, int] = (700, 3400),
    coverage: tuple[int, int] = (900, 3400),
    registered: tuple[int, int] = (2600, 6000),
    unlinkable: int = 0,
    refused: Sequence[int] = (30, 20, 15, 10, 8, 7),
) -> list[MeasuredTable]:
    """All tables of the report; `both` and `coverage` are so many of so many."""
    year = 2008 + len(cumulative)
    cutoff, day = date(year, 12, 31), date(year, 11, 15)
    total = cumulative[-1]
    with_both, there = both
    plans = {("ja", "ja"): with_both, ("i_alt", "i_alt"): there}
    registration = rated(*registered, part="with_plan_record")
    definitions = {"focus_at_offer": total, "focus_at_cutoff": at_cutoff}
    groups = {"handicappede": total, "i_alt": total}
    return [
        table("plan_offers", cutoff, offers(cumulative)),
        table("plan_offers_by_target_group", cutoff, groups, "offered_cumulative"),
        table("plan_offers_sensitivity", cutoff, definitions, "offered_cumulative"),
        table("plan_states", cutoff, dict(zip(STATES, states, strict=True))),
        table("both_plans", cutoff, plans),
        table(
            "plan_coverage_by_target_group",
            cutoff,
            {code: rated(*coverage, part="offered") for code in (*GROUPS, "i_alt")},
        ),
        table("registration_coverage", cutoff, {"sof_borgere": registration}),
        table("refusal_course", cutoff, dict(zip(COURSES, refused, strict=True))),
        *verdicts(definitions, year, cutoff),
        bounds(day, total, total + unlinkable),
        linkage(day),
        conversion(day),
    ]


def at(
    *cumulative: int, parameters: Mapping[str, Any] | None = None, **changed: Any
) -> ProtectedReport:
    """The release of the last year of these cumulative offers."""
    offered = cumulative or (1046,)
    return release(REPORT, 2008 + len(offered), measured(offered, **changed), **(parameters or {}))


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    twenty = {"disclosure_threshold": 20}
    return {
        "exactly the target": at(1000),
        "one offer short": at(999),
        "two offers short": at(998),
        "one offer above": at(1001),
        "some years reached": at(1046, 1919),
        "the first of three reached": at(1046, 1919, 3051),
        "no year reached": at(900, 1900, 3499),
        "every year reached, one above the last": at(1000, 2000, 3501),
        "a year after the targets": at(1000, 2000, 3500, 3600),
        "nobody offered": at(0, at_cutoff=0, states=(0, 0, 0, 0, 0)),
        "one offered": at(1, at_cutoff=1, states=(1, 0, 0, 0, 0)),
        "just below the threshold": at(4),
        "at the threshold": at(5),
        "hidden, none at the cutoff": at(13, at_cutoff=0, parameters=twenty),
        "nothing new in the year": at(1046, 1046),
        "none new in two years": at(1000, 1900, 1900, 1900),
        "more new than the year before": at(900, 2000),
        "as many new as the year before": at(1000, 2000),
        "none new the year before": at(0, 1100),
        "hidden offers in the year": at(1046, 1063, parameters=twenty),
        "one prepared plan": at(states=(0, 0, 5, 0, 0)),
        "prepared on own initiative only": at(states=(0, 60, 0, 300, 146)),
        "nobody refused": at(states=(500, 60, 0, 300, 146)),
        "some states hidden": at(states=(500, 13, 17, 300, 146), parameters=twenty),
        "nobody has both": at(both=(0, 3400)),
        "hidden both": at(both=(13, 3400), parameters=twenty),
        "nobody in focus": at(both=(0, 0), coverage=(0, 0)),
        "hidden coverage": at(coverage=(13, 3400), parameters=twenty),
        "hidden registration": at(registered=(13, 6000), parameters=twenty),
        "nobody registered": at(registered=(0, 6000)),
        "nobody to register": at(registered=(0, 0)),
        "replacement numbers matter": at(unlinkable=40),
        "nobody waiting for more than a year": at(refused=(30, 20, 15, 10, 8, 0)),
        "at the threshold for more than a year": at(refused=(30, 20, 15, 10, 8, 5)),
        "just below it for more than a year": at(refused=(30, 20, 15, 10, 8, 4)),
        "plans ever made": at(parameters={"both_plans": "ever_made"}),
    }
