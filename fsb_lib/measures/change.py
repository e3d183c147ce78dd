"""The change since the measurement before, explained (D12): exact, in fractions.

    change in the rate  =  sum over target groups of  mix_effect + rate_effect
    mix_effect    (s_now - s_before) x (r_before + r_now) / 2    the groups' sizes have moved
    rate_effect   (r_now - r_before) x (s_before + s_now) / 2    the rate within them has

with s a group's share of the focus population and r its activation rate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredTable, MeasuredValue
from fsb_lib.measures.activation import FOCUS_BY_GROUP
from fsb_lib.measures.counting import Grouping, rows_for
from fsb_lib.measures.days import MOMENT
from fsb_lib.measures.measurement import Measurement

MOVEMENTS = ("stayed", "entered", "left")
# Of everybody who is in the focus population on either day.
BY_MOVEMENT = Grouping(by=("movement",), also=("activated_before", "activated_now"))
GROUPINGS = (BY_MOVEMENT,)


@dataclass(frozen=True)
class Level:
    """How many there are and how many of them are activated, on one day."""

    persons: int
    activated: int

    def __add__(self, other: "Level") -> "Level":
        return Level(self.persons + other.persons, self.activated + other.activated)


@dataclass(frozen=True)
class Effect:
    """Differences of shares: Fraction(1, 100) is one percentage point."""

    mix: Fraction
    rate: Fraction

    @property
    def contribution(self) -> Fraction:
        return self.mix + self.rate

    def __add__(self, other: "Effect") -> "Effect":
        return Effect(self.mix + other.mix, self.rate + other.rate)


NO_EFFECT = Effect(Fraction(0), Fraction(0))


def effects(before: Mapping[str, Level], now: Mapping[str, Level]) -> dict[str, Effect] | None:
    """The effect of each group; they sum to the change in the overall rate, exactly.

    `before` and `now` have the same groups, which nobody is in two of. None when either day has
    no persons at all, since the overall rate then does not exist.
    """
    n_before, n_now = (sum(level.persons for level in day.values()) for day in (before, now))
    if not n_before or not n_now:
        return None
    return {
        group: _effect(
            Fraction(before[group].persons, n_before),
            Fraction(now[group].persons, n_now),
            *_rates(before[group], now[group]),
        )
        for group in before
    }


def by_target_group(before: Measurement, now: Measurement) -> MeasuredTable:
    """Both days' counts and the effects, by target group; `i_alt` sums the groups.

    A group's counts are of those in the focus population that day, so a person who has changed
    group is counted in each on its day.
    """
    groups = vocabulary.special_needs_codes()
    then, today = (_levels(measurement, groups) for measurement in (before, now))
    by_group = effects(then, today)
    if by_group is not None:
        by_group[vocabulary.TOTAL] = sum(by_group.values(), NO_EFFECT)
    for day in (then, today):
        day[vocabulary.TOTAL] = sum(day.values(), Level(0, 0))

    def values(group: str) -> Mapping[str, MeasuredValue]:
        counts = _counts(then[group], today[group])
        return counts | _effects(None if by_group is None else by_group[group])

    rows = rows_for([(*groups, vocabulary.TOTAL)], values)
    return MeasuredTable("activation_change", rows, now.day, since=before.day)


def movements(moved_now: Measurement, since: date) -> MeasuredTable:
    """Who is in the focus population on both days, on the later only, on the earlier only.

    Activated then is not available for those who were not there then, nor activated now for
    those who are not there now.
    """
    counts = moved_now.counts(BY_MOVEMENT)
    absent = {"stayed": {}, "entered": {"activated_before": None}, "left": {"activated_now": None}}
    rows = rows_for([MOVEMENTS], lambda movement: {**counts[movement,], **absent[movement]})
    return MeasuredTable("activation_movements", rows, moved_now.day, since=since)


def moved(persons: ir.Table, pairs: ir.Table) -> ir.Table:
    """person | day | movement | activated_before | activated_now: in focus then, or on the day."""
    focus = persons.filter(persons.focus)
    then = focus.join(pairs, focus.day == pairs.before)
    then = then.select("person", day=pairs.day, activated_before=focus.activated)
    today = focus.semi_join(pairs, "day").select(*MOMENT, activated_now=focus.activated)
    both = then.outer_join(today, list(MOMENT))
    movement = ibis.cases(
        (both.person.isnull(), "entered"), (both.person_right.isnull(), "left"), else_="stayed"
    )
    return both.select(
        day=ibis.coalesce(both.day, both.day_right),
        movement=movement,
        activated_before=both.activated_before.fill_null(False),
        activated_now=both.activated_now.fill_null(False),
    )


def _levels(measurement: Measurement, groups: Iterable[str]) -> dict[str, Level]:
    """Focus population and activated by target group."""
    counts = measurement.counts(FOCUS_BY_GROUP)
    return {group: Level(**counts[group,]) for group in groups}


def _counts(before: Level, now: Level) -> dict[str, MeasuredValue]:
    return {
        "persons_before": before.persons,
        "activated_before": before.activated,
        "persons_now": now.persons,
        "activated_now": now.activated,
    }


def _effects(effect: Effect | None) -> dict[str, MeasuredValue]:
    if effect is None:
        return dict.fromkeys(("mix_effect", "rate_effect", "contribution"))
    return {
        "mix_effect": effect.mix,
        "rate_effect": effect.rate,
        "contribution": effect.contribution,
    }


def _rates(before: Level, now: Level) -> tuple[Fraction, Fraction]:
    """Both days' rates; a day without persons has the other day's, and 0 when both are empty."""
    known = [Fraction(level.activated, level.persons) for level in (before, now) if level.persons]
    known = known or [Fraction(0)]
    return known[0], known[-1]


def _effect(
    share_before: Fraction, share_now: Fraction, rate_before: Fraction, rate_now: Fraction
) -> Effect:
    return Effect(
        mix=(share_now - share_before) * (rate_before + rate_now) / 2,
        rate=(rate_now - rate_before) * (share_before + share_now) / 2,
    )
