"""A value as a reader sees it: a Danish number, a verdict, or the mark that there is none.

"2.608" -> 2608    "−0,2" -> -0.2    "ja" -> 1    ".." -> hidden    "·" -> not available
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from fsb_lib.auditor.published_tables import CellStatus

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007]+")
_NUMBER = re.compile(r"[-\u2212]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$")
_WORDS = {"ja": Decimal(1), "nej": Decimal(0)}
_MARKS = {"..": CellStatus.HIDDEN, "\u00b7": CellStatus.NOT_AVAILABLE}


@dataclass(frozen=True)
class ToldValue:
    """What one place tells; a text that is neither value nor mark has no status."""

    status: CellStatus | None
    value: Decimal | None = None


def plain(text: str) -> str:
    """With ordinary single spaces, as labels are compared."""
    return _SPACES.sub(" ", text.replace("\u00ad", "")).strip()


def told(text: str) -> ToldValue:
    """What a text in a cell tells."""
    bare = plain(text).removesuffix("%").rstrip()
    if bare in _MARKS:
        return ToldValue(_MARKS[bare])
    if bare.lower() in _WORDS:
        return ToldValue(CellStatus.SHOWN, _WORDS[bare.lower()])
    if _NUMBER.match(bare):
        return ToldValue(CellStatus.SHOWN, number(bare))
    return ToldValue(None)


def number(text: str) -> Decimal:
    """The value of a Danish number."""
    return Decimal(text.replace(".", "").replace(",", ".").replace("\u2212", "-"))
