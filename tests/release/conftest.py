"""A small dirty city, two years of drafts of it, made once for all tests of the release."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from rich.console import Console

from fsb_lib.base.project import Project, find_project
from fsb_lib.jobs.plan import Wish
from fsb_lib.run.run_command import RunRequest, run_reports
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.dirty_writer import write_dirty_delivery
from tests.browser.made import shared_folder

ROOT = Path(__file__).resolve().parents[2]
PERSONS, SEED = 1500, 8
YEARS = {
    2007: "year: 2007\nreports: [activation_measurement]\n",
    2009: "year: 2009\nreports: [activation_measurement, target_group_profile]\n",
}


def quiet() -> Console:
    return Console(quiet=True)


def run(project: Project, *years: int, correction: bool = False, again: bool = False):
    """`fsb run --year YEAR ...` on the project's delivery."""
    request = RunRequest(
        Wish(years=years), project.root / "delivery", "committee", 2,
        correction=correction, again=again,
    )  # fmt: skip
    return run_reports(request, project, quiet())


@pytest.fixture(scope="session")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with the drafts of both years, made once for all workers."""
    return made_once(shared_folder(tmp_path_factory).with_name("drafts"), make_drafts)


def made_once(folder: Path, make: Callable[[Path], None]) -> Project:
    """The project in a folder of the session: the first worker makes it, the others wait."""
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            make(folder.with_name(f"{folder.name}-in-the-making"))
            folder.with_name(f"{folder.name}-in-the-making").rename(folder)
    return find_project(folder)


def make_drafts(root: Path) -> None:
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    (root / "params").mkdir()
    for year, text in YEARS.items():
        (root / "params" / f"{year}.yaml").write_text(text, encoding="utf-8")
    write_dirty_delivery(twin_city(PERSONS, SEED), root / "delivery", SEED)
    assert run(find_project(root)).exit_code == 0


@pytest.fixture
def project(drafts: Project, tmp_path: Path) -> Project:
    """A copy of the project, to be changed."""
    return find_project(Path(shutil.copytree(drafts.root, tmp_path / "copy")))
