"""A project with the notebooks and year files of this one, to be run in a test."""

import shutil
from pathlib import Path

from fsb_lib.base.project import Project, find_project

ROOT = Path(__file__).resolve().parents[1]


def copied_project(root: Path, *years: int) -> Project:
    """The project in the empty folder `root`, with the files of these years."""
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    (root / "params").mkdir()
    for year in years:
        shutil.copy(ROOT / "params" / f"{year}.yaml", root / "params")
    return find_project(root)
