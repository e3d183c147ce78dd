"""Every relation is true of random cities, counted by an independent recount with nothing hidden.

A relation that is not always true would make the auditor trust a wrong attack, or refuse a good
release. A few cities in every run; with FSB_FUZZ=1 many.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from fsb_lib.audit.facts import Facts
from fsb_lib.auditor import relations as module
from fsb_lib.auditor.facts_document import definitions_of, facts_of, gathered
from fsb_lib.auditor.merged_facts import merged
from fsb_lib.auditor.witness import completed
from fsb_lib.base.package_data import load
from tests.auditor import cities
from tests.auditor.attacked import read

THOROUGH = "FSB_FUZZ" in os.environ
N_PERSONS = (40, 150, 400) if THOROUGH else (40, 120)
YEARS = ((2007, 2009, 2010, 2011), (2009, 2010, 2011, 2012), (2011, 2013, 2014), (2008, 2009, 2010))
SEEDS = range(80) if THOROUGH else range(8)


def documents(seed: int) -> Iterator[dict[str, Any]]:
    """The facts of each year, and of all years together. Rates of the recount are unrounded."""
    years = YEARS[seed % len(YEARS)]
    of_years = []
    for publications in cities.releases(seed, N_PERSONS[seed % len(N_PERSONS)], years):
        found = gathered(publications)
        assert found.findings == []
        found.rates = []
        of_years.append(facts_of(found, definitions_of(publications)))
    yield from of_years
    yield merged(*of_years)


def broken(facts: Facts) -> list[str]:
    """Sums that do not add up, and counts of fewer than nobody."""
    values = completed(facts, {})
    wrong = [
        one.total
        for one in facts.sums
        if {one.total, *one.parts} <= values.keys()
        and values[one.total] != sum(values[part] for part in one.parts)
    ]
    return wrong + [name for name in facts.unpublished if values.get(name, 0) < 0]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", SEEDS)
def test_all_relations_are_true(seed: int) -> None:
    for document in documents(seed):
        assert broken(read(document)) == []


def test_a_relation_that_is_not_true_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """All recipients of any benefit are not among those with a matched one."""
    entries = load("auditor/relations")
    wrong = {**entries, "parts": [*entries["parts"], ["focus@{day}", "any_benefit@{day}"]]}
    monkeypatch.setattr(module, "load", lambda _: wrong)
    assert any(broken(read(document)) for seed in range(2) for document in documents(seed))
