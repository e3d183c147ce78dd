"""A page as the rules see it: parsed once, its texts sorted by what they are.

<p>, <li>, …   PROSE        <h1>–<h6>        HEADING      <td>, <th>     CELL
<text>         DRAWN        aria-label, alt  SPOKEN       <title>        TITLE
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from itertools import groupby
from pathlib import PurePosixPath

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString

from fsb_lib.base.report_files import ANNEX, REVIEW, unmarked

REPORT_MARK = "fsb-band"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = {*_HEADINGS, "p", "li", "td", "th", "caption", "summary", "figcaption", "dt", "dd",
           "text", "title", "div", "header", "footer", "main", "body"}  # fmt: skip
_UNSEEN = {"style", "script", "template", "head"}
_UNREAD = {"code", "pre", "kbd", "samp"}
_PART = re.compile(r'<section class="fsb-part" id="([a-z_]+)">')
_SPACES = re.compile(r"[ \t\r\n\f]+")  # not the no-break space, which is what rules look for
_SPOKEN_ATTRIBUTES = ("aria-label", "alt", "aria-description")


class TextKind(Enum):
    """What a text is to a reader."""

    PROSE = auto()
    HEADING = auto()
    CELL = auto()
    DRAWN = auto()
    SPOKEN = auto()
    TITLE = auto()


RUNNING = (TextKind.PROSE, TextKind.HEADING)


@dataclass(frozen=True, eq=False)
class PageText:
    """The words of one block, white space folded. `is_danish`: not marked as another language,
    and no code."""

    words: str
    element: Tag
    kind: TextKind
    is_danish: bool

    @cached_property
    def around(self) -> frozenset[str]:
        """The classes of all elements around its own: many rules ask for some."""
        return frozenset(name for one in self.element.parents for name in classes(one))


@dataclass(frozen=True)
class Spot:
    """Where a rule is broken, and what stands there: never a value that must stay hidden."""

    element: Tag | None
    found: str


@dataclass(frozen=True, eq=False)
class Page:
    """One HTML page under its name."""

    content: bytes
    name: str

    @cached_property
    def html(self) -> str:
        return self.content.decode("utf-8", "replace")

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def elements(self) -> tuple[Tag, ...]:
        """Every element in the order of the page."""
        return tuple(self.soup.find_all(True))

    @cached_property
    def _by_name(self) -> dict[str, list[Tag]]:
        found: dict[str, list[Tag]] = {}
        for element in self.elements:
            found.setdefault(element.name, []).append(element)
        return found

    @cached_property
    def _by_class(self) -> dict[str, list[Tag]]:
        found: dict[str, list[Tag]] = {}
        for element in self.elements:
            for name in classes(element):
                found.setdefault(name, []).append(element)
        return found

    @cached_property
    def _by_id(self) -> dict[str, Tag]:
        return {attribute(element, "id"): element for element in reversed(self.having("id"))}

    def named(self, *names: str) -> list[Tag]:
        """The elements of these names, name by name."""
        return [element for name in names for element in self._by_name.get(name, [])]

    def classed(self, *names: str) -> list[Tag]:
        """The elements of these classes, class by class."""
        return [element for name in names for element in self._by_class.get(name, [])]

    def having(self, name: str) -> list[Tag]:
        """The elements with this attribute."""
        return [element for element in self.elements if name in element.attrs]

    def with_id(self, name: str) -> Tag | None:
        return self._by_id.get(name)

    @cached_property
    def is_report(self) -> bool:
        """Whether it is a report or a review, and not one of the small pages around them."""
        return bool(self.classed(REPORT_MARK))

    @cached_property
    def is_review(self) -> bool:
        return self.name.endswith(REVIEW)

    @cached_property
    def is_annex(self) -> bool:
        return unmarked(PurePosixPath(self.name).name) == ANNEX

    def is_reviewers_own(self, element: Tag) -> bool:
        """Whether it belongs to a table that only the reviewer's page has: fractions of shares,
        which are no protected table. On a report every table is a protected one."""
        if not self.is_review:
            return False
        is_block = "fsb-table" in classes(element)
        block = element if is_block else enclosing(element, "fsb-table")
        return block is not None and "data-table" not in block.attrs

    @cached_property
    def table_blocks(self) -> tuple[Tag, ...]:
        """The tables that must be protected ones, each with its notes."""
        found = self.classed("fsb-table")
        return tuple(block for block in found if not self.is_reviewers_own(block))

    @cached_property
    def css(self) -> str:
        return "\n".join(style.get_text() for style in self.named("style"))

    @cached_property
    def comments(self) -> tuple[str, ...]:
        return tuple(
            str(one) for one in self.soup.find_all(string=lambda s: isinstance(s, Comment))
        )

    @cached_property
    def headings(self) -> tuple[Tag, ...]:
        return tuple(element for element in self.elements if element.name in _HEADINGS)

    @cached_property
    def texts(self) -> tuple[PageText, ...]:
        """Every text of the body and its spoken attributes in the order of the page."""
        titles = (
            PageText(words_of(one), one, TextKind.TITLE, is_danish=True)
            for one in self.named("title")
        )
        return (*titles, *_blocks(self.soup), *_spoken(self.elements))

    def texts_of(self, *kinds: TextKind) -> Iterator[PageText]:
        return (text for text in self.texts if text.kind in kinds)

    def danish(self, *kinds: TextKind) -> Iterator[PageText]:
        return (text for text in self.texts_of(*kinds) if text.is_danish)

    def place(self, element: Tag | None) -> str:
        """`line 41, <p class="fsb-sub"> under #figur-1`."""
        if element is None:
            return "the page"
        before = element if element.get("id") else element.find_previous(_HEADINGS, id=True)
        near = (
            f" under #{before['id']}" if isinstance(before, Tag) and before is not element else ""
        )
        return f"line {element.sourceline}, {_selector(element)}{near}"


def parts_of_annex(html: str) -> dict[str, str]:
    """The part of each report in the annex of a year, as a page that holds it alone."""
    head, *parts = _PART.split(html)
    return {name: f"{head}{part}" for name, part in zip(parts[::2], parts[1::2], strict=True)}


def folded(text: str) -> str:
    """White space as a browser shows it; a no-break space stays."""
    return _SPACES.sub(" ", text).strip(" ")


def words_of(element: Tag) -> str:
    """All text in an element, folded."""
    return folded(element.get_text())


def classes(element: Tag) -> tuple[str, ...]:
    found = element.get("class") or ()
    return (found,) if isinstance(found, str) else tuple(found)


def enclosing(element: Tag, class_name: str) -> Tag | None:
    """The nearest element around this one with that class; the parser's own search takes ten
    times as long."""
    return next((one for one in element.parents if class_name in classes(one)), None)


def inside(element: Tag, *class_names: str) -> list[Tag]:
    """The elements in this one with any of these classes, as quickly."""
    wanted = {*class_names}
    return [
        one for one in element.descendants
        if isinstance(one, Tag) and not wanted.isdisjoint(classes(one))
    ]  # fmt: skip


def children(element: Tag, *names: str) -> list[Tag]:
    """The elements of these names that stand in this one, and in none between."""
    return [one for one in element.children if isinstance(one, Tag) and one.name in names]


def attribute(element: Tag, name: str) -> str:
    """The attribute's text; empty when it is not there."""
    found = element.get(name)
    return " ".join(found) if isinstance(found, list) else str(found or "")


def number_of(element: Tag, name: str, default: float = 0.0) -> float:
    """A number in an attribute, in pixels."""
    try:
        return float(attribute(element, name).removesuffix("px") or default)
    except ValueError:
        return default


def _selector(element: Tag) -> str:
    if element.get("id"):
        return f"{element.name}#{attribute(element, 'id')}"
    named = next((name for name in classes(element) if name != "fsb"), "")
    return f"{element.name}.{named}" if named else element.name


def _blocks(soup: BeautifulSoup) -> Iterator[PageText]:
    strings = (
        (block, is_danish, str(string))
        for string in (soup.body or soup).find_all(string=True)
        if type(string) is NavigableString  # and no comment, which is one, too
        for block, is_danish in _around(string)
    )
    for (_, is_danish), group in groupby(strings, key=lambda entry: (id(entry[0]), entry[1])):
        parts = list(group)
        words = folded("".join(part for *_, part in parts))
        if words:
            yield PageText(words, parts[0][0], _kind(parts[0][0]), is_danish)


def _around(string: NavigableString) -> Iterator[tuple[Tag, bool]]:
    """The block that a string stands in and whether it is to be read as Danish."""
    block: Tag | None = None
    is_danish, language = True, ""
    for parent in string.parents:
        if parent.name in _UNSEEN:
            return
        is_danish = is_danish and parent.name not in _UNREAD
        language = language or attribute(parent, "lang")
        if block is None and parent.name in _BLOCKS:
            block = parent
    if block is not None:
        yield block, is_danish and not (language and not language.startswith("da"))


def _kind(block: Tag) -> TextKind:
    if block.name in _HEADINGS:
        return TextKind.HEADING
    if block.name == "text":
        return TextKind.DRAWN
    inside = any(one.name in ("td", "th") for one in (block, *block.parents))
    return TextKind.CELL if inside else TextKind.PROSE


def _spoken(elements: Iterable[Tag]) -> Iterator[PageText]:
    for element in elements:
        for name in element.attrs.keys() & set(_SPOKEN_ATTRIBUTES):
            words = folded(attribute(element, name))
            if words:
                yield PageText(words, element, TextKind.SPOKEN, is_danish=True)
