"""What the rules of texts say of a city's notes, and what is known and not mended yet."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.linter.lint_page import FAMILIES, lint
from fsb_lib.linter.parsed_page import Page
from fsb_lib.linter.rules import Subject
from tests.gallery.crowds import City
from tests.gallery.notes import protected_singly, texts

# Rules that want no frame, no drawing and no file beside the page.
OF_TEXTS = {rule.id for family in ("language", "tables", "truth") for rule in FAMILIES[family]}
OF_TEXTS |= {"numbers-computed", "small-counts", "small-cells", "bold-heading", "references"}
NOT_YET = Path(__file__).with_name("not_yet.yaml")


@dataclass(frozen=True)
class Fault:
    """One remark on a note, its numbers taken out so that alike ones are one."""

    rule: str
    report: str
    found: str
    place: str

    @property
    def kind(self) -> tuple[str, str, str]:
        return self.rule, self.report, re.sub(r"\d[\d.,]*", "#", self.found)


def judged(city: City, protected: ProtectedReport, page: Page) -> Iterator[Fault]:
    """What the rules of texts say of a page."""
    subject = Subject(page, protected)
    place = f"{city.name} {protected.year}"
    for remark in lint(subject):
        if remark.rule in OF_TEXTS:
            yield Fault(remark.rule, protected.report, remark.found, place)


def faults(city: City) -> Iterator[Fault]:
    """What the rules say of the texts of all notes of a city."""
    for protected in protected_singly(city):
        yield from judged(city, protected, texts(protected))


def known() -> set[tuple[str, str, str]]:
    """Kinds of faults that were found and wait for their sentence."""
    listed = yaml.safe_load(NOT_YET.read_text(encoding="utf-8")) or []
    return {(one["rule"], one["report"], one["found"]) for one in listed}


def new(found: Iterable[Fault]) -> list[Fault]:
    """Those that nobody has listed."""
    waiting = known()
    return [fault for fault in found if fault.kind not in waiting]
