"""Random draws on whole arrays. Days are whole numbers, counted from 1970-01-01."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
FloatArray: TypeAlias = npt.NDArray[np.float64]
Generator: TypeAlias = np.random.Generator

EPOCH = date(1970, 1, 1).toordinal()
NEVER = 10_000_000
"""A day after all days: the end of an open spell, the first day of one that never starts."""
DAYS_PER_YEAR = 365.25


def day(value: date) -> int:
    """The number of a day."""
    return value.toordinal() - EPOCH


def constant(value: int, n: int) -> IntArray:
    return np.full(n, value, dtype=np.int64)


def apportion(weights: npt.ArrayLike, total: int) -> IntArray:
    """Whole numbers in proportion to the weights that add up to `total` (largest remainder)."""
    exact = np.asarray(weights, dtype=np.float64)
    if exact.sum() <= 0:
        return np.zeros(exact.shape, dtype=np.int64)
    exact = exact * (total / exact.sum())
    whole: IntArray = np.floor(exact + 1e-9).astype(np.int64)
    rest = np.argsort(-(exact - whole), axis=None, kind="stable")[: total - int(whole.sum())]
    whole.flat[rest] += 1
    return whole


def stays(rng: Generator, years: float | FloatArray, n: int) -> IntArray:
    """Lengths in days, exponential with that mean and spread evenly over its quantiles."""
    quantiles = (rng.permutation(n) + 0.5) / max(n, 1)
    return (-np.log(quantiles) * years * DAYS_PER_YEAR).astype(np.int64)


def between(
    rng: Generator, low: int | IntArray, high: int | IntArray, n: int | None = None
) -> IntArray:
    """Whole numbers from `low` to `high`, both included; `low` where `high` is below it."""
    return rng.integers(low, np.maximum(low, high) + 1, size=n, dtype=np.int64)


def within(rng: Generator, bounds: Sequence[int], n: int) -> IntArray:
    """`n` whole numbers from the first to the second of `bounds`, both included."""
    return between(rng, bounds[0], bounds[1], n)


def chance(rng: Generator, share: float | FloatArray, n: int) -> BoolArray:
    """Independently true with that probability."""
    return rng.random(n) < share


def choose(rng: Generator, weights: Mapping[str, float], n: int) -> IntArray:
    """Positions in `weights`, in proportion to them."""
    shares = np.array(list(weights.values()), dtype=np.float64)
    return np.searchsorted(np.cumsum(shares / shares.sum()), rng.random(n), side="right").clip(
        max=len(shares) - 1
    )


def choose_codes(
    rng: Generator, weights: Mapping[str, float], code_list: Sequence[str], n: int
) -> IntArray:
    """Positions in `code_list` of codes drawn by weight."""
    positions: IntArray = np.array([code_list.index(code) for code in weights], dtype=np.int64)
    return positions[choose(rng, weights, n)]


def by_code(values: Mapping[str, float], code_list: Sequence[str]) -> FloatArray:
    """The value of each code of a list, 0 where none is given."""
    return np.array([values.get(code, 0) for code in code_list], dtype=np.float64)


def sample(rng: Generator, candidates: IntArray, n: int) -> IntArray:
    """At most `n` different candidates, every one as likely."""
    return rng.permutation(candidates)[:n]


def sample_weighted(rng: Generator, candidates: IntArray, weights: FloatArray, n: int) -> IntArray:
    """At most `n` different candidates, the heavier the likelier (Efraimidis and Spirakis)."""
    keys = rng.random(len(candidates)) ** (1 / weights)
    return candidates[np.argsort(-keys, kind="stable")[:n]]


def renewals(
    rng: Generator, first: IntArray, last: IntArray, days_between: Sequence[int]
) -> tuple[IntArray, IntArray]:
    """(position, day) of events at `first` and then again and again until `last`.

    Days between two events are even from `days_between[0]` to `days_between[1]`.
    """
    low, high = days_between
    positions, days = [], []
    position = np.flatnonzero(first <= last)
    now = first[position]
    while len(position):
        positions.append(position)
        days.append(now)
        now = now + between(rng, low, high, len(position))
        going_on = now <= last[position]
        position, now = position[going_on], now[going_on]
    if not positions:
        return constant(0, 0), constant(0, 0)
    return np.concatenate(positions), np.concatenate(days)
