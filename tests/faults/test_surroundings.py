"""What lies on a user's machine changes no figure, and an interrupted run leaves nothing."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fsb_lib.outputs.manifest import hashes
from tests import any_notebook
from tests.small_release import notebook, write_project

pytestmark = [
    pytest.mark.usefixtures("any_notebook"),
    pytest.mark.skipif(os.name != "posix", reason="files and signals of POSIX systems"),
]
COMMAND = [*any_notebook.COMMAND, "run", "--registers", "snapshot"]
YEAR_FILE = "year: 2009\nreports: [activation_measurement]\n"
# Shows what a startup file, a module or a matplotlib setting of the user's would change.
SHOWS_SETTINGS = """\
import matplotlib, random
from dataclasses import replace
found = (globals().get("meddled"), matplotlib.rcParams["figure.dpi"], hasattr(random, "meddled"))
assert found == (None, 100.0, False), found
release"""


def project(folder: Path, last: str) -> Path:
    notebooks = {"activation_measurement": notebook("activation_measurement", last)}
    return write_project(folder, notebooks, _2009=YEAR_FILE)


def hostile_home(home: Path) -> dict[str, str]:
    """A home whose IPython, Jupyter, matplotlib and Python settings all meddle."""
    files = {
        "ipython/profile_default/startup/00.py": "meddled = True",
        "matplotlib/matplotlibrc": "figure.dpi: 33",
        "modules/random.py": "meddled = True",
        "startup.py": "meddled = True",
        "jupyter/kernels/python3/kernel.json": '{"argv": ["/bin/false"], "display_name": "x"}',
        "jupyter/kernels/fsb/kernel.json": '{"argv": ["/bin/false"], "display_name": "x"}',
    }
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    return {
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "MATPLOTLIBRC": str(home / "matplotlib" / "matplotlibrc"),
        "JUPYTER_PATH": str(home / "jupyter"),
        "JUPYTER_DATA_DIR": str(home / "jupyter"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "PYTHONSTARTUP": str(home / "startup.py"),
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
    }


@pytest.mark.slow
def test_settings_of_the_user_change_no_byte(tmp_path: Path) -> None:
    roots = [project(tmp_path / name, SHOWS_SETTINGS) for name in ("plain", "hostile")]
    meddling = hostile_home(tmp_path / "home")
    for root, more in zip(roots, ({}, meddling), strict=True):
        environment = {**os.environ, **more}
        done = subprocess.run(
            COMMAND, cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    plain, hostile = (hashes(root / "outputs", (".fsb.lock",)) for root in roots)
    assert plain == hostile


@pytest.fixture
def interrupts_heeded() -> Iterator[None]:
    """A test run in the background ignores SIGINT, and its children would inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts_heeded")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_run_leaves_nothing_half_made(tmp_path: Path, how: signal.Signals) -> None:
    root = project(tmp_path / "project", "import time; time.sleep(600)")
    process = subprocess.Popen(COMMAND, cwd=root, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        next(line for line in process.stdout if "measuring" in line)
        time.sleep(0.5)
        process.send_signal(how)
        assert process.wait(timeout=30) == 130
    finally:
        process.kill()
        process.communicate()
    assert not list((root / "outputs").glob("2009*"))
    assert not (root / "outputs" / ".staging").exists()
