"""Which files of two folders differ, with the first difference of each and never a whole one."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from benchmarks.everything_made import CODE_HASH, FOLDERS

# Made by other programs for themselves.
_NOT_OURS = ("work/cache/",)
_AROUND = 40  # letters told on each side of a difference


@dataclass(frozen=True)
class Compared:
    """How many files either side has, and a line for each that is not the same in both."""

    n_files: int
    lines: tuple[str, ...]


def compared(before: Path, after: Path, folders: Iterable[str] = FOLDERS) -> Compared:
    """All files below these folders of two projects.

    Errors: SystemExit when there is none in the first, as nothing would be proved.
    """
    parts = tuple(folders)
    one, other = _files(before, parts), _files(after, parts)
    if not one:
        raise SystemExit(f"no files are in {', '.join(parts)}: nothing was compared")
    names = sorted(one.keys() | other.keys())
    lines = (_line(name, one.get(name), other.get(name)) for name in names)
    return Compared(len(names), tuple(line for line in lines if line is not None))


def first_difference(before: bytes, after: bytes) -> str:
    """Where two contents first differ, and what stands there.

    Of a zip (a kit, a workbook, a text) the member, of a text the line, else the byte.
    """
    if zipfile.is_zipfile(io.BytesIO(before)) and zipfile.is_zipfile(io.BytesIO(after)):
        return _in_members(before, after)
    try:
        return _in_lines(before.decode(), after.decode())
    except UnicodeDecodeError:
        sizes = f"{len(before)} and {len(after)} bytes"
        return f"byte {_same_length(before, after)} ({sizes})"


def _files(project: Path, folders: tuple[str, ...]) -> dict[str, Path]:
    """Every file by its name in the project, hashes of code left out of the name."""
    found: dict[str, Path] = {}
    for path in (path for folder in folders for path in (project / folder).rglob("*")):
        name = CODE_HASH.sub("HASH", path.relative_to(project).as_posix())
        if not path.is_file() or name.startswith(_NOT_OURS):
            continue
        if name in found:
            raise SystemExit(f"two files cannot be told apart: {found[name]} and {path}")
        found[name] = path
    return found


def _line(name: str, before: Path | None, after: Path | None) -> str | None:
    if before is None or after is None:
        return f"{name}: only made {'after' if before is None else 'before'}"
    one, other = before.read_bytes(), after.read_bytes()
    return None if one == other else f"{name}: {first_difference(one, other)}"


def _in_members(before: bytes, after: bytes) -> str:
    one, other = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, after))
    if one.namelist() != other.namelist():
        pairs = zip_longest(one.namelist(), other.namelist(), fillvalue="nothing")
        return "members: {} -> {}".format(*next(pair for pair in pairs if pair[0] != pair[1]))
    for name in one.namelist():
        if (was := one.read(name)) != (now := other.read(name)):
            return f"{name}: {first_difference(was, now)}"
    return "the same members, packed in another way"


def _in_lines(before: str, after: str) -> str:
    start = _same_length(before, after)
    number = before.count("\n", 0, start) + 1
    return f"line {number}: {_around(before, start)} -> {_around(after, start)}"


def _around(text: str, place: int) -> str:
    """The words around a place, within its line."""
    begin = max(text.rfind("\n", 0, place) + 1, place - _AROUND)
    line_end = text.find("\n", place)
    end = min(len(text) if line_end < 0 else line_end, place + _AROUND)
    return f"“{text[begin:end]}”"


def _same_length(before: bytes | str, after: bytes | str) -> int:
    """How far two contents are the same."""
    low, high = 0, min(len(before), len(after))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if before[:middle] == after[:middle] else (low, middle - 1)
    return low
