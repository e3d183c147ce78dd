"""What a rule is, and what all rules of one page are given."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import INTERNAL, ProtectedReport
from fsb_lib.linter.drawing import Drawing
from fsb_lib.linter.parsed_page import Page, Spot, attribute


@dataclass(frozen=True)
class Subject:
    """A page with what lies beside it.

    `protected` holds the tables that it may show, None when it is not there. `files` are the
    files of its folder by name; `names` are all names that a link may lead to; `notes` the
    reports that a portal lists, by year and name.
    """

    page: Page
    protected: ProtectedReport | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    names: frozenset[str] | None = None
    notes: Mapping[str, ProtectedReport] = field(default_factory=dict)

    @cached_property
    def drawings(self) -> tuple[Drawing, ...]:
        """The drawings that say something; a shape beside a verdict says nothing by itself."""
        found = self.page.named("svg")
        return tuple(Drawing(svg) for svg in found if attribute(svg, "aria-hidden") != "true")

    @property
    def values(self) -> ProtectedReport:
        """The protected report; for rules that are asked only when there is one."""
        if self.protected is None:
            raise ValueError("a rule of protected tables needs some")
        return self.protected

    @property
    def hides(self) -> bool:
        """Whether small counts must not be seen: a report for anybody but the inner circle."""
        return self.protected is not None and self.protected.audience != INTERNAL


Check = Callable[[Subject], Iterable[Spot]]


@dataclass(frozen=True)
class Rule:
    """One promise of a page. Its words stand in data/lint.yaml under its id."""

    id: str
    check: Check
    of_reports: bool = False
    of_protected: bool = False

    def applies(self, subject: Subject) -> bool:
        if self.of_reports and not subject.page.is_report:
            return False
        return not self.of_protected or subject.protected is not None


def rule(name: str) -> Callable[[Check], Rule]:
    """A rule of every page."""
    return lambda check: Rule(name, check)


def report_rule(name: str) -> Callable[[Check], Rule]:
    """A rule of reports and reviews, not of the small pages around them."""
    return lambda check: Rule(name, check, of_reports=True)


def protected_rule(name: str) -> Callable[[Check], Rule]:
    """A rule that compares a page with the protected tables of its report."""
    return lambda check: Rule(name, check, of_reports=True, of_protected=True)


def setting(name: str) -> Any:
    """One setting of data/lint.yaml."""
    return load("lint")["settings"][name]
