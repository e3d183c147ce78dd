"""The auditor's attack against an attacker without a solver, on every table of small totals."""

from random import Random
from typing import Any

import pytest

from fsb_lib.audit.attack import Attack
from fsb_lib.audit.constraints import Interval
from fsb_lib.audit.facts import Facts, KnownSum
from fsb_lib.audit.form import facts_from
from fsb_lib.audit.verdicts import audit
from fsb_lib.auditor.release_attack import Parts, attack
from tests.audit import attacker
from tests.audit.attacker import Document


def drawn(seed: int) -> Document:
    """A release in which some hidden atoms are printed nowhere, and so may be 0."""
    random = Random(f"auditor {seed}")
    document = attacker.drawn(random)
    hidden = [name for name, value in document["cells"].items() if value is None]
    document["unpublished"] = [name for name in hidden if random.random() < 0.4]
    return document


def agreeing(document: Document) -> list[dict[str, int]]:
    """Every table that a reader cannot exclude, with the floors of what is printed nowhere."""
    free = set(document["unpublished"])
    shown = {**document, "zeros_shown": False}
    return [
        values
        for values in attacker.tables(shown)
        if not document["zeros_shown"]
        or all(
            values[name] > 0
            for name, value in document["cells"].items()
            if value is None and name not in free
        )
    ]


def expected(document: Document) -> tuple[dict[str, tuple[int, int]], set[str]]:
    """The interval of each printed hidden cell; the differences that are proved to be small."""
    tables = agreeing(document)
    ranges = {
        name: (min(one[name] for one in tables), max(one[name] for one in tables))
        for name, value in document["cells"].items()
        if value is None
    }
    small = {
        name
        for name in document["unpublished"]
        if ranges[name][0] >= 1 and ranges[name][1] < document["threshold"]
    }
    printed = {name: each for name, each in ranges.items() if name not in document["unpublished"]}
    return printed, small


def found(document: Document) -> tuple[dict[str, tuple[int, int | None]], set[str]]:
    parts = Parts.of(facts_from(attacker.as_text(document), "facts"))
    outcomes = {name: parts.outcome(name).interval for name in parts.printed}
    small = {name for name in parts.differences if parts.small_difference(name)}
    return {name: (one.low, one.high) for name, one in outcomes.items() if one}, small


@pytest.mark.parametrize("start", range(0, 160, 40))
def test_every_interval_and_every_small_difference(start: int) -> None:
    for seed in range(start, start + 40):
        document = drawn(seed)
        if agreeing(document):
            assert found(document) == expected(document), document


def test_the_command_judges_unpublished_cells_alike() -> None:
    for seed in range(60):
        document = drawn(seed)
        if agreeing(document):
            small = expected(document)[1]
            findings = audit(facts_from(attacker.as_text(document), "facts"), "facts")
            told = {
                one.cell
                for one in findings
                if one.cell in document["unpublished"] and one.verdict != "safe"
            }
            assert told == small, document


FAULTS: dict[str, tuple[Any, str, Any]] = {
    "largest is not searched": (Attack, "largest", lambda attack, name: attack.high[name]),
    "smallest is not searched": (Attack, "smallest", lambda attack, name: attack.low[name]),
    "a cell printed nowhere is at least 1": (
        Parts,
        "small_difference",
        lambda parts, name: parts.bounds[name] == Interval(1, 1) or None,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_of_the_attack_is_seen(fault: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    documents = [one for one in map(drawn, range(60)) if agreeing(one)]
    assert any(found(one) != expected(one) for one in documents)


def told_of_the_rest(**told: frozenset[str]) -> list[str]:
    """Of 4 followed by an earlier release, 1 has gone: 3 stay, of whom nobody is in work."""
    facts = Facts(
        threshold=8,
        zeros_shown=True,
        cells={"all": 4, "gone": None, "stay": None, "in_work": 0, "stay - in_work": None},
        sums=(
            KnownSum("all", ("gone", "stay")),
            KnownSum("stay", ("in_work", "stay - in_work")),
        ),
        unpublished=frozenset({"stay - in_work"}),
        **told,
    )
    return [one.cell for one, _ in attack(facts, {"gone": 1, "stay": 3}).unsafe]


def test_a_difference_is_no_finding_where_no_hiding_could_widen_it() -> None:
    """What is left of `stay` without its zero is `stay` itself: 1 to 3, since 4 stands."""
    assert told_of_the_rest(told_before=frozenset({"all"})) == []
    assert "stay - in_work" in told_of_the_rest()
