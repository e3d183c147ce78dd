"""Rules of earlier years: one level for each, whose it is, told first, and none left out."""

import re
from collections.abc import Iterator

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import ProtectedReport, Unit
from fsb_lib.domain.periods import Period
from fsb_lib.linter.parsed_page import Spot, TextKind, attribute, words_of
from fsb_lib.linter.rules import Subject, protected_rule, rule, setting
from fsb_lib.linter.tokens import numbers_in
from fsb_lib.linter.truth.said import (
    Sentence,
    agree,
    cells,
    in_class,
    measured_years,
    sentences,
    tables,
)

_NUMBER = r"\d[\d.]*(?:,\d+)?"
_LAST_YEAR = re.compile(r"[Ss]iden målingen i \w+[ \u00a0](\d{4})")
_REPORT_OF_YEAR = re.compile(r"(?:^|/)(\d{4})/(\w+)/[^/]+$")


@protected_rule("one-baseline")
def one_baseline(subject: Subject) -> Iterator[Spot]:
    """An earlier level has one value on a page; one that was not measured here says whose it is."""
    first: dict[tuple[str, bool], str] = {}
    measured = _shown(subject.values)
    for sentence, year, level in _earlier_levels(subject):
        printed = _is_labelled(sentence)
        known = first.setdefault((year, printed), level)
        if not agree(known, level):
            yield Spot(sentence.element, f"{year} is {level} here and {known} before")
        if not printed and not numbers_in(level) & measured:
            yield Spot(
                sentence.element, f"{year} is {level}, which stands in no table and is nobody's"
            )


def _earlier_levels(subject: Subject) -> Iterator[tuple[Sentence, str, str]]:
    """Each sentence that says a level of an earlier year for all, with year and level."""
    patterns = [re.compile(one.replace("NUMBER", _NUMBER)) for one in setting("earlier_levels")]
    kinds = (TextKind.PROSE, TextKind.HEADING, TextKind.SPOKEN)
    for sentence in sentences(subject, *kinds):
        for pattern in patterns:
            for match in pattern.finditer(sentence.words):
                if int(match["year"]) < subject.values.year:
                    yield sentence, match["year"], match["level"]


def _is_labelled(sentence: Sentence) -> bool:
    return any(word in sentence.words for word in setting("printed_labels"))


def _shown(protected: ProtectedReport) -> set[str]:
    """Counts and percents of the report's cells, as they may be written."""
    found: set[str] = set()
    for table in protected.tables:
        for _, cell in cells(table, Unit.PERSONS, Unit.RATE):
            if cell.shown and cell.value is not None:
                share = 100 * cell.value if not isinstance(cell.value, int) else cell.value
                rounded = {f"{float(share):.{n}f}".replace(".", ",") for n in (0, 1, 2)}
                found |= rounded | {str(int(share + cell.value.denominator // 2))}
    return found


@protected_rule("change-told")
def change_told(subject: Subject) -> Iterator[Spot]:
    """The first screen tells the change since the last measurement, and calls it the last."""
    if subject.page.is_annex:  # it has no first screen
        return
    for entry in setting("changes"):
        if entry["report"] == subject.values.report:
            before = _year_before(subject.values, entry["trend"])
            if before is not None:
                yield from _untold(subject, str(before))


def _untold(subject: Subject, before: str) -> Iterator[Spot]:
    told = in_class(sentences(subject), "fsb-findings")
    if not any(before in one.words for one in told):
        yield Spot(told[0].element if told else None, f"no finding tells the change since {before}")
    for sentence in sentences(subject):
        for match in _LAST_YEAR.finditer(sentence.words):
            if match[1] != before:
                yield Spot(sentence.element, f"{match[1]} is not the last measurement")


def _year_before(protected: ProtectedReport, trend: str) -> int | None:
    years = [year for table in tables(protected, trend) for year in measured_years(table)]
    return max((year for year in years if year < protected.year), default=None)


@protected_rule("years-followed")
def years_followed(subject: Subject) -> Iterator[Spot]:
    """Every year that decisions are followed up in is in the trend, with a note or without."""
    first = load("decisions")["measurements"]["every_year_from"]
    for entry in setting("changes"):
        if entry["report"] == subject.values.report:
            for table in tables(subject.values, entry["trend"]):
                followed = range(first, subject.values.year + 1)
                for year in sorted(set(followed) - set(measured_years(table))):
                    yield Spot(None, f"{table.id}: {year} was measured and is left out")


# The count of the day, under its own name.
_ON_THE_DAY = re.compile(r"På dagen[^:]*:")


@protected_rule("flow-named")
def flow_named(subject: Subject) -> Iterator[Spot]:
    """A tile with a count of a whole year says so, and has no level of a day beside it."""
    for tile in subject.page.classed("fsb-tile"):
        words = words_of(tile)
        value = tile.find(class_="fsb-value")
        if value is not None and _is_flow(words_of(value), subject.values):
            if not _says_flow(words):
                yield Spot(tile, "a count of a year under the name of a day's")
            if re.search(r"\b[Nn]ovember[ \u00a0]\d{4}:", _ON_THE_DAY.sub("", words)):
                yield Spot(tile, "the level of a day beside a count of a year")


@rule("flow-named-on-portal")
def flow_named_on_portal(subject: Subject) -> Iterator[Spot]:
    """The same for the portal, where the figures of all years stand below each other."""
    for line in subject.page.named("tr"):
        note = _note_of([attribute(link, "href") for link in line.find_all("a")], subject)
        figure = line.find(class_="fsb-portal-figure")
        if note is not None and figure is not None:
            words = words_of(figure)
            if any(_is_flow(n, note) for n in numbers_in(words)) and not _says_flow(words):
                yield Spot(figure, "a count of a year under the name of a day's")


def _note_of(links: list[str], subject: Subject) -> ProtectedReport | None:
    found = (match for link in links if (match := _REPORT_OF_YEAR.search(link)))
    return next((note for m in found if (note := subject.notes.get(f"{m[1]}/{m[2]}"))), None)


def _is_flow(text: str, protected: ProtectedReport) -> bool:
    """Whether it is the count of a whole year that the report describes."""
    describes_year = any(isinstance(one.when, Period) for one in protected.tables)
    found = tables(protected, "focus_population") if describes_year else ()
    counts = {
        row.keys: str(cell.value) for table in found
        for row, cell in cells(table, Unit.PERSONS) if cell.shown
    }  # fmt: skip
    during, on_day = counts.get(("during_period",)), counts.get(("on_reference_date",))
    return text.replace(".", "") == during != on_day


def _says_flow(words: str) -> bool:
    return any(phrase in words for phrase in setting("flow_words"))


RULES = (one_baseline, change_told, years_followed, flow_named, flow_named_on_portal)
