"""Sentences that are true only sometimes: `conditions` of data/lint.yaml says of each when.

says, because   a pattern, and why it may not stand
report          whose sentence it is; left out: every report's
from, until     the days of the law or the strategy
when            never, target, earlier or real
somebody        cells of which one is not 0, hidden ones included
differ          cells that are not all the same
same            a table and measure that is the same for all lines of each measurement
unless_beside   words that make it true where they follow it
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fsb_lib.disclosure.protected import Cell, ProtectedReport, Status
from fsb_lib.linter.parsed_page import Spot, TextKind, words_of
from fsb_lib.linter.rules import Subject, protected_rule, setting
from fsb_lib.linter.truth.said import column, sentences, tables

_KINDS = (TextKind.PROSE, TextKind.HEADING, TextKind.CELL)
_TARGETS = (("target_status", "target"), ("plan_offers", "target_cumulative"))


@protected_rule("said-when-true")
def said_when_true(subject: Subject) -> Iterator[Spot]:
    """No sentence stands where its condition does not hold."""
    listed = [one for one in setting("conditions") if not _holds(one, subject.values)]
    for sentence in sentences(subject, *_KINDS):
        for one in listed:
            match = re.search(one["says"], sentence.words)
            made_true = one.get("unless_beside", "")
            if match and not (made_true and made_true in words_of(sentence.element)):
                yield Spot(sentence.element, f"“{match[0]}”: {one['because']}")


def _holds(one: Mapping[str, Any], protected: ProtectedReport) -> bool:
    if one.get("report", protected.report) != protected.report:
        return True
    day, first, last = protected.reference_date, one.get("from"), one.get("until")
    if (first and day < first) or (last and day > last):
        return False
    return all(check(protected, one[name]) for name, check in _CHECKS.items() if name in one)


def _when(protected: ProtectedReport, name: str) -> bool:
    return _OF_REPORTS[name](protected)


def _has_earlier(protected: ProtectedReport) -> bool:
    return any(True for _ in tables(protected, "activation_change"))


def _has_target(protected: ProtectedReport) -> bool:
    """A target of the report's own year."""
    found = [
        cell for table, measure in _TARGETS
        for cell in _cells(protected, [table, measure, str(protected.year)])
    ]  # fmt: skip
    return any(cell.status is not Status.NOT_AVAILABLE for cell in found)


def _cells(protected: ProtectedReport, named: list[str]) -> Iterator[Cell]:
    """The cell of a table, measure and codes; of `now` the report's own year."""
    name, measure, *codes = named
    wanted = tuple(str(protected.year) if code == "now" else code for code in codes)
    for table in tables(protected, name):
        place = column(table, measure)
        if place is not None:
            yield from (row.cells[place] for row in table.rows if row.keys == wanted)


def _somebody(protected: ProtectedReport, named: list[list[str]]) -> bool:
    found = [cell for one in named for cell in _cells(protected, one)]
    return not found or any(cell.value != 0 for cell in found)


def _differ(protected: ProtectedReport, named: list[list[str]]) -> bool:
    found = {cell.value for one in named for cell in _cells(protected, one)}
    return len(found) != 1 or None in found


def _same(protected: ProtectedReport, named: list[str]) -> bool:
    name, measure = named
    found: dict[str, set[object]] = {}
    for table in tables(protected, name):
        for row in table.rows:
            found.setdefault(row.keys[0], set()).add(row.cells[column(table, measure) or 0].value)
    return all(len(values) == 1 for values in found.values())


_OF_REPORTS: Mapping[str, Callable[[ProtectedReport], bool]] = {
    "never": lambda _: False,
    "target": _has_target,
    "earlier": _has_earlier,
    "real": lambda protected: not protected.synthetic,
}
_CHECKS: Mapping[str, Callable[[ProtectedReport, Any], bool]] = {
    "when": _when,
    "somebody": _somebody,
    "differ": _differ,
    "same": _same,
}
RULES = (said_when_true,)
