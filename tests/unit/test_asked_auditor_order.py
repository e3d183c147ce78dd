"""Which count is hidden for the auditor's sake: of the fewest sums, then first in the order."""

from types import SimpleNamespace

from fsb_lib.auditor.findings import Finding
from fsb_lib.auditor.release_audit import Objection
from fsb_lib.disclosure.published_facts import PublishedFacts
from fsb_lib.run.asked_auditor import _to_hide

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
