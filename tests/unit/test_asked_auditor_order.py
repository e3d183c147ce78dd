"""Which count is hidden for the auditor's sake: of the fewest sums, then first in the order."""

from types import SimpleNamespace

from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.merged_facts import Facts
from fsb_lib.auditor.release_audit import Objection, _beside
from fsb_lib.auditor.together_or_apart import Together
from fsb_lib.disclosure.count_names import Place, PrintedCount
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.run.asked_auditor import _to_hide
from fsb_lib.run.protect_years import objections_told

OBJECTION = Objection(Finding("narrow", "x"), {"a": 1, "b": 1, "c": 3, "nobody": 1, "hidden": 1})
PROTECTED = SimpleNamespace(
    published=PublishedFacts({"a": 90, "b": 7, "c": 12, "nobody": 0}, frozenset({"hidden"}))
)


def test_the_secret_order_decides_between_counts_of_equally_few_sums() -> None:
    places = {"a": 0.2, "b": 0.7, "c": 0.1, "nobody": 0.0, "hidden": 0.0}
    assert _to_hide(OBJECTION, PROTECTED, places.__getitem__) == "a"
    assert _to_hide(OBJECTION, PROTECTED, {**places, "b": 0.15}.__getitem__) == "b"


def test_nothing_is_hidden_where_nothing_beside_it_is_shown() -> None:
    alone = Objection(Finding("narrow", "x"), {"nobody": 1, "hidden": 1})
    assert _to_hide(alone, PROTECTED, lambda _: 0.5) is None


def facts(cells: dict[str, int | None], *sums: tuple[str, ...]) -> Facts:
    return {
        "threshold": 5,
        "zeros_shown": True,
        "cells": cells,
        "sums": [{"total": whole, "parts": list(parts)} for whole, *parts in sums],
        "rates": [],
        "differences": [],
        "unpublished": [],
    }


def test_what_was_shown_before_is_not_hidden_but_the_next_that_is_new() -> None:
    """all = men + women and women = old + young, of which last year's note showed `all` and `men`:
    hiding them again protects nobody."""
    earlier = facts({"all": 30, "men": 27, "women": None})
    own = {"all": 30, "men": 27, "old": 2, "young": 9, "city": 90}
    together = facts(
        {**own, "women": None}, ("all", "men", "women"), ("women", "old", "young"),
        ("city", "young"),
    )  # fmt: skip
    found = Together(together, {}, earlier)
    assert _beside(found, "women", own) == {"old": 1, "young": 2}
    assert _beside(found, "all", {"all": 30, "city": 90}) == {"city": 1}
    assert _beside(found, "women", {"all": 30, "men": 27}) == {}


def test_an_objection_names_the_tables_that_print_its_counts() -> None:
    def printed(table: str, name: str) -> PrintedCount:
        return PrintedCount(Place(table, ("i_alt",), "persons"), name, 9)

    answer = SimpleNamespace(printed=(printed("a_table", "f@1/x"), printed("another", "f@1")))
    objections = [
        Objection(Finding("narrow", "attack", "f@1#2 - f@1#2/x"), {}),
        Objection(Finding("narrow", "attack", "f@0"), {}),
    ]
    told = list(objections_told(objections, [answer]))
    assert told[0].endswith("(f@1#2 - f@1#2/x); printed in: another, a_table")
    assert told[1].endswith("(f@0); printed in: earlier notes alone")
