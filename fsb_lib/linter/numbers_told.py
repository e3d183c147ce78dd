"""Rules of numbers in texts and figures: each is protected, derived, printed, or typed."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from bs4 import Tag

from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.linter.allowed_numbers import allowed_numbers
from fsb_lib.linter.figures import alternative
from fsb_lib.linter.parsed_page import PageText, Spot, TextKind, attribute, words_of
from fsb_lib.linter.rules import Subject, protected_rule
from fsb_lib.linter.tokens import dates_in, numbers_in, tokens, without_quotations

ROUNDED = Decimal("0.05")
# "mellem en tredjedel og en fjerdedel"
PRINTED_IN_WORDS = {Decimal(100) / 3, Decimal(25)}
_CELLS = re.compile(r"(\d+) af (\d+) tal\b")
_NUMBERED = re.compile(r"\b(?:[Ff]igur|(?:[Kk]ontrol)?[Tt]abel)\u00a0\d+")


@protected_rule("numbers-computed")
def numbers_computed(subject: Subject) -> Iterator[Spot]:
    """Every number of running text, tiles, headings and notes comes from somewhere."""
    allowed = allowed_numbers(subject.values)
    for text in _told(subject):
        words = _without_quotes(text.words, subject.values)
        beside = _beside(text)
        for token in tokens(words):
            if not allowed.holds(token) and not beside.gives(token.number):
                yield Spot(text.element, f"“{' '.join((token.before, token.number, token.after))}”")
        for found in dates_in(words):
            if not allowed.holds_date(found):
                yield Spot(text.element, f"the date {found[0]}.{found[1]}.{found[2] or ''}")


def _as_decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))


def _third(number: int) -> int:
    """Rounded as the text rounds it: of 200, 67."""
    return (2 * number + 3) // 6


@dataclass
class _Line:
    """The numbers that stand in one line of the comparison with the papers. A sum or a difference
    of whole ones can be followed by the reader, and so can a third; of shares a difference."""

    numbers: set[int]
    shares: set[Decimal]
    repeated: set[Decimal]

    def gives(self, number: str) -> bool:
        if _as_decimal(number) in self.repeated and 0 in self.shares:  # 25 is as far from 0
            return True
        if "," in number:
            told = _as_decimal(number)
            pairs = combinations(self.shares - {told}, 2)
            return any(abs(abs(one - other) - told) <= ROUNDED for one, other in pairs)
        others = self.numbers - {int(number)}
        sums = {sum(some) for n in (2, 3) for some in combinations(others, n)}
        differences = {abs(one - other) for one, other in combinations(others | sums, 2)}
        return int(number) in sums | differences | {*map(_third, others)}


def _beside(text: PageText) -> _Line:
    line = text.element.find_parent("tr") if "fsb-printed" in text.around else None
    if line is None:
        return _Line(set(), set(), set())
    found = [token.number for token in tokens(words_of(line))]
    told = Counter(map(_as_decimal, found))
    shares, repeated = set(told), {number for number, n in told.items() if n > 1}
    return _Line({int(one) for one in found if one.isdigit()}, shares | PRINTED_IN_WORDS, repeated)


def _are_cells(match: re.Match[str], protected: ProtectedReport) -> bool:
    """Whether "40 af 40 tal" speaks of as many cells as a table shows."""
    shown = {
        sum(cell.shown for row in table.rows for cell in row.cells) for table in protected.tables
    }
    return int(match[1]) <= int(match[2]) and int(match[2]) in shown


def _told(subject: Subject) -> Iterator[PageText]:
    """All texts but the axes and the cells of protected tables, which are compared one by one."""
    for text in subject.page.texts:
        cell = text.kind is TextKind.CELL and "fsb-table" in text.around
        if text.is_danish and not cell and text.kind is not TextKind.DRAWN:
            yield text


def _without_quotes(words: str, protected: ProtectedReport) -> str:
    """Without numbers of tables, and what is quoted as it was given: case number, version, hash."""
    given = (
        protected.data_version[:12],
        protected.program_version,
        *(value for _, value in protected.memo),
    )
    for phrase in sorted(given, key=len, reverse=True):
        words = words.replace(phrase, " ") if phrase else words
    words = words.replace(f"1–{protected.smallest_shown - 1}", " ")  # the rule of small counts
    words = _CELLS.sub(lambda match: " " if _are_cells(match, protected) else match[0], words)
    return _NUMBERED.sub(" ", without_quotations(words))


@protected_rule("figure-numbers")
def figure_numbers(subject: Subject) -> Iterator[Spot]:
    """What is drawn is told: a label's number stands in the alternative, or on an axis."""
    for drawing in (drawing.element for drawing in subject.drawings):
        labels = [(label, words_of(label)) for label in drawing.find_all("text")]
        told = numbers_in(alternative(subject, drawing))
        axes = axis_labels(drawing)
        for label, words in labels:
            if numbers_in(words) - told and id(label) not in axes:
                yield Spot(label, f"“{words}” is drawn and not told")


def axis_labels(drawing: Tag) -> set[int]:
    """Labels that stand in one row or column, evenly stepped, from 0 on."""
    found: set[int] = set()
    for side in ("x", "y"):
        lines: dict[str, list[tuple[int, int]]] = {}
        for label in drawing.find_all("text"):
            match = re.match(r"^(\d[\d.]*)(?:\u00a0%)?$", words_of(label))
            if match:
                value = int(match[1].replace(".", ""))
                lines.setdefault(attribute(label, side), []).append((value, id(label)))
        for line in lines.values():
            values = {value for value, _ in line}
            step = min((value for value in values if value), default=0)
            if 0 in values and step and values == set(range(0, max(values) + 1, step)):
                found |= {label for _, label in line}
    return found


RULES = (numbers_computed, figure_numbers)
