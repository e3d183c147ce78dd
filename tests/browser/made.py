"""Reports as a run makes them, for tests in a browser: made once, shared by all workers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
# Four questions with a target, the one without; the reviewers' page of each comes with it.
RUNS = (
    ("committee", ("--year", "2010")),
    ("committee", ("--year", "2014", "--report", "cooperation_status")),
    ("internal", ("--year", "2010", "--report", "plan_coverage")),
)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of a run, and a new one for each run."""
    base = factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made-by-a-run"


def made_reports(shared: Path, snapshot: Path) -> list[Path]:
    """The pages below `shared`: of every report both renderings, and the index."""
    with FileLock(f"{shared}.lock"):
        done = shared / "done"
        if not done.exists():
            for audience, chosen in RUNS:
                _run(shared / audience, audience, chosen, snapshot)
            done.touch()
    return sorted(shared.glob("*/**/*.html"))


def _run(outputs: Path, audience: str, chosen: tuple[str, ...], snapshot: Path) -> None:
    command = [sys.executable, "-m", "fsb_lib", "run", *chosen, "--audience", audience]
    done = subprocess.run(
        [*command, "--registers", str(snapshot), "--outputs", str(outputs)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
