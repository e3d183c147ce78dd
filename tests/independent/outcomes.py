"""`outcome_followup` (D7): what became of last year's focus population."""

from __future__ import annotations

from collections import Counter
from datetime import date

from .activation import earlier_years
from .cells import Row, Tables, not_available, rate_cell, shown
from .codes import EXITS
from .people import (
    Exit,
    Person,
    covering,
    focus_on,
    has_special_needs,
    is_recipient,
    is_sof_citizen,
    others_on,
)
from .settings import Settings, november_15, on_day_of

OUT_OF_THE_BASE = "doed_eller_fraflyttet"
STATES = (
    OUT_OF_THE_BASE,
    "ordinaert_arbejde",
    "stoettet_arbejde",
    "uddannelse_eller_revalidering",
    "foertidspension",
    "ydelse_og_sag",
    "kun_ydelse",
    "kun_sag",
    "ophoert_uden_kendt_aarsag",
)
TOLD_AGAIN = (
    "ordinaert_arbejde", "stoettet_arbejde", "uddannelse_eller_revalidering", "ydelse_og_sag",
)  # fmt: skip
COUNTS_BESIDE_A_BENEFIT = ("foertidspension", "doed", "fraflyttet")


def outcome_tables(people: list[Person], settings: Settings) -> Tables:
    then, now = on_day_of(settings.day, settings.day.year - 1), settings.day
    found = Counter(state_of(p, then, now) for p in focus_on(people, then, settings))
    n_unlinkable = sum(
        p.number.is_replacement and is_sof_citizen(p, then) and has_special_needs(p, then, settings)
        for p in people
    )
    others = others_on(people, then, settings)
    return {
        "outcome_others": _others(Counter(state_of(p, then, now) for p in others)),
        "outcome_others_cohort": [
            {
                "group": "others",
                "persons": shown(len(others)),
                "unlinkable": shown(sum(p.number.is_replacement for p in others)),
            }
        ],
        "outcome_states": _states(found),
        "outcome_cohort": [{"group": "focus_population", "persons": shown(found.total())}],
        "outcome_bounds": _bounds(found, n_unlinkable),
        **_before(people, settings),
    }


def _before(people: list[Person], settings: Settings) -> Tables:
    """D7: the shares that the answer tells, of the follow-up in the November before."""
    if settings.year - 1 not in earlier_years(settings.year) or settings.year - 1 < 2009:
        return {}
    then, now = november_15(settings.year - 2), november_15(settings.year - 1)
    found = Counter(state_of(p, then, now) for p in focus_on(people, then, settings))
    return {"outcome_before": [row for row in _states(found) if row["state"] in TOLD_AGAIN]}


def _states(found: Counter[str]) -> list[Row]:
    n_base = _base(found)
    rows: list[Row] = []
    for state in STATES:
        share = rate_cell(found[state], n_base)
        if state == OUT_OF_THE_BASE:
            share = not_available()
        rows.append({"state": state, "persons": shown(found[state]), "share": share})
    return rows


def _others(found: Counter[str]) -> list[Row]:
    """D15: the states that need no case, every other as one."""
    n_base = _base(found)
    counts = {state: found[state] for state in STATES[1:5]}
    counts["anden_situation"] = n_base - sum(counts.values())
    rows: list[Row] = [
        {"state": state, "persons": shown(n), "share": rate_cell(n, n_base)}
        for state, n in counts.items()
    ]
    n_gone = found[OUT_OF_THE_BASE]
    gone = {"persons": shown(n_gone), "share": not_available()}
    return [*rows, {"state": OUT_OF_THE_BASE, **gone}]


def _base(found: Counter[str]) -> int:
    return found.total() - found[OUT_OF_THE_BASE]


def _bounds(found: Counter[str], n_unlinkable: int) -> list[Row]:
    """Contract, 7: the share in work if nobody, or everybody, who cannot be followed were in it."""
    n_in_work, n_base = found["ordinaert_arbejde"], _base(found)
    rates = {
        "reported": rate_cell(n_in_work, n_base),
        "unlinkable_none_in_work": rate_cell(n_in_work, n_base + n_unlinkable),
        "unlinkable_all_in_work": rate_cell(n_in_work + n_unlinkable, n_base + n_unlinkable),
    }
    return [{"case": case, "rate": rate} for case, rate in rates.items()]


def state_of(person: Person, then: date, now: date) -> str:
    """The first of D7's states that fits."""
    counting = exit_that_counts(person, then, now)
    if counting in ("doed", "fraflyttet"):
        return OUT_OF_THE_BASE
    if counting in ("ordinaert_arbejde", "stoettet_arbejde"):
        return counting
    if counting == "uddannelse" or _is_in_revalidering(person, now):
        return "uddannelse_eller_revalidering"
    if counting == "foertidspension":
        return counting
    contact = (is_recipient(person, now), is_sof_citizen(person, now))
    return {
        (True, True): "ydelse_og_sag",
        (True, False): "kun_ydelse",
        (False, True): "kun_sag",
        (False, False): "ophoert_uden_kendt_aarsag",
    }[contact]


def exit_that_counts(person: Person, then: date, now: date) -> str | None:
    """The latest exit after `then`, to `now`; beside a benefit only three kinds count."""
    latest = latest_exit(person, then, now)
    if latest is None:
        return None
    counts = latest.outcome in COUNTS_BESIDE_A_BENEFIT or not is_recipient(person, now)
    return latest.outcome if counts else None


def latest_exit(person: Person, then: date, now: date) -> Exit | None:
    """After `then`, to `now`; of several on one day, the first in the order of the code list."""
    exits = [e for e in person.exits if then < e.day <= now]
    last_day = max((e.day for e in exits), default=None)
    of_that_day = (e for e in exits if e.day == last_day)
    return min(of_that_day, key=lambda e: EXITS.index(e.outcome), default=None)


def _is_in_revalidering(person: Person, day: date) -> bool:
    benefits = {benefit.code for benefit in covering(person.benefits, day)}
    efforts = {effort.code for effort in covering(person.activations, day)}
    return "revalideringsydelse" in benefits or bool(efforts & {"revalidering", "forrevalidering"})
