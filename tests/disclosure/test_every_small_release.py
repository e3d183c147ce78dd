"""The guarantee on random small releases, held against an attacker who tries every table."""

from random import Random

import pytest

from fsb_lib.disclosure.pattern import pattern_of
from tests.disclosure.enumerating import model, possible, rule, two_way

THRESHOLD = 3
LARGEST = 7  # seed 37 protects a count by one of 7
RULE = rule(THRESHOLD)


def drawn(seed: int) -> dict[tuple[int, int], int]:
    random = Random(seed)
    shape = random.choice([(2, 2), (2, 3), (3, 2)])
    counts = (0, 1, 1, 2, 2, 3, 4, 5)
    return {(r, c): random.choice(counts) for r in range(shape[0]) for c in range(shape[1])}


SEEDS = (*range(20), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(20, 60)))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_count_is_known_closer_than_promised(seed: int) -> None:
    values, sums = two_way(drawn(seed))
    found = pattern_of(model(values, sums), frozenset(), RULE)
    small = {name for name, n in values.items() if 0 < n < THRESHOLD}
    assert small <= found.hidden
    left = list(possible(values, sums, found.hidden, (), LARGEST))
    widest = list(possible(values, sums, {n for n, v in values.items() if v}, (), LARGEST))
    for name in small:
        reached, reachable = ({table[name] for table in tables} for tables in (left, widest))
        assert min(reached) == max(1, min(reachable)), name
        assert max(reached) >= min(THRESHOLD, max(reachable)), name


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_count_is_one_value_or_known_to_be_small(seed: int) -> None:
    values, sums = two_way(drawn(seed))
    found = pattern_of(model(values, sums), frozenset(), RULE)
    left = list(possible(values, sums, found.hidden, (), LARGEST))
    widest = list(possible(values, sums, {n for n, v in values.items() if v}, (), LARGEST))
    for name in found.hidden:
        reached = {table[name] for table in left}
        assert len(reached) > 1, name
        if min(reached) < THRESHOLD:
            assert min(reached) == max(1, min(table[name] for table in widest)), name


@pytest.mark.parametrize("seed", range(20))
def test_every_witness_is_a_table_that_a_reader_cannot_exclude(seed: int) -> None:
    values, sums = two_way(drawn(seed))
    found = pattern_of(model(values, sums), frozenset(), RULE)
    assert {one.need.name for one in found.witnesses} >= {
        name for name, n in values.items() if 0 < n < THRESHOLD
    }
    for witness in found.witnesses:
        for end, changed in ((witness.need.low, witness.low), (witness.need.high, witness.high)):
            table = {**values, **changed}
            assert all(table[s.whole] == sum(table[part] for part in s.parts) for s in sums)
            assert all(table[name] == n for name, n in values.items() if name not in found.hidden)
            assert all(table[name] >= 1 for name in found.hidden)
            assert table[witness.need.name] == end or changed
