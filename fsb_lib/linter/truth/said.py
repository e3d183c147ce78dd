"""Sentences of a page by the element that says them, and the shown cells of protected tables."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from bs4 import Tag

from fsb_lib.disclosure.protected import Cell, ProtectedReport, ProtectedTable, Row, Unit
from fsb_lib.linter.parsed_page import TextKind, classes, enclosing
from fsb_lib.linter.rules import Subject
from fsb_lib.linter.tokens import without_quotations

# A date has a small letter after its stop: "15. november".
_ENDS = re.compile(r"(?<=[.!?])[ \u00a0](?=[A-ZÆØÅ»])")
_RUNNING = (TextKind.PROSE, TextKind.HEADING)
# Lists of settings, and what is quoted from the case, claim nothing.
_LISTS = {"fsb-choices", "fsb-fields", "fsb-memo"}
MEASUREMENT = "measurement"
UNKNOWN = "ukendt"


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence outside quotations, and where it stands."""

    words: str
    element: Tag


def sentences(subject: Subject, *kinds: TextKind) -> Iterator[Sentence]:
    """The sentences of running text, or of other kinds of text, in the order of the page."""
    for text in subject.page.danish(*(kinds or _RUNNING)):
        if _LISTS.isdisjoint(text.around):
            for words in _ENDS.split(without_quotations(text.words)):
                yield Sentence(words, text.element)


def in_class(found: Iterable[Sentence], name: str) -> list[Sentence]:
    """Those that stand in an element of this class."""
    return [
        one for one in found
        if name in classes(one.element) or enclosing(one.element, name) is not None
    ]  # fmt: skip


def value(text: str) -> Fraction:
    """ "1.234,5" as a number."""
    return Fraction(text.replace(".", "").replace(",", "."))


def agree(one: str, other: str) -> bool:
    """Whether two written levels can be one: the same, or one is the other rounded."""
    step = max(Fraction(1, 10 ** len(text.partition(",")[2])) for text in (one, other))
    return abs(value(one) - value(other)) <= step / 2 or one == other


def tables(protected: ProtectedReport, *names: str) -> Iterator[ProtectedTable]:
    """The report's tables of these ids, as far as it has them."""
    return (table for table in protected.tables if table.id in names)


def column(table: ProtectedTable, name: str) -> int | None:
    """The place of a measure."""
    places = [n for n, measure in enumerate(table.measures) if measure.name == name]
    return places[0] if places else None


def cells(table: ProtectedTable, *units: Unit) -> Iterator[tuple[Row, Cell]]:
    """Each row with its cells of these units."""
    for row in table.rows:
        for cell, measure in zip(row.cells, table.measures, strict=True):
            if measure.unit in units:
                yield row, cell


def measured_years(table: ProtectedTable) -> tuple[int, ...]:
    """The years of a table's measurements, oldest first."""
    return tuple(
        sorted(
            int(one.code)
            for key in table.keys if key.name == MEASUREMENT
            for one in key.categories if one.code.isdigit()
        )
    )  # fmt: skip
