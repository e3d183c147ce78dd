"""The audit of a release: what its files tell together with everything released before."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fsb_lib.audit.attack import reachable
from fsb_lib.audit.constraints import Contradiction, Interval, Undecided
from fsb_lib.audit.facts import Facts
from fsb_lib.audit.form import facts_from
from fsb_lib.audit.verdicts import Verdict, verdict_on
from fsb_lib.auditor import witness
from fsb_lib.auditor.attacking import Outcome, Parts
from fsb_lib.auditor.certificate import Certificate, Tightest
from fsb_lib.auditor.channels import reading
from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.insiders import insiders
from fsb_lib.auditor.merging import merged, merged_apart, renamed_blocks, under_names
from fsb_lib.auditor.publication import Publication, UnreadableError
from fsb_lib.auditor.release_facts import facts_of, matched_benefits, released
from fsb_lib.auditor.self_test import self_test

Document = Mapping[str, Any]


def facts_document(publications: Sequence[Publication]) -> dict[str, Any]:
    """Everything that reports publish, in the form of docs/interface.md, section 5.

    Errors: UnreadableError.
    """
    told = {one.where: reading.read(one).told for one in publications}
    return facts_of(released(publications, told), matched_benefits(publications))


def audit_release(
    publications: Sequence[Publication],
    earlier_facts: Sequence[Document],
    witnesses: Document | None,
) -> Certificate:
    """The certificate of a release. `earlier_facts`: what was released before, oldest first."""
    return audited_with_facts(publications, earlier_facts, witnesses)[0]


def audited_with_facts(
    publications: Sequence[Publication],
    earlier_facts: Sequence[Document],
    witnesses: Document | None,
) -> tuple[Certificate, dict[str, Any]]:
    """The certificate, and the facts that the next release is audited with."""
    try:
        channels = {one.where: reading.read(one) for one in publications}
        found = released(publications, {where: one.told for where, one in channels.items()})
    except UnreadableError as why:
        return _nothing_known(publications, [Finding("unreadable", str(why))]), merged()
    own = facts_of(found, matched_benefits(publications))
    findings = [*found.findings, *(each for one in channels.values() for each in one.findings)]
    release = _Release(publications, tuple(earlier_facts), own, findings)
    return release.audited(witnesses), own


@dataclass
class _Release:
    """A release with its own facts, and what is wrong with it so far."""

    publications: Sequence[Publication]
    earlier_facts: tuple[Document, ...]
    own: Document
    findings: list[Finding]

    def audited(self, document: Document | None) -> Certificate:
        earlier = merged(*self.earlier_facts)
        renamed: Mapping[str, str] = renamed_blocks(earlier, self.own)
        try:
            parts = Parts.of(_read(merged(earlier, self.own)))
        except Contradiction:
            everything = merged_apart(earlier, self.own)
            renamed = _all_apart(earlier, self.own)
            try:
                parts = Parts.of(_read(everything))
            except Contradiction:
                return self._contradictory()
        return self._judged(parts, earlier, renamed, document)

    def _judged(
        self, parts: Parts, earlier: Document, renamed: Mapping[str, str], document: Document | None
    ) -> Certificate:
        witnesses = _witnesses(document, renamed)
        truth = witness.completed(parts.facts, witnesses.truth)
        own = {under_names(name, renamed) for name in self._printed()}
        try:
            printed = [parts.outcome(name) for name in parts.printed]
            unsafe = [*_unsafe(parts.facts, printed, witnesses.truth), *_differences(parts)]
        except Contradiction:
            return self._contradictory()
        told_before = _told_before(earlier, unsafe)
        self.findings += [each for each, _ in unsafe if each.cell not in told_before]
        self.findings += _small_shown(self.own, earlier)
        must_have = sorted(own - told_before)
        checked = witness.check(witnesses, parts.facts, must_have) if document else None
        if checked:
            self.findings += checked.findings
        can_test = checked is not None and not checked.findings
        sides = checked.sides if checked else {}
        return Certificate(
            threshold=parts.facts.threshold,
            n_reports=len(self.publications),
            n_earlier_releases=len(self.earlier_facts),
            n_cells=len(parts.facts.cells) - len(parts.facts.unpublished),
            n_hidden=sum(one.cell in own for one in printed),
            n_hidden_earlier=sum(one.cell not in own for one in printed),
            n_differences=len(parts.facts.unpublished),
            n_relations=len(parts.facts.sums),
            tightest=_tightest(printed, told_before),
            n_witnesses=checked.n_alternatives if checked else 0,
            told_before=len(told_before),
            findings=tuple(dict.fromkeys(self.findings)),
            **_trials(parts, own, witnesses, sides, truth) if can_test else {},
        )

    def _printed(self) -> Iterator[str]:
        latent = frozenset(self.own["unpublished"])
        cells: Mapping[str, int | None] = self.own["cells"]
        return (name for name, value in cells.items() if value is None and name not in latent)

    def _contradictory(self) -> Certificate:
        found = [*self.findings, Finding("contradiction", "all facts together")]
        return _nothing_known(self.publications, found)


def _read(document: Document) -> Facts:
    return facts_from(json.dumps(document), "facts")


def _all_apart(earlier: Document, own: Document) -> Mapping[str, str]:
    """The names that `merged_apart` gives to the blocks that both have."""
    before = {name.partition("/")[0] for name in earlier["cells"]}
    apart = merged_apart(earlier, own)["cells"]
    heads = {name.partition("/")[0] for name in apart if "#" in name} - before
    return {head.partition("#")[0]: head for head in heads if " " not in head}


def _witnesses(document: Document | None, renamed: Mapping[str, str]) -> witness.Witnesses:
    empty = {"threshold": 0, "truth": {}, "alternatives": []}
    return witness.read(document or empty, renamed)


Unsafe = list[tuple[Finding, Interval | None]]


def _unsafe(facts: Facts, outcomes: Sequence[Outcome], truth: Mapping[str, int]) -> Unsafe:
    """Printed cells that are told too closely, with what is told."""
    found: Unsafe = []
    for one in outcomes:
        if one.interval is None:
            found.append((Finding("undecided", "attack", one.cell), None))
            continue
        verdict = verdict_on(facts, one.cell, one.interval)
        if verdict is Verdict.SAFE or _is_large(facts, one, verdict, truth):
            continue
        if one.cell in truth and _is_as_wide_as_can_be(facts, one.cell, one.interval):
            continue
        found.append((Finding(verdict.value, "attack", one.cell), one.interval))
    return found


def _is_large(facts: Facts, one: Outcome, verdict: Verdict, truth: Mapping[str, int]) -> bool:
    """No small count: it is hidden for the sake of others, and only its value may not be told."""
    return verdict is Verdict.NARROW and truth.get(one.cell, 0) >= facts.threshold


def _is_as_wide_as_can_be(facts: Facts, cell: str, interval: Interval) -> bool:
    """The guarantee of docs/interface.md: no hiding could leave a wider interval."""
    try:
        most = reachable(facts, [cell])[cell]
    except (Contradiction, Undecided):
        return False
    largest = facts.threshold if most.high is None else min(facts.threshold, most.high)
    return interval.low <= max(facts.floor_of(cell), most.low) and (
        interval.high is None or interval.high >= largest
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


def _differences(parts: Parts) -> Unsafe:
    found: Unsafe = []
    for name in parts.differences:
        one = parts.small_difference(name)
        if one is not None:
            kind = "small_difference" if one.interval else "undecided"
            found.append((Finding(kind, "attack", name), one.interval))
    return found


def _told_before(earlier: Document, unsafe: Unsafe) -> frozenset[str]:
    """Cells of which the earlier releases alone tell as much: nothing new is given away."""
    names = [one.cell for one, _ in unsafe if one.cell in earlier["cells"]]
    if not names:
        return frozenset()
    try:
        before = Parts.of(_read(earlier))
        told = {name: before.outcome(name).interval for name in names}
    except Contradiction:
        return frozenset()
    return frozenset(one.cell for one, now in unsafe if now and told.get(one.cell) == now)


def _tightest(outcomes: Sequence[Outcome], told_before: frozenset[str]) -> Tightest | None:
    sizes = [
        Tightest(one.interval.high - one.interval.low + 1, one.cell.partition("@")[0])
        for one in outcomes
        if one.interval and one.interval.high is not None and one.cell not in told_before
    ]
    return min(sizes, key=lambda each: each.n_values, default=None)


def _trials(
    parts: Parts,
    own: set[str],
    witnesses: witness.Witnesses,
    sides: Mapping[str, tuple[witness.Values, witness.Values]],
    truth: witness.Values,
) -> dict[str, Any]:
    others = [values for pair in sides.values() for values in pair]
    return {
        "insiders": insiders(parts, own, truth, others),
        "self_test": self_test(parts, own, witnesses, truth, others),
    }


def _nothing_known(publications: Sequence[Publication], findings: list[Finding]) -> Certificate:
    threshold = 5
    return Certificate(
        threshold, len(publications), 0, 0, 0, 0, 0, 0, None, 0, 0, tuple(dict.fromkeys(findings))
    )
