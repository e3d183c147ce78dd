"""What may not weaken the protection: other names, more tables, reports made apart."""

from random import Random

import pytest

from fsb_lib.disclosure.count_names import Place, PrintedCount
from fsb_lib.disclosure.pattern import Pattern, pattern, pattern_of
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.disclosure.sums.sum_of_counts import Sum
from tests.disclosure.enumerating import model, possible, rule, two_way
from tests.disclosure.test_every_small_release import LARGEST, THRESHOLD, drawn

RULE = rule(THRESHOLD)
DAY = "2009-11-15"
GROUPS = ("handicappede", "misbrugere_i_behandling", "psykisk_syge_og_oevrigt_udsatte")
CODES = ("4", "5")
SEEDS = range(25)


def widest(values: dict[str, int], sums: list[Sum], hidden: frozenset[str]) -> dict[str, set[int]]:
    """Every value that a reader must think possible of each small count."""
    tables = list(possible(values, sums, hidden, (), LARGEST))
    return {
        name: {table[name] for table in tables} for name, n in values.items() if 0 < n < THRESHOLD
    }


def is_kept(values: dict[str, int], sums: list[Sum], hidden: frozenset[str]) -> bool:
    everything = frozenset(name for name, n in values.items() if n)
    most, left = widest(values, sums, everything), widest(values, sums, hidden)
    return all(
        min(left[name]) == min(most[name]) and max(left[name]) >= min(THRESHOLD, max(most[name]))
        for name in most
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_other_names_of_rows_and_columns(seed: int) -> None:
    inner = {key: min(n, THRESHOLD) for key, n in drawn(seed).items()}  # within what is tried
    random = Random(seed)
    rows, columns = ({key[at] for key in inner} for at in (0, 1))
    new_row = dict(zip(rows, random.sample(sorted(rows), len(rows)), strict=True))
    new_column = dict(zip(columns, random.sample(sorted(columns), len(columns)), strict=True))
    values, sums = two_way({(new_row[r], new_column[c]): n for (r, c), n in inner.items()})
    assert is_kept(values, sums, pattern_of(model(values, sums), frozenset(), RULE).hidden)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_unrelated_table_beside_it(seed: int) -> None:
    values, sums = two_way(drawn(seed))
    alone = pattern_of(model(values, sums), frozenset(), RULE).hidden
    more = {"x": 7, "y": 2, "x+y": 9}
    both = model({**values, **more}, [*sums, Sum("x+y", ("x", "y"))])
    found = pattern_of(both, frozenset(), RULE).hidden
    assert found & values.keys() == alone
    assert found & more.keys() > {"y"}


def measured(seed: int) -> dict[str, int]:
    """A focus population by group and match group, with all totals."""
    random = Random(seed)
    inner = {(g, c): random.choice((0, 1, 2, 3, 4)) for g in GROUPS for c in CODES}
    values = {f"focus@{DAY}/{g}/match:{c}": n for (g, c), n in inner.items()}
    for g in GROUPS:
        values[f"focus@{DAY}/{g}"] = sum(inner[g, c] for c in CODES)
    for c in CODES:
        values[f"focus@{DAY}/match:{c}"] = sum(inner[g, c] for g in GROUPS)
    values[f"focus@{DAY}"] = sum(inner.values())
    return values


def released(values: dict[str, int], names: list[str], earlier: PublishedFacts) -> Pattern:
    printed = [
        PrintedCount(Place("profile_sex", (name,), "persons"), name, values[name]) for name in names
    ]
    return pattern(printed, earlier, {}, RULE)


def told(values: dict[str, int], names: list[str], found: Pattern) -> PublishedFacts:
    shown = {name: values[name] for name in names if name not in found.hidden}
    return PublishedFacts(shown, found.hidden)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_report_parted_in_two_releases(seed: int) -> None:
    """First the totals, then the cells: together they tell no more than they may at once."""
    values = measured(seed)
    first = [name for name in values if name.count("/") < 2]
    second = [name for name in values if name not in first]
    once = told(values, first, released(values, first, PublishedFacts()))
    then = released(values, second, once)
    hidden = frozenset(once.hidden | then.hidden)
    sums = [
        Sum(f"focus@{DAY}/{g}", tuple(f"focus@{DAY}/{g}/match:{c}" for c in CODES)) for g in GROUPS
    ]
    sums += [
        Sum(f"focus@{DAY}/match:{c}", tuple(f"focus@{DAY}/{g}/match:{c}" for g in GROUPS))
        for c in CODES
    ]
    sums.append(Sum(f"focus@{DAY}", tuple(f"focus@{DAY}/{g}" for g in GROUPS)))
    # What the totals told before cannot be taken back; all else is as wide as it may be.
    known = frozenset(name for name, n in values.items() if n and name not in once.shown)
    most, left = widest(values, sums, known), widest(values, sums, hidden)
    for name in most:
        assert min(left[name]) == min(most[name]), name
        assert max(left[name]) >= min(THRESHOLD, max(most[name])), name
