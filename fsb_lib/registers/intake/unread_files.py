"""Files of a delivery that are not read: near a table by their name, or left alone and named.

bif_ydelser (1).csv, cpr_skift.xls, Kopi af sof_sager.csv, udtraek/personer.csv    near: fatal
readme.txt, vejledning til personer.pdf                                            told
"""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from fsb_lib.domain.contract import TABLES, RegisterTable
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.spelling import canonical

_NEVER = (
    *(".pdf", ".doc", ".docx", ".md", ".png", ".jpg", ".jpeg", ".msg", ".eml", ".log"),
    *(".sha256", ".md5", ".sig"),
)
_ALIKE: Final = 0.85
_MOST: Final = 10_000
_HINTS: Final[Mapping[str, str]] = {
    ".zip": "unpack it; ",
    ".7z": "unpack it; ",
    ".rar": "unpack it; ",
    ".xls": "open it in Excel and save it as .xlsx; ",
    ".xlsb": "open it in Excel and save it as .xlsx; ",
    ".xlsm": "open it in Excel and save it as .xlsx; ",
    ".ods": "open it and save it as .xlsx; ",
}
_FOLDER_HINT: Final = "give the folder that holds it as the delivery, or move it up; "


@dataclass(frozen=True)
class UnreadFile:
    """A file by its place in the folder, and the table that it is near, or none."""

    name: str
    table: RegisterTable | None

    @property
    def said(self) -> str:
        """Its place, as far as it can be said."""
        return "/".join(map(sayable, Path(self.name).parts))

    @property
    def hint(self) -> str:
        """What may be done with it first."""
        if len(Path(self.name).parts) > 1:
            return _FOLDER_HINT
        return _HINTS.get(Path(self.name.lower()).suffix, "")


def unread_files(
    folder: Path, read: Collection[Path], named: Mapping[str, tuple[str, ...]]
) -> Iterator[UnreadFile]:
    """The files that nobody reads. `named`: tables by the names that the mapping file gives."""
    known = {plain(register.name): register for register in TABLES}
    by_name = {register.name: register for register in TABLES}
    known |= {plain(name): by_name[tables[0]] for name, tables in named.items() if plain(name)}
    for path in _files(folder):
        if path not in read:
            yield UnreadFile(path.relative_to(folder).as_posix(), _near(path.name, known))


def plain(name: str) -> str:
    """The letters of a name alone."""
    return re.sub(r"[^a-z]", "", canonical(name))


def _near(name: str, known: Mapping[str, RegisterTable]) -> RegisterTable | None:
    if Path(name.lower()).suffix in _NEVER:
        return None
    whole, start = plain(name), plain(name.split(".", maxsplit=1)[0])
    held = [table for table in known if table in whole]
    if held:
        return known[max(held, key=len)]
    alike = {table: SequenceMatcher(None, start, table).ratio() for table in known}
    best = max(alike, key=lambda table: alike[table])
    return known[best] if alike[best] >= _ALIKE else None


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder but hidden ones, in order; no link is followed."""
    n_met = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            n_met += 1
            if n_met > _MOST:
                return
            if not name.startswith("."):
                yield Path(place) / name
