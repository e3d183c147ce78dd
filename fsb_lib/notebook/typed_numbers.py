"""Numbers typed in a notebook's Markdown or comments: no figure of the release stands behind them.

"Der er 47 borgere", "kun tre borgere", "en fjerdedel"     refused
"de to forvaltninger"                                      a phrase of data/notebooks.yaml
"""

import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache

from fsb_lib.base.errors import Problem
from fsb_lib.base.package_data import load
from fsb_lib.notebook.source import Source, source_of

_REMEDY = (
    "Take the number out. Where a figure is meant, let wording say it: `wording.text(release, …)` "
    "with a sentence of data/wording; a number that is no figure may stand in a phrase of "
    "data/notebooks.yaml."
)
_LONGEST = 60


def number_problems(source: Source) -> Iterator[Problem]:
    """Each line with a number, by cell. The line is quoted without it."""
    for number, cell in enumerate(source.document["cells"], start=1):
        text = source_of(cell)
        lines = _comments(text) if cell.get("cell_type") == "code" else text.splitlines()
        for line in lines:
            if _masked(_without_phrases(line)) != _without_phrases(line):
                yield Problem(
                    "a number is typed in a text",
                    f"{source.path.name}, cell {number}",
                    "numbers that the library says, from what is released",
                    f"“{_masked(line).strip()[:_LONGEST]}”",
                    _REMEDY,
                )


def _comments(code: str) -> Iterator[str]:
    """The comments of a cell; nothing when it is no Python, which is refused as such."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError):
        return
    yield from (token.string for token in tokens if token.type == tokenize.COMMENT)


def _without_phrases(line: str) -> str:
    for phrase in load("notebooks")["numbers"]["phrases"]:
        line = line.replace(phrase, " ")
    return line


def _masked(line: str) -> str:
    """The line with a # for each digit, of any script, and each number in words."""
    digits = "".join("#" if char.isnumeric() else char for char in line)
    return _in_words().sub("#", digits)


@cache
def _in_words() -> re.Pattern[str]:
    known = {name: "|".join(each) for name, each in load("notebooks")["numbers"].items()}
    ones = known["ones"].replace(" ", r"\s+")
    return re.compile(
        rf"\b(?:{known['words']}|(?:\w+og)?(?:{known['tens']})|\w*(?:{known['parts']})\w*|{ones})\b",
        re.IGNORECASE,
    )
