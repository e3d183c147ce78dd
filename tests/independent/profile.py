"""`target_group_profile` (D6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from .activation import trend_days
from .cells import Row, Tables, not_available, rate_cell, shown
from .codes import MATCH_CODES, ORIGINS, TARGET_GROUPS
from .cpr_numbers import completed_years
from .people import (
    Person,
    covering_target_groups,
    focus_on,
    is_placed_not_job_ready,
    is_recipient,
    is_shared,
    last_focus_day,
    match_column,
    system_in_force,
    target_group,
)
from .people import is_focus as is_focus_on
from .runs import start_of_run
from .settings import Settings

AGES = (
    ("under_18", 18),
    ("18-24", 25),
    ("25-29", 30),
    ("30-39", 40),
    ("40-49", 50),
    ("50-59", 60),
    ("60+", 1000),
)
DURATIONS = (("under_1", 1), ("1-2", 2), ("2-3", 3), ("3-5", 5), ("5+", 1000))
IMMIGRANTS_AND_DESCENDANTS = ORIGINS[1:]
# A person of the facts, and the day that stands for the person's stay in the population.
Placed = list[tuple[Person, date]]


def profile_tables(people: list[Person], settings: Settings) -> Tables:
    placed = _placed(people, settings)
    return {
        "match_by_target_group": _match_by_target_group(people, settings),
        "population_shares": _population_shares(people, settings),
        "profile_sex": _sex(placed),
        "profile_age": _age(placed, settings),
        "profile_duration": _duration(placed, settings),
        "profile_origin": _origin(placed),
        "focus_population": _focus_population(people, settings),
        "focus_by_measurement": [
            {"measurement": str(year), "persons": shown(len(focus_on(people, day, settings)))}
            for year, day in trend_days(settings).items()
        ],
        "several_target_groups": [_several_target_groups(people, settings)],
    }


def _match_by_target_group(people: list[Person], settings: Settings) -> list[Row]:
    day = settings.day
    columns = (*MATCH_CODES[system_in_force(day)], "ikke_matchet", "i_alt")
    shared = [p for p in people if is_shared(p, day)]
    members = {
        group: [p for p in shared if target_group(p, day, settings) == group]
        for group in TARGET_GROUPS
    }
    members["sof_i_alt"] = shared
    members["bif_i_alt"] = [p for p in people if is_recipient(p, day)]
    rows = []
    for group, persons in members.items():
        held = [match_column(p, day, settings) for p in persons]
        for column in columns:
            n = len(held) if column == "i_alt" else held.count(column)
            rows.append({"target_group": group, "match_group": column, "persons": shown(n)})
    return rows


def _population_shares(people: list[Person], settings: Settings) -> list[Row]:
    day = settings.day
    recipients = [p for p in people if is_recipient(p, day)]
    not_ready = [p for p in recipients if is_placed_not_job_ready(p, day, settings)]
    counts = {
        "sof_of_recipients": (sum(is_shared(p, day) for p in recipients), len(recipients)),
        "sof_of_not_job_ready": (sum(is_shared(p, day) for p in not_ready), len(not_ready)),
        "focus_of_not_job_ready": (len(focus_on(people, day, settings)), len(not_ready)),
    }
    return [
        {
            "share": name,
            "numerator": shown(numerator),
            "denominator": shown(denominator),
            "rate": rate_cell(numerator, denominator),
        }
        for name, (numerator, denominator) in counts.items()
    ]


def _period(settings: Settings) -> tuple[date, date]:
    return date(settings.year, 1, 1), date(settings.year, 12, 31)


def _placed(people: list[Person], settings: Settings) -> Placed:
    if settings.profile_basis == "on_reference_date":
        return [(p, settings.day) for p in focus_on(people, settings.day, settings)]
    last_days = ((p, last_focus_day(p, *_period(settings), settings)) for p in people)
    return [(person, day) for person, day in last_days if day is not None]


def _shares(
    held: list[str], lines: tuple[str, ...], sums: Mapping[str, tuple[str, ...]]
) -> list[Row]:
    """Persons and share per line, then `ukendt` outside the base, then the sums of lines."""
    base = len(held) - held.count("ukendt")
    counts = {line: held.count(line) for line in lines}
    counts |= {name: sum(held.count(p) for p in parts) for name, parts in sums.items()}
    rows = [
        {"category": name, "persons": shown(n), "share": rate_cell(n, base)}
        for name, n in counts.items()
    ]
    unknown = {
        "category": "ukendt",
        "persons": shown(held.count("ukendt")),
        "share": not_available(),
    }
    return [*rows[: len(lines)], unknown, *rows[len(lines) :]]


def _band(value: int, bands: tuple[tuple[str, int], ...]) -> str:
    return next(name for name, below in bands if value < below)


def _sex(placed: Placed) -> list[Row]:
    return _shares([p.number.sex or "ukendt" for p, _ in placed], ("kvinde", "mand"), {})


def _age(placed: Placed, settings: Settings) -> list[Row]:
    on = _period(settings)[1] if settings.profile_basis == "during_period" else settings.day
    held = [
        "ukendt" if p.number.birth is None else _band(completed_years(p.number.birth, on), AGES)
        for p, _ in placed
    ]
    lines = tuple(name for name, _ in AGES)
    return _shares(held, lines, {"under_30": ("under_18", "18-24", "25-29")})


def _duration(placed: Placed, settings: Settings) -> list[Row]:
    held = [_duration_category(person, day, settings) for person, day in placed]
    lines = tuple(name for name, _ in DURATIONS)
    return _shares(held, lines, {"under_3": ("under_1", "1-2", "2-3")})


def _duration_category(person: Person, day: date, settings: Settings) -> str:
    start = run_start(person, day, settings.max_gap_days)
    if settings.register_start is not None and start <= settings.register_start:
        return "ukendt"
    return _band(completed_years(start, day), DURATIONS)


def run_start(person: Person, day: date, max_gap_days: int) -> date:
    return start_of_run(person.benefits, day, max_gap_days)


def _origin(placed: Placed) -> list[Row]:
    held = [person.origin or "ukendt" for person, _ in placed]
    sums = {"indvandrere_og_efterkommere": IMMIGRANTS_AND_DESCENDANTS}
    rows = _shares(held, ORIGINS, sums)
    return [row | {"population_share": not_available()} for row in rows]


def _focus_population(people: list[Person], settings: Settings) -> list[Row]:
    first, last = _period(settings)
    in_focus: dict[str, Callable[[Person], bool]] = {
        "on_reference_date": lambda p: is_focus_on(p, settings.day, settings),
        "during_period": lambda p: last_focus_day(p, first, last, settings) is not None,
    }
    return [
        {"basis": basis, "persons": shown(sum(asked(p) for p in people))}
        for basis, asked in in_focus.items()
    ]


def _several_target_groups(people: list[Person], settings: Settings) -> Row:
    n = sum(
        is_shared(p, settings.day) and len(covering_target_groups(p, settings.day)) > 1
        for p in people
    )
    return {"group": "shared_citizens", "persons": shown(n)}
