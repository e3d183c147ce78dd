"""All rules over one page: remarks in words, each with place and remedy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fsb_lib.base.errors import Problem
from fsb_lib.base.package_data import load
from fsb_lib.linter import (
    figures,
    language,
    links,
    numbers_told,
    offline,
    small_counts,
    structure,
    tables,
    tables_and_files,
    truth,
)
from fsb_lib.linter.rules import Rule, Subject, setting

FAMILIES = {
    "structure": structure.RULES,
    "language": language.RULES,
    "tables": tables.RULES,
    "figures": figures.RULES,
    "links": links.RULES,
    "file": offline.RULES,
    "release": (*numbers_told.RULES, *tables_and_files.RULES, *small_counts.RULES),
    "truth": truth.RULES,
}
RULES: tuple[Rule, ...] = tuple(rule for rules in FAMILIES.values() for rule in rules)


@dataclass(frozen=True)
class Remark:
    """One place where one rule is broken. `found` never quotes what must stay hidden."""

    rule: str
    file: str
    place: str
    found: str

    @property
    def what(self) -> str:
        return str(words_of_rule(self.rule)["broken"])

    @property
    def remedy(self) -> str:
        return str(words_of_rule(self.rule)["mend"])

    @property
    def problem(self) -> Problem:
        return Problem(
            f"{self.what} [{self.rule}]", f"{self.file}: {self.place}", found=self.found,
            remedy=self.remedy, kind=self.rule,
        )  # fmt: skip


def words_of_rule(name: str) -> Any:
    """What data/lint.yaml says of a rule: `dansk`, `broken`, `mend`."""
    return load("lint")["rules"][name]


def lint(subject: Subject, rules: Sequence[Rule] = RULES) -> tuple[Remark, ...]:
    """Every remark on a page, in the order of the rules; of one rule only the first few."""
    most = setting("most_findings")
    return tuple(
        Remark(rule.id, subject.page.name, subject.page.place(spot.element), spot.found)
        for rule in rules
        if rule.applies(subject)
        for spot in [*rule.check(subject)][:most]
    )


def problems(remarks: Iterable[Remark]) -> tuple[Problem, ...]:
    return tuple(remark.problem for remark in remarks)
