"""What the variables of data/auditor/relations.yaml run over, read from the names themselves.

focus@2009-11-15/handicappede   day: 2009-11-15
moves@2007-11-15..2009-11-15/…  span: 2007-11-15..2009-11-15
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from fsb_lib.auditor.codes import (
    lowest_match_group,
    match_columns,
    not_job_ready,
    special_needs,
    target_groups,
)
from fsb_lib.auditor.publication import a_year_before
from fsb_lib.base.package_data import load

STRATEGY_YEAR = 2009
_BASES = ("focus", "focus_during")
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_YEAR = re.compile(r"\d{4}$")

Bound = Mapping[str, str]


class Variables:
    """The days, years, registers and schemes that published counts are about."""

    def __init__(self, names: Collection[str]) -> None:
        self._heads = sorted(
            {tuple(name.split("/")[0].split("@")) for name in names if "@" in name}
        )
        self._names = names
        self._lists = {**self._days_and_years(), **self._others()}
        for name, values in load("auditor/relations")["values"].items():
            self._lists[name] = lambda _, values=values: values
        self._order = {name: place for place, name in enumerate(self._lists)}

    def _days_and_years(self) -> dict[str, Any]:
        return {
            "day": lambda _: self._days,
            "refday": lambda _: self._when("linkage"),
            "year": self._years,
            "before": lambda bound: _before(bound["year"]),
            "inyear": lambda bound: [d for d in self._days if d.startswith(bound["year"])],
            "span": lambda _: self._when("moves"),
            "yearspan": lambda _: [s for s in self._when("moves") if _is_a_year(s)],
            "then": lambda bound: [_ends(bound)[0]],
            "now": lambda bound: [_ends(bound)[1]],
            "ago": lambda bound: [a_year_before(_day(bound["day"])).isoformat()],
            "long_ago": lambda bound: [
                a_year_before(a_year_before(_day(bound["day"]))).isoformat()
            ],
            "last_year": lambda bound: [str(int(bound["day"][:4]) - 1)],
        }

    def _others(self) -> dict[str, Any]:
        return {
            "base": lambda _: [b for kind in _BASES for b in self._blocks(kind)],
            "snapshot": lambda _: self._when("rows"),
            "table": self._registers,
            "one_number": lambda bound: [t for t in self._registers(bound) if t != "cpr_skift"],
            "scheme": lambda bound: self._second(f"scheme@{bound['day']}"),
            "special": lambda _: special_needs(),
            "group": lambda _: target_groups(),
            "match": lambda bound: match_columns(_day(bound["day"])),
            "notready": lambda bound: not_job_ready(_day(bound["day"])),
            "lowest": lambda bound: lowest_match_group(_day(bound["day"])),
        }

    def values(self, name: str, bound: Bound) -> Collection[str]:
        found: Collection[str] = self._lists[name](bound)
        return found

    def bindings(self, names: Collection[str]) -> Iterator[dict[str, str]]:
        """Every way to fill these variables, a variable after those it depends on."""
        yield from self._bound({}, sorted(names, key=self._order.__getitem__))

    def _bound(self, so_far: dict[str, str], left: list[str]) -> Iterator[dict[str, str]]:
        if not left:
            yield so_far
            return
        for value in self.values(left[0], so_far):
            yield from self._bound({**so_far, left[0]: value}, left[1:])

    @cached_property
    def _days(self) -> list[str]:
        return sorted({head[1] for head in self._heads if _DAY.match(head[1])})

    def _years(self, bound: Bound) -> list[str]:
        if "refday" in bound:
            return [bound["refday"][:4]]
        return sorted({head[1] for head in self._heads if _YEAR.match(head[1])})

    def _when(self, population: str) -> list[str]:
        return [head[1] for head in self._heads if head[0] == population]

    def _blocks(self, population: str) -> list[str]:
        return [f"{population}@{when}" for when in self._when(population)]

    def _registers(self, bound: Bound) -> list[str]:
        return self._second(f"rows@{bound['snapshot']}")

    def _second(self, head: str) -> list[str]:
        """The first parts of the names of a population on a day."""
        parts = (name.split("/")[1] for name in self._names if name.startswith(f"{head}/"))
        return sorted(set(parts))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _before(year: str) -> list[str]:
    return [str(int(year) - 1)] if int(year) > STRATEGY_YEAR else []


def _ends(bound: Bound) -> tuple[str, str]:
    then, now = (bound.get("span") or bound["yearspan"]).split("..")
    return then, now


def _is_a_year(span: str) -> bool:
    then, now = span.split("..")
    return a_year_before(_day(now)).isoformat() == then
