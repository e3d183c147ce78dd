"""`fsb protection`: what merging neighbouring categories would save of what is hidden.

age: 18-24 with 25-29     71 hidden counts instead of 81

Tried, not guessed: each pair is merged in the measured tables, and the year is protected again.
For the analyst alone, since it speaks from the truth.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from fsb_lib.base.errors import FsbError
from fsb_lib.base.project import Project
from fsb_lib.disclosure.keyed_order import Order
from fsb_lib.disclosure.protected import COMMITTEE
from fsb_lib.domain.declared_tables import declared
from fsb_lib.followups.measure_report import Measuring
from fsb_lib.followups.other_counts import counts_of, with_counts
from fsb_lib.followups.protect_year import Answer
from fsb_lib.jobs.plan import Wish, planned, that_the_delivery_allows
from fsb_lib.ledger.already_public import lying_in_outputs
from fsb_lib.ledger.opened import looked_at
from fsb_lib.registers.cpr_process.ensure_snapshot import ensure_snapshot
from fsb_lib.registers.database.address import GivenDatabase
from fsb_lib.registers.snapshot.open import open_snapshot
from fsb_lib.run.asked_auditor import protected_and_audited
from fsb_lib.run.measure_apart import params_of
from fsb_lib.run.protect_years import Known, known
from fsb_lib.run.secret_order import key_of_orders


@dataclass(frozen=True)
class Merge:
    """Two neighbouring categories of a key, and how many counts are hidden when they are one."""

    key: str
    categories: tuple[str, str]
    n_hidden: int


def what_merging_saves(
    year: int, registers: Path | GivenDatabase | None, project: Project
) -> Iterator[str]:
    """The lines of the command, of the reports that `fsb run --year YEAR` makes.

    Errors: those of `fsb run` before anything is made; ReportError as `merges`.
    """
    wish, ledger = Wish(years=(year,)), looked_at(project).ledger
    snapshot = ensure_snapshot(registers, project.work)
    plan = that_the_delivery_allows(planned(wish, project), wish, snapshot)
    measuring = Measuring(open_snapshot(snapshot))
    answers = [measuring.answer(job.report, params_of(job)) for job in plan.jobs]
    lying = lying_in_outputs(project.outputs, plan.folders)
    order = key_of_orders(answers, COMMITTEE, project.work).of_year(year)
    n_hidden, found = merges(answers, known(ledger, lying, project.work), order)
    yield f"{year}: {n_hidden} of {len(counts_of(answers))} printed counts are hidden"
    for merge in found:
        pair = " with ".join(merge.categories)
        yield f"  {merge.key}: {pair}   {merge.n_hidden} hidden"
    if not found:
        yield "  no merge of two neighbouring categories would show more"


def merges(answers: Sequence[Answer], before: Known, order: Order) -> tuple[int, tuple[Merge, ...]]:
    """How many counts of a year are hidden, and the merges with which fewer are, best first.

    Errors: ReportError when the year cannot be protected.
    """
    hidden = _hidden(answers, before, order)
    counts = counts_of(answers)
    tried = (
        Merge(key, pair, _n_hidden(merged_counts(counts, prefix, pair), answers, before, order))
        for (key, prefix), pair in _pairs(answers)
        if any(_of(prefix, category).search(name) for name in hidden for category in pair)
    )
    found = (merge for merge in tried if merge.n_hidden < len(hidden))
    return len(hidden), tuple(sorted(found, key=lambda merge: (merge.n_hidden, merge.categories)))


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


def _hidden(answers: Sequence[Answer], before: Known, order: Order) -> frozenset[str]:
    """What is hidden as in a run, also for the auditor's sake."""
    audited = protected_and_audited(answers, before.published, before.facts, order)
    return audited.protected.published.hidden


def _n_hidden(
    merged: Mapping[str, int], answers: Sequence[Answer], before: Known, order: Order
) -> int:
    try:
        return len(_hidden([with_counts(answer, merged) for answer in answers], before, order))
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
