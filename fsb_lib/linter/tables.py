"""Rules of tables: headers, captions, units, marks, sources."""

import re
from collections.abc import Iterator

from bs4 import Tag

from fsb_lib.base.package_data import load
from fsb_lib.linter.parsed_page import (
    Spot,
    attribute,
    children,
    classes,
    inside,
    number_of,
    words_of,
)
from fsb_lib.linter.rules import Subject, report_rule, rule

SCOPES = {"col", "row", "colgroup", "rowgroup"}
_NUMBERED = re.compile(r"^Tabel\u00a0[A-Z]\d+\. \S")
_FIGURE = re.compile(r"^[−\d][\d.,]*$")


@rule("header-scope")
def header_scope(subject: Subject) -> Iterator[Spot]:
    for table in subject.page.named("table"):
        headers = table.find_all("th")
        if not headers:
            yield Spot(table, "a table without header cells")
        for header in headers:
            scope = attribute(header, "scope")
            if scope not in SCOPES:
                yield Spot(header, f"scope “{scope}” of “{words_of(header)}”")
            if not words_of(header):
                yield Spot(header, "an empty header cell")


@rule("table-caption")
def table_caption(subject: Subject) -> Iterator[Spot]:
    for table in subject.page.named("table"):
        caption = table.find("caption")
        if not isinstance(caption, Tag) or not words_of(caption):
            yield Spot(table, "no caption")
        elif subject.page.is_reviewers_own(table):
            continue
        elif "fsb-table" in _holder(table) and not _NUMBERED.match(words_of(caption)):
            yield Spot(caption, f"“{words_of(caption)[:40]}” has no number")


def _holder(table: Tag) -> tuple[str, ...]:
    holder = table.find_parent(class_="fsb-table")
    return classes(holder) if isinstance(holder, Tag) else ()


@rule("table-shape")
def table_shape(subject: Subject) -> Iterator[Spot]:
    """Every line has as many cells as the head, and none is empty."""
    for table in subject.page.named("table"):
        lines = [*_lines(table)]
        most = max((width for _, width in lines), default=0)
        for line, width in lines:
            if width != most:
                yield Spot(line, f"a line of {width} cells in a table of {most}")
        for cell in table.find_all("td"):
            if not words_of(cell) and cell.find(["svg", "img"]) is None:
                yield Spot(cell, "an empty cell")


def _lines(table: Tag) -> Iterator[tuple[Tag, int]]:
    """Each line with the columns it fills; a cell that spans lines counts in all of them."""
    pending: list[tuple[int, int]] = []
    for line in table.find_all("tr"):
        width = sum(columns for rows, columns in pending)
        pending = [(rows - 1, columns) for rows, columns in pending if rows > 1]
        for cell in children(line, "td", "th"):
            columns, rows = int(number_of(cell, "colspan", 1)), int(number_of(cell, "rowspan", 1))
            width += columns
            if rows > 1:
                pending.append((rows - 1, columns))
        yield line, width


def _data_tables(subject: Subject) -> list[Tag]:
    return [table for block in subject.page.table_blocks for table in block.find_all("table")]


@report_rule("table-units")
def table_units(subject: Subject) -> Iterator[Spot]:
    """A column of figures says what it counts: in its heading, or for all of them above."""
    units = {unit for unit in load("page")["units"].values() if unit}
    for table in _data_tables(subject):
        head = table.find("thead")
        caption = words_of(table.caption).lower() if table.caption else ""
        for_all = any(f"{unit}." in caption for unit in units)
        if not isinstance(head, Tag) or for_all:
            continue
        headings = head.find_all("tr")[-1].find_all("th") if head.find("tr") else []
        n_stubs = sum("fsb-stub" in classes(heading) for heading in headings)
        for position, heading in enumerate(headings[n_stubs:]):
            unit = heading.find(class_="fsb-unit")
            if _has_figures(table, position) and not (unit and words_of(unit) in units):
                yield Spot(heading, f"no unit in “{words_of(heading)}”")


def _has_figures(table: Tag, position: int) -> bool:
    cells = (line.find_all("td") for line in table.find_all("tr"))
    return any(_FIGURE.match(words_of(line[position])) for line in cells if len(line) > position)


@report_rule("marks-explained")
def marks_explained(subject: Subject) -> Iterator[Spot]:
    """A cell without a figure has its sign, words for the ear, and a key below the table."""
    marks = {mark["sign"]: mark["spoken"] for mark in load("page")["marks"].values()}
    for cell in (cell for table in _data_tables(subject) for cell in table.find_all("td")):
        words = words_of(cell)
        sign = next((sign for sign in marks if words.startswith(sign)), "")
        if not sign:
            continue
        if words != f"{sign}{marks[sign]}" or not cell.find(class_="fsb-spoken"):
            yield Spot(cell, f"the sign {sign} without its words")
        notes = cell.find_parent(class_="fsb-table").find(class_="fsb-notes")  # type: ignore[union-attr]
        if not isinstance(notes, Tag) or f"{sign} {marks[sign]}" not in words_of(notes):
            yield Spot(cell, f"the sign {sign} without a key below the table")


@report_rule("source-line")
def source_line(subject: Subject) -> Iterator[Spot]:
    start = load("page")["table"]["source"].split("{")[0]
    for block in (*subject.page.table_blocks, *subject.page.classed("fsb-figure")):
        notes = [note for note in inside(block, "fsb-notes") if _nearest(note) is block]
        lines = [words_of(line) for note in notes for line in note.find_all("p")]
        if not any(line.startswith(start) and len(line) > len(start) for line in lines):
            yield Spot(block, "no source line")


def _nearest(note: Tag) -> Tag | None:
    return note.find_parent(class_=["fsb-table", "fsb-figure"])


RULES = (header_scope, table_caption, table_shape, table_units, marks_explained, source_line)
