"""How many rows of each kind are added to a table, and which.

The share of faulty rows stays below what stops a delivery: in a table too small for every kind,
some kinds are left out.
"""

from collections.abc import Mapping

from fsb_lib.domain.contract import DUPLICATE
from fsb_lib.synthetic.dirt.spoiled_rows import PlantedRow, Spoiling

KEPT = "kept"
SHARE_OF_FAULTS = 0.04
MOST_OF_A_KIND = 25
SHARE_OF_DUPLICATES = 0.005
MOST_DUPLICATES = 200
ORIGINS = "personer"


def planted(
    draw: Spoiling, numbers_of: Mapping[str, tuple[str, ...]], *, ragged: bool
) -> list[PlantedRow]:
    """Faulty rows, duplicates, and rows that are kept for the note that they bring."""
    return [*_faulty(draw, ragged=ragged), *_duplicates(draw, numbers_of), *_noted(draw)]


def _faulty(draw: Spoiling, *, ragged: bool) -> list[PlantedRow]:
    """One of every kind, as far as there is room, then more of them."""
    room = int(SHARE_OF_FAULTS * draw.rows.num_rows)
    kinds = draw.kinds(ragged=ragged)
    rows: list[PlantedRow] = []
    more = [kind for kind in kinds for _ in range(int(draw.rng.integers(MOST_OF_A_KIND)))]
    one_each, shuffled = draw.rng.permutation(kinds), draw.rng.permutation(more)
    for kind in [*one_each.tolist(), *shuffled.tolist()]:
        unit = draw.unit(kind)
        if len(rows) + len(unit) <= room:
            rows += unit
    return rows


def _duplicates(draw: Spoiling, numbers_of: Mapping[str, tuple[str, ...]]) -> list[PlantedRow]:
    """Rows delivered again, in another spelling or under another number of the same person."""
    n_rows = draw.rows.num_rows
    n = min(MOST_DUPLICATES, max(2, round(SHARE_OF_DUPLICATES * n_rows)))
    again = [PlantedRow(int(base), DUPLICATE) for base in draw.rng.integers(n_rows, size=n)]
    if draw.register.cpr_columns != ("cpr",):
        return again
    for base, number in enumerate(draw.rows["cpr"].to_pylist()):
        if number in numbers_of and draw.rng.random() < 0.1:
            again.append(PlantedRow(base, DUPLICATE, {"cpr": draw.one_of(numbers_of[number])}))
    return again


def _noted(draw: Spoiling) -> list[PlantedRow]:
    """Persons of whom BIF knows the origin alone: no figure counts them."""
    if draw.register.name != ORIGINS:
        return []
    numbers = [draw.fresh.replacement(), draw.fresh.lettered(), draw.fresh.real()]
    return [PlantedRow(0, KEPT, {"cpr": number}) for number in numbers]
