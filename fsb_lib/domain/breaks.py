"""Days from which a figure is made another way: one value for mark, footnote and sentence.

    26-04-2010   tre matchgrupper i stedet for fem
       |-- mark       at a dotted line in the trend figure
       |-- footnote   below every table that speaks of days on both sides of it
       |-- sentence   in the text on what the measurements may be compared with

What is a break, and which measures it concerns, is data (data/breaks.yaml).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from fsb_lib.base.package_data import load
from fsb_lib.domain import danish

TEXTS = ("mark", "footnote", "sentence")


@dataclass(frozen=True)
class Break:
    """A dated break. Figures of `measures` before `day` are not quite those from it on.

    `name` says what changed; `source` is the document, or the decision of docs/definitions.md,
    that bears it out, and `source_wording` its words.
    """

    id: str
    day: date
    name: str
    mark: str
    footnote: str
    sentence: str
    measures: tuple[str, ...]
    source: str
    source_wording: str

    def lies_between(self, first: date, last: date) -> bool:
        """Whether a figure of the first day was made another way than one of the last."""
        return first < self.day <= last


@cache
def known_breaks() -> tuple[Break, ...]:
    """All breaks in order of day."""
    found = (_break(name, entry) for name, entry in load("breaks").items())
    return tuple(sorted(found, key=lambda known: known.day))


def breaks_between(measure: str, first: date, last: date) -> tuple[Break, ...]:
    """The breaks of a measure after `first`, up to `last`, in order of day."""
    return tuple(
        known
        for known in known_breaks()
        if measure in known.measures and known.lies_between(first, last)
    )


def _break(name: str, entry: Mapping[str, Any]) -> Break:
    source, words = entry["source"], {"day": danish.long_date(entry["day"])}
    texts = {part: entry[part].replace("{day}", words["day"]) for part in TEXTS}
    return Break(
        id=name,
        day=entry["day"],
        name=entry["name"],
        measures=tuple(entry["measures"]),
        source=source.get("document") or source["decision"],
        source_wording=source["wording"],
        **texts,
    )
