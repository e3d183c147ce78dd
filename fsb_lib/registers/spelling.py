"""The accepted spellings of a header or a code (register contract, section 2).

Case, surrounding space, `ae/oe/aa` written with Danish letters, space or hyphen for `_`; signs
that cannot be seen (a zero-width space, a soft hyphen) are left out.
"""

import re
import unicodedata

_LETTERS = str.maketrans({"\u00e6": "ae", "\u00f8": "oe", "\u00e5": "aa"})
_SEPARATORS = re.compile(r"[\s-]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


def canonical(text: str) -> str:
    """The contract's way of writing a name or code; upper-case codes come out in lower case."""
    lowered = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip().lower()
    return _SEPARATORS.sub("_", lowered.translate(_LETTERS))


def is_empty(text: str) -> bool:
    """Whether a cell holds nothing: blank, or `NULL` in any case. `NA` and `-` are values."""
    stripped = text.strip()
    return not stripped or stripped.upper() == "NULL"
