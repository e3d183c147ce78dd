"""The auditor asked before drafts are made: what it objects to is hidden at once.

    answers -> protected year -> as published -> objections of the auditor -> none: the drafts
                    ^                                   |
                    +---- one more count is hidden <----+

Each hand has a list of its own of how counts add up. A relation that only the auditor knows would
refuse the release of finished drafts; here it costs one more hidden count. No file is read: the
auditor gets results and values as the report would carry them.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fsb_lib.auditor.publication import Publication
from fsb_lib.auditor.release_audit import Objection, objections_to
from fsb_lib.base.report_files import MANIFEST, NOTEBOOK, RESULTS
from fsb_lib.disclosure.keyed_order import Order
from fsb_lib.disclosure.protected import REPORT_MIME, ProtectedReport, to_json
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.disclosure.suppression import Witness
from fsb_lib.disclosure.versions import NOTHING_HELD, Held
from fsb_lib.followups.protect_year import Answer, ProtectedYear, committee, published_of
from fsb_lib.outputs.results_json import as_text, results_document
from fsb_lib.params import ReportParams

Reports = Mapping[str, ProtectedReport]
AsReleased = Callable[[Reports], Reports]
NONE = frozenset[str]()
MOST_ROUNDS = 30  # none was ever needed twice for one relation


def unchanged(reports: Reports) -> Reports:
    """Of a year that repeats nothing that was released."""
    return reports


@dataclass(frozen=True)
class AuditedYear:
    """A protected year, the facts that later years are audited with, and what is left open."""

    protected: ProtectedYear
    facts: Mapping[str, Any]
    hidden_for_auditor: frozenset[str]
    objections: tuple[Objection, ...]


def protected_and_audited(
    answers: Sequence[Answer],
    earlier: PublishedFacts,
    earlier_facts: Sequence[Mapping[str, Any]],
    order: Order,
    held: Held = NOTHING_HELD,
    as_released: AsReleased = unchanged,
) -> AuditedYear:
    """The year with what the auditor asks for hidden as well, in the year's secret order; what is
    held stands as released, and `as_released` puts released rows in their place.

    Errors: ReportError when the counts cannot be protected.
    """
    also, n_left = frozenset[str](), MOST_ROUNDS
    while True:
        n_left -= 1
        protected = without_what_stands(committee(answers, earlier, order, also, held), held)
        protected = _with_rows(protected, answers, as_released)
        published = [as_published(protected.reports[one.report], one.params) for one in answers]
        found, facts = objections_to(
            published, earlier_facts, protected.proof.truth, protected.before
        )
        more = {name for one in found if (name := _to_hide(one, protected, order)) is not None}
        if not more or not n_left:
            return AuditedYear(protected, facts, also, found)
        also |= more


def _with_rows(
    protected: ProtectedYear, answers: Sequence[Answer], as_released: AsReleased
) -> ProtectedYear:
    """The year as it is printed: the auditor reads the rows that readers do."""
    reports = as_released(protected.reports)
    return replace(protected, reports=reports, published=published_of(reports, answers))


def without_what_stands(protected: ProtectedYear, held: Held) -> ProtectedYear:
    """The proof tells of what stands as its own release's did: its values, and those of nobody's
    print that follow from them, are no longer the registers'. Of a table that is left out (the
    change since a day that stands) it tells nothing.

    An alternative is told twice where it moves a hidden count that stands: as it is, for sums
    between days that hold (offers until 2010 are those until 2009 and 2010's), and without that,
    for where none does."""
    proof, hidden = protected.proof, protected.published.hidden
    stands = {name: held.truth[name] for name in hidden & held.truth.keys()}
    truth = _new(proof.truth, held) | stands
    told = (
        replace(one, low=_new(one.low, held, kept), high=_new(one.high, held, kept))
        for one in proof.witnesses
        for kept in ((frozenset(stands), NONE) if _moves(one, stands) else (NONE,))
    )
    return replace(protected, proof=replace(proof, truth=truth, witnesses=tuple(told)))


def _moves(one: Witness, stands: Collection[str]) -> bool:
    """Whether an alternative has another value of any of these counts."""
    return not (one.low.keys() | one.high.keys()).isdisjoint(stands)


def _new(values: Mapping[str, int], held: Held, also: Collection[str] = NONE) -> dict[str, int]:
    return {name: n for name, n in values.items() if held.is_new(name) or name in also}


def _to_hide(objection: Objection, protected: ProtectedYear, order: Order) -> str | None:
    """The count that is hidden next, whatever its value: the one beside it of the fewest sums,
    and the first of these in the secret order."""
    in_sums = objection.beside
    shown = (name for name in in_sums if protected.published.shown.get(name))
    return min(shown, key=lambda name: (in_sums[name], order(name)), default=None)


def as_published(report: ProtectedReport, params: ReportParams) -> Publication:
    """A report as the auditor reads it, without a file."""
    files = {
        RESULTS: as_text(results_document(report)),
        NOTEBOOK: json.dumps(_notebook(report)),
        MANIFEST: json.dumps(
            {
                "parameters": params.model_dump(mode="json"),
                "snapshot": {"fingerprint": report.data_version},
            }
        ),
    }
    content = {name: text.encode("utf-8") for name, text in files.items()}
    return Publication(report.year, report.report, content)


def _notebook(report: ProtectedReport) -> Mapping[str, Any]:
    return {"cells": [{"outputs": [{"data": {REPORT_MIME: to_json(report)}}]}]}
