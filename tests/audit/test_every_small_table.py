"""The program against an attacker that tries every table; and against itself with a fault."""

from collections.abc import Callable, Iterator
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsb_lib.audit import attack, constraints, solver
from fsb_lib.base.errors import FsbError
from tests.audit import attacker
from tests.audit.auditing import facts, findings, total

random_number = st.randoms(use_true_random=False)


@settings(max_examples=150, deadline=None)
@given(random_number)
def test_every_interval_and_verdict_is_that_of_all_tables(random: Random) -> None:
    document = attacker.drawn(random)
    assert findings(document) == attacker.attacked(document)


@settings(max_examples=60, deadline=None)
@given(random_number)
def test_it_is_so_in_exact_arithmetic_alone(random: Random) -> None:
    document = attacker.drawn(random)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "LARGEST_TRUSTED", -1)
        assert findings(document) == attacker.attacked(document)


@settings(max_examples=60, deadline=None)
@given(random_number)
def test_a_change_of_one_number_is_a_contradiction_when_no_table_agrees(random: Random) -> None:
    document = attacker.drawn(random)
    shown = [name for name, value in document["cells"].items() if value is not None]
    document["cells"][random.choice(shown)] += 1
    if next(attacker.tables(document), None) is None:
        with pytest.raises(FsbError, match="contradict each other") as raised:
            findings(document)
        assert raised.value.exit_code == 1
    else:
        assert findings(document) == attacker.attacked(document)


# --- the guarantee -----------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(random_number, st.booleans(), st.integers(1, 3))
def test_the_guarantee_is_what_hiding_all_could_reach(
    random: Random, zeros_shown: bool, threshold: int
) -> None:
    """Three counts that make 6 at most, two sums, a difference; counts up to 7 are tried."""
    counts = {name: random.randint(0, 2) for name in "abc"}
    document = facts({}, sums=[total("ab", "a", "b"), total("abc", "ab", "c")])
    document |= {"zeros_shown": zeros_shown, "threshold": threshold, "rates": []}
    table = attacker.with_sums(document, counts)
    document["differences"] = [
        {"minuend": "a", "subtrahend": "c", "value": counts["a"] - counts["c"]}
    ]
    for name, value in table.items():
        hides = random.random() < 0.6 and (value > 0 or not zeros_shown)
        document["cells"][name] = None if hides else value
    document["truth"] = {n: table[n] for n, value in document["cells"].items() if value is None}
    all_hidden = {name: 0 if value == 0 else None for name, value in document["cells"].items()}
    possible = {
        kind: [
            one
            for numbers in product(range(8), repeat=3)
            if attacker.agrees(
                document | {"cells": cells},
                one := attacker.with_sums(document, dict(zip("abc", numbers, strict=True))),
            )
        ]
        for kind, cells in (("now", document["cells"]), ("best", all_hidden))
    }
    for found in findings(document):
        low, high = _ends(possible["now"], found["cell"])
        least, most = _ends(possible["best"], found["cell"])
        expected = low <= max(int(zeros_shown), least) and high >= min(threshold, most)
        assert found["guarantee"] is expected


def _ends(possible: list[attacker.Table], name: str) -> tuple[int, int]:
    values = [table[name] for table in possible]
    return min(values), max(values)


# --- planted faults ----------------------------------------------------------------------------

N_DOCUMENTS = 120


def n_disagreeing() -> int:
    """Of releases drawn from fixed seeds, those where program and attacker differ."""
    count = 0
    for seed in range(N_DOCUMENTS):
        document = attacker.drawn(Random(seed))
        try:
            found = findings(document)
        except FsbError:
            found = []
        count += found != attacker.attacked(document)
    return count


def test_no_release_of_the_fixed_seeds_disagrees() -> None:
    assert n_disagreeing() == 0


def nothing(_: object) -> Iterator[constraints.Constraint]:
    return iter(())


def outward(row: constraints.Constraint) -> constraints.Constraint:
    low = None if row.low is None else row.low - 1
    return constraints.Constraint(row.coefficients, low, row.high)


FAULTS: dict[str, tuple[object, str, Callable[..., object]]] = {
    "rates are forgotten": (constraints, "_rate_rows", nothing),
    "sums are forgotten": (constraints, "_exact_rows", nothing),
    "bounds are a little wide": (constraints, "_in_lowest_terms", outward),
    "the first numbers met are the last": (attack.Attack, "_reach", lambda *_: None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_seen(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, wrong = FAULTS[fault]
    monkeypatch.setattr(where, name, wrong)
    assert n_disagreeing() > 0
