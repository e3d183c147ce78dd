"""Where the machine cannot make a PDF, reports are made without one, and it is said how to."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_release import notebook, write_project

ROOT = Path(__file__).parents[2]
BROKEN = {
    "Pango": (
        "print('long advice on Pango')\nraise OSError('cannot load library libpango-1.0-0')",
        "the library Pango is not installed",
    ),
    "package": (
        "raise ImportError('no such package', name='weasyprint')",
        "the Python package weasyprint is not installed",
    ),
}


@pytest.fixture(params=BROKEN)
def lacking(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[dict[str, str], str]:
    """An environment in which WeasyPrint fails to import, and what is said of it."""
    code, said = BROKEN[request.param]
    (tmp_path / "lib" / "weasyprint").mkdir(parents=True)
    (tmp_path / "lib" / "weasyprint" / "__init__.py").write_text(code, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "lib"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path}, said


MAKE = """
import sys
from pathlib import Path
from fsb_lib.jobs.plan import Job
from fsb_lib.sender.sender import default_sender
from fsb_lib.jobs.settings import SharedSettings
from fsb_lib.run.make_one_report import make, make_or_explain
root = Path(sys.argv[1])
notebook = root / "notebooks" / "activation_measurement.ipynb"
job = Job(2009, "activation_measurement", notebook, {"year": 2009}, {"year": 2009})
program = {"version": "0", "git_commit": None}
setting = SharedSettings(Path("snapshot"), "committee", root / "cache", 300, program, (),
                  default_sender(), root / "prepared")
failure = make_or_explain(make, job, setting, root / "staging", lambda step: None)
sys.exit(str(failure) if failure else 0)
"""


@pytest.mark.slow
def test_report_is_made_without_its_pdf(
    lacking: tuple[dict[str, str], str], tmp_path: Path
) -> None:
    # In its process alone: those of a run are started without the user's PYTHONPATH.
    surroundings, said = lacking
    root = write_project(tmp_path / "project", {"activation_measurement": notebook()})
    done = subprocess.run(
        [sys.executable, "-c", MAKE, str(root)],
        env=surroundings, cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "long advice" not in done.stdout + done.stderr
    made = root / "staging" / "report"
    assert (made / "report.html").is_file()
    assert not (made / "report.pdf").exists()
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["pdf"] == {"made": False, "why": said}


def test_doctor_says_how_to_get_it(lacking: tuple[dict[str, str], str]) -> None:
    surroundings, said = lacking
    done = fsb(["doctor"], ROOT, surroundings)
    told = " ".join(done.stdout.split())
    assert said in told
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in told
    assert "long advice" not in told


def fsb(
    arguments: list[str], folder: Path, surroundings: dict[str, str]
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "fsb_lib", *arguments],
        cwd=folder,
        env={**surroundings, "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
