"""An attacker without a solver: tries every set of whole numbers up to a largest one.

Written from the promise alone: hidden printed counts are at least 1, latent ones at least 0,
shown ones are what they are, and all sums hold.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from fsb_lib.disclosure.count_names import Place
from fsb_lib.disclosure.joint_model import JointModel
from fsb_lib.disclosure.keyed_order import SYNTHETIC
from fsb_lib.disclosure.must_hide import HidingRule
from fsb_lib.disclosure.policy import CommitteePolicy
from fsb_lib.disclosure.sums.sum_of_counts import Sum

Values = Mapping[str, int]


def rule(threshold: int) -> HidingRule:
    """What is hidden below a threshold, in the order that synthetic registers have in 2009."""
    return HidingRule(CommitteePolicy(threshold), SYNTHETIC.of_year(2009))


def model(values: Values, sums: Collection[Sum], latent: Collection[str] = ()) -> JointModel:
    """A release that prints every count but the latent ones, each in a table of its own, sums as
    totals."""
    wholes = {each.whole for each in sums}
    printed = {
        name: (Place("linkage", ("i_alt" if name in wholes else name,), "persons"),)
        for name in values
        if name not in latent
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


def linked(
    first: Mapping[tuple[int, int], int], second: Mapping[tuple[int, int], int]
) -> tuple[dict[str, int], list[Sum]]:
    """Two two-way tables of the same rows: columns `c2` of the first, `d2` of the second."""
    values, sums = two_way(first)
    others, more = two_way(second)
    renamed = {name: name.replace("c", "d") for name in others}
    values |= {renamed[name]: n for name, n in others.items()}
    sums += [Sum(renamed[s.whole], tuple(renamed[part] for part in s.parts)) for s in more]
    return values, list(dict.fromkeys(sums))


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


def worlds(
    values: Values, sums: Collection[Sum], hidden: Collection[str], largest: int
) -> Iterator[Values]:
    """As `possible` without latent counts, but what follows from the sums is never tried, and
    totals may be of any size."""
    wholes = {each.whole for each in sums}
    tried = sorted(hidden, key=lambda name: (name in wholes, name))
    started = [{name: n for name, n in values.items() if name not in hidden}]
    while started:
        known = _completed(started.pop(), sums)
        if known is None:
            continue
        unknown = next((name for name in tried if name not in known), None)
        if unknown is None:
            yield {name: known[name] for name in values}
        else:
            started += [{**known, unknown: n} for n in range(1, largest + 1)]


def _completed(known: dict[str, int], sums: Collection[Sum]) -> dict[str, int] | None:
    """With every count that the sums give; None where a sum fails, or a count would be hidden 0."""
    while True:
        n_known = len(known)
        for each in sums:
            unknown = [name for name in (each.whole, *each.parts) if name not in known]
            total = sum(known[part] for part in each.parts if part in known)
            if not unknown and known[each.whole] != total:
                return None
            if len(unknown) == 1:
                is_whole = unknown[0] == each.whole
                known[unknown[0]] = total if is_whole else known[each.whole] - total
                if known[unknown[0]] < 1:
                    return None
        if len(known) == n_known:
            return known


def _fits(
    name: str, n: int, values: Values, hidden: Collection[str], latent: Collection[str]
) -> bool:
    if name in latent:
        return n >= 0
    return n >= 1 if name in hidden else n == values[name]
