"""What became of a year's notes, as the ledger tells it and the portal repeats it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PastEvent:
    """A release or a withdrawal of a year, and why.

    `version` counts the releases of the year; 0 for a withdrawal. The reason may be empty.
    """

    year: int
    day: date
    version: int
    reason: str
