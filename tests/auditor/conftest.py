"""A report as a run publishes it, with hidden cells: made once, shared by all workers."""

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from fsb_lib.auditor.publication import Publication
from fsb_lib.base.report_files import METHOD
from fsb_lib.publishing.drafts import publications
from tests.browser.made import ROOT, shared_folder

YEAR, REPORT = 2014, "target_group_profile"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, twin_city_snapshot: Path) -> Publication:
    """The profile of 2014: the twin city has groups of fewer than five persons in it."""
    outputs = shared_folder(tmp_path_factory).with_name("made-for-the-auditor")
    with FileLock(f"{outputs}.lock"):
        if not outputs.exists():
            _run(outputs, twin_city_snapshot)
    year = outputs / str(YEAR)
    (made,) = publications({f"{YEAR}/{name}": year / name for name in (REPORT, METHOD)})
    return made


def _run(outputs: Path, snapshot: Path) -> None:
    chosen = ("--year", str(YEAR), "--report", REPORT, "--audience", "committee")
    command = [sys.executable, "-m", "fsb_lib", "run", *chosen, "--registers", str(snapshot)]
    done = subprocess.run(
        [*command, "--outputs", str(outputs)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
