"""What is counted of a population, in one query for all of it; then totals and zeros.

    FOCUS_BY_GROUP = Grouping(("focus",), by=("target_group",), also=("activated",))

    counted(persons, [FOCUS_BY_GROUP, ...])[day][FOCUS_BY_GROUP]
    ("handicappede",) {"persons": 97, "activated": 20}

Only counts leave the engine: a row for each day and each code of a grouping's keys.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredValue, RankStatistic, Ratio

Codes = tuple[str, ...]
Counts = Mapping[Codes, Mapping[str, int]]


@dataclass(frozen=True)
class Grouping:
    """Who is counted, by which codes, and how many of them are also something else.

    All are columns of the population: `of` are flags that everybody counted has, `by` are codes,
    `also` are flags that are counted among them. The codes are those of one declared table, never
    of two together: with enough keys a count is a person.
    """

    of: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, tuple[str, ...]]:
        """The flags that everybody in a count has, by the name of the count."""
        more = {name: tuple(sorted({*self.of, name})) for name in self.also}
        return {"persons": tuple(sorted(self.of)), **more}

    @property
    def nobody(self) -> defaultdict[Codes, dict[str, int]]:
        """Zero for whatever codes are asked for."""
        return defaultdict(lambda: dict.fromkeys(self.counts, 0))


@dataclass(frozen=True)
class _Branch:
    """One group-by of the query: all that is counted by the same keys."""

    by: tuple[str, ...]
    groupings: tuple[Grouping, ...]

    @property
    def flags(self) -> list[tuple[str, ...]]:
        return sorted({flags for one in self.groupings for flags in one.counts.values()})


def counted(
    population: ir.Table, groupings: Iterable[Grouping]
) -> defaultdict[date, dict[Grouping, Counts]]:
    """Every grouping of a population with a `day`, by day, in one query.

    Days that nobody has and codes that no row has are counted as zero when asked for.
    """
    wanted = tuple(dict.fromkeys(groupings))
    found: defaultdict[date, dict[Grouping, Any]] = defaultdict(
        lambda: {one: one.nobody for one in wanted}
    )
    branches = [
        _Branch(by, tuple(one for one in wanted if one.by == by))
        for by in dict.fromkeys(one.by for one in wanted)
    ]
    for row in _query(population, branches).to_pyarrow().to_pylist():
        branch = branches[row["branch"]]
        codes = tuple(row[f"code_{n}"] for n in range(len(branch.by)))
        n_with = {flags: int(row[f"n_{n}"] or 0) for n, flags in enumerate(branch.flags)}
        for one in branch.groupings:
            values = {name: n_with[flags] for name, flags in one.counts.items()}
            if values["persons"]:
                found[row["day"]][one][codes] = values
    return found


def _query(population: ir.Table, branches: Sequence[_Branch]) -> ir.Table:
    """branch | day | code_0 ... | n_0 ...: a union of group-bys, all with the same columns."""
    n_codes = max(len(one.by) for one in branches)
    n_counts = max(len(one.flags) for one in branches)
    grouped = [
        _grouped(population, one, n_codes, n_counts).mutate(branch=ibis.literal(n, "int64"))
        for n, one in enumerate(branches)
    ]
    return ibis.union(*grouped) if len(grouped) > 1 else grouped[0]


def _grouped(population: ir.Table, branch: _Branch, n_codes: int, n_counts: int) -> ir.Table:
    sums = {f"n_{n}": _n_with(population, flags) for n, flags in enumerate(branch.flags)}
    grouped = population.group_by("day", *branch.by).agg(**sums)
    codes = [grouped[name] for name in branch.by]
    codes += [ibis.null("string")] * (n_codes - len(codes))
    counts = [grouped[name].cast("int64") for name in sums]
    counts += [ibis.null("int64")] * (n_counts - len(counts))
    return grouped.select(
        day=grouped.day,
        **{f"code_{n}": code for n, code in enumerate(codes)},
        **{f"n_{n}": count for n, count in enumerate(counts)},
    )


def _n_with(population: ir.Table, flags: tuple[str, ...]) -> ir.IntegerScalar:
    return ibis.and_(*(population[flag] for flag in flags)).sum() if flags else population.count()


def with_total(counts: Counts, place: int, total: str = vocabulary.TOTAL) -> Counts:
    """The counts and, for the key at `place`, the sum over its codes under the code `total`.

    Only for codes that no person has two of.
    """
    summed: dict[Codes, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for codes, values in counts.items():
        summed[codes] = dict(values)
    for codes, values in counts.items():
        whole = (*codes[:place], total, *codes[place + 1 :])
        for name, value in values.items():
            summed[whole] = {**summed[whole], name: summed[whole].get(name, 0) + value}
    return summed


def persons_in(counts: Counts, *codes: str) -> int:
    """Persons with these codes; nobody where no row has them."""
    return counts[codes]["persons"] if codes in counts else 0


def rows_for(
    lists: Iterable[Sequence[str]], values: Callable[..., Mapping[str, MeasuredValue]]
) -> tuple[MeasuredRow, ...]:
    """One row for every combination of the key codes, in order; `values(*codes)` fills it."""
    return tuple(MeasuredRow(codes, values(*codes)) for codes in product(*lists))


def rated(counts: Counts, codes: Codes, part: str) -> dict[str, MeasuredValue]:
    """Persons of a row, those who are also `part`, and their rate."""
    found = counts.get(codes, {"persons": 0, part: 0})
    rate = Ratio(found[part], found["persons"])
    return {"persons": rate.denominator, part: rate.numerator, "rate": rate}


def shared_out(
    counts: Counts, codes: Codes, code: str, *, of: Codes = (), outside: Codes = ()
) -> dict[str, MeasuredValue]:
    """Persons of one of these codes, and their share of all of them but those `outside`; in the
    rows `of` the codes of other keys."""
    n = persons_in(counts, *of, code)
    base = sum(persons_in(counts, *of, one) for one in codes if one not in outside)
    return {"persons": n, "share": None if code in outside else Ratio(n, base)}


def median_in(population: ir.Table, column: str) -> RankStatistic | None:
    """The median of a whole number of persons who have one; None of nobody.

    The engine ranks them, so that no value of a person leaves it: one line comes back, or the two
    in the middle.

        value  n  up_to  of
        3      2  2      6
        5      1  3      6   <- 2 * 3 >= 6
        9      2  5      6   <- 2 * (5 - 2) <= 6
        30     1  6      6
    """
    known = population.filter(population[column].notnull())
    by_value = known.group_by(value=known[column]).agg(n=ibis._.count())
    ranked = by_value.mutate(
        up_to=by_value.n.sum().over(ibis.cumulative_window(order_by=by_value.value)),
        of=by_value.n.sum().over(ibis.window()),
    )
    is_middle = (2 * ranked.up_to >= ranked["of"]) & (2 * (ranked.up_to - ranked.n) <= ranked["of"])
    middle = ranked.filter(is_middle).order_by("value").to_pyarrow().to_pylist()
    if not middle:
        return None
    low, high = middle[0], middle[-1]
    value = Fraction(int(low["value"]) + int(high["value"]), 2)
    return RankStatistic(value, int(low["up_to"]), int(high["of"] - high["up_to"] + high["n"]))
