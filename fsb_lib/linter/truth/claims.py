"""Rules of claims: risen and fallen, most and least, and groups that are named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.protected import ProtectedReport, ProtectedTable, Row, Unit
from fsb_lib.linter.parsed_page import Spot
from fsb_lib.linter.rules import Subject, protected_rule, setting
from fsb_lib.linter.truth.said import (
    MEASUREMENT,
    UNKNOWN,
    Sentence,
    cells,
    sentences,
    value,
)

_UP = r"(?P<up>steget|stiger|steg|vokset|stigning\w*)"
_DOWN = r"(?P<down>faldet|falder|faldt|fald)"
_LEVEL = r"(\d[\d.]*(?:,\d+)?)"
_FROM_TO = re.compile(
    rf"\b(?:{_UP}|{_DOWN})\b[^.;:]{{0,40}}?\bfra {_LEVEL}(?:[ \u00a0]%)? til {_LEVEL}"
)
_SINCE = re.compile(
    rf"[Ss]iden (?:målingen i )?november[ \u00a0](\d{{4}}) er [^.;:]{{0,40}}?\b(?:{_UP}|{_DOWN})\b"
)
_BEYOND = re.compile(
    r"\b(?P<word>[Ff]lest|[Hh]øjest|[Ff]ærrest|[Ll]avest|største|mindste)\b(?! antal| forskel)"
)
_MOST = ("flest", "højest", "største")
_SHARES = ("højest", "lavest")


@protected_rule("risen-or-fallen")
def risen_or_fallen(subject: Subject) -> Iterator[Spot]:
    """What has risen is higher now, by the sentence's own levels and by the trend."""
    for sentence in sentences(subject):
        for match in _FROM_TO.finditer(sentence.words):
            before, now = (value(match[n]) for n in (3, 4))
            if (now <= before) if match["up"] else (now >= before):
                yield Spot(sentence.element, f"“{match[0]}”")
        for match in _SINCE.finditer(sentence.words):
            if not _went(subject.values, int(match[1]), up=bool(match["up"])):
                yield Spot(sentence.element, f"“{match[0]}” is not what the trend shows")


def _went(protected: ProtectedReport, year: int, *, up: bool) -> bool:
    """Whether some series of all went that way from the year; also where none shows both."""
    changes = [
        now - before
        for table in protected.tables
        if any(key.name == MEASUREMENT for key in table.keys)
        for before in _levels(table, year)
        for now in _levels(table, protected.year)
    ]
    return not changes or any((change > 0) if up else (change < 0) for change in changes)


def _levels(table: ProtectedTable, year: int) -> list[Fraction]:
    """The shown rates of a year for all: in rows of totals, or of no group."""
    codes = setting("for_all")
    return [
        Fraction(cell.value or 0)
        for row, cell in cells(table, Unit.RATE)
        if row.keys[0] == str(year) and cell.shown and all(code in codes for code in row.keys[1:])
    ]


@dataclass(frozen=True)
class _Claim:
    """That the figures of one label are the highest of their kind, or the lowest."""

    sentence: Sentence
    label: str
    word: str

    @property
    def most(self) -> bool:
        return self.word in _MOST

    @property
    def unit(self) -> Unit:
        return Unit.RATE if self.word in _SHARES else Unit.PERSONS


@protected_rule("most-and-least")
def most_and_least(subject: Subject) -> Iterator[Spot]:
    """What is called highest is, of a column of the page; with hidden parts, of those shown."""
    for claim in _claims(subject):
        found = [*_compared(subject.values, claim)]
        true = [hidden for holds, hidden in found if holds]
        if found and not true:
            yield Spot(claim.sentence.element, f"“{claim.word} … {claim.label}” is not so")
        elif true and all(true) and not _says_of_shown(claim.sentence):
            yield Spot(
                claim.sentence.element,
                f"“{claim.word} … {claim.label}” of a list with hidden parts",
            )


def _says_of_shown(sentence: Sentence) -> bool:
    return any(phrase in sentence.words.lower() for phrase in setting("of_those_shown"))


def _claims(subject: Subject) -> Iterator[_Claim]:
    labels = sorted(_labels(subject.values), key=len, reverse=True)
    for sentence in sentences(subject):
        found = [*_BEYOND.finditer(sentence.words)]
        ends = [*(match.start() for match in found), len(sentence.words)][1:]
        for match, end in zip(found, ends, strict=True):
            after = sentence.words[match.end() : end].lower()
            named = [label for label in labels if label.lower() in after]
            label = min(named, key=lambda one: (after.index(one.lower()), -len(one)), default="")
            if label:
                yield _Claim(sentence, label, match["word"].lower())


def _labels(protected: ProtectedReport) -> set[str]:
    return {
        one.label for table in protected.tables for key in table.keys for one in key.categories
        if not one.is_total and not one.code.isdigit()
    }  # fmt: skip


def _compared(protected: ProtectedReport, claim: _Claim) -> Iterator[tuple[bool, bool]]:
    """By column that the label stands in: whether the claim holds, whether parts are hidden."""
    for table in protected.tables:
        for place, key in enumerate(table.keys):
            codes = [one.code for one in key.categories if one.label == claim.label]
            parts = {one.code for one in key.categories if not one.is_total} - {UNKNOWN}
            for row in (row for row in table.rows if codes and row.keys[place] == codes[0]):
                beside = [
                    other for other in table.rows
                    if other.keys[place] in parts and _but(other, place) == _but(row, place)
                ]  # fmt: skip
                yield from _in_columns(table, row, beside, claim)


def _but(row: Row, place: int) -> tuple[str, ...]:
    return (*row.keys[:place], *row.keys[place + 1 :])


def _in_columns(
    table: ProtectedTable, row: Row, beside: list[Row], claim: _Claim
) -> Iterator[tuple[bool, bool]]:
    for n, measure in enumerate(table.measures):
        if measure.unit is claim.unit and row.cells[n].shown:
            own = Fraction(row.cells[n].value or 0)
            shown = [Fraction(one.cells[n].value or 0) for one in beside if one.cells[n].shown]
            holds = all((own >= one) if claim.most else (own <= one) for one in shown)
            yield holds, any(one.cells[n].value is None for one in beside)


@protected_rule("named-groups")
def named_groups(subject: Subject) -> Iterator[Spot]:
    """A target group that a text names has a row in a table of the report."""
    listed = load("vocabulary")["maalgruppe"]
    there = {
        one.code for table in subject.values.tables for key in table.keys for one in key.categories
    }
    for sentence in sentences(subject):
        for code, label in listed.items():
            if code not in there and str(label).lower() in sentence.words.lower():
                yield Spot(sentence.element, f"“{label}” stands in no table")


RULES = (risen_or_fallen, most_and_least, named_groups)
