"""What the auditor objects to: each a kind, a place and a cell, never a hidden value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "exposed": "the hidden count follows from what is published",
    "narrow": "what is published leaves too few values to the hidden count",
    "small_difference": "what is published proves that this difference is a small count",
    "version_difference": "this count and an earlier version of it differ by few persons",
    "small_shown": "a small count is shown",
    "undecided": "the attack could not be completed",
    "contradiction": "the published facts contradict each other",
    "derived_shown": "a value is shown that is computed from a hidden count",
    "two_values": "one count is shown with two values",
    "shown_elsewhere": "a count is hidden here and shown elsewhere",
    "no_name": "a shown value has no name, so that nobody can judge what it tells",
    "unreadable": "the file cannot be read as what it is",
    "missing": "a table or file that belongs to the report is missing",
    "not_as_published": "a value differs from the one in results.json",
    "shown_in_channel": "a value is shown that results.json hides",
    "not_a_cell": "a value stands where no cell of the table is",
    "row_order": "the rows do not stand in the fixed order of their codes",
    "unexplained_number": "a number that no shown value explains",
    "small_count_told": "the text tells a small count that no table shows",
    "unexplained_mark": "something is drawn that no shown value explains",
    "other_picture": "a picture is not the drawing of a page, as this program makes it",
    "hidden_part": "a part that a reader does not see holds something",
    "witness_missing": "a small count has no alternatives",
    "witness_unknown": "the document names a cell that is not hidden",
    "witness_rule": "the truth or an alternative breaks a published fact",
    "witness_reach": "an alternative does not reach its target",
    "witness_target": "a target is weaker than it could be",
    "guarantee": "a small count is protected less than promised",
}


NARROW: Final = "narrow"
OTHER_PICTURE: Final = "other_picture"
# Of numbers in texts, which a notebook may hold.
IN_TEXTS: Final = frozenset({"unexplained_number", "small_count_told"})


@dataclass(frozen=True)
class Finding:
    """One objection. `where` is a file, table or cell; `cell` a name of docs/cells.md."""

    kind: str
    where: str
    cell: str = ""

    def __str__(self) -> str:
        named = f" ({self.cell})" if self.cell else ""
        return f"{self.where}: {WORDS[self.kind]}{named}"

    def as_json(self) -> dict[str, str]:
        return {"kind": self.kind, "where": self.where, "cell": self.cell}


def beginning(text: str) -> str:
    """The first words of a text, without any number: a finding tells no value."""
    return re.sub(r"\d", "#", " ".join(text.split())[:60])
