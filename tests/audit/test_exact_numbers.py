"""Where floats would err: huge counts, fine rates, and solvers that fail or lie."""

from fractions import Fraction
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsb_lib.audit import exact, solver
from fsb_lib.audit.constraints import (
    Constraint,
    Interval,
    System,
    Undecided,
    largest_to,
    least_from,
)
from fsb_lib.base.errors import InputError, ReportError
from tests.audit.auditing import facts, findings, ranges, rate, total


@given(st.fractions(0, 3, max_denominator=400), st.integers(1, 60))
def test_nearest_fractions_of_a_small_base_are_the_nearest(value: Fraction, base: int) -> None:
    above = [Fraction(-(-value * d // 1), d) for d in range(1, base + 1)]
    below = [Fraction(value * d // 1, d) for d in range(1, base + 1)]
    assert least_from(value, base) == min(above)
    assert largest_to(value, base) == max(below)


@pytest.mark.parametrize("size", [10**6, 10**9, 10**15, 10**18, 10**40])
def test_counts_of_any_size_are_exact(size: int) -> None:
    """Rows size and 2 x size + 1, columns size + 7 and 2 x size - 6, all at least 1.

    a is 1..size - 1, so b = size - a, c = size + 7 - a and d = 2 x size + 1 - c = size - 6 + a.
    """
    cells = dict.fromkeys("abcd") | {"r1": size, "r2": 2 * size + 1, "c1": size + 7}
    cells["c2"] = 2 * size - 6
    document = facts(
        cells,
        sums=[
            total("r1", "a", "b"),
            total("r2", "c", "d"),
            total("c1", "a", "c"),
            total("c2", "b", "d"),
        ],
    )
    assert ranges(document) == {
        "a": (1, size - 1),
        "b": (1, size - 1),
        "c": (8, size + 6),
        "d": (size - 5, 2 * size - 7),
    }


def test_a_hidden_equation_of_huge_counts_is_found() -> None:
    """Three sums of two: a + b, b + c and c + a give each cell."""
    a, b, c = 10**17 + 1, 10**17 + 2, 3
    document = facts(
        {"a": None, "b": None, "c": None, "ab": a + b, "bc": b + c, "ca": c + a},
        sums=[total("ab", "a", "b"), total("bc", "b", "c"), total("ca", "c", "a")],
    )
    assert ranges(document) == {"a": (a, a), "b": (b, b), "c": (c, c)}


def test_a_fine_rate_of_hidden_cells_is_exact() -> None:
    """0.3333333333 of at most 5000 can only be a third: n and 3 n, n + 3 n + z = 5000."""
    document = facts(
        {"n": None, "d": None, "z": None, "all": 5000},
        zeros_shown=False,
        sums=[total("all", "n", "d", "z")],
        rates=[rate("n", "d", 0.3333333333, 1e-9)],
    )
    assert ranges(document) == {"n": (1, 1250), "d": (3, 3750), "z": (0, 4996)}


def test_a_fine_rate_of_a_base_without_an_end_needs_no_exact_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """0 % printed is below 0.005: said in ten digits it took the exact search for minutes."""
    monkeypatch.setattr(solver, "least_exactly", lambda *_: pytest.fail("searched exactly"))
    document = facts(
        {"n": None, "d": None, "rest": None},
        sums=[total("d", "n", "rest")],
        rates=[rate("n", "d", 0.00249999999, 0.00249999999)],
    )
    assert ranges(document) == {"n": (1, None), "d": (201, None), "rest": (200, None)}


def test_a_rate_that_no_whole_numbers_give_is_a_contradiction() -> None:
    document = facts(
        {"n": None, "d": None, "all": 50},
        sums=[total("all", "n", "d")],
        rates=[rate("n", "d", 0.123456, 1e-6)],
    )
    with pytest.raises(InputError, match="contradict"):
        findings(document)


def test_a_rate_of_tenths_means_tenths() -> None:
    """0.1 as a float is a little more than a tenth; 1 of 10 must not fall out."""
    document = facts({"n": None, "d": 10}, rates=[rate("n", "d", 0.1, 0)])
    assert ranges(document) == {"n": (1, 1)}


@pytest.mark.parametrize("seed", range(25))
def test_the_exact_search_and_the_solver_agree(seed: int) -> None:
    random = Random(seed)
    names = tuple("abcdef")
    truth = {name: random.randint(0, 9) for name in names}
    rows = []
    for _ in range(4):
        factors = {name: random.choice((-2, -1, 1, 1, 3)) for name in random.sample(names, 3)}
        found = sum(factor * truth[name] for name, factor in factors.items())
        rows.append(Constraint(factors, found - random.randint(0, 2), found))
    bounds = {name: Interval(0, random.randint(9, 20)) for name in names}
    system = System(names, bounds, tuple(rows))
    for name in names:
        for sign in (1, -1):
            one, other = (
                find(system, {name: sign}) for find in (solver.least, exact.least_exactly)
            )
            assert one is not None
            assert other is not None
            assert system.holds(one)
            assert system.holds(other)
            assert one[name] == other[name]


def test_the_exact_search_ends_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "MOST_TERMS", 10)
    rows = tuple(Constraint({"a": 2, "b": 3, "c": 5}, n, n) for n in (17, 17))
    system = System(tuple("abc"), dict.fromkeys("abc", Interval(0, None)), rows)
    with pytest.raises(Undecided, match="too long"):
        exact.least_exactly(system, {"a": 1})


# --- a solver that fails -----------------------------------------------------------------------

# Three sums of three hidden cells: nothing follows from one row, so a solver is asked.
TRIANGLE = facts(
    {"a": None, "b": None, "c": None, "ab": 7, "bc": 8, "ca": 9},
    sums=[total("ab", "a", "b"), total("bc", "b", "c"), total("ca", "c", "a")],
)


def answering(monkeypatch: pytest.MonkeyPatch, **answer: Any) -> None:
    monkeypatch.setattr(solver, "milp", lambda *_, **__: SimpleNamespace(**answer))


def test_a_solver_out_of_time_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, status=1, x=None, fun=None)
    with pytest.raises(ReportError, match="not be completed") as raised:
        findings(TRIANGLE)
    assert "60 seconds" in str(raised.value)
    assert raised.value.exit_code == 3


def test_an_unclear_status_and_no_exact_answer_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, status=4, x=None, fun=None)
    monkeypatch.setattr(exact, "MOST_TERMS", 0)
    with pytest.raises(ReportError, match="not be completed"):
        findings(TRIANGLE)


@pytest.mark.parametrize("status", [0, 3, 4])
def test_a_solver_that_lies_is_not_believed(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """a = (7 + 9 - 8) / 2 = 4, b = 3, c = 5, whatever the solver says."""
    answering(monkeypatch, status=status, x=[1.0, 1.0, 1.0], fun=1.0)
    assert ranges(TRIANGLE) == {"a": (4, 4), "b": (3, 3), "c": (5, 5)}
