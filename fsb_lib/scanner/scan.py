"""Looks through files for CPR numbers: hits with file and place, and never the number.

Two kinds: `looks_like_one` needs no knowledge of the delivery; `of_the_delivery` is one of its
own numbers, however it is dated or dressed up. `not_seen` is a file that cannot be looked into.
"""

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fsb_lib.base.errors import Problem
from fsb_lib.scanner.folded import folded
from fsb_lib.scanner.spellings import Spelling, spellings, without_numbers
from fsb_lib.scanner.unpack import TextPart, UnseenPart, parts

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
_REMEDIES = {
    LOOKS_LIKE_ONE: _REMEDY,
    OF_THE_DELIVERY: _REMEDY,
    NOT_SEEN: "No number was seen, and none can be ruled out: save it in a form that is read "
    "(text, HTML, JSON, CSV, Office, PDF, PNG, Parquet, zip), or leave it out.",
}
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
        Problem(_WHAT[kind], file, found="; ".join(listed), remedy=_REMEDIES[kind], kind=kind)
        for (file, kind), listed in places.items()
    )


def scan_paths(paths: list[Path], known: Container[str] = NO_NUMBERS) -> list[Hit]:
    """Hits in files and in all files below folders; names of files are looked at, too."""
    return [
        hit for path in paths for one, name in found_at(path) for hit in scan_file(one, name, known)
    ]


def found_at(path: Path) -> Iterator[tuple[Path, str]]:
    """A file and its name, or all that a folder holds, each named by its path in it.

    A folder that cannot be read, or is a link to another, is told as one thing: it is not seen.
    """
    if not path.is_dir():
        yield path.resolve(), path.name  # a link that somebody names is meant
        return
    for folder, folders, files in os.walk(path, onerror=_ignored):
        folders.sort()
        here = Path(folder)
        for name in sorted([*folders, *files]):
            yield here / name, (here / name).relative_to(path).as_posix()


def _ignored(_: OSError) -> None:
    """A folder that cannot be read was told as one by its parent: `scan_file` finds so, too."""


def scan_file(path: Path, name: str, known: Container[str] = NO_NUMBERS) -> list[Hit]:
    """Hits in one file, told under a name; of a folder, in its name only.

    What is no plain file or folder is not seen: a link may point elsewhere tomorrow.
    """
    try:
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            list(os.scandir(path))  # or nobody knows what it holds
            return _in_name(name, known)
        if not stat.S_ISREG(mode):
            return [*_in_name(name, known), not_seen(name, "a link, or no file", known)]
        if path.stat().st_size > LARGEST_FILE:
            return [not_seen(name, "too large", known)]
        content = path.read_bytes()
    except OSError as error:
        return [not_seen(name, error.strerror or type(error).__name__, known)]
    return scan_bytes(content, name, known)


def not_seen(name: str, why: str, known: Container[str] = NO_NUMBERS) -> Hit:
    """What is told of a file that nobody could look into."""
    return Hit(_shown(name, known), why, NOT_SEEN)


def scan_bytes(content: bytes, name: str, known: Container[str] = NO_NUMBERS) -> list[Hit]:
    """Hits in the content of a file and in its name, a few of each kind at most."""
    hits = _Hits(name, known)
    try:
        for one in parts(content, name):
            hits.look_at(one)
    except Exception as error:  # a file made to break us: unseen is as bad as seen
        hits.not_seen("", f"stopped by {type(error).__name__}")
    return [*_in_name(name, known), *hits.found]


class _Hits:
    """What is found in one file: some places of numbers, and some parts that nobody saw."""

    def __init__(self, name: str, known: Container[str]) -> None:
        self.found: list[Hit] = []
        self._name, self._known = _shown(name, known), known
        self._told: set[str] = set()
        self._n_unseen = 0
        self._seen: set[int] = set()

    def look_at(self, one: TextPart | UnseenPart) -> None:
        if isinstance(one, UnseenPart):
            self.not_seen(one.part, one.why)
        elif (mark := hash(one.text)) not in self._seen:  # many have no entity or tag to take out
            self._seen.add(mark)
            self._look_through(one)

    def not_seen(self, part: str, why: str) -> None:
        self._n_unseen += 1
        if self._n_unseen <= MOST_PLACES:
            place = f"{_without(part, self._known)}: {why}" if part else why
            self.found.append(Hit(self._name, place, NOT_SEEN))

    def _look_through(self, one: TextPart) -> None:
        for spelling, kind in _hits(one.text, self._known):
            if one.is_joined and kind != OF_THE_DELIVERY:
                continue
            if spelling.places not in self._told and len(self._told) < MOST_PLACES:
                self._told.add(spelling.places)
                place = _place(_without(one.part, self._known), one.text, spelling)
                self.found.append(Hit(self._name, place, kind))


def _in_name(name: str, known: Container[str]) -> list[Hit]:
    kinds = {kind for _, kind in _hits(name, known)}
    return [Hit(_shown(name, known), "its name", kind) for kind in sorted(kinds)]


def _shown(name: str, known: Container[str]) -> str:
    """The name of a file as it may be told."""
    return _without(name, known) or "a file"


def _without(name: str, known: Container[str]) -> str:
    """A name without numbers; one that only its hash betrays takes all of it away."""
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
    return f"{part}: {place}" if part else place
