"""A set-up that was interrupted recovers: `make` takes no half-made environment for a whole one."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SET_UP = ["make", ".make/python", f"PYTHON={sys.executable}"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("make") is None, reason="make is not on this machine"),
]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def assert_whole(clone: Path) -> None:
    done = subprocess.run(SET_UP, cwd=clone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    pip = [clone / ".venv" / "bin" / "python", "-m", "pip", "check"]
    assert subprocess.run(pip, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("seconds", [0.2, 0.8, 2.0, 3.0])
def test_set_up_that_was_killed_is_done_again(clone: Path, seconds: float) -> None:
    process = subprocess.Popen(SET_UP, cwd=clone, start_new_session=True, stdout=subprocess.DEVNULL)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert_whole(clone)


def test_environment_without_pip_or_with_half_of_it_is_made_again(clone: Path) -> None:
    made = [sys.executable, "-m", "venv", "--without-pip", clone / ".venv"]
    subprocess.run(made, check=True)
    assert_whole(clone)
    (clone / ".make" / "python").unlink()
    (record,) = (clone / ".venv").rglob("pip-*.dist-info/RECORD")
    record.unlink()
    assert_whole(clone)


def test_whole_environment_is_kept(clone: Path) -> None:
    assert_whole(clone)
    (clone / ".make" / "python").unlink()
    (clone / ".venv" / "mine").touch()
    assert_whole(clone)
    assert (clone / ".venv" / "mine").is_file()


def test_clean_that_is_interrupted_leaves_no_stamp_of_what_is_gone() -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8").split("\nclean:")[1].split("\n\n")[0]
    removed = [line.split() for line in rules.splitlines() if "rm -rf" in line]
    assert removed[0] == ["rm", "-rf", "$(STAMPS)"]
