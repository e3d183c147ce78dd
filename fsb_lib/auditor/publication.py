"""One published report as an outsider has it: its files, and what they say it is about."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from fsb_lib.base.report_files import MANIFEST, METHOD, NOTEBOOK, RESULTS

NOTEBOOK_VALUES = "application/vnd.fsb.release+json"
DEFAULT_THRESHOLD = 5
BASELINE = 2007
EVERY_YEAR_FROM = 2009


class UnreadableError(Exception):
    """A file of a publication is not what its name says."""


@dataclass(frozen=True)
class Publication:
    """The files of outputs/<year>/<report>/ by their path in it, and those of the folders `method`
    and `case`, which the reports of a year share."""

    year: int
    report: str
    files: Mapping[str, bytes]
    annex: Mapping[str, bytes] = field(default_factory=dict)
    case: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def where(self) -> str:
        return f"{self.year}/{self.report}"

    @cached_property
    def results(self) -> Mapping[str, Any]:
        return _json(self.files, RESULTS, self.where)

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        return _json(self.files, MANIFEST, self.where)

    @cached_property
    def annex_manifest(self) -> Mapping[str, Any]:
        return _json(self.annex, MANIFEST, f"{self.year}/{METHOD}")

    @cached_property
    def notebook(self) -> Mapping[str, Any]:
        return _json(self.files, NOTEBOOK, self.where)

    @cached_property
    def notebook_values(self) -> Mapping[str, Any]:
        """The values that the executed notebook carries; empty when it carries none."""
        for cell in self.notebook.get("cells", ()):
            for output in cell.get("outputs", ()):
                if NOTEBOOK_VALUES in output.get("data", {}):
                    found: Mapping[str, Any] = output["data"][NOTEBOOK_VALUES]
                    return found
        return {}

    @cached_property
    def day(self) -> date:
        """The reference date."""
        return date.fromisoformat(self.results["reference_date"])

    @property
    def parameters(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.manifest.get("parameters", {})
        return found

    @property
    def threshold(self) -> int:
        """The smallest count of persons that is shown."""
        return int(self.parameters.get("disclosure_threshold", DEFAULT_THRESHOLD))

    @property
    def snapshot(self) -> str:
        fingerprint: str = self.manifest.get("snapshot", {}).get("fingerprint", "unknown")
        return fingerprint[:12]


def _json(files: Mapping[str, bytes], name: str, where: str) -> Mapping[str, Any]:
    """Errors: UnreadableError."""
    try:
        found = json.loads(files[name])
    except KeyError:
        raise UnreadableError(f"{where}/{name}: is missing") from None
    except (ValueError, RecursionError):
        raise UnreadableError(f"{where}/{name}: is not readable as JSON") from None
    if not isinstance(found, dict):
        raise UnreadableError(f"{where}/{name}: is no JSON object")
    return found


def days_of(publication: Publication) -> Mapping[str, str]:
    """What {D}, {C}, {Y}, {P}, {A} and {S} stand for in the names of a report's counts."""
    day, year = publication.day, publication.year
    earlier = [known for known in (BASELINE, *range(EVERY_YEAR_FROM, year)) if known < year]
    return {
        "D": day.isoformat(),
        "C": f"{year}-12-31",
        "Y": str(year),
        "P": f"{max(earlier)}-11-15" if earlier else "",
        "A": a_year_before(day).isoformat(),
        "S": publication.snapshot,
    }


def a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for a 29 February."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if is_leap_day else day.day)
