"""Every relation of data/auditor/relations.yaml that holds among these counts, each as a sum.

part <= whole                 whole = part + (whole - part)
part <= whole, by condition   the same among those who fulfil it, and among the others
a <= b + c                    over = b + c,  over = a + slack
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fsb_lib.audit.facts import KnownSum
from fsb_lib.auditor.codes import Definitions, benefits_of, is_before_any_change, special_needs
from fsb_lib.auditor.naming import canonical
from fsb_lib.auditor.relation_variables import Variables
from fsb_lib.base.package_data import load

_FIELD = re.compile(r"\{(\+?)(\w+)\}")
SLACK = "slack: "
NOBODY = "nobody"


@dataclass(frozen=True)
class Relations:
    """The sums, and the counts that stand only in them."""

    sums: tuple[KnownSum, ...]
    unpublished: tuple[str, ...]


def relations(names: Collection[str], definitions: Definitions) -> Relations:
    """All relations of counts of these names; `definitions` are those that all of them were
    counted by, from one delivery: None where they are of several."""
    collected = _Collected(names)
    entries = load("auditor/relations")
    n_known = -1
    while n_known < len(collected.known):  # a count that one relation needs may stand in another
        n_known = len(collected.known)
        for kind, add in _KINDS.items():
            for entry in entries[kind]:
                add(collected, entry, definitions)
    published = set(names)
    return Relations(
        tuple(collected.sums), tuple(name for name in collected.known if name not in published)
    )


def is_judged(name: str) -> bool:
    """Whether a count that is printed nowhere is a group of people (or rows) at all."""
    return not name.startswith(SLACK) and name != NOBODY


class _Collected:
    """The relations found so far, and all counts that stand in any of them."""

    def __init__(self, names: Collection[str]) -> None:
        self.variables = Variables(names)
        self.known = dict.fromkeys(names)
        self.sums: dict[KnownSum, None] = {}

    def filled(self, templates: list[str]) -> Iterator[list[str]]:
        """The names of a relation, for every way to fill its variables."""
        fields = [found for text in templates for found in _FIELD.findall(text)]
        alone = {name for plus, name in fields if not plus}
        for bound in self.variables.bindings(alone | _behind({name for _, name in fields})):
            yield [name for text in templates for name in self._names(text, bound)]

    def _names(self, template: str, bound: Mapping[str, str]) -> Iterator[str]:
        summed = [name for plus, name in _FIELD.findall(template) if plus]
        for values in self._products(summed, bound):
            yield canonical(_filled(template, values))

    def _products(self, names: list[str], bound: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
        if not names:
            yield bound
            return
        for value in self.variables.values(names[0], bound):
            yield from self._products(names[1:], {**bound, names[0]: value})

    def n_known(self, names: Collection[str]) -> int:
        return sum(name in self.known for name in dict.fromkeys(names))

    def add(self, total: str, *parts: str) -> None:
        self.sums[KnownSum(total, parts)] = None
        self.known |= dict.fromkeys((total, *parts))


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: values[found[2]], template)


_DEPENDS = {"match": {"day"}, "notready": {"day"}, "before": {"year"}, "inyear": {"year"}}


def _behind(names: set[str]) -> set[str]:
    return {other for name in names for other in _DEPENDS.get(name, ())}


def _sums(collected: _Collected, entry: Any, _: object) -> None:
    templates, needs = (entry["sum"], entry["needs"]) if isinstance(entry, dict) else (entry, 2)
    for total, *parts in collected.filled(templates):
        if collected.n_known([total, *parts]) >= needs:
            collected.add(total, *parts)


def _parts(collected: _Collected, entry: Any, _: object) -> None:
    for whole, part in collected.filled(entry):
        if collected.n_known([whole, part]) == 2:
            collected.add(whole, part, rest(whole, part))


def rest(whole: str, part: str) -> str:
    """The name of those of the whole who are not of the part."""
    return f"{whole} - {part}"


def _nested(collected: _Collected, entry: Any, _: object) -> None:
    *pair, condition = entry
    for whole, part in collected.filled(pair):
        _nest(collected, whole, part, condition)


def _nest(collected: _Collected, whole: str, part: str, condition: str) -> None:
    if collected.n_known([whole, part]) < 2:
        return
    more = rest(whole, part)
    collected.add(whole, part, more)
    if collected.n_known([whole + condition, part + condition]):
        both = rest(whole + condition, part + condition)
        collected.add(whole + condition, part + condition, both)
        collected.add(more, both, f"{more} without {condition[1:]}")
        for name in (whole, part):
            collected.add(name, name + condition, rest(name, name + condition))


def _nested_by_benefits(collected: _Collected, entry: Any, definitions: Definitions) -> None:
    *pair, condition = entry
    for whole, part in collected.filled(pair):
        if _holds_benefits(whole, part, definitions):
            _nest(collected, whole, part, condition)


def _holds_benefits(whole: str, part: str, definitions: Definitions) -> bool:
    """Whether the benefits of one ruler hold all of the other's on the day of both (D11)."""
    day = date.fromisoformat(whole.split("@")[1])
    larger, smaller = (benefits_of(one.split("@")[0], day, definitions) for one in (whole, part))
    return larger is not None and smaller is not None and larger >= smaller


def _only_one_system(collected: _Collected, entry: Any, _: object) -> None:
    for names in collected.filled(entry.get("equal") or [entry["zero"]]):
        day = date.fromisoformat(names[0].split("@")[1][:10])
        if is_before_any_change(day) and collected.n_known(names) == len(names):
            collected.add(names[0], names[1] if len(names) > 1 else NOBODY)


def _at_most(collected: _Collected, entry: Any, _: object) -> None:
    is_reverse = isinstance(entry, dict)
    for names in collected.filled(entry["at_most"] if is_reverse else entry):
        _limit(collected, names, is_reverse)


def _limit(collected: _Collected, names: list[str], is_reverse: bool) -> None:
    """The first is at most the others together; reversed, at least."""
    first, *others = names
    if collected.n_known(names) < len(names):
        return
    told = f"{first} {'>=' if is_reverse else '<='} {' + '.join(others)}"
    if is_reverse:
        collected.add(first, *others, f"{SLACK}{told}")
    else:
        over = f"{SLACK}right of {told}"
        collected.add(over, *others)
        collected.add(over, first, f"{SLACK}{told}")


def _of_one_delivery(collected: _Collected, entry: Any, definitions: Definitions) -> None:
    if definitions is None:
        return
    for names in collected.filled(entry["at_most"]):
        if _CONDITIONS[entry["if"]](names, definitions):
            _limit(collected, names, entry.get("reverse", False))


def _special_needs_first(_names: list[str], definitions: Definitions) -> bool:
    """Whether a person of several target groups has special needs, by the priority of D1."""
    priority = (definitions or {}).get("target_group_priority", ())
    return {*priority[: len(special_needs())]} == {*special_needs()}


def _first_holds_benefits_of_second(names: list[str], definitions: Definitions) -> bool:
    return _holds_benefits(names[0], names[1], definitions)


def _always(_names: list[str], _definitions: Definitions) -> bool:
    return True


_CONDITIONS = {
    "always": _always,
    "special_needs_first": _special_needs_first,
    "first_holds_benefits_of_second": _first_holds_benefits_of_second,
}
_KINDS = {
    "sums": _sums,
    "parts": _parts,
    "nested": _nested,
    "nested_by_benefits": _nested_by_benefits,
    "only_one_system": _only_one_system,
    "at_most": _at_most,
    "of_one_delivery": _of_one_delivery,
}
