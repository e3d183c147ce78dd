"""The audit of a release: what its files tell together with everything released before."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from fsb_lib.audit.constraints import Contradiction
from fsb_lib.auditor import witness
from fsb_lib.auditor.audit_result import NO_INSIDERS, NO_SELF_TEST, AuditResult
from fsb_lib.auditor.channels import annex, case, reading
from fsb_lib.auditor.facts_document import definitions_of, facts_of, gathered
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.insiders import Insiders, insiders
from fsb_lib.auditor.merged_facts import merged, under_names
from fsb_lib.auditor.publication import Publication, UnreadableError
from fsb_lib.auditor.release_attack import Attacked, as_facts, attack, told_before
from fsb_lib.auditor.self_test import SelfTest, self_test
from fsb_lib.auditor.together_or_apart import Together, hidden_again, together_or_apart
from fsb_lib.auditor.version_differences import version_differences
from fsb_lib.auditor.witness import Witnesses

Document = Mapping[str, Any]
_CONTRADICTION = Finding("contradiction", "all facts together")


def facts_document(publications: Sequence[Publication]) -> dict[str, Any]:
    """Everything that reports publish, in the form of docs/interface.md, section 5.

    Errors: UnreadableError.
    """
    told = {one.where: reading.read(one).told for one in publications}
    return facts_of(gathered(publications, told), definitions_of(publications))


def audit_release(
    publications: Sequence[Publication],
    earlier_facts: Sequence[Document],
    witnesses: Document | None,
    turned: Collection[str] = (),
) -> AuditResult:
    """The result for a release. `earlier_facts`: what was released before, oldest first; `turned`:
    days whose verdict a correction turns, as an analyst confirmed."""
    return audited_with_facts(publications, earlier_facts, witnesses, turned=turned)[0]


@dataclass(frozen=True)
class Objection:
    """A count or difference that is told too closely, and the counts that stand in sums with it:
    in how many each."""

    finding: Finding
    beside: Mapping[str, int]


def objections_to(
    publications: Sequence[Publication],
    earlier_facts: Sequence[Document],
    truth: Mapping[str, int],
    before: Mapping[str, int] = MappingProxyType({}),
) -> tuple[tuple[Objection, ...], dict[str, Any]]:
    """What the attack finds of tables that are not published yet, and their facts.

    `truth` are the values of hidden counts, `before` of those that earlier releases hide. Neither
    files nor witnesses are looked at: a release is audited in whole.
    """
    own = facts_of_values(publications)
    document = {**_of_truth(truth), "before": dict(before)}
    attacked = _attacked(earlier_facts, own, document, own["cells"])
    if attacked is None:
        return (Objection(_CONTRADICTION, {}),), own
    together = attacked.together
    told = told_before(together.earlier, attacked.outcome.unsafe)
    return tuple(
        Objection(one, _beside(together, one.cell, own["cells"]))
        for one, _ in attacked.outcome.unsafe
        if one.cell not in told
    ), own


def _of_truth(truth: Mapping[str, int]) -> Document:
    return {**witness.NOTHING, "truth": dict(truth)}


def facts_of_values(publications: Sequence[Publication]) -> dict[str, Any]:
    """What the tables tell, without a look at any other file."""
    return facts_of(gathered(publications, {}), definitions_of(publications))


def _beside(together: Together, cell: str, own: Mapping[str, int | None]) -> dict[str, int]:
    """The counts that stand in sums with a cell, or with those that do, as far out as the first
    that is new: what earlier releases showed cannot be hidden any more."""
    named = {under_names(name, together.renamed): name for name, n in own.items() if n is not None}
    told = together.earlier["cells"]
    new = {name: one for name, one in named.items() if told.get(name) is None}
    sums = [(one["total"], *one["parts"]) for one in together.facts["sums"]]
    in_sums = Counter(name for each in sums for name in each)
    ring = met = frozenset({cell})
    while ring and ring.isdisjoint(new):
        ring = frozenset(name for each in sums if not ring.isdisjoint(each) for name in each) - met
        met |= ring
    return {new[name]: in_sums[name] for name in sorted(ring & new.keys())}


def audited_with_facts(
    publications: Sequence[Publication],
    earlier_facts: Sequence[Document],
    witnesses: Document | None,
    truth: Mapping[str, int] = MappingProxyType({}),
    turned: Collection[str] = (),
) -> tuple[AuditResult, dict[str, Any]]:
    """The result, and the facts that the next release is audited with.

    Without witnesses `truth` may give values of hidden counts, so that a large one, and one that
    no hiding could leave wider, is told from a small one that is told too closely.
    """
    try:
        channels = {one.where: reading.read(one) for one in publications}
        found = gathered(publications, {where: one.told for where, one in channels.items()})
    except UnreadableError as why:
        return _nothing_known(publications, [Finding("unreadable", str(why))]), merged()
    own = facts_of(found, definitions_of(publications))
    findings = [*found.findings, *(each for one in channels.values() for each in one.findings)]
    findings += [*annex.of_nobody(publications), *case.findings(publications)]
    findings += version_differences(earlier_facts, own, turned)
    release = _Release(publications, tuple(earlier_facts), own, findings)
    return release.audited(witnesses, truth), own


@dataclass
class _Release:
    """A release with its own facts, and what is wrong with it so far."""

    publications: Sequence[Publication]
    earlier_facts: tuple[Document, ...]
    own: Document
    findings: list[Finding]

    def audited(self, document: Document | None, truth: Mapping[str, int]) -> AuditResult:
        try:
            attacked = _attacked(self.earlier_facts, self.own, document or _of_truth(truth))
        except (KeyError, TypeError, ValueError):
            return self._nothing_known(Finding("unreadable", witness.WHERE))
        if attacked is None:
            return self._nothing_known(_CONTRADICTION)
        together = attacked.together
        own = {under_names(name, together.renamed) for name in _printed(self.own)}
        own = {name for name in own if together.earlier["cells"].get(name) is None}  # else public
        witnesses = attacked.witnesses if document else None
        again = hidden_again(self.own, together.earlier)
        known = frozenset(under_names(name, together.renamed) for name in again)
        return self._result(attacked.outcome, together.earlier, own, witnesses, known)

    def _nothing_known(self, why: Finding) -> AuditResult:
        return _nothing_known(self.publications, [*self.findings, why])

    def _result(
        self,
        attacked: Attacked,
        earlier: Document,
        own: set[str],
        witnesses: Witnesses | None,
        again: frozenset[str],
    ) -> AuditResult:
        before = told_before(earlier, attacked.unsafe)
        self.findings += [each for each, _ in attacked.unsafe if each.cell not in before]
        self.findings += _small_shown(self.own, earlier)
        tried = _tried(attacked, own, before, witnesses, again)
        facts = attacked.parts.facts
        return AuditResult(
            threshold=facts.threshold,
            n_reports=len(self.publications),
            n_earlier_releases=len(self.earlier_facts),
            n_cells=len(facts.cells) - len(facts.unpublished),
            n_hidden=sum(one.cell in own for one in attacked.printed),
            n_hidden_earlier=sum(one.cell not in own for one in attacked.printed),
            n_differences=len(facts.unpublished),
            n_relations=len(facts.sums),
            tightest=attacked.tightest(before),
            n_witnesses=tried.n_witnesses,
            told_before=len(before),
            findings=tuple(dict.fromkeys([*self.findings, *tried.findings])),
            insiders=tried.insiders,
            self_test=tried.self_test,
        )


@dataclass(frozen=True)
class _AttackedFacts:
    """The facts that can all be true, and what the attack found."""

    together: Together
    witnesses: Witnesses
    outcome: Attacked


def _attacked(
    earlier: Sequence[Document],
    own: Document,
    document: Document,
    about: Collection[str] | None = None,
) -> _AttackedFacts | None:
    """None when not even the blocks apart can all be true; `about` are own cells, as of `attack`.

    Errors: KeyError, TypeError or ValueError for a witness document of another form.
    """
    for one in together_or_apart(earlier, own):
        told = frozenset(n for n, value in one.earlier["cells"].items() if value is not None)
        witnesses = witness.read(document, one.renamed)
        read = replace(as_facts(one.facts), told_before=told)
        if not one.is_last and not witness.is_true_of(witnesses, read):
            continue  # what is false between two deliveries is no fact of any
        with suppress(Contradiction):
            asked = about and [under_names(name, one.renamed) for name in about]
            values = {**witnesses.before, **witnesses.truth}
            return _AttackedFacts(one, witnesses, attack(read, values, asked))
    return None


def _printed(own: Document) -> Iterator[str]:
    latent = frozenset(own["unpublished"])
    cells: Mapping[str, int | None] = own["cells"]
    return (name for name, value in cells.items() if value is None and name not in latent)


@dataclass(frozen=True)
class _Tried:
    """What was tried with a witness document, if there is one."""

    findings: tuple[Finding, ...] = ()
    n_witnesses: int = 0
    insiders: Insiders = NO_INSIDERS
    self_test: SelfTest = NO_SELF_TEST


def _tried(
    attacked: Attacked,
    own: set[str],
    before: frozenset[str],
    witnesses: Witnesses | None,
    again: frozenset[str],
) -> _Tried:
    """`again` are hidden counts that were published just so: those of them that stand as they were
    released had their alternatives then."""
    if witnesses is None:
        return _Tried()
    parts = attacked.parts
    must_have = own - before - (again & witnesses.stands)
    checked = witness.check(witnesses, parts.facts, sorted(must_have))
    if checked.findings:
        return _Tried(checked.findings, checked.n_alternatives)
    truth = witness.completed(parts.facts, witnesses.truth)
    sets = [values for pair in checked.sides.values() for values in pair]
    return _Tried(
        (),
        checked.n_alternatives,
        insiders(parts, own, truth, sets),
        self_test(parts, own, witnesses, truth, sets),
    )


def _small_shown(own: Document, earlier: Document) -> Iterator[Finding]:
    """Small counts that are not even hidden; what was public before stays so."""
    for name, value in own["cells"].items():
        if (
            value is not None
            and 0 < value < own["threshold"]
            and earlier["cells"].get(name) != value
        ):
            yield Finding("small_shown", "tables", name)


def _nothing_known(publications: Sequence[Publication], findings: list[Finding]) -> AuditResult:
    threshold = 5
    return AuditResult(
        threshold, len(publications), 0, 0, 0, 0, 0, 0, None, 0, 0, tuple(dict.fromkeys(findings))
    )
