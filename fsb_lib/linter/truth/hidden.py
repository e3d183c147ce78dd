"""Rules of hidden values: a small mark in the tile, and their place in the lead."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from bs4 import Tag

from fsb_lib.disclosure.protected import Cell, ProtectedReport, Status
from fsb_lib.linter.parsed_page import Spot, words_of
from fsb_lib.linter.rules import Subject, protected_rule, report_rule, setting
from fsb_lib.linter.truth.said import column, tables


@report_rule("tile-fits")
def tile_fits(subject: Subject) -> Iterator[Spot]:
    """A tile's value is a number, a mark or one short word: longer ones leave the tile."""
    for found in subject.page.classed("fsb-value"):
        words = _seen(found)
        if len(words) > setting("longest_value"):
            yield Spot(found, f"{len(words)} signs in the size of a number")


def _seen(element: Tag) -> str:
    """What is for the eye, without what is for the ear."""
    seen = copy.copy(element)
    for spoken in seen.find_all(class_="fsb-spoken"):
        spoken.decompose()
    return words_of(seen)


@protected_rule("hidden-told")
def hidden_told(subject: Subject) -> Iterator[Spot]:
    """A lead that lists shares says of hidden ones that they are not shown."""
    for lead in subject.page.classed("fsb-lead"):
        words = words_of(lead)
        for entry in setting("told_in_lead"):
            found = [*_listed(subject.values, entry)]
            n_hidden = sum(cell.status is Status.SUPPRESSED for cell in found)
            if n_hidden and not re.search(setting("hidden_words"), words):
                yield Spot(lead, f"{n_hidden} hidden figures of {entry['table']} are left out")


def _listed(protected: ProtectedReport, entry: Any) -> Iterator[Cell]:
    if entry["report"] != protected.report:
        return
    for table in tables(protected, entry["table"]):
        place = column(table, entry["measure"])
        for row in table.rows:
            if place is not None and row.keys[-1] in entry["codes"]:
                yield row.cells[place]


RULES = (tile_fits, hidden_told)
