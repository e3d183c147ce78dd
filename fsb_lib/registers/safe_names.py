"""Which names from outside may stand in a message: none that could hold a person's number.

File names, headers and mapping files are typed by people; now and then with a value in them.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final

_PLAIN = re.compile(r"[\w .()+&-]{1,60}")
_DIGITS_APART = re.compile(r"(?<=[0-9])[\s._()+&-]+(?=[0-9])")
_NUMBER_LIKE = re.compile(r"[0-9]{9}|[0-9]{6}[\W_]*(?=[A-Za-z0-9]{0,3}[A-Za-z])[A-Za-z0-9]{4}")
_ENDING = re.compile(r"(?:\.(?:csv|txt|tsv|xlsx?|parquet|gz|zip))+$", re.IGNORECASE)
NOT_SHOWN: Final = "(a name not shown)"


def sayable(name: str) -> str:
    """The name, or words in its place."""
    return name if _PLAIN.fullmatch(name) and not holds_number(name) else NOT_SHOWN


def holds_number(name: str) -> bool:
    """Whether a person's number may stand in a name, its digits together or apart."""
    return _NUMBER_LIKE.search(_DIGITS_APART.sub("", _ENDING.sub("", name))) is not None


def nearest_sayable(name: str, names: Iterable[str]) -> str:
    """`Did you mean ...?` for a name of the delivery, or nothing: the others are not listed."""
    known = sorted(one for one in set(names) if sayable(one) == one)
    close = get_close_matches(name, known, n=1)
    return f"Did you mean `{close[0]}`? " if close else ""


def listed(names: Sequence[str], most: int) -> str:
    """The first of several names, as far as each may be said."""
    return ", ".join(map(sayable, names[:most])) + (" ..." if len(names) > most else "")
