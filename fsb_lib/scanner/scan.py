"""Looks through files for CPR numbers: hits with file and place, and never the number.

Two kinds: `looks_like_one` needs no knowledge of the delivery; `of_the_delivery` is one of its
own numbers, however it is dated or dressed up. `not_seen` is a file that cannot be looked into.
"""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fsb_lib.base.errors import Problem
from fsb_lib.scanner.spellings import Spelling, folded, spellings, without_numbers
from fsb_lib.scanner.unpack import NotSeenError, texts

LOOKS_LIKE_ONE: Final = "looks_like_one"
OF_THE_DELIVERY: Final = "of_the_delivery"
NOT_SEEN: Final = "not_seen"
MOST_PLACES = 3  # that are told of one file
LARGEST_FILE = 1 << 29

_WHAT = {
    LOOKS_LIKE_ONE: "holds what looks like a CPR number",
    OF_THE_DELIVERY: "holds a CPR number of the delivery",
    NOT_SEEN: "cannot be looked through for CPR numbers",
}
_REMEDY = "Find out how it came there, and make the file again without it."
NO_NUMBERS: Container[str] = frozenset()


@dataclass(frozen=True)
class Hit:
    """One place in one file. `file` is without what looks like a number itself."""

    file: str
    place: str
    kind: str


def problems(hits: Iterable[Hit]) -> tuple[Problem, ...]:
    """The hits in words: one for each file and kind, with all its places."""
    places: dict[tuple[str, str], list[str]] = {}
    for one in hits:
        places.setdefault((one.file, one.kind), []).append(one.place)
    return tuple(
        Problem(_WHAT[kind], file, found="; ".join(listed), remedy=_REMEDY)
        for (file, kind), listed in places.items()
    )


def scan_paths(paths: list[Path], known: Container[str] = NO_NUMBERS) -> list[Hit]:
    """Hits in files and in all files below folders; names of files are looked at, too."""
    found: list[Hit] = []
    for path in paths:
        if path.is_dir():
            found += scan_folder(path, known)
        else:
            found += scan_file(path, path.name, known)
    return found


def scan_folder(folder: Path, known: Container[str] = NO_NUMBERS) -> list[Hit]:
    """Hits in all files of a folder, named by their path in it."""
    return [
        hit
        for path in sorted(folder.rglob("*"))
        for hit in scan_file(path, path.relative_to(folder).as_posix(), known)
    ]


def scan_file(path: Path, name: str, known: Container[str] = NO_NUMBERS) -> list[Hit]:
    """Hits in one file, told under a name; of a folder, in its name only."""
    try:
        if not path.is_file():
            return _in_name(name, known)
        if path.stat().st_size > LARGEST_FILE:
            return [Hit(without_numbers(name), "too large", NOT_SEEN)]
        content = path.read_bytes()
    except OSError as error:
        return [Hit(without_numbers(name), type(error).__name__, NOT_SEEN)]
    return scan_bytes(content, name, known)


def scan_bytes(content: bytes, name: str, known: Container[str] = NO_NUMBERS) -> list[Hit]:
    """Hits in the content of a file and in its name, a few of each kind at most."""
    shown = _shown(name, known)
    hits = _in_name(name, known)
    told: set[str] = set()
    seen: set[str] = set()
    try:
        for text in texts(content, name):
            if text.text in seen:  # many texts have no entity or tag to take out
                continue
            seen.add(text.text)
            for spelling, kind in _hits(text.text, known):
                if spelling.places not in told and len(told) < MOST_PLACES:
                    told.add(spelling.places)
                    place = _place(text.part, text.text, spelling)
                    hits.append(Hit(shown, place, kind))
    except NotSeenError as error:
        hits.append(Hit(shown, error.why, NOT_SEEN))
    except Exception as error:  # a file made to break us: unseen is as bad as seen
        hits.append(Hit(shown, f"stopped by {type(error).__name__}", NOT_SEEN))
    return hits


def _in_name(name: str, known: Container[str]) -> list[Hit]:
    kinds = {kind for _, kind in _hits(name, known)}
    return [Hit(_shown(name, known), "its name", kind) for kind in sorted(kinds)]


def _shown(name: str, known: Container[str]) -> str:
    """The name as it may be told: a number that only its hash betrays takes all of it away."""
    shown = without_numbers(name)
    return "a file" if any(True for _ in _hits(shown, known)) else shown


def _hits(text: str, known: Container[str]) -> Iterator[tuple[Spelling, str]]:
    for spelling in spellings(text):
        if spelling.places in known:
            yield spelling, OF_THE_DELIVERY
        elif spelling.looks_like_one:
            yield spelling, LOOKS_LIKE_ONE


def _place(part: str, text: str, spelling: Spelling) -> str:
    """`line 3, character 14`, or the same in a part of the file; lines as an editor counts."""
    plain = folded(text)
    starts = [0, *(match.end() for match in re.finditer(r"\n", plain))]
    line = bisect_right(starts, spelling.start)
    place = f"line {line}, character {spelling.start - starts[line - 1] + 1}"
    return f"{without_numbers(part)}: {place}" if part else place
