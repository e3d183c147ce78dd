"""D12: the explained change, by hand and for any counts."""

from datetime import date
from fractions import Fraction

from hypothesis import assume, example, given
from hypothesis import strategies as st

from fsb_lib.domain.measured_table import MeasuredTable
from fsb_lib.domain.periods import previous_measurement
from fsb_lib.measures import change
from fsb_lib.measures.change import Level
from fsb_lib.measures.measurements import Measurements
from tests.drawn import RULES, everybody, registers

GROUPS = ("a", "b", "c")
BEFORE, NOW = date(2009, 11, 15), date(2010, 11, 15)

levels = st.integers(0, 60).flatmap(
    lambda persons: st.integers(0, persons).map(lambda activated: Level(persons, activated))
)
days = st.lists(levels, min_size=3, max_size=3).map(lambda day: dict(zip(GROUPS, day, strict=True)))
EMPTY = dict.fromkeys(GROUPS, Level(0, 0))
ONLY_A = {"a": Level(4, 1), "b": Level(0, 0), "c": Level(0, 0)}
ONLY_B = {"a": Level(0, 0), "b": Level(7, 7), "c": Level(0, 0)}


def rate(day: dict[str, Level]) -> Fraction:
    persons = sum(level.persons for level in day.values())
    return Fraction(sum(level.activated for level in day.values()), persons)


@given(days, days)
@example(ONLY_A, ONLY_B)  # every group is empty on one of the days
def test_the_effects_add_up_to_the_change_exactly(
    before: dict[str, Level], now: dict[str, Level]
) -> None:
    assume(any(level.persons for level in before.values()))
    assume(any(level.persons for level in now.values()))
    found = change.effects(before, now)
    assert found is not None
    assert sum(effect.contribution for effect in found.values()) == rate(now) - rate(before)
    assert all(effect.contribution == effect.mix + effect.rate for effect in found.values())


@given(days)
def test_without_anybody_on_one_of_the_days_there_are_no_effects(day: dict[str, Level]) -> None:
    assert change.effects(EMPTY, day) is None
    assert change.effects(day, EMPTY) is None


@given(days, days)
def test_the_same_changes_backwards_have_the_opposite_effects(
    before: dict[str, Level], now: dict[str, Level]
) -> None:
    forth, back = change.effects(before, now), change.effects(now, before)
    assert (forth is None) == (back is None)
    for group in forth or ():
        assert forth[group].mix == -back[group].mix
        assert forth[group].rate == -back[group].rate


def test_a_change_worked_by_hand() -> None:
    before = {"a": Level(6, 3), "b": Level(4, 1), "c": Level(0, 0)}  # 4 of 10
    now = {"a": Level(4, 3), "b": Level(4, 2), "c": Level(0, 0)}  # 5 of 8
    found = change.effects(before, now)
    assert found is not None
    # a: share 6/10 -> 1/2, rate 1/2 -> 3/4;  b: share 4/10 -> 1/2, rate 1/4 -> 1/2
    assert found["a"].mix == Fraction(-1, 10) * Fraction(5, 4) / 2
    assert found["a"].rate == Fraction(1, 4) * Fraction(11, 10) / 2
    assert found["b"].mix == Fraction(1, 10) * Fraction(3, 4) / 2
    assert found["b"].rate == Fraction(1, 4) * Fraction(9, 10) / 2
    assert found["c"] == change.NO_EFFECT
    assert sum(effect.contribution for effect in found.values()) == Fraction(5, 8) - Fraction(2, 5)


def test_a_group_that_is_empty_on_one_day_has_the_other_days_rate() -> None:
    before = {"a": Level(5, 1), "b": Level(0, 0), "c": Level(0, 0)}
    now = {"a": Level(5, 1), "b": Level(5, 4), "c": Level(0, 0)}
    found = change.effects(before, now)
    assert found is not None
    assert found["b"].rate == 0  # it has come, and no rate within it has changed
    assert found["b"].mix == Fraction(1, 2) * Fraction(4, 5)


def city():
    """anna stays and is activated now; bent leaves activated; carl enters; dina changes group."""
    return registers(
        bif_ydelser="""
        person | ydelse        | fra        | til
        anna   | kontanthjaelp | 2008-01-01 |
        bent   | kontanthjaelp | 2008-01-01 | 2010-11-14
        carl   | kontanthjaelp | 2010-11-15 |
        dina   | kontanthjaelp | 2008-01-01 |
        """,
        sof_sager="""
        person | maalgruppe              | fra        | til
        anna   | handicappede            | 2008-01-01 |
        bent   | handicappede            | 2008-01-01 |
        carl   | misbrugere_i_behandling | 2008-01-01 |
        dina   | handicappede            | 2008-01-01 | 2010-01-01
        dina   | misbrugere_i_behandling | 2010-01-02 |
        """,
        bif_matchvurderinger="""
        person | system | kode | vurderet
        anna   | match5 | 4    | 2008-01-01
        bent   | match5 | 4    | 2008-01-01
        carl   | match5 | 4    | 2008-01-01
        dina   | match5 | 5    | 2008-01-01
        """,
        bif_indsatser="""
        person | indsats     | fra        | til
        anna   | loentilskud | 2010-01-01 |
        bent   | loentilskud | 2009-01-01 |
        carl   | loentilskud | 2009-01-01 |
        """,
    )


def measured() -> Measurements:
    return Measurements(city(), RULES)


def movements() -> MeasuredTable:
    return change.movements(measured().moved.on(NOW), BEFORE)


def effects_by_group() -> MeasuredTable:
    found = measured().everybody
    return change.by_target_group(found.on(BEFORE), found.on(NOW))


def test_those_who_stayed_entered_and_left_are_counted() -> None:
    table = movements()
    assert {row.keys[0]: dict(row.values) for row in table.rows} == {
        # dina has another target group and is in the focus population all the same
        "stayed": {"persons": 2, "activated_before": 0, "activated_now": 1},
        "entered": {"persons": 1, "activated_before": None, "activated_now": 1},
        "left": {"persons": 1, "activated_before": 1, "activated_now": None},
    }
    assert (table.since, table.when) == (BEFORE, NOW)


def test_the_table_of_effects_by_target_group() -> None:
    table = effects_by_group()
    rows = {row.keys[0]: row.values for row in table.rows}
    counts = ("persons_before", "activated_before", "persons_now", "activated_now")
    assert {group: tuple(values[name] for name in counts) for group, values in rows.items()} == {
        "misbrugere_i_behandling": (0, 0, 2, 1),
        "handicappede": (3, 1, 1, 1),
        "psykisk_syge_og_oevrigt_udsatte": (0, 0, 0, 0),
        "i_alt": (3, 1, 3, 2),
    }
    # handicappede: share 1 -> 1/3, rate 1/3 -> 1; misbrugere: share 0 -> 2/3, rate 1/2 on both days
    assert rows["handicappede"]["mix_effect"] == Fraction(-2, 3) * Fraction(4, 3) / 2
    assert rows["handicappede"]["rate_effect"] == Fraction(2, 3) * Fraction(4, 3) / 2
    assert rows["misbrugere_i_behandling"]["mix_effect"] == Fraction(2, 3) * Fraction(1, 2)
    assert rows["i_alt"]["contribution"] == Fraction(2, 3) - Fraction(1, 3)


def test_movements_add_up_with_the_persons_of_both_days() -> None:
    effects, moved = effects_by_group(), movements()
    total = effects.rows[-1].values
    by = {row.keys[0]: row.values for row in moved.rows}
    for suffix, absent in (("before", "entered"), ("now", "left")):
        there = [values for name, values in by.items() if name != absent]
        assert sum(values["persons"] for values in there) == total[f"persons_{suffix}"]
        activated = sum(values[f"activated_{suffix}"] for values in there)
        assert activated == total[f"activated_{suffix}"]


def test_without_anybody_on_the_earlier_day_the_counts_stand_without_effects() -> None:
    drawn = city()
    empty, now = (
        everybody(drawn, date(2007, 11, 15)),
        everybody(drawn, NOW),
    )
    total = change.by_target_group(empty, now).rows[-1].values
    assert (total["persons_before"], total["persons_now"]) == (0, 3)
    assert [total[name] for name in ("mix_effect", "rate_effect", "contribution")] == [None] * 3


def test_the_measurement_before_is_the_baselines_or_the_year_befores() -> None:
    years = (2006, 2007, 2008, 2009, 2010, 2011, 2012, 2013, 2014)
    assert [previous_measurement(year) for year in years] == [
        None, None, 2007, 2007, 2009, 2010, 2011, 2012, 2013,
    ]  # fmt: skip
