"""Every number in a text, and whether the shown values of the report explain it.

    "Der mangler 181 borgere"      a count of persons: a cell must show 181
    "steg med 15,8 procentpoint"   a difference of two shown rates
    "tabel 3", "15. november 2009", "§ 12"   no figures at all

A number of persons below the threshold is never explained by a difference: a cell must show it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Any

from fsb_lib.auditor.channels.values import number, plain
from fsb_lib.base.package_data import load, names_in

_EXPECTED = load("auditor/channels")["numbers"]
_PERSONS = f"(?:{_EXPECTED['persons']})"
_WORDS = tuple(_EXPECTED["words"])
_DIGITS = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"
_UNITS = r"(?:\s*(%|procentpoint|procent))?"
TOKEN = re.compile(rf"(?<![\w,.\-])[-\u2212]?({_DIGITS})(?![\w]|[.,]\d){_UNITS}")
_COUNT_AFTER = re.compile(rf"\s*(?:[a-zæøå]+\s+){{0,2}}?{_PERSONS}\b", re.IGNORECASE)
_DAYS_AFTER = re.compile(r"\s*dage?\b")
# "en borger" is any citizen; "kun én borger" is a count.
_COUNTED = f"{'|'.join(_WORDS[2:])}|(?<=kun )én"
_IN_WORDS = re.compile(rf"\b({_COUNTED})\s+(?:{_PERSONS})\b", re.IGNORECASE)
_DATES = re.compile(
    rf"\d{{1,2}}\.\s*(?:{_EXPECTED['months']})(?:\s*\d{{4}})?"
    r"|\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d\d(?:-\d\d)?|\b\d{4}K\d\b|\d\. kvartal"
)
_NAMED = re.compile(
    rf"\b(?:{_EXPECTED['named']})\s*\d+(?:\s*(?:,|og|eller|-|–)\s*\d+)*|\b[SDLC]\d+\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_YEARS = frozenset(map(Decimal, range(1900, 2101)))
_COMPARED = re.compile(rf"\b({_EXPECTED['compared']})\b")
_HELD = {
    name: re.compile(rf"\b{pattern.format(n=f'({_DIGITS})')}(?!\w)", re.IGNORECASE)
    for name, pattern in _EXPECTED["held"].items()
}
_QUOTING = re.compile(rf"\b(?:{_EXPECTED['quoting']})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Explained:
    """The numbers that a report may tell, by what they are numbers of."""

    threshold: int
    counts: frozenset[Decimal]
    percents: frozenset[Decimal]
    differences: frozenset[Decimal]
    points: frozenset[Decimal]
    typed: frozenset[Decimal]
    quoted: tuple[str, ...] = ()
    against_printed: frozenset[Decimal] = frozenset()
    held: Mapping[str, frozenset[Decimal]] = field(default_factory=dict)
    days: frozenset[Decimal] = frozenset()

    def objections(self, text: str) -> Iterator[str]:
        """The kind of finding for each number of a text that nothing explains."""
        for quoted in self.quoted:
            text = text.replace(quoted, " ")
        bare = self._without_rules(_NAMED.sub(" ", _DATES.sub(" ", plain(text))))
        yield from self._in_words(bare)
        yield from self._of_cells_and_ledger(bare)
        for pattern in _HELD.values():
            bare = pattern.sub(" ", bare)
        yield from self._in_digits(bare)

    def _in_words(self, bare: str) -> Iterator[str]:
        for found in _IN_WORDS.finditer(bare):
            value = Decimal(_WORDS.index(found[1].lower()))
            if value < self.threshold and value not in self.counts:
                yield "small_count_told"

    def _of_cells_and_ledger(self, bare: str) -> Iterator[str]:
        for name, pattern in _HELD.items():
            known = self.held.get(name, frozenset())
            if any(number(found[1]) not in known for found in pattern.finditer(bare)):
                yield "unexplained_number"

    def _in_digits(self, bare: str) -> Iterator[str]:
        for found in TOKEN.finditer(bare):
            if number(found[1]) in self.days and _DAYS_AFTER.match(bare, found.end()):
                continue
            counts = bool(_COUNT_AFTER.match(bare, found.end()))
            kind = self._objection(number(found[1]), found[2], counts, bare)
            is_small = not (kind or counts or found[2] or "," in found[1])
            if is_small and 0 < number(found[1]) < self.threshold:
                kind = "" if self._is_usual(bare, found) else "small_count_told"
            if kind:
                yield kind

    def _is_usual(self, text: str, found: re.Match[str]) -> bool:
        """Whether a bare small number is shown, or stands beside a word as in reviewed wording."""
        beside = set(_beside(text, found))
        return number(found[1]) in self.counts or bool(beside & _typed_beside())

    def _without_rules(self, text: str) -> str:
        """Without the rule of hiding itself: 1-4 persons, 5 persons."""
        most = self.threshold - 1
        return re.sub(rf"(?<![\d,.])1[–-]{most}\b(?!,)|\b{self.threshold} borgere\b", " ", text)

    def _objection(self, value: Decimal, unit: str | None, counts: bool, text: str) -> str:
        if not unit and value in self.against_printed and _QUOTING.search(text):
            return ""
        if unit == "procentpoint":
            return "" if value in self.points or value in self.typed else "unexplained_number"
        if unit:
            return "" if value in self.percents or value in self.typed else "unexplained_number"
        if counts and 0 < value < self.threshold:
            is_difference = value in self.differences and _COMPARED.search(text)
            return "" if value in self.counts or is_difference else "small_count_told"
        sets = [self.counts, self.differences, self.typed]
        if not counts:
            sets += [self.percents, self.points, _YEARS]
        return "" if any(value in one for one in sets) else "unexplained_number"


@cache
def _reviewed() -> tuple[str, ...]:
    """Reviewed wording, and the papers that it quotes."""
    folders = (names_in(folder) for folder in _EXPECTED["typed_folders"])
    names = [*chain.from_iterable(folders), *_EXPECTED["typed"]]
    return tuple(plain(text) for name in names for text in texts_of(load(name)))


@cache
def typed_numbers() -> frozenset[Decimal]:
    """The numbers in reviewed wording."""
    return frozenset(number(each[1]) for text in _reviewed() for each in TOKEN.finditer(text))


@cache
def _typed_beside() -> frozenset[tuple[str, Decimal, str]]:
    """The numbers in reviewed wording, each with the word before it and with the word after it."""
    found = ((text, each) for text in _reviewed() for each in TOKEN.finditer(text))
    return frozenset(pair for text, each in found for pair in _beside(text, each))


def _beside(text: str, found: re.Match[str]) -> Iterator[tuple[str, Decimal, str]]:
    """("matchgruppe", 4, "") and ("", 4, "og") of "i matchgruppe 4 og 5"."""
    before, after = _WORD.findall(text[: found.start()]), _WORD.findall(text[found.end() :])
    value = number(found[1])
    if before:
        yield before[-1].lower(), value, ""
    if after:
        yield "", value, after[0].lower()


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from texts_of(key)
            yield from texts_of(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_of(one)
    elif not isinstance(value, bool) and value is not None:
        yield str(value)
