"""What the codes of a foreign column may mean, and which of them a draft may show.

KTH    1,204 rows   kontanthjaelp    a known word for it
5       652 rows    (as in the contract: nothing to translate)
Q7       88 rows    ?                open: the analyst says what it is
        3 values on fewer than 5 rows each: not shown
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Final

from fsb_lib.base.package_data import load
from fsb_lib.domain import vocabulary
from fsb_lib.domain.contract import Column, Kind
from fsb_lib.registers.mapping_draft.look import ForeignValue
from fsb_lib.registers.mapping_draft.shown import may_be_shown
from fsb_lib.registers.mapping_draft.words import parts, squashed
from fsb_lib.registers.rows.codes import NO_CODE, UNKNOWN_CODE, code_list

FEWEST_ROWS: Final = 5
_ALIKE: Final = 0.84
_SHORT: Final = 4
_REMEMBERED: Final = 10_000
AS_IT_IS: Final = "as it is"
GIVEN: Final = "as in your registers.yaml"
_NEGATIONS: Final = frozenset({"ikke", "ej", "uden"})
_GROUP = re.compile(
    r"(?:m|mg|match|matchgruppe|matchkategori|gruppe|grp|gr|kat|kategori)?0*([1-5])"
)


@dataclass(frozen=True)
class Meaning:
    """A code of the contract, and why a value is taken for it."""

    code: str
    why: str


@dataclass(frozen=True)
class CodeGuess:
    """A value that may be shown, with what it may mean; None where nobody knows."""

    value: ForeignValue
    meaning: Meaning | None


@dataclass(frozen=True)
class CodesLook:
    """One coded column: what must be translated, and how much is not shown.

    `n_rare` values stand on fewer than five rows; `n_private` may be a
    person's.
    """

    guesses: tuple[CodeGuess, ...]
    n_rare: int
    n_private: int


def look_at_codes(
    values: Mapping[str, ForeignValue], column: Column, given: Mapping[str, int]
) -> CodesLook:
    """What a column's values may mean. `given`: translations that are there already."""
    texts, read = code_list(column).texts, code_list(column).read
    translated = [
        CodeGuess(value, Meaning(texts[given[name]] if given[name] >= 0 else "", GIVEN))
        for name, value in values.items()
        if name in given
    ]
    foreign = {
        name: value
        for name, value in values.items()
        if name not in given and read(value.text) == UNKNOWN_CODE
    }
    rare = [value for value in foreign.values() if value.n_rows < FEWEST_ROWS]
    frequent = [value for value in foreign.values() if value.n_rows >= FEWEST_ROWS]
    shown = [value for value in frequent if may_be_shown(value.text)]
    guesses = (CodeGuess(value, meaning(value.text, column)) for value in shown)
    return CodesLook((*translated, *guesses), len(rare), len(frequent) - len(shown))


@lru_cache(_REMEMBERED)
def meaning(text: str, column: Column) -> Meaning | None:
    """The contract's code for a value, if its own words tell."""
    place = code_list(column).read(text)
    if place != UNKNOWN_CODE:
        return Meaning("" if place == NO_CODE else code_list(column).texts[place], AS_IT_IS)
    plain = squashed(text)
    if column.kind is Kind.MATCH_CODE and (group := _GROUP.fullmatch(plain)):
        return Meaning(group[1], "its number")
    words = _words(column)
    if plain in words:
        return Meaning(words[plain], "a known word for it")
    within = {words[part] for part in parts(text) if len(part) > _SHORT and part in words}
    if len(within) == 1 and _NEGATIONS.isdisjoint(parts(text)):
        return Meaning(within.pop(), "a word in it")
    return _near(plain, words)


def _near(plain: str, words: Mapping[str, str]) -> Meaning | None:
    """The code whose word a longer value is nearly."""
    best, ratio = "", 0.0
    for word, code in words.items():
        if len(word) > _SHORT:
            alike = SequenceMatcher(None, plain, word).ratio()
            best, ratio = (code, alike) if alike > ratio else (best, ratio)
    return Meaning(best, "nearly its word") if ratio >= _ALIKE else None


@cache
def _words(column: Column) -> Mapping[str, str]:
    """Codes by their own spelling, their Danish labels and what else they are called."""
    if column.kind is Kind.MATCH_CODE:
        pairs = (pair for system in vocabulary.match_systems() for pair in system.labels)
        labels = {code: label for code, label in pairs if not code.isdigit()}
    else:
        labels = vocabulary.labels(column.code_list)
    listed = load("foreign_names")["codes"][column.code_list or column.name]
    found: dict[str, str] = {}
    for code, label in labels.items():
        for word in (squashed(code), squashed(label), *map(str, listed.get(code, ()))):
            found.setdefault(word, code)
    return found
