"""`activation_change` and `activation_movements` (D12), in exact fractions until the end."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from .activation import earlier_years, is_activated
from .cells import Cell, Row, Tables, not_available, shown
from .codes import SPECIAL_NEEDS
from .people import Person, focus_on, target_group
from .settings import Settings, november_15


class Size(NamedTuple):
    """How many a group is on a day, and how many of them are activated."""

    persons: int
    activated: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.activated, self.persons) if self.persons else None


class Effects(NamedTuple):
    mix: Fraction
    rate: Fraction


def change_tables(people: list[Person], settings: Settings) -> Tables:
    """Neither table when there is no earlier measurement."""
    earlier = earlier_years(settings.year)
    if not earlier:
        return {}
    then, now = november_15(max(earlier)), settings.day
    return {
        "activation_change": _change(people, then, now, settings),
        "activation_movements": _movements(people, then, now, settings),
    }


def _change(people: list[Person], then: date, now: date, settings: Settings) -> list[Row]:
    before, after = _sizes(people, then, settings), _sizes(people, now, settings)
    effects = effects_by_group(before, after)
    return [
        {
            "target_group": group,
            "persons_before": shown(before[group].persons),
            "activated_before": shown(before[group].activated),
            "persons_now": shown(after[group].persons),
            "activated_now": shown(after[group].activated),
            **_effect_cells(effects[group] if effects else None),
        }
        for group in (*SPECIAL_NEEDS, "i_alt")
    ]


def _sizes(people: list[Person], day: date, settings: Settings) -> dict[str, Size]:
    focus = focus_on(people, day, settings)
    held = [(target_group(p, day, settings), is_activated(p, day)) for p in focus]
    sizes = {
        group: Size(sum(g == group for g, _ in held), sum(g == group and a for g, a in held))
        for group in SPECIAL_NEEDS
    }
    return sizes | {"i_alt": Size(len(held), sum(a for _, a in held))}


def effects_by_group(before: dict[str, Size], after: dict[str, Size]) -> dict[str, Effects] | None:
    """None when nobody is in the focus population on one of the days."""
    if not before["i_alt"].persons or not after["i_alt"].persons:
        return None
    effects = {}
    for group in SPECIAL_NEEDS:
        share_before = Fraction(before[group].persons, before["i_alt"].persons)
        share_now = Fraction(after[group].persons, after["i_alt"].persons)
        rate_before, rate_now = _rates(before[group].rate, after[group].rate)
        mix = (share_now - share_before) * (rate_before + rate_now) / 2
        rate = (rate_now - rate_before) * (share_before + share_now) / 2
        effects[group] = Effects(mix, rate)
    total = Effects(
        sum((e.mix for e in effects.values()), Fraction()),
        sum((e.rate for e in effects.values()), Fraction()),
    )
    return effects | {"i_alt": total}


def _rates(before: Fraction | None, now: Fraction | None) -> tuple[Fraction, Fraction]:
    """A group without persons on one of the days has the other day's rate on both."""
    known = [rate for rate in (before, now) if rate is not None] or [Fraction(0)]
    return (
        known[0] if before is None else before,
        known[0] if now is None else now,
    )


def _effect_cells(effects: Effects | None) -> dict[str, Cell]:
    if effects is None:
        return {name: not_available() for name in ("mix_effect", "rate_effect", "contribution")}
    return {
        "mix_effect": shown(float(effects.mix)),
        "rate_effect": shown(float(effects.rate)),
        "contribution": shown(float(effects.mix + effects.rate)),
    }


def _movements(people: list[Person], then: date, now: date, settings: Settings) -> list[Row]:
    before, after = focus_on(people, then, settings), focus_on(people, now, settings)
    were, are = {id(p) for p in before}, {id(p) for p in after}
    stayed = [p for p in after if id(p) in were]
    entered = [p for p in after if id(p) not in were]
    left = [p for p in before if id(p) not in are]
    return [
        _movement("stayed", stayed, _activated(stayed, then), _activated(stayed, now)),
        _movement("entered", entered, not_available(), _activated(entered, now)),
        _movement("left", left, _activated(left, then), not_available()),
    ]


def _movement(movement: str, persons: list[Person], before: Cell, now: Cell) -> Row:
    return {
        "movement": movement,
        "persons": shown(len(persons)),
        "activated_before": before,
        "activated_now": now,
    }


def _activated(persons: list[Person], day: date) -> Cell:
    return shown(sum(is_activated(p, day) for p in persons))
