"""Rules of what must not be seen: small counts, anywhere, and what a page may be used for."""

import re
from collections.abc import Iterator
from fractions import Fraction

from bs4 import Tag

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import INTERNAL, ProtectedReport, ProtectedTable, Row, Unit
from fsb_lib.linter.numbers_told import axis_labels
from fsb_lib.linter.parsed_page import PageText, Spot, words_of
from fsb_lib.linter.rules import Subject, protected_rule, setting
from fsb_lib.linter.tokens import without_quotations

# "3 borgere", "3 af dem", "3 socialt udsatte borgere"; not the end of a range: "1–4 borgere".
_PERSONS = re.compile(
    r"(?<![\d.,/–−-])(\d{1,3})[ \u00a0](?:[^\W\d_]+[ \u00a0]){0,2}"
    r"(?:borgere?|personer?|mænd|kvinder|af dem)\b"
)
# Groups and codes are numbered, too: "matchgruppe 2 og 3 borgere" counts nobody.
_NAMED = re.compile(r"(?:gruppe|grupper|match|klasse)[ \u00a0](?:\d+(?:, | og | eller |–|-)?)*$")
# Of a printed figure and this measurement's, both shown, the distance counts nobody.
_DISTANCE = re.compile(r"Forskellen er $")
_ALONE = re.compile(r"^\d{1,3}$")


@protected_rule("small-counts")
def small_counts(subject: Subject) -> Iterator[Spot]:
    """No text, figure or alternative tells of fewer persons than may be shown."""
    if not subject.hides:
        return
    least, missing = subject.values.smallest_shown, _nobody(subject.values)
    for text in subject.page.texts:
        words = without_quotations(text.words)
        for match in _PERSONS.finditer(words):
            named = _counts_nobody(words[: match.start()], text)
            if 0 < int(match[1]) < least and not named and int(match[1]) not in missing:
                yield Spot(text.element, "a count of persons below the threshold")
    for figure in subject.page.classed("fsb-figure"):
        if _draws_persons(figure):
            yield from _small_labels(figure, least)


def _counts_nobody(before: str, text: PageText) -> bool:
    """Whether what stands before a number makes it a group's, or the distance of printed ones."""
    printed = "fsb-printed" in text.around
    return bool(_NAMED.search(before) or (printed and _DISTANCE.search(before)))


def _draws_persons(figure: Tag) -> bool:
    subtitle = figure.find(class_="fsb-sub")
    starts = tuple(setting("counted_in_figures"))
    return isinstance(subtitle, Tag) and words_of(subtitle).startswith(starts)


def _small_labels(figure: Tag, least: int) -> Iterator[Spot]:
    for drawing in figure.find_all("svg"):
        axes = axis_labels(drawing)
        for label in drawing.find_all("text"):
            words = words_of(label)
            if id(label) not in axes and _ALONE.match(words) and 0 < int(words) < least:
                yield Spot(label, "a count of persons below the threshold")


@protected_rule("small-cells")
def small_cells(subject: Subject) -> Iterator[Spot]:
    """No cell of persons below the threshold is shown, nor a share that gives one away."""
    if not subject.hides:
        return
    for table in subject.values.tables:
        for row in table.rows:
            if _shows_small(table, row, subject.values.smallest_shown):
                yield Spot(None, f"{table.id}: a line shows a count below the threshold")


def _shows_small(table: ProtectedTable, row: Row, least: int) -> bool:
    return any(
        cell.shown and 0 < Fraction(cell.value or 0) < least
        for cell, measure in zip(row.cells, table.measures, strict=True)
        if measure.unit in (Unit.PERSONS, Unit.ROWS) and measure.name not in setting("nobody")
    )


def _nobody(protected: ProtectedReport) -> set[int]:
    """Shown numbers of persons that are missing to a target: nobody has been counted."""
    return {
        int(cell.value)
        for table in protected.tables
        for row in table.rows
        for cell, measure in zip(row.cells, table.measures, strict=True)
        if measure.name in setting("nobody") and cell.shown and cell.value is not None
    }


@protected_rule("banners")
def banners(subject: Subject) -> Iterator[Spot]:
    """What the figures may be used for stands on the page."""
    protected, words = subject.values, load("page")["banners"]
    shown = [words_of(one) for one in subject.page.classed("fsb-banner")]
    internal = protected.audience == INTERNAL
    for name, wanted in (("synthetic", protected.synthetic), ("internal", internal)):
        found = any(words[name]["title"] in one for one in shown)
        if found != wanted:
            yield Spot(
                None, f"“{words[name]['title']}” {'is missing' if wanted else 'does not fit'}"
            )


RULES = (small_counts, small_cells, banners)
