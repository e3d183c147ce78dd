"""Whole numbers at least cost (scipy's HiGHS), each answer checked in exact arithmetic.

A solver of floats may propose; only numbers that satisfy every fact exactly are believed. What it
cannot say in exact numbers, or should not be trusted with, is searched for in `exact.py`.
"""

from collections.abc import Mapping
from math import ceil
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from fsb_lib.audit.constraints import System, Undecided
from fsb_lib.audit.exact import least_exactly

SECONDS = 60.0
# Above it a float's rounding comes near the solver's own tolerance of a millionth.
LARGEST_TRUSTED = 10**8
TOLERANCE = 1e-4

FRACTIONS, WHOLE = 0, 1

_OPTIMAL, _LIMIT, _INFEASIBLE = 0, 1, 2


def least(system: System, costs: Mapping[str, int]) -> dict[str, int] | None:
    """Whole numbers that satisfy the system at least cost; None when there are none.

    First without the demand for whole numbers: that is many times quicker, and the answer is
    mostly whole all the same.

    Errors: Undecided when no solver can tell within its limits.
    """
    if _largest_number(system) > LARGEST_TRUSTED:
        return least_exactly(system, costs)
    for numbers in (FRACTIONS, WHOLE):
        solved = _solved(system, costs, numbers)
        if solved.status == _INFEASIBLE:
            return None
        if solved.status == _LIMIT:
            raise Undecided(f"the solver needs more than {SECONDS:.0f} seconds for one cell")
        if solved.status == _OPTIMAL:
            values = _values(system, solved.x)
            if system.holds(values) and _reaches(system, values, costs, solved.fun):
                return values
    return least_exactly(system, costs)


def _values(system: System, found: Any) -> dict[str, int]:
    return {
        name: system.bounds[name].low + round(float(value))
        for name, value in zip(system.cells, found, strict=True)
    }


def _reaches(
    system: System, values: Mapping[str, int], costs: Mapping[str, int], bound: float
) -> bool:
    """Whether no whole numbers can cost less: the solver says that all cost at least `bound`."""
    cost = sum(each * (values[name] - system.bounds[name].low) for name, each in costs.items())
    return cost <= ceil(bound - TOLERANCE)


def _solved(system: System, costs: Mapping[str, int], numbers: int) -> Any:
    """Every number counted from its cell's least value, so that the solver sees small ones."""
    rooms = [_room(system, name) for name in system.cells]
    return milp(
        np.array([float(costs.get(name, 0)) for name in system.cells]),
        integrality=np.full(len(system.cells), numbers),
        bounds=Bounds(0, np.array([np.inf if room is None else float(room) for room in rooms])),
        constraints=_constraints(system),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )


def _constraints(system: System) -> Any:
    if not system.rows:
        return ()
    places = {name: place for place, name in enumerate(system.cells)}
    entries = [
        (number, places[name], float(factor))
        for number, row in enumerate(system.rows)
        for name, factor in row.coefficients.items()
    ]
    rows, columns, factors = zip(*entries, strict=True)
    shape = (len(system.rows), len(system.cells))
    ends = [_shifted(system, number) for number in range(len(system.rows))]
    return LinearConstraint(
        csr_array((factors, (rows, columns)), shape=shape),
        [-np.inf if low is None else float(low) for low, _ in ends],
        [np.inf if high is None else float(high) for _, high in ends],
    )


def _room(system: System, name: str) -> int | None:
    bound = system.bounds[name]
    return None if bound.high is None else bound.high - bound.low


def _shifted(system: System, number: int) -> tuple[int | None, int | None]:
    """What a row leaves above the least values of its cells."""
    row = system.rows[number]
    least_sum = sum(x * system.bounds[name].low for name, x in row.coefficients.items())
    low = None if row.low is None else row.low - least_sum
    return low, None if row.high is None else row.high - least_sum


def _largest_number(system: System) -> int:
    """The largest number that the solver would see."""
    rooms = (_room(system, name) or 0 for name in system.cells)
    ends = (abs(end or 0) for at in range(len(system.rows)) for end in _shifted(system, at))
    factors = (abs(x) for row in system.rows for x in row.coefficients.values())
    return max((*rooms, *ends, *factors), default=0)
