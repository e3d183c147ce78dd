"""How alike a foreign name is to the words that source systems are known to use.

Start dato, START_DATO, startDato -> startdato     1.0 a known word     0.8 a part of it is one
Maalgr. kode -> maalgrkode, maalgr, kode           0.7 it holds one     0.6 it is nearly one
"""

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Final

from fsb_lib.base.package_data import load
from fsb_lib.registers.spelling import canonical

_CAMEL = re.compile(r"(?<=[a-z\u00e6\u00f8\u00e5])(?=[A-Z\u00c6\u00d8\u00c5])")
_HELD: Final = 5  # letters of a word that says something inside another
_LONG: Final = 8  # letters of a word that may be misspelt
_ALIKE: Final = 0.84
_REMEMBERED: Final = 10_000


def squashed(text: str) -> str:
    """Letters and digits alone, in lower case and without Danish letters."""
    return re.sub(r"[^a-z0-9]", "", canonical(text))


def parts(text: str) -> tuple[str, ...]:
    """The words that a name is put together of, as far as it shows them."""
    return tuple(filter(None, re.split(r"[^a-z0-9]+", canonical(_CAMEL.sub(" ", text)))))


@lru_cache(_REMEMBERED)
def likeness(text: str, words: frozenset[str]) -> float:
    """From 0 to 1: how well a name says what the words say."""
    whole = squashed(text)
    if whole in words:
        return 1.0
    if any(part in words for part in parts(text)):
        return 0.8
    if any(len(word) >= _HELD and word in whole for word in words):
        return 0.7
    ratios = (SequenceMatcher(None, whole, word).ratio() for word in words if len(word) >= _LONG)
    return 0.6 if whole and max(ratios, default=0.0) >= _ALIKE else 0.0


@cache
def column_words(column: str) -> frozenset[str]:
    """What source systems call a column of the contract."""
    return frozenset({squashed(column), *known_words("columns", column)})


@cache
def known_words(part: str, name: str) -> frozenset[str]:
    """The words of one table, column or code list in `data/foreign_names.yaml`."""
    return frozenset(map(str, load("foreign_names")[part].get(name, ())))


@cache
def listed(part: str) -> frozenset[str]:
    """A plain list of words in the same file."""
    return frozenset(map(str, load("foreign_names")[part]))


def is_about_something_else(name: str) -> bool:
    """Whether a header names what no table of the contract holds: a name, an address, a note."""
    never = listed("never")
    return squashed(name) in never or not never.isdisjoint(parts(name))
