"""Metamorphic: what must not change an interval, and what may only widen it."""

from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit import attacker
from tests.audit.attacker import Document
from tests.audit.auditing import facts, ranges, rate, total

random_number = st.randoms(use_true_random=False)
quickly = settings(max_examples=40, deadline=None)

FACTS_OF = {
    "sums": ("total", "parts"),
    "rates": ("numerator", "denominator"),
    "differences": ("minuend", "subtrahend"),
}


def renamed(document: Document, names: dict[str, str]) -> Document:
    """The same document under other names."""

    def other(value: Any) -> Any:
        return [names[each] for each in value] if isinstance(value, list) else names[value]

    changed = document | {"cells": {names[n]: value for n, value in document["cells"].items()}}
    for kind, members in FACTS_OF.items():
        changed[kind] = [
            each | {member: other(each[member]) for member in members} for each in document[kind]
        ]
    return changed


@quickly
@given(random_number, st.data())
def test_names_do_not_matter(random: Random, data: st.DataObject) -> None:
    document = attacker.drawn(random)
    n_cells = len(document["cells"])
    drawn = data.draw(st.lists(st.text(), min_size=n_cells, max_size=n_cells, unique=True))
    names = dict(zip(document["cells"], drawn, strict=True))
    expected = {names[name]: found for name, found in ranges(document).items()}
    assert ranges(renamed(document, names)) == expected


@quickly
@given(random_number)
def test_order_does_not_matter(random: Random) -> None:
    document = attacker.drawn(random)
    shuffled = deepcopy(document)
    cells = list(document["cells"].items())
    random.shuffle(cells)
    shuffled["cells"] = dict(cells)
    for kind in FACTS_OF:
        random.shuffle(shuffled[kind])
    for each in shuffled["sums"]:
        random.shuffle(each["parts"])
    assert ranges(shuffled) == ranges(document)


@quickly
@given(random_number, random_number)
def test_an_unrelated_table_does_not_matter(random: Random, other_random: Random) -> None:
    one, other = attacker.drawn(random), attacker.drawn(other_random)
    other = renamed(other, {name: f"other {name}" for name in other["cells"]})
    other["zeros_shown"] = one["zeros_shown"] = one["zeros_shown"] and other["zeros_shown"]
    both = {**one, "cells": one["cells"] | other["cells"]}
    both |= {kind: one[kind] + other[kind] for kind in FACTS_OF}
    assert ranges(both) == ranges(one) | ranges(other)


@quickly
@given(random_number)
def test_a_report_split_in_two_tells_as_much(random: Random) -> None:
    """Each fact in one of two reports with cells of their own; readers know which are the same."""
    document = attacker.drawn(random)
    reports = {name: deepcopy(document) for name in ("first", "second")}
    for kind in FACTS_OF:
        at = random.randint(0, len(document[kind]))
        reports["first"][kind], reports["second"][kind] = document[kind][:at], document[kind][at:]
    split: Document = {**document, "cells": {}, "sums": [], "rates": [], "differences": []}
    for title, report in reports.items():
        own = renamed(report, {name: f"{title} {name}" for name in document["cells"]})
        split["cells"] |= own["cells"]
        for kind in FACTS_OF:
            split[kind] = split[kind] + own[kind]
    for name in document["cells"]:
        same = {"minuend": f"first {name}", "subtrahend": f"second {name}", "value": 0}
        split["differences"].append(same)
    together, apart = ranges(document), ranges(split)
    for name, found in together.items():
        assert apart[f"first {name}"] == apart[f"second {name}"] == found


@quickly
@given(random_number)
def test_a_fact_less_never_tells_more(random: Random) -> None:
    document = attacker.drawn(random)
    fewer = deepcopy(document)
    kind = random.choice([kind for kind in FACTS_OF if document[kind]])
    fewer[kind].pop(random.randrange(len(fewer[kind])))
    before, after = ranges(document), ranges(fewer)
    for name, (low, high) in after.items():
        assert low <= before[name][0]
        assert high is None or (before[name][1] or 0) <= high


def test_a_cell_in_no_fact_has_no_limit() -> None:
    assert ranges(facts({"a": None})) == {"a": (1, None)}
    assert ranges(facts({"a": None}, zeros_shown=False)) == {"a": (0, None)}


def test_a_part_named_twice_counts_twice() -> None:
    assert ranges(facts({"a": None, "t": 6}, sums=[total("t", "a", "a")])) == {"a": (3, 3)}


def test_a_total_among_its_parts_leaves_nothing_to_the_others() -> None:
    document = facts({"a": None, "t": None}, zeros_shown=False, sums=[total("t", "t", "a")])
    assert ranges(document) == {"a": (0, 0), "t": (0, None)}


def test_a_rate_says_that_there_is_a_base() -> None:
    document = facts({"n": 0, "d": None}, zeros_shown=False, rates=[rate("n", "d", 0, 0.005)])
    assert ranges(document) == {"d": (1, None)}


def test_a_rate_of_two_hidden_cells_excludes_small_ones() -> None:
    """60 % to the percent: 3 of 5 is the smallest, and nothing is the largest."""
    document = facts({"n": None, "d": None}, rates=[rate("n", "d", 0.6, 0.005)])
    assert ranges(document) == {"n": (3, None), "d": (5, None)}
