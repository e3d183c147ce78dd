"""Two versions of one count held against each other: what their difference tells.

    focus@2010-11-15/kvinde    77    in the release of March
    focus@2010-11-15/kvinde    76    in the release of June
                                1    a person: small is 1 to below the highest threshold promised

Every release is held against every other, in what it shows and in what follows from it by sums
within a day: those between days may tie two deliveries, of which no definition need hold.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from fsb_lib.audit.attack import prepared
from fsb_lib.audit.constraints import Contradiction, Interval
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.relations import is_judged
from fsb_lib.auditor.release_attack import as_facts
from fsb_lib.auditor.together_or_apart import days_in, within_days

Document = Mapping[str, Any]
Bounds = Mapping[str, Interval]


def version_differences(
    earlier: Sequence[Document], own: Document, confirmed: Collection[str] = ()
) -> tuple[Finding, ...]:
    """The counts of a release that differ from an earlier version by few persons.

    `confirmed` are days whose verdict a correction turns: a verdict is never kept back, and an
    analyst said that it is to be shown.
    """
    if not earlier:
        return ()
    now, found = _bounds(own), dict[str, None]()
    for document in earlier:
        threshold = max(own["threshold"], document["threshold"])
        found |= dict.fromkeys(_small(_bounds(document), now, threshold))
    told = (name for name in found if not days_in(name).issubset(confirmed))
    return tuple(Finding("version_difference", "versions", name) for name in told)


def _small(before: Bounds, now: Bounds, threshold: int) -> Iterator[str]:
    for name in sorted(before.keys() & now.keys()):
        if is_judged(name) and _is_small(before[name], now[name], threshold):
            yield name


def _is_small(one: Interval, other: Interval, threshold: int) -> bool:
    """Whether all differences that both leave possible are small; none of them is 0."""
    if one.high is None or other.high is None:
        return False
    most, least = other.high - one.low, other.low - one.high
    return 0 < least <= most < threshold or 0 > most >= least > -threshold


def _bounds(document: Document) -> Bounds:
    """What a release leaves to each count: what it shows, and of what it hides all that follows
    where its days fit together."""
    shown = {name: Interval(n, n) for name, n in document["cells"].items() if n is not None}
    with suppress(Contradiction):
        return {**prepared(as_facts(within_days(document))).bounds, **shown}
    return shown
