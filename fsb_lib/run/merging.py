"""What merging neighbouring categories would save of what is hidden (`fsb protection`).

age: 18-24 with 25-29     71 hidden counts instead of 81

Tried, not guessed: each pair is merged in the measured tables, and the year is protected again.
For the analyst alone, since it speaks from the truth.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fsb_lib.base.errors import FsbError
from fsb_lib.disclosure.keyed_order import Order
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.domain.declared_tables import declared
from fsb_lib.followups.other_counts import counts_of, with_counts
from fsb_lib.followups.protect_year import Answer
from fsb_lib.followups.released_figures import HeldAnswers
from fsb_lib.run.protect_years import Known, audited_year


@dataclass(frozen=True)
class Merge:
    """Two neighbouring categories of a key, and how many counts are hidden when they are one."""

    key: str
    categories: tuple[str, str]
    n_hidden: int


def merges(held: HeldAnswers, before: Known, order: Order) -> tuple[int, int, tuple[Merge, ...]]:
    """How many counts of a year are hidden, of how many, and the merges with which fewer are, best
    first. Figures that are held as they were released are not hidden anew.

    Errors: ReportError when the year cannot be protected.
    """
    published, answers = _published(held, before, order), held.answers
    hidden, counts = published.hidden, counts_of(answers)
    tried = (
        Merge(key, pair, _n_hidden(merged_counts(counts, prefix, pair), held, before, order))
        for (key, prefix), pair in _pairs(answers)
        if any(_of(prefix, category).search(name) for name in hidden for category in pair)
    )
    found = (merge for merge in tried if merge.n_hidden < len(hidden))
    best = sorted(found, key=lambda merge: (merge.n_hidden, merge.categories))
    return len(hidden), len(hidden) + len(published.shown), tuple(best)


def _pairs(answers: Sequence[Answer]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Neighbours of every key whose categories add up: the key with what stands before a code in
    names, and both codes."""
    categories: dict[tuple[str, str], dict[str, None]] = {}
    for table in (table for answer in answers for table in answer.tables):
        for place, (name, key) in enumerate(declared(table.id).keys.items()):
            if key.kind == "partition" and key.prefix:
                codes = dict.fromkeys(row.keys[place] for row in table.rows)
                parts = {code: None for code in codes if code not in {*key.sums, *key.outside}}
                categories.setdefault((name, key.prefix), {}).update(parts)
    return ((key, pair) for key, codes in categories.items() for pair in pairwise(codes))


def _of(prefix: str, category: str) -> re.Pattern[str]:
    return re.compile(rf"/{re.escape(prefix + category)}(?=/|$)")


def _published(held: HeldAnswers, before: Known, order: Order) -> PublishedFacts:
    """What is told and hidden as in a run, also for the auditor's sake."""
    audited = audited_year(held, before, order)
    return audited.protected.published


def _n_hidden(merged: Mapping[str, int], held: HeldAnswers, before: Known, order: Order) -> int:
    answers = tuple(with_counts(answer, merged) for answer in held.answers)
    try:
        return len(_published(replace(held, answers=answers), before, order).hidden)
    except (FsbError, ValueError):  # a subtotal or a definition lies between the two
        return len(merged)


def merged_counts(counts: Mapping[str, int], prefix: str, pair: tuple[str, str]) -> dict[str, int]:
    """The counts with everybody of the first category in the second, and nobody in the first."""
    first, into = pair
    pattern, merged = _of(prefix, first), dict(counts)
    for name, value in counts.items():
        other = pattern.sub(f"/{prefix}{into}", name)
        if other != name and other in counts:
            merged[name], merged[other] = 0, counts[other] + value
    return merged
