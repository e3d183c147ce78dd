"""The outcome follow-up at its boundaries."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fsb_lib.base import package_data
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.domain.measured_table import MeasuredTable, Ratio
from tests.sentences.making import conversion, linkage, release, table

REPORT = "outcome_followup"
DAY = date(2010, 11, 15)
BASE = {
    "ordinaert_arbejde": 200,
    "stoettet_arbejde": 90,
    "uddannelse_eller_revalidering": 150,
    "foertidspension": 110,
    "ydelse_og_sag": 1900,
    "kun_ydelse": 400,
    "kun_sag": 130,
    "ophoert_uden_kendt_aarsag": 230,
}
GONE = "doed_eller_fraflyttet"


# Persons of 1000 a year before, in the states that the answer tells.
BEFORE = {
    "ordinaert_arbejde": 60,
    "stoettet_arbejde": 30,
    "uddannelse_eller_revalidering": 30,
    "ydelse_og_sag": 700,
}


# Of 1000: 6, 3, 5 and 59 per cent, as BASE has.
AS_NOW = dict(zip(BEFORE, (62, 28, 47, 592), strict=True))


def before_it(counts: Mapping[str, int] | None, year: int) -> list[MeasuredTable]:
    """The shares of the follow-up before; no table where there was none."""
    if counts is None:
        return []
    n = 1000 if any(counts.values()) else 0
    rows = {state: {"persons": k, "share": Ratio(k, n)} for state, k in counts.items()}
    return [table("outcome_before", date(year - 1, 11, 15), rows)]


OTHERS = (500, 60, 340, 120, 3200, 90)


def followed(counts: tuple[int, ...], day: date, before: date) -> list[MeasuredTable]:
    """The others, from the persons in each state that needs no case, in another one, and gone."""
    codes = (*[*BASE][:4], "anden_situation")
    base = sum(counts[:-1])
    rows: dict[str, Any] = {
        code: {"persons": n, "share": Ratio(n, base)}
        for code, n in zip(codes, counts[:-1], strict=True)
    }
    rows[GONE] = {"persons": counts[-1], "share": None}
    size = {"others": {"persons": sum(counts), "unlinkable": 12}}
    return [
        table("outcome_others", day, rows),
        table("outcome_others_cohort", before, size),
    ]


def measured(
    base: Mapping[str, int] = BASE,
    gone: int = 60,
    unlinkable: int = 0,
    year: int = 2010,
    earlier: Mapping[str, int] | None = BEFORE,
    others: tuple[int, ...] = OTHERS,
) -> list[MeasuredTable]:
    """All tables of the report, from the persons in each state."""
    day, before = date(year, 11, 15), date(year - 1, 11, 15)
    persons = sum(base.values())
    states: dict[str, Any] = {
        state: {"persons": n, "share": Ratio(n, persons)} for state, n in base.items()
    }
    states[GONE] = {"persons": gone, "share": None}
    working = base["ordinaert_arbejde"]
    rates = {
        "reported": Ratio(working, persons),
        "unlinkable_none_in_work": Ratio(working, persons + unlinkable),
        "unlinkable_all_in_work": Ratio(working + unlinkable, persons + unlinkable),
    }
    return [
        table("outcome_states", day, states),
        *followed(others, day, before),
        table("outcome_cohort", before, {"focus_population": persons + gone}),
        table("outcome_bounds", day, rates, measure="rate"),
        *before_it(earlier, year),
        linkage(day),
        conversion(day),
    ]


def at(
    gone: int = 60,
    unlinkable: int = 0,
    parameters: Mapping[str, Any] | None = None,
    earlier: Mapping[str, int] | None = BEFORE,
    others: tuple[int, ...] = OTHERS,
    **states: int,
) -> ProtectedReport:
    """2010, in which these states have other numbers."""
    tables = measured({**BASE, **states}, gone, unlinkable, earlier=earlier, others=others)
    return release(REPORT, 2010, tables, **(parameters or {}))


def warned() -> ProtectedReport:
    """2010 with every warning there is."""
    texts = package_data.load(f"wording/{REPORT}")["warnings"].values()
    days = {"before": danish.long_date(date(2009, 11, 15)), "day": danish.long_date(DAY)}
    return release(REPORT, 2010, measured(), warnings=tuple(t.format(**days) for t in texts))


def cases() -> dict[str, ProtectedReport]:
    """By the name of the boundary."""
    twenty = {"disclosure_threshold": 20}
    none = dict.fromkeys(BASE, 0)
    return {
        "every state has some": at(),
        "as the year before": at(earlier=AS_NOW),
        "every state at the threshold": at(5, **dict.fromkeys(BASE, 5)),
        "every state has one": at(1, **dict.fromkeys(BASE, 1)),
        "every state just below the threshold": at(4, **dict.fromkeys(BASE, 4)),
        "nobody followed": at(0, **none),
        "everybody has died or moved": at(60, **none),
        "few followed": at(0, **{**none, "ydelse_og_sag": 3}),
        "nobody in work": at(ordinaert_arbejde=0, stoettet_arbejde=0),
        "everybody in contact": at(0, **{**none, "ydelse_og_sag": 3000}),
        "no unknown cause": at(ophoert_uden_kendt_aarsag=0),
        "unknown cause hidden": at(ophoert_uden_kendt_aarsag=13, parameters=twenty),
        "contact hidden": at(ydelse_og_sag=17, parameters=twenty),
        "some work hidden": at(ordinaert_arbejde=13, parameters=twenty),
        "nobody gone": at(0),
        "the first follow-up": at(earlier=None),
        "nobody followed before": at(earlier=dict.fromkeys(BEFORE, 0)),
        "everything before hidden": at(earlier=dict.fromkeys(BEFORE, 3)),
        "one share before hidden": at(earlier={**BEFORE, "stoettet_arbejde": 3}),
        "work and education hidden": at(
            ordinaert_arbejde=3, uddannelse_eller_revalidering=2, stoettet_arbejde=0
        ),
        "nobody in anything": at(0, **{**none, "ophoert_uden_kendt_aarsag": 40}),
        "replacement numbers matter": at(unlinkable=40),
        "some of the others hidden": at(others=(3, 60, 340, 120, 3200, 90)),
        "all of the others hidden": at(others=(3, 2, 4, 1, 3200, 90)),
        "no others": at(others=(0, 0, 0, 0, 0, 0)),
        "exits not delivered for the whole year": warned(),
        "first day in another system": release(REPORT, 2014, measured(year=2014)),
    }
