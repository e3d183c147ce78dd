"""The deliveries of docs/examples/sources, in the systems' own form and in the contract's.

course/        seven tables of six people who are not
SYSTEM/        what the same course looks like there, and its registers.yaml
SYSTEM/reduced the tables of the course that this system can say less of; written by hand
"""

import shutil
from pathlib import Path

import yaml

EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples" / "sources"
COURSE = EXAMPLES / "course"
SYSTEMS = sorted(path.name for path in EXAMPLES.iterdir() if (path / "registers.yaml").exists())


def tables_of(system: str) -> set[str]:
    mapping = yaml.safe_load((EXAMPLES / system / "registers.yaml").read_text(encoding="utf-8"))
    return {source["table"] for source in mapping["sources"]}


def in_its_form(system: str, folder: Path) -> Path:
    """The course with the system's files in the place of the tables that they hold."""
    shutil.copytree(COURSE, folder)
    for table in tables_of(system):
        (folder / f"{table}.csv").unlink()
    for path in (EXAMPLES / system).iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    return folder


def reduced(system: str, folder: Path) -> Path:
    """The course as far as the system can say it, in the contract's form."""
    shutil.copytree(COURSE, folder)
    for path in (EXAMPLES / system / "reduced").glob("*.csv"):
        shutil.copy(path, folder)
    return folder
