"""Rules of what stands beside each other: rounded parts and totals, printed figures, numbers of
tables."""

import re
from collections.abc import Iterator
from fractions import Fraction

from fsb_lib.components.fragment import number_text, words
from fsb_lib.disclosure.protected import ProtectedTable, Row, Unit
from fsb_lib.domain.danish import in_words
from fsb_lib.domain.declared_tables import declared
from fsb_lib.domain.table_declarations import KeyDeclaration
from fsb_lib.linter.allowed_numbers import shown_text
from fsb_lib.linter.parsed_page import Spot, attribute, inside, words_of
from fsb_lib.linter.rules import Subject, protected_rule, setting
from fsb_lib.linter.truth.said import sentences, value

_ALL_PRINTED = re.compile(r"\b[Aa]lle (?:de )?(\w+) trykte tal")
_WHOLE = "whole"


@protected_rule("parts-and-total")
def parts_and_total(subject: Subject) -> Iterator[Spot]:
    """Where printed parts miss the printed total, the table says that they are rounded."""
    for block in subject.page.table_blocks:
        name = attribute(block, "data-table")
        found = [table for table in subject.values.tables if table.id == name]
        notes = " ".join(words_of(one) for one in inside(block, "fsb-notes"))
        for table in found:
            wrong = [*_not_adding_up(table)]
            if wrong and setting("rounding_word") not in notes:
                yield Spot(block, f"{table.id}: {'; '.join(wrong)}, without a note of rounding")


def _not_adding_up(table: ProtectedTable) -> Iterator[str]:
    """Each total, subtotal or hundred that the printed parts miss."""
    for place, key in enumerate(table.keys):
        how = declared(table.id).keys[key.name]
        for measure in (m for m in table.measures if _adds_up(table, m.name)):
            position = table.measures.index(measure)
            for lines in _by_others(table, place):
                written = {
                    codes: shown_text(row.cells[position], measure.unit)
                    for codes, row in lines.items() if row.cells[position].shown
                }  # fmt: skip
                of_base = measure.unit is Unit.RATE
                for total, parts in _sums(how, [*lines], of_base=of_base):
                    if not _is_sum(written, total, parts):
                        yield f"{', '.join(parts)} beside {total}"


def _adds_up(table: ProtectedTable, name: str) -> bool:
    """Whether the column's parts have one base, or are points."""
    one = declared(table.id).measures[name]
    return one.unit == "points" or (one.of[1:] == ("base",) and declared(table.id).base is not None)


def _by_others(table: ProtectedTable, place: int) -> list[dict[str, Row]]:
    """The rows by the code of one key, for each choice of the other keys."""
    found: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in table.rows:
        others = (*row.keys[:place], *row.keys[place + 1 :])
        found.setdefault(others, {})[row.keys[place]] = row
    return [*found.values()]


def _sums(
    how: KeyDeclaration, codes: list[str], *, of_base: bool
) -> Iterator[tuple[str, list[str]]]:
    if how.kind != "partition":
        return
    parts = [one for one in codes if one not in {*how.totals, *how.subtotals, *how.outside}]
    yield from ((total, parts) for total in how.totals)
    yield from ((total, [*of]) for total, of in how.subtotals.items())
    if of_base:
        yield _WHOLE, parts


def _is_sum(written: dict[str, str], total: str, parts: list[str]) -> bool:
    """Whether printed parts add up; also where one of them, or the total, is not printed."""
    printed = {**written, _WHOLE: "100"}
    if total not in printed or not parts or not all(part in printed for part in parts):
        return True
    return sum((_signed(printed[part]) for part in parts), Fraction(0)) == _signed(printed[total])


def _signed(text: str) -> Fraction:
    plain = text.lstrip("−-+")
    return -value(plain) if text[:1] in "−-" else value(plain)


@protected_rule("all-printed")
def all_printed(subject: Subject) -> Iterator[Spot]:
    """ "Alle fire trykte tal": of as many as the section lists, none of them left unmeasured."""
    lines = [line for one in subject.page.classed("fsb-printed") for line in one.find_all("tr")]
    listed = [words_of(line) for line in lines if line.find("td") is not None]
    measured = [line for line in listed if setting("not_measured") not in line]
    for sentence in sentences(subject):
        for match in _ALL_PRINTED.finditer(sentence.words):
            if match[1] not in (str(len(measured)), in_words(len(measured))):
                yield Spot(sentence.element, f"“{match[0]}” above {len(measured)} lines")


@protected_rule("same-numbers")
def same_numbers(subject: Subject) -> Iterator[Spot]:
    """A table has the number that it was released with, on whichever page."""
    released = {
        table.id: number_text(words("table")["number"], table.number)
        for table in subject.values.tables
    }
    for block in subject.page.table_blocks:
        caption, name = block.find(class_="fsb-number"), attribute(block, "data-table")
        told = "" if caption is None else words_of(caption)
        if told != released.get(name, told):
            yield Spot(block, f"{name} is “{told}” here and “{released[name]}” in the release")


RULES = (parts_and_total, all_printed, same_numbers)
