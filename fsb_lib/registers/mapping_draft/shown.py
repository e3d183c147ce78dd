"""Which values of a column a draft may show: codes, never what may be a person's.

    07   KTH   LAB 2.3   Kontanthjaelp   psykisk syge og udsatte       shown
    Anne Hansen   HANSEN   Nygade 12   33 12 34 56   a@b.dk   010180   not shown

Safe by default: words are shown only when each of them is known from codes
(`data/foreign_names.yaml`); any other may be a name.
"""

import re
from functools import cache
from itertools import pairwise
from typing import Final

from fsb_lib.base.package_data import load
from fsb_lib.domain import vocabulary
from fsb_lib.domain.contract import TABLES
from fsb_lib.registers.mapping_draft.words import listed, parts, squashed
from fsb_lib.registers.safe_names import holds_number
from fsb_lib.registers.spelling import canonical
from fsb_lib.scanner.spellings import spellings

LONGEST: Final = 60
_SHORT: Final = 4  # letters of an abbreviation
_INITIALS: Final = 2
_CUT: Final = 5  # letters to which a word is cut: virk., forl., revid.
_MOST_DIGITS: Final = 5  # a postal code and an account have fewer than a telephone and a birthday
# What a file's name says of its days: 2014, 2014-01-15, 20140115; not with four digits behind it.
_DAYS = re.compile(r"(?<!\d)20\d\d(?:[-_.]?\d\d){0,2}(?!\d)(?![-_ .]?(?!20)\d{4}(?!\d))")
_OF_MARKUP: Final = frozenset('<>={}|@\\^`"$*')  # and of formulas: no name of a column needs them
_PLAIN = re.compile(r"[\w \u00a7.,;:/()+&%*'-]+")


def may_be_shown(value: str) -> bool:
    """Whether a value is a code, and cannot be a name, a number, an address or a telephone."""
    text = value.strip()
    if not 0 < len(text) <= LONGEST or not _PLAIN.fullmatch(text) or not text.isprintable():
        return False
    if sum(map(str.isdigit, text)) > _MOST_DIGITS or holds_number(text) or _is_address(text):
        return False
    words = re.findall(r"[^\W_]+", text)
    is_whole = len(words) > 1 and squashed(text) in _words_of_codes()
    return is_whole or all(map(_is_known, words))


def may_be_written(name: str) -> bool:
    """Whether a file's or column's name may stand in a draft: it holds no person's number."""
    if not name.isprintable() or not 0 < len(name.strip()) <= 2 * LONGEST:
        return False
    if not _OF_MARKUP.isdisjoint(name):
        return False
    looks_like_one = any(one.looks_like_one for one in spellings(name))
    return not looks_like_one and not holds_number(_DAYS.sub(" ", name))


def _is_address(text: str) -> bool:
    words = parts(text)
    return any(
        word.endswith(tuple(listed("streets"))) and following[:1].isdigit()
        for word, following in pairwise(words)
    )


def _is_known(word: str) -> bool:
    """A word of codes, or an abbreviation that is no common name."""
    plain = squashed(word)
    if plain != canonical(word):  # an accent: codes are Danish, names are from everywhere
        return False
    letters = re.sub(r"[0-9]", "", plain)
    if letters in listed("short_names"):
        return False
    if len(letters) <= _INITIALS or letters in listed("small_words") or plain in _words_of_codes():
        return True
    if any(known in letters for known in listed("words") if len(known) > _SHORT):
        return True
    if len(letters) <= _SHORT and (word.isupper() or letters != plain):
        return True
    return len(letters) <= _CUT and any(known.startswith(letters) for known in _all_words())


@cache
def _all_words() -> frozenset[str]:
    return _words_of_codes() | listed("words")


@cache
def _words_of_codes() -> frozenset[str]:
    """Every word of a code of the contract, of its Danish label and of what else it is called."""
    lists = {one.code_list for table in TABLES for one in table.columns if one.code_list}
    labels = [pair for name in lists for pair in vocabulary.labels(name).items()]
    labels += [pair for system in vocabulary.match_systems() for pair in system.labels]
    others = {
        str(word)
        for by_code in load("foreign_names")["codes"].values()
        for words in by_code.values()
        for word in words
    }
    return frozenset({word for pair in labels for text in pair for word in parts(text)} | others)
