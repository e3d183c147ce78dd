"""From an expression over persons to counts by key, with totals and zeros."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

import ibis
import ibis.expr.types as ir

from fsb_lib.domain import vocabulary
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredValue

Codes = tuple[str, ...]
Counts = Mapping[Codes, Mapping[str, int]]


def counts_by(persons: ir.Table, keys: Sequence[str] = (), **conditions: ir.BooleanValue) -> Counts:
    """How many rows by key codes, and how many of them fulfil each named condition.

        keys              counts
        ("handicappede",) {"persons": 97, "activated": 20}

    Codes that no row has are counted as zero when asked for.
    """
    aggregates = {name: condition.sum() for name, condition in conditions.items()}
    grouped = persons.group_by(list(keys)) if keys else persons
    rows = grouped.agg(persons=ibis._.count(), **aggregates).to_pyarrow().to_pylist()
    names = ("persons", *conditions)
    counts: dict[Codes, dict[str, int]] = defaultdict(lambda: dict.fromkeys(names, 0))
    for row in rows:
        codes = tuple(row[key] for key in keys)
        counts[codes] = {name: int(row[name] or 0) for name in names}
    return counts


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
