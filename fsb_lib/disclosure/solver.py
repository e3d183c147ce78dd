"""Whole numbers that satisfy sums at least cost, found by HiGHS and checked in whole numbers.

Counts are moved away from a base: value = base + up - down. The same rows serve every question
about one part of the model; only limits and costs differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

# What `highspy.Highs` is a shell of. The shell greets on the standard output, which in a notebook
# would be an output of the cell.
from highspy._core import _Highs
from numpy.typing import NDArray

WHOLE = 1e-6
# Search nodes, not seconds: the same question always ends the same way.
MOST_NODES = 20_000
SECONDS = 300.0  # of one question, by the clock: on a busy machine 20 were reached
_INFINITE = highspy.kHighsInf

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]


class Unsolved(Exception):  # noqa: N818 (what is found, not a fault of the program)
    """The solver could not tell within its limits."""


class OutOfTime(Unsolved):
    """The machine was too slow or too busy: the same question may be answered another time."""


@dataclass(frozen=True)
class Inequality:
    """`low` <= sum of factor x value <= `high` over columns; an open end is None."""

    columns: tuple[int, ...]
    factors: tuple[int, ...]
    low: int | None
    high: int | None

    def holds(self, values: Numbers) -> bool:
        found = sum(
            factor * int(values[at]) for at, factor in zip(self.columns, self.factors, strict=True)
        )
        return (self.low is None or self.low <= found) and (self.high is None or found <= self.high)


class Program:
    """Rows over whole numbers that start at a base."""

    def __init__(self, base: Numbers, rows: Sequence[Inequality]) -> None:
        self.base = base
        self.rows = tuple(rows)
        self._model = self._built()

    def least(self, low: Numbers, high: Reals, costs: Reals) -> Numbers | None:
        """The values between `low` and `high` whose distance from the base costs least.

        Above or below the base a unit costs the same. None when no whole numbers satisfy.

        Errors: Unsolved.
        """
        n = len(self.base)
        down = np.maximum(self.base - low, 0).astype(float)
        up = np.maximum(high - self.base, 0).astype(float)
        least_up = np.maximum(low - self.base, 0).astype(float)
        least_down = np.maximum(self.base - high, 0).astype(float)
        if self._satisfied(self.base, low, high):
            return self.base
        model = self._model
        columns = np.arange(2 * n, dtype=np.int32)
        model.changeColsBounds(
            2 * n, columns, np.concatenate([least_up, least_down]), np.concatenate([up, down])
        )
        model.changeColsCost(2 * n, columns, np.concatenate([costs, costs]))
        for integrality in (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger):
            found = self._solved(model, columns, integrality)
            if found is None:
                return None
            values = self.base + np.rint(found[:n] - found[n:]).astype(np.int64)
            if self._satisfied(values, low, high):
                return values
        raise Unsolved("the solver's numbers do not satisfy the rows")

    def _solved(
        self, model: _Highs, columns: NDArray[np.int32], kind: highspy.HighsVarType
    ) -> Reals | None:
        model.changeColsIntegrality(len(columns), columns, np.array([kind] * len(columns)))
        model.clearSolver()
        model.run()
        status = model.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise OutOfTime(str(status))
        if status != highspy.HighsModelStatus.kOptimal:
            raise Unsolved(str(status))
        return np.array(model.getSolution().col_value)

    def _satisfied(self, values: Numbers, low: Numbers, high: Reals) -> bool:
        inside = bool(np.all(values >= low) and np.all(values <= high))
        return inside and all(row.holds(values) for row in self.rows)

    def _built(self) -> _Highs:
        model = _Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 1),
            ("mip_rel_gap", 0.0),
            ("mip_max_nodes", MOST_NODES),
            ("time_limit", SECONDS),
        ):
            model.setOptionValue(option, value)
        n = len(self.base)
        zeros, limits = np.zeros(2 * n), np.full(2 * n, _INFINITE)
        empty = np.array([], dtype=np.int32)
        model.addCols(2 * n, zeros, zeros, limits, 0, empty, empty, np.array([]))
        self._add_rows(model)
        return model

    def _add_rows(self, model: _Highs) -> None:
        n = len(self.base)
        starts: list[int] = []
        columns: list[int] = []
        factors: list[int] = []
        for row in self.rows:
            starts.append(len(columns))
            columns += [*row.columns, *(n + at for at in row.columns)]
            factors += [*row.factors, *(-factor for factor in row.factors)]
        shifted = [(row, _at(self.base, row)) for row in self.rows]
        model.addRows(
            len(self.rows),
            np.array([-_INFINITE if row.low is None else row.low - at for row, at in shifted]),
            np.array([_INFINITE if row.high is None else row.high - at for row, at in shifted]),
            len(columns),
            np.array(starts, dtype=np.int32),
            np.array(columns, dtype=np.int32),
            np.array(factors, dtype=float),
        )  # fmt: skip


def _at(base: Numbers, row: Inequality) -> int:
    return sum(f * int(base[at]) for at, f in zip(row.columns, row.factors, strict=True))
