"""What of this program makes a synthetic delivery, and a snapshot: a change makes them anew."""

import hashlib
from pathlib import Path
from typing import Final

from fsb_lib.base.errors import Problem, ReportError
from fsb_lib.registers.snapshot_files import file_hash

PACKAGE: Final = Path(__file__).resolve().parents[2]
_CONTRACT: Final = ("domain/contract.py", "domain/vocabulary.py", "data/vocabulary.yaml")
CITY_CODE: Final = (
    "synthetic",
    "domain/periods.py",
    "data/decisions.yaml",
    "data/twin_city.yaml",
    "data/published.yaml",
    *_CONTRACT,
)
INTAKE_CODE: Final = (
    "registers",
    "data/faults.yaml",
    "base/strict_yaml.py",
    "scanner/folded.py",
    "scanner/known_numbers.py",
    "scanner/spellings.py",
    "domain/cpr.py",
    *_CONTRACT,
)


def code_hash(parts: tuple[str, ...]) -> str:
    """One hash over the files at these places of the package, and the Python files below them.

    Errors: ReportError when there is nothing at a place: then a change there would go unseen.
    """
    made = hashlib.sha256()
    for part in parts:
        for path in _files(part):
            made.update(f"{path.relative_to(PACKAGE).as_posix()} {file_hash(path)}\n".encode())
    return made.hexdigest()


def _files(part: str) -> list[Path]:
    place = PACKAGE / part
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    if not files:
        raise ReportError(
            Problem(
                "a part of the program is not where it should be",
                f"{PACKAGE.name}/{part}",
                "the program's files as they were installed",
                remedy="install the program again; else it is a fault of the program: report it",
            )
        )
    return files
