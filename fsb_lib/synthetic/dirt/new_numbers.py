"""Changes of number: of persons in the registers, whose rows carry old and new numbers, and of
persons whom no register knows.

    cpr_skift   Z -> Y -> X        rows of X now stand under X, Y and Z: still one person
                A -> B             nobody's: the CPR register sends every change
                A -> A             says nothing
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fsb_lib.synthetic.dirt.fresh_numbers import FreshNumbers
from fsb_lib.synthetic.draws import Generator, chance

CHANGES = "cpr_skift"
MOST_PERSONS = 60
SHARE_OF_PERSONS = 0.01
NOBODYS_CHANGES = 320
CHANGED_FROM = np.datetime64("2007-01-01")


@dataclass(frozen=True)
class Renumbered:
    """The city with some rows under former numbers.

    `numbers_of` leads from each number of a changed person to all of them.
    """

    tables: dict[str, pa.Table]
    numbers_of: dict[str, tuple[str, ...]]


def renumbered(city: Mapping[str, pa.Table], fresh: FreshNumbers, rng: Generator) -> Renumbered:
    """Gives some persons former numbers, and `cpr_skift` all changes and the column `ejer`."""
    chains = [
        (*(fresh.born_like(number) for _ in range(1 + place % 2)), number)
        for place, number in enumerate(_chosen(city, rng))
    ]
    numbers_of = {number: chain for chain in chains for number in chain}
    tables = {
        name: rows if name == CHANGES else _under_former(rows, chains, rng)
        for name, rows in city.items()
    }
    tables[CHANGES] = _changes(city[CHANGES], chains, fresh, rng)
    return Renumbered(tables, numbers_of)


def _chosen(city: Mapping[str, pa.Table], rng: Generator) -> list[str]:
    """Persons of BIF with a real number that never changed."""
    numbers = pc.unique(city["bif_ydelser"]["cpr"])
    changes = city[CHANGES]
    changed = pa.concat_arrays(
        [changes[name].combine_chunks() for name in ("gammelt_cpr", "nyt_cpr")]
    )
    usable = pc.and_(
        pc.match_substring_regex(numbers, "^[0-3][0-9]{9}$"),
        pc.invert(pc.is_in(numbers, value_set=changed)),
    )
    candidates = numbers.filter(usable)
    n = min(MOST_PERSONS, max(2, round(SHARE_OF_PERSONS * len(candidates))), len(candidates))
    places = rng.choice(len(candidates), n, replace=False)
    return [str(number) for number in candidates.take(pa.array(places)).to_pylist()]


def _under_former(rows: pa.Table, chains: list[tuple[str, ...]], rng: Generator) -> pa.Table:
    """About half of the rows of each changed person under one of the former numbers."""
    numbers = rows["cpr"].combine_chunks()
    chain = pc.index_in(numbers, value_set=pa.array([one[-1] for one in chains], pa.string()))
    places = np.flatnonzero(pc.is_valid(chain).to_numpy(zero_copy_only=False))
    places = places[chance(rng, 0.5, len(places))]
    texts = numbers.to_numpy(zero_copy_only=False)
    for place in places:
        former = chains[chain[int(place)].as_py()][:-1]
        texts[place] = former[int(rng.integers(len(former)))]
    return rows.set_column(0, "cpr", pa.array(texts, pa.string()))


def _changes(
    rows: pa.Table, chains: list[tuple[str, ...]], fresh: FreshNumbers, rng: Generator
) -> pa.Table:
    steps: list[tuple[str, str, str | None]] = [
        (old, new, None) for chain in chains for old, new in pairwise(chain)
    ]
    steps += _nobodys(fresh)
    days = CHANGED_FROM + rng.integers(0, 2900, len(steps))
    added = pa.table(
        {
            "gammelt_cpr": pa.array([old for old, _, _ in steps], pa.string()),
            "nyt_cpr": pa.array([new for _, new, _ in steps], pa.string()),
            "dato": pa.array(days.astype("M8[D]")),
            "ejer": pa.array([owner for _, _, owner in steps], pa.string()),
        }
    )
    known = rows.append_column("ejer", pa.nulls(rows.num_rows, pa.string()))
    return pa.concat_tables([known.cast(added.schema), added])


def _nobodys(fresh: FreshNumbers) -> Iterator[tuple[str, str, str | None]]:
    """Changes that meet no row: of every kind that is kept."""
    last = fresh.real()
    for place in range(NOBODYS_CHANGES):
        if place % 8 == 0:
            yield last, (last := fresh.real()), None  # goes on from the change before
        elif place % 40 == 1:
            yield fresh.replacement(), fresh.real(), ("BIF", "SOF")[place // 40 % 2]
        elif place % 40 == 2:
            yield fresh.lettered(), fresh.real(), "SOF"
        elif place % 40 == 3:
            same = fresh.real()
            yield same, same, None
        else:
            yield fresh.real(), (last := fresh.real()), None
