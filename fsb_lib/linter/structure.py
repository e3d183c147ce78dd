"""Rules of the page's frame: headings, landmarks, ids, title, and what the text refers to."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from bs4 import Tag

from fsb_lib.components.fragment import number_text, words
from fsb_lib.linter.parsed_page import (
    RUNNING,
    Spot,
    TextKind,
    attribute,
    children,
    enclosing,
    folded,
    words_of,
)
from fsb_lib.linter.rules import Subject, report_rule, rule, setting
from fsb_lib.linter.tokens import without_quotations

_NUMBER = re.compile(r"^(Figur|Tabel)\u00a0[A-Z]\d+\.$")
_REFERENCE = re.compile(r"\b([Ff]igur|[Tt]abel)[ \u00a0]([A-Z]?\d+)\b")
_BOLD = ("strong", "b")


@rule("one-h1")
def one_h1(subject: Subject) -> Iterator[Spot]:
    found = [heading for heading in subject.page.headings if heading.name == "h1"]
    if len(found) != 1:
        yield Spot(found[1] if found else None, f"{len(found)} headings of level 1")


@rule("heading-order")
def heading_order(subject: Subject) -> Iterator[Spot]:
    headings = subject.page.headings
    if headings and headings[0].name != "h1":
        yield Spot(headings[0], f"the first heading is {headings[0].name}")
    for before, heading in pairwise(headings):
        if int(heading.name[1]) > int(before.name[1]) + 1:
            yield Spot(heading, f"{heading.name} after {before.name}")


@rule("heading-words")
def heading_words(subject: Subject) -> Iterator[Spot]:
    for heading in subject.page.headings:
        if not words_of(heading):
            yield Spot(heading, "an empty heading")
    counts = Counter(_told_in_part(heading) for heading in subject.page.headings)
    for heading in subject.page.headings:
        if words_of(heading) and counts.pop(_told_in_part(heading), 0) > 1:
            yield Spot(heading, f"several headings say “{words_of(heading)}”")


def _told_in_part(heading: Tag) -> tuple[int, str]:
    """What a heading says, and in which part of an annex."""
    return id(enclosing(heading, "fsb-part")), words_of(heading)


@rule("bold-heading")
def bold_heading(subject: Subject) -> Iterator[Spot]:
    for paragraph in subject.page.named("p", "div"):
        bold, words = children(paragraph, *_BOLD)[:1], words_of(paragraph)
        if [words] == [*map(words_of, bold)] and len(words) <= setting("longest_heading"):
            yield Spot(paragraph, f"“{words}” in bold alone")


@rule("section-empty")
def section_empty(subject: Subject) -> Iterator[Spot]:
    """A heading that the next one of its own or a higher level follows at once."""
    for heading in subject.page.headings:
        end = heading.find_next()
        while isinstance(end, Tag) and heading in end.parents:
            end = end.find_next()
        if end is None or (
            end.name[0] == "h" and end.name[1:].isdigit() and end.name <= heading.name
        ):
            yield Spot(heading, f"nothing stands under “{words_of(heading)}”")


@rule("ids-unique")
def ids_unique(subject: Subject) -> Iterator[Spot]:
    elements = subject.page.having("id")
    counts = Counter(attribute(element, "id") for element in elements)
    for element in elements:
        if counts.pop(attribute(element, "id"), 0) > 1:
            yield Spot(element, f"id {attribute(element, 'id')} several times")
    for name in ("aria-labelledby", "aria-describedby", "for", "headers"):
        for element in subject.page.having(name):
            gone = [one for one in attribute(element, name).split() if not _has_id(subject, one)]
            if gone:
                yield Spot(element, f"{name} names #{gone[0]}, which is not there")


def _has_id(subject: Subject, name: str) -> bool:
    return subject.page.with_id(name) is not None


@rule("landmarks")
def landmarks(subject: Subject) -> Iterator[Spot]:
    for name in setting("landmarks"):
        found = subject.page.named(name)
        needed = subject.page.is_report or name != "footer"  # a fault page ends with its remedy
        if len(found) > 1 or (needed and not found):
            yield Spot(found[1] if found else None, f"{len(found)} elements <{name}>")
    for heading in subject.page.headings:
        if subject.page.named("main") and heading.find_parent("main") is None:
            yield Spot(heading, "a heading outside <main>")


@rule("skip-link")
def skip_link(subject: Subject) -> Iterator[Spot]:
    stops = (element for element in subject.page.elements if element.name in ("a", "summary"))
    first = next(stops, None)
    href = attribute(first, "href") if first else ""
    if not href.startswith("#"):
        yield Spot(first, "the first stop is no skip link")
        return
    target = subject.page.with_id(href[1:])
    if target is None:
        yield Spot(first, f"{href} is not there")
    elif target.name != "main":
        yield Spot(first, f"{href} is <{target.name}>, not <main>")


@rule("tab-order")
def tab_order(subject: Subject) -> Iterator[Spot]:
    for element in subject.page.having("tabindex"):
        index = attribute(element, "tabindex")
        if index not in ("0", "-1"):
            yield Spot(element, f"tabindex {index}")
        elif index == "0" and not _is_named_region(element):
            yield Spot(element, "a tab stop without role and name")


def _is_named_region(element: Tag) -> bool:
    """Something with a name and a role; a section that has a name is a region by itself."""
    named = attribute(element, "aria-label") or attribute(element, "aria-labelledby")
    return bool(named) and (element.name == "section" or bool(attribute(element, "role")))


@rule("page-title")
def page_title(subject: Subject) -> Iterator[Spot]:
    """`emne – periode – afsender` of a report, `emne – afsender` of another page."""
    titles = [words_of(title) for title in subject.page.named("title")]
    least = 3 if subject.page.is_report else 2
    parts = [part for part in (titles or [""])[0].split(" – ") if part.strip()]
    if len(titles) != 1 or len(parts) < least:
        yield Spot(None, f"{len(titles)} titles of {len(parts)} parts")


@rule("title-attribute")
def title_attribute(subject: Subject) -> Iterator[Spot]:
    for element in subject.page.having("title"):
        yield Spot(element, f"title “{attribute(element, 'title')[:40]}”")


@report_rule("numbering")
def numbering(subject: Subject) -> Iterator[Spot]:
    """Figures and tables have a number each, the letter of the report and a place, and no two
    have the same."""
    met: set[str] = set()
    for element in subject.page.classed("fsb-number"):
        number = words_of(element)
        if _NUMBER.match(number) is None:
            yield Spot(element, f"“{number}” is no number")
        elif number in met:
            yield Spot(element, f"“{number}” stands twice")
        met.add(number)


@report_rule("references")
def references(subject: Subject) -> Iterator[Spot]:
    """“Tabel A3” in a text is there, in note or annex; a quotation or a source speaks of its own
    tables."""
    numbers = {words_of(one) for one in subject.page.classed("fsb-number")}
    of_report = subject.protected.tables if subject.protected else ()
    numbers |= {number_text(words("table")["number"], table.number) for table in of_report}
    for text in subject.page.danish(*RUNNING, TextKind.SPOKEN):
        if "fsb-notes" in text.around or text.element.name == "caption":
            continue
        for match in _REFERENCE.finditer(without_quotations(text.words)):
            name = f"{match[1].capitalize()}\u00a0{match[2]}."
            before = folded(text.words[: match.start()])
            if name not in numbers and not before.endswith(tuple(setting("papers"))):
                yield Spot(
                    text.element, f"{match[1]} {match[2]} is neither on the page nor in the annex"
                )


RULES = (
    one_h1, heading_order, heading_words, bold_heading, section_empty, ids_unique, landmarks,
    skip_link, tab_order, page_title, title_attribute, numbering, references,
)  # fmt: skip
