"""`focus_areas` (D18): those whom the papers single out, and what the strategy wants to last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from .activation import earlier_years, is_activated
from .cells import Cell, Row, Tables, not_available, rate_cell, shown
from .codes import ACTIVATION
from .cpr_numbers import completed_years
from .outcomes import OUT_OF_THE_BASE, latest_exit, state_of
from .people import (
    Person,
    Spell,
    first_focus_day,
    focus_on,
    match_column,
    system_in_force,
    target_group,
)
from .plan_course import YEAR_OF_DAYS, days_band, median_cell
from .plans import STRATEGY_START
from .runs import ONE_DAY, first_day_on_or_after, start_of_run
from .settings import Settings, november_15, on_day_of

Asked = Callable[[Person, date, Settings], bool]
LONG = "laengerevarende"
LOWEST = {"match5": "5", "match3": "3"}  # under visitation there is none
IN_WORK_OR_EDUCATION = ("ordinaert_arbejde", "stoettet_arbejde", "uddannelse_eller_revalidering")
LASTING_EXITS = ("ordinaert_arbejde", "uddannelse")
LASTING_DAYS = {"afgange": 0, "seks_maaneder": 182, "tolv_maaneder": 365}
FIRST_SINCE = date(2007, 1, 1)
TO_ACTIVATION = ("0_30", "31_91", "92_182", "183_365")
NOT_WITHIN_A_YEAR = "ikke_inden_et_aar"


def focus_area_tables(people: list[Person], settings: Settings) -> Tables:
    days = _days_to_activation(people, settings)
    within = [n_days for n_days in days if n_days is not None]
    median = {"activated": shown(len(within)), "days": median_cell(within)}
    return {
        "focus_areas": _areas(people, settings),
        **_before(people, settings),
        "focus_area_outcomes": _outcomes(people, settings),
        "activation_kinds": _kinds(focus_on(people, settings.day, settings), settings.day),
        "lasting_outcomes": _lasting(people, settings),
        "days_to_activation": _bands(days),
        "days_to_activation_median": [{"group": "inden_et_aar", **median}],
    }


def _women_of(*origins: str) -> Asked:
    return lambda person, _day, _settings: (
        person.number.sex == "kvinde" and person.origin in origins
    )


def _is_young_and_mentally_ill(person: Person, day: date, settings: Settings) -> bool:
    born = person.number.birth
    return (
        born is not None
        and 18 <= completed_years(born, day) <= 29
        and target_group(person, day, settings) == "psykisk_syge_og_oevrigt_udsatte"
    )


def _is_in_lowest_group(person: Person, day: date, settings: Settings) -> bool:
    return match_column(person, day, settings) == LOWEST.get(system_in_force(day))


def is_activated_for_long(person: Person, day: date, settings: Settings) -> bool:
    """On the day, and ever since a day at least 365 days before it, but for small gaps."""
    if not is_activated(person, day):
        return False
    start = start_of_run(_activation_of(person), day, settings.max_gap_days)
    return start <= day - YEAR_OF_DAYS


def _activation_of(person: Person) -> list[Spell]:
    return [spell for spell in person.activations if spell.code in ACTIVATION]


AREAS: dict[str, Asked] = {
    "kvinder_dansk": _women_of("dansk"),
    "kvinder_vestlig": _women_of("indvandrer_vestlig", "efterkommer_vestlig"),
    "kvinder_ikke_vestlig": _women_of("indvandrer_ikke_vestlig", "efterkommer_ikke_vestlig"),
    "unge_psykisk_syge": _is_young_and_mentally_ill,
    "laveste_matchgruppe": _is_in_lowest_group,
    "laengerevarende": is_activated_for_long,
    "fokusgruppen": lambda *_: True,
}


def _is_available(area: str, day: date) -> bool:
    return area != "laveste_matchgruppe" or system_in_force(day) in LOWEST


def _areas(people: list[Person], settings: Settings) -> list[Row]:
    day = settings.day
    focus = focus_on(people, day, settings)
    rows: list[Row] = []
    for area, asked in AREAS.items():
        members = [p for p in focus if asked(p, day, settings)]
        n_activated = sum(is_activated(p, day) for p in members)
        n_offered = sum(_was_offered(p, day) for p in members)
        is_always = area == LONG
        figures = {
            "persons": shown(len(members)),
            "activated": not_available() if is_always else shown(n_activated),
            "rate": not_available() if is_always else rate_cell(n_activated, len(members)),
            "offered": shown(n_offered),
            "rate_offered": rate_cell(n_offered, len(members)),
        }
        rows.append({"area": area, **_if_available(area, day, figures)})
    return rows


def _before(people: list[Person], settings: Settings) -> Tables:
    """At the measurement before, by that day's match system and ages."""
    earlier = [year for year in earlier_years(settings.year) if year < settings.year]
    if not earlier:
        return {}
    then = november_15(max(earlier))
    focus = focus_on(people, then, settings)
    rows: list[Row] = []
    for area, asked in AREAS.items():
        if area == LONG:
            continue
        members = [p for p in focus if asked(p, then, settings)]
        n = sum(is_activated(p, then) for p in members)
        figures = {
            "persons": shown(len(members)),
            "activated": shown(n),
            "rate": rate_cell(n, len(members)),
        }
        rows.append({"area": area, **_if_available(area, then, figures)})
    return {"focus_areas_before": rows}


def _was_offered(person: Person, day: date) -> bool:
    """From the strategy's start to the day, in focus or not."""
    return any(plan.offered and STRATEGY_START <= plan.offered <= day for plan in person.plans)


def _if_available(area: str, day: date, figures: dict[str, Cell]) -> dict[str, Cell]:
    return figures if _is_available(area, day) else {name: not_available() for name in figures}


def _outcomes(people: list[Person], settings: Settings) -> list[Row]:
    """Everything that makes an area is asked a year before; only the outcome on the day."""
    then, now = on_day_of(settings.day, settings.day.year - 1), settings.day
    states = [(p, state_of(p, then, now)) for p in focus_on(people, then, settings)]
    base = [(person, state) for person, state in states if state != OUT_OF_THE_BASE]
    rows: list[Row] = []
    for area, asked in AREAS.items():
        found = [state for person, state in base if asked(person, then, settings)]
        n = sum(state in IN_WORK_OR_EDUCATION for state in found)
        figures = {
            "persons": shown(len(found)),
            "in_work_or_education": shown(n),
            "rate": rate_cell(n, len(found)),
        }
        rows.append({"area": area, **_if_available(area, then, figures)})
    return rows


def _kinds(focus: list[Person], day: date) -> list[Row]:
    held = [{s.code for s in _activation_of(p) if s.covers(day)} for p in focus]
    n_activated = sum(bool(kinds) for kinds in held)
    rows: list[Row] = []
    for code in ACTIVATION:
        n = sum(code in kinds for kinds in held)
        rows.append({"indsats": code, "persons": shown(n), "share": rate_cell(n, n_activated)})
    return rows


def _lasting(people: list[Person], settings: Settings) -> list[Row]:
    first, last = (on_day_of(settings.day, settings.day.year - n) for n in (2, 1))
    left = [
        (person, found.day)
        for person in focus_on(people, first, settings)
        if (found := latest_exit(person, first, last)) and found.outcome in LASTING_EXITS
    ]
    rows: list[Row] = []
    for code, n_days in LASTING_DAYS.items():
        n = sum(_is_without_benefit(person, day, n_days) for person, day in left)
        share = not_available() if code == "afgange" else rate_cell(n, len(left))
        rows.append({"lasting": code, "persons": shown(n), "share": share})
    return rows


def _is_without_benefit(person: Person, left: date, n_days: int) -> bool:
    """On each of so many days after the exit's own."""
    first, last = left + ONE_DAY, left + timedelta(days=n_days)
    return first > last or not any(benefit.meets(first, last) for benefit in person.benefits)


def _days_to_activation(people: list[Person], settings: Settings) -> list[int | None]:
    """Of everybody new in the year before: days to the first activation, None after a year."""
    year = settings.day.year - 1
    since = FIRST_SINCE
    if settings.register_start is not None and settings.register_start > FIRST_SINCE:
        since = settings.register_start
    found: list[int | None] = []
    for person in people:
        first = first_focus_day(person, since, date(year, 12, 31), settings)
        if first is not None and first.year == year and first != since:
            found.append(_days_until_activated(person, first))
    return found


def _days_until_activated(person: Person, first: date) -> int | None:
    day = first_day_on_or_after(_activation_of(person), first)
    if day is None or day - first > YEAR_OF_DAYS:
        return None
    return (day - first).days


def _bands(days: list[int | None]) -> list[Row]:
    held = [NOT_WITHIN_A_YEAR if n_days is None else days_band(n_days) for n_days in days]
    return [
        {"days": c, "persons": shown(held.count(c)), "share": rate_cell(held.count(c), len(held))}
        for c in (*TO_ACTIVATION, NOT_WITHIN_A_YEAR)
    ]
