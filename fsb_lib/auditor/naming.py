"""Which count each published cell is, read from data/auditor/names.yaml.

focus_population[on_reference_date].persons  ->  Count("focus@2009-11-15")
target_status[2009].rate                     ->  Share("…/activated", "focus@2009-11-15")
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fsb_lib.auditor.codes import TOTALS, not_job_ready, special_needs
from fsb_lib.auditor.publication import Publication, days_of
from fsb_lib.auditor.published_tables import PublishedCell, PublishedTable
from fsb_lib.base.package_data import load

_FIELD = re.compile(r"\{([^{}]+)\}")
_MATCHED = re.compile(r"shared@(\d{4}-\d\d-\d\d)/(\w+)/match:(\w+)$")


@dataclass(frozen=True)
class Count:
    """A cell that is a count by itself."""

    name: str


@dataclass(frozen=True)
class Share:
    """A cell that is one count divided by another."""

    numerator: str
    denominator: str


@dataclass(frozen=True)
class Derived:
    """A cell that is computed from counts, and tells of them."""

    rests_on: tuple[str, ...]


@dataclass(frozen=True)
class OfTable:
    """A cell that is computed from all counts of its table."""


@dataclass(frozen=True)
class Public:
    """A figure of the strategy or of another publication."""


Meaning = Count | Share | Derived | OfTable | Public
Words = Mapping[str, str]


class UnknownCellError(Exception):
    """A published cell that no name is known for: what it tells cannot be judged."""


class Namer:
    """The meanings of the cells of one report."""

    def __init__(self, publication: Publication) -> None:
        self._days = days_of(publication)
        self._words = {**self._days, **_populations(publication, self._days)}

    def meaning(self, table: PublishedTable, cell: PublishedCell) -> Meaning:
        """Errors: UnknownCellError."""
        codes = dict(zip(table.keys, cell.place.codes, strict=True))
        case = _case(table.id, codes)
        if case is None or cell.place.measure not in case:
            raise UnknownCellError(str(cell.place))
        return self._meant(case[cell.place.measure], case, {**self._words, **self._of_row(codes)})

    def _meant(self, entry: Any, case: Mapping[str, Any], words: Words) -> Meaning:
        if entry == "public":
            return Public()
        if isinstance(entry, str):
            return Count(filled(entry, words))
        if "rate" in entry:
            return Share(*(self._named(one, case, words) for one in entry["rate"]))
        if entry["rests_on"] == "table":
            return OfTable()
        return Derived(tuple(self._named(one, case, words) for one in entry["rests_on"]))

    def _named(self, one: str, case: Mapping[str, Any], words: Words) -> str:
        return filled(str(case.get(one, one)), words)

    def _of_row(self, codes: Words) -> Words:
        measurement = codes.get("measurement", "")
        is_own = measurement == self._days["Y"]
        return {**codes, "E": self._days["D"] if is_own else f"{measurement}-11-15"}


def filled(template: str, words: Words) -> str:
    """A name from its template; the same count under another name gets the one it has."""
    return canonical(_FIELD.sub(lambda found: _field(found[1], words), template))


def _field(field: str, words: Words) -> str:
    if not field.startswith("/"):
        return words[field]
    prefix, _, key = field[1:].rpartition(":")
    code = words[key]
    if code in TOTALS:
        return ""
    return f"/{prefix}:{code}" if prefix else f"/{code}"


def canonical(name: str) -> str:
    """Shared citizens of special needs with a code that is not job-ready are in focus."""
    found = _MATCHED.match(name)
    if found and found[2] in special_needs() and found[3] in not_job_ready(_day(found[1])):
        return f"focus@{found[1]}/{found[2]}/match:{found[3]}"
    return name


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _case(table: str, codes: Words) -> Mapping[str, Any] | None:
    for case in load("auditor/names").get(table, ()):
        if all(codes.get(key) == code for key, code in case.get("at", {}).items()):
            found: Mapping[str, Any] = case
            return found
    return None


def _populations(publication: Publication, days: Words) -> Words:
    """What a report's profile and headline are about, by its parameters."""
    whole_year = publication.parameters.get("profile_basis") == "during_period"
    population, when = ("focus_during", days["Y"]) if whole_year else ("focus", days["D"])
    basis = f"{population}@{when}"
    ages = publication.parameters.get("population", {}).get("ages", "all")
    counted = f"offers_until@{days['Y']}" if publication.report == "plan_coverage" else basis
    head, _, tail = counted.partition("@")
    return {
        "basis": basis,
        "compared": basis if ages == "all" else f"{basis}/{ages}",
        "headline": counted,
        "headline_and_unlinkable": f"{head}_and_unlinkable@{tail}",
    }
