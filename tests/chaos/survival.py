"""What may lie there after a command was harmed, and what may be said of it.

Each published folder is whole, as before or as it was to be; nothing private lies outside the
private area; what the program says of a fault has a remedy.
"""

import json
import re
import stat
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.chaos.harms import SILENT, Harmed
from tests.chaos.place import Place, Said
from tests.chaos.worlds import Tree, Undisturbed

# Of the program itself: never said, whatever happens to it.
OWN_FAULTS = (
    "Traceback (most recent",
    "The program itself failed",
    "fault of the program",
    "the program failed",
    "quotes what is or looks like a CPR number",
)
PUBLISHED = re.compile(
    r"outputs/(?:(?:correction|failed)/)*\d{4}/[a-z_]+(?=/)|(?:elsewhere/)?snap(?=/)"
)
ERROR_PAGE = frozenset({"error.html", "manifest.json"})
FAULT_REPORT = "fault-report.html"
HALF, STAGING = ".fsb-half.", "outputs/.staging/"
LOCK = ".intake.lock"  # empty
OPEN_BY_DESIGN = ("cache/", "twin-city")  # below work/: fonts, and a city that nobody lives in
NAMES_OF_ROWS = re.compile(r"(^|/)\.?(fsb-intake-|snap\.|tmp)")


def units(found: Tree) -> dict[str, Tree]:
    """Files by what is published as one: a report's folder, a snapshot, else the file itself."""
    made: dict[str, Tree] = defaultdict(dict)
    for name, digest in found.items():
        within = PUBLISHED.match(name)
        unit = within.group() if within else name
        made[unit][name[len(unit) + 1 :]] = digest
    return dict(made)


def not_whole(found: Tree, known: Undisturbed) -> Iterator[str]:
    """Every unit that is neither as before nor as it was to be, and those that are gone."""
    now, allowed = units(found), [units(one) for one in (known.before, known.after, known.last)]
    for unit, files in now.items():
        if not any(_alike(files, one.get(unit)) for one in allowed) and not _between(unit, files):
            yield f"{unit} is neither old nor new ({len(files)} files)"
    for unit in allowed[0].keys() & allowed[1].keys() - now.keys():
        yield f"{unit} is gone"


def _alike(files: Tree, other: Tree | None) -> bool:
    """A snapshot is whole before its fault report is written beside its tables."""
    return other is not None and (files == other or files == _without_report(other))


def _without_report(files: Tree) -> Tree:
    return {name: digest for name, digest in files.items() if name != FAULT_REPORT}


def _between(unit: str, files: Tree) -> bool:
    """What may lie there until the next command or run: made anew, an error, in the making."""
    if unit == "outputs/index.html" or files.keys() == ERROR_PAGE:
        return True
    return unit.startswith(STAGING)


def private_outside(place: Place) -> Iterator[str]:
    """What only its owner may read and others can, or what lies where nobody looks for it."""
    for path in _files(place.root):
        name = path.relative_to(place.root).as_posix()
        is_private = name.startswith(("work/", STAGING))
        if is_private and path.name != LOCK and not _is_closed(path, place.root):
            if not name.removeprefix("work/").startswith(OPEN_BY_DESIGN):
                yield f"{name} can be read by others"
        elif not is_private and NAMES_OF_ROWS.search(name):
            yield f"{name} is left of an intake"
    for path in _files(place.beside / "tmp"):
        yield f"{path.relative_to(place.beside)} is left among temporary files"
    for path in _files(place.elsewhere):
        name = path.relative_to(place.elsewhere).as_posix()
        if NAMES_OF_ROWS.search(name) and not _is_closed(path, place.elsewhere):
            yield f"{name} can be read by others, on the other disk"


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _is_closed(path: Path, root: Path) -> bool:
    """Whether others are kept from it, by its own rights or by a folder on the way."""
    between = [path, *(folder for folder in path.parents if folder.is_relative_to(root))]
    return any(not stat.S_IMODE(one.stat().st_mode) & 0o077 for one in between)


def half_done(place: Place) -> Iterator[str]:
    """What no finished command leaves."""
    for pattern in (
        *("work/ledger/*.intent", "work/staging/*", "outputs/.staging", "outputs/.retired"),
        *(f"{folder}/{HALF}*" for folder in ("outputs", "work/ledger", "work/released/*")),
    ):
        for path in place.root.glob(pattern):
            yield f"{path.relative_to(place.root)} is left"
    for path in place.elsewhere.glob(".*"):
        yield f"elsewhere/{path.name} is left"


def is_intended(place: Place) -> bool:
    """Whether something was written down that was not done to the end."""
    for path in place.root.glob("work/ledger/*.intent"):
        return bool(json.loads(path.read_text(encoding="utf-8")))
    return False


def badly_said(said: Said, *, silent: bool = False) -> Iterator[str]:
    """What a command may not say, or owes a word about."""
    for words in OWN_FAULTS:
        if words in said.text:
            yield f"it said: {_around(said.text, words)}"
    if said.code < 0 and not silent:
        yield f"it ended by signal {-said.code}"
    if said.code in {1, 2, 3} and "to do:" not in said.text and "*** [" not in said.text:
        yield f"it ended with {said.code} without a remedy: {said.text[-200:]!r}"


def _is_before_ours(said: Said) -> bool:
    """Whether the interpreter was still starting, which nobody's handler can reach."""
    return "init_import_site" in said.text and "fsb_lib" not in said.text


def badly_ended(harm: str, harmed: Harmed) -> Iterator[str]:
    """What is wrong with how the harmed command ended."""
    if harm == "interrupted" and _is_before_ours(harmed.said):
        return  # no line of the program had run
    yield from badly_said(harmed.said, silent=harm in SILENT)
    if harmed.also is not None:
        yield from badly_said(harmed.also)
    if harm == "interrupted" and harmed.struck and harmed.said.code not in {0, 130}:
        yield f"it was interrupted and ended with {harmed.said.code}"
    if harmed.said.code == 130 and "Interrupted before it was done." not in harmed.said.text:
        yield "it was interrupted and did not say so"
    if harm in {"disk full", "small files"} and harmed.said.code not in {0, 1}:
        yield f"the disk refused and it ended with {harmed.said.code}: {harmed.said.text[-300:]!r}"


def _around(text: str, words: str) -> str:
    at = text.index(words)
    return repr(text[max(0, at - 200) : at + 300])
