"""An attacker without a solver: tries every set of whole numbers up to a largest one.

Written from the promise alone: hidden printed counts are at least 1, latent ones at least 0,
shown ones are what they are, and all sums hold.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from fsb_lib.disclosure.count_names import Place
from fsb_lib.disclosure.joint_model import JointModel
from fsb_lib.disclosure.sums.sum_of_counts import Sum

Values = Mapping[str, int]


def model(values: Values, sums: Collection[Sum], latent: Collection[str] = ()) -> JointModel:
    """A release that prints every count but the latent ones, each in a table of its own."""
    printed = {
        name: (Place("linkage", (name,), "persons"),) for name in values if name not in latent
    }
    return JointModel(values, printed, frozenset(), frozenset(), tuple(sums), (), ())


def two_way(inner: Mapping[tuple[int, int], int]) -> tuple[dict[str, int], list[Sum]]:
    """A table with totals: `r1c2`, the totals of rows `r1`, of columns `c2`, and `all`."""
    rows, columns = ({key[at] for key in inner} for at in (0, 1))
    values = {f"r{r}c{c}": n for (r, c), n in inner.items()}
    sums = []
    for r in sorted(rows):
        sums.append(Sum(f"r{r}", tuple(f"r{r}c{c}" for c in sorted(columns))))
    for c in sorted(columns):
        sums.append(Sum(f"c{c}", tuple(f"r{r}c{c}" for r in sorted(rows))))
    sums.append(Sum("all", tuple(f"r{r}" for r in sorted(rows))))
    sums.append(Sum("all", tuple(f"c{c}" for c in sorted(columns))))
    for each in sums:
        values[each.whole] = sum(values[part] for part in each.parts)
    return values, sums


def possible(
    values: Values, sums: Collection[Sum], hidden: Collection[str], latent: Collection[str],
    largest: int,
) -> Iterator[Values]:  # fmt: skip
    """Every set of numbers that a reader cannot exclude, with no count above `largest`."""
    wholes = {each.whole for each in sums}
    free = [name for name in values if name not in wholes]
    ranges = [
        range(0 if name in latent else 1, largest + 1)
        if name in hidden or name in latent
        else (values[name],)
        for name in free
    ]
    for numbers in product(*ranges):
        found = dict(zip(free, numbers, strict=True))
        for each in sums:
            total = sum(found[part] for part in each.parts)
            if found.setdefault(each.whole, total) != total:
                break
        else:
            if all(_fits(name, n, values, hidden, latent) for name, n in found.items()):
                yield found


def _fits(
    name: str, n: int, values: Values, hidden: Collection[str], latent: Collection[str]
) -> bool:
    if name in latent:
        return n >= 0
    return n >= 1 if name in hidden else n == values[name]
