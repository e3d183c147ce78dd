"""Nothing crosses from one report to the next, though all are forked from one process.

The first notebook meddles with everything; the second, made after it in the same run, and the
first itself, to show that the probe sees, write down what they find.
"""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from fsb_lib.base.errors import ReportError
from fsb_lib.base.project import PACKAGE
from fsb_lib.outputs.manifest import hashes
from fsb_lib.processes import process_source
from tests import any_notebook
from tests.small_release import notebook, write_project
from tests.unit.test_main_job import made, project

pytestmark = [
    pytest.mark.usefixtures("any_notebook", "processes_of_its_own"),
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each report is a new process"),
]

PROBE = """
import gc, json, locale, os, random, signal, sys, threading, warnings
from pathlib import Path
import matplotlib, numpy
from fsb_lib import wording
found = {
    "variable": "meddled" in globals(),
    "builtin": hasattr(__builtins__, "meddled"),
    "working directory": os.getcwd() == "/",
    "environment": "MEDDLED" in os.environ,
    "random numbers": random.random() == random.Random(1).random(),
    "numpy's": numpy.random.random() == numpy.random.RandomState(1).random(),
    "matplotlib": matplotlib.rcParams["figure.dpi"] == 33,
    "warnings": ("error", None, Warning, None, 0) in warnings.filters,
    "module": hasattr(wording, "meddled"),
    "imported": "meddled" in sys.modules,
    "search path": "/meddled" in sys.path,
    "open file": any(os.path.exists(f"/proc/self/fd/{n}") and "meddled" in
                     os.readlink(f"/proc/self/fd/{n}") for n in range(64)),
    "mask of new files": os.umask(0o22) == 0o77,
    "signal": signal.getsignal(signal.SIGUSR1) != signal.SIG_DFL,
    "thread": any(one.name == "meddled" for one in threading.enumerate()),
    "collector": not gc.isenabled(),
    "limit": sys.getrecursionlimit() == 1234,
    "hook": sys.unraisablehook is print,
}
Path(FOUND).write_text(json.dumps(found))
"""
MEDDLE = """
import builtins, gc, os, random, signal, sys, threading, types, warnings
import matplotlib, numpy
from fsb_lib import wording
meddled = builtins.meddled = wording.meddled = True
held = open(FOUND + ".meddled", "w")
os.chdir("/")
os.environ["MEDDLED"] = "yes"
random.seed(1); numpy.random.seed(1)
matplotlib.rcParams["figure.dpi"] = 33
warnings.simplefilter("error")
sys.modules["meddled"] = types.ModuleType("meddled")
sys.path.append("/meddled")
os.umask(0o77)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
threading.Thread(target=threading.Event().wait, name="meddled", daemon=True).start()
gc.disable(); sys.setrecursionlimit(1234); sys.unraisablehook = print
"""


def run(root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [*any_notebook.COMMAND, "run", "--registers", "snapshot", *more]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )  # fmt: skip


def test_nothing_crosses_from_one_report_to_the_next(tmp_path: Path) -> None:
    files = {
        name: tmp_path / f"{name}.json" for name in ("activation_measurement", "plan_coverage")
    }
    before = {"activation_measurement": MEDDLE, "plan_coverage": ""}
    notebooks = {
        name: notebook(name, f"FOUND = {str(path)!r}\n{before[name]}\n{PROBE}\nrelease")
        for name, path in files.items()
    }
    year_file = f"year: 2009\nreports: [{', '.join(files)}]\n"
    done = run(write_project(tmp_path / "project", notebooks, _2009=year_file), "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = (json.loads(path.read_text()) for path in files.values())
    assert [name for name, seen in first.items() if not seen] == []  # the probe sees them all
    assert [name for name, seen in second.items() if seen] == []


@pytest.mark.slow
def test_each_report_draws_random_numbers_of_its_own(tmp_path: Path) -> None:
    draws = "import random, numpy; from pathlib import Path\n"
    draws += "Path({path!r}).write_text(f'{{random.random()}} {{numpy.random.random()}}')\nrelease"
    paths = [tmp_path / name for name in ("activation_measurement", "plan_coverage")]
    notebooks = {path.name: notebook(path.name, draws.format(path=str(path))) for path in paths}
    year_file = f"year: 2009\nreports: [{', '.join(notebooks)}]\n"
    done = run(write_project(tmp_path / "project", notebooks, _2009=year_file))
    assert done.returncode == 0, done.stdout + done.stderr
    one, other = (path.read_text().split() for path in paths)
    assert one[0] != other[0]
    assert one[1] != other[1]


STATE = """
import json, os
from pathlib import Path
read = lambda name: Path(name).read_text()
parent = os.getppid()
Path({path!r}).write_text(json.dumps({{
    "threads": len(os.listdir(f"/proc/{{parent}}/task")),
    "mine": [os.getpid(), parent],
    "secrets": [name for pid in ("self", parent)
                for name in ("PGPASSWORD", "FSB_KEY_FILE", "FSB_KEY_BACKUP", "REGISTERS")
                if name in read(f"/proc/{{pid}}/environ")],
    "oom": read("/proc/self/oom_score_adj").strip(),
    "seed": os.environ["PYTHONHASHSEED"], "hash": hash("a"),
}}))
import subprocess
subprocess.Popen(["sleep", "987654"], start_new_session=False)
release"""


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a report sees of its process and the warm one, and what is left after the run."""
    folder = tmp_path_factory.mktemp("state")
    path = folder / "state.json"
    root = project(folder / "project", STATE.format(path=str(path))).root
    secrets = {
        "PGPASSWORD": "x",
        "FSB_KEY_FILE": "key",
        "FSB_KEY_BACKUP": "key",
        "REGISTERS": "postgresql://me:x@h/db",
    }
    with pytest.MonkeyPatch.context() as patched:
        for name, value in secrets.items():
            patched.setenv(name, value)
        assert run(root).returncode == 0
    found: dict[str, Any] = json.loads(path.read_text())
    found["left"] = [
        process.pid for process in psutil.process_iter(["cmdline"])
        if process.pid in found["mine"] or process.info["cmdline"] == ["sleep", "987654"]
    ]  # fmt: skip
    return found


def test_warm_process_has_no_thread_when_it_forks(state: dict[str, Any]) -> None:
    assert state["threads"] == 1


def test_no_process_of_a_report_can_see_where_the_registers_are(state: dict[str, Any]) -> None:
    assert state["secrets"] == []


def test_order_of_sets_is_the_same_in_every_run(state: dict[str, Any]) -> None:
    known = [sys.executable, "-c", "print(hash('a'))"]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    again = subprocess.run(known, env=environment, capture_output=True, text=True, check=True)
    assert (state["seed"], state["hash"]) == ("0", int(again.stdout))


def test_report_is_the_first_to_go_when_memory_runs_out(state: dict[str, Any]) -> None:
    assert state["oom"] == "1000"


def test_no_process_is_left_behind(state: dict[str, Any]) -> None:
    assert state["left"] == []


# Code that finds the pipe that the report's process speaks into.
MESSAGES = """
import gc, os, signal
from multiprocessing.connection import Connection
[messages] = [each for each in gc.get_objects()
              if isinstance(each, Connection) and not each.closed and each.writable]
"""


def sleepers(seconds: str) -> list[psutil.Process]:
    """The programs that a notebook has started, each known by how long it sleeps."""
    found = psutil.process_iter(["cmdline"])
    return [process for process in found if process.info["cmdline"] == ["sleep", seconds]]


def starting(seconds: str, then: str) -> str:
    """Code that starts a program which keeps every pipe that it may keep."""
    return f"import os, signal\nos.spawnlp(os.P_NOWAIT, 'sleep', 'sleep', '{seconds}')\n{then}"


late = partial(pytest.param, marks=pytest.mark.slow)


@pytest.mark.parametrize(
    ("seconds", "then", "how"),
    [
        ("987651", "os.kill(os.getpid(), signal.SIGKILL)", "was killed by signal 9 (SIGKILL)"),
        late("987652", "import ctypes; ctypes.string_at(0)", "was killed by signal 11 (SIGSEGV)"),
        late("987653", "os._exit(3)", "ended by itself, with code 3"),
        late("987655", "os.kill(os.getppid(), signal.SIGKILL)\nwhile True: pass", "without a word"),
    ],
)
def test_death_of_a_report_is_told_and_leaves_nothing(
    tmp_path: Path, seconds: str, then: str, how: str
) -> None:
    before = time.monotonic()
    outcome = made(project(tmp_path / "project", starting(seconds, then)))
    assert how in outcome.failed[0][1].problems[0].what
    assert time.monotonic() - before < 200  # and not when its time is up, after 420 s
    until(lambda: not sleepers(seconds), 10)


APART = """
import os, time
for _ in range(20):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.setsid()
            os.execlp("sleep", "sleep", "987658")
        os._exit(0)
time.sleep(0.5)
"""


@pytest.mark.parametrize("then", ["release", "os._exit(3)"])
def test_what_a_notebook_sets_apart_ends_with_its_report(tmp_path: Path, then: str) -> None:
    """Each in a session of its own, its parent gone."""
    outcome = made(project(tmp_path / "project", APART + then))
    assert bool(outcome.failed) is (then != "release")
    until(lambda: not sleepers("987658"), 10)


def test_report_that_dies_in_the_middle_of_a_message_ends_alone(tmp_path: Path) -> None:
    torn = f"{MESSAGES}os.write(messages.fileno(), (1000).to_bytes(4, 'big') + b'x' * 10)\n"
    outcome = made(project(tmp_path / "project", torn + "os.kill(os.getpid(), signal.SIGKILL)"))
    assert "was killed by signal 9" in outcome.failed[0][1].problems[0].what


def test_no_code_of_a_notebook_runs_where_the_registers_are_known(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    code = f"""{MESSAGES}
class Pickled:
    def __reduce__(self):
        return os.mkdir, ({str(ran)!r},)
messages.send(Pickled())
while True: pass"""
    outcome = made(project(tmp_path / "project", code))
    assert outcome.failed[0][1].problems[0].what == "its process told what no report tells"
    assert not ran.exists()


@pytest.mark.slow
def test_killed_run_takes_its_reports_along(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    loop = f"open({str(told)!r}, 'w').write(str(os.getpid()))\nwhile True: pass"
    root = project(tmp_path / "project", starting("987656", loop)).root
    command = [*any_notebook.COMMAND, "run", "--registers", "snapshot"]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    with subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL) as process:
        until(lambda: told.exists() and told.read_text() != "", 60)
        report = psutil.Process(int(told.read_text()))
        process.send_signal(signal.SIGKILL)
    until(lambda: not report.is_running() and not sleepers("987656"), 20)


def until(holds: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


@pytest.mark.slow
def test_report_without_memory_ends_alone(tmp_path: Path) -> None:
    hog = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))\n"
    notebooks = {
        "activation_measurement": notebook("activation_measurement", f"{hog}x = bytes(2**32)"),
        "plan_coverage": notebook("plan_coverage"),
    }
    year_file = f"year: 2009\nreports: [{', '.join(notebooks)}]\n"
    done = run(write_project(tmp_path / "project", notebooks, _2009=year_file))
    assert "code cell 3: a cell failed: MemoryError" in done.stderr
    assert "1 report made, 1 failed" in done.stdout


@pytest.mark.slow
def test_report_that_kills_the_warm_process_ends_alone(tmp_path: Path) -> None:
    kill = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nwhile True: pass"
    notebooks = {
        "activation_measurement": notebook("activation_measurement", kill),
        "plan_coverage": notebook("plan_coverage"),
    }
    year_file = f"year: 2009\nreports: [{', '.join(notebooks)}]\n"
    done = run(write_project(tmp_path / "project", notebooks, _2009=year_file), "--jobs", "1")
    assert "its process ended without a word" in done.stderr
    assert "1 report made, 1 failed" in done.stdout


def test_warm_process_that_cannot_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_source, "WARM", "fsb_lib.not_there")
    with pytest.raises(ReportError, match="the process for measuring reports cannot be started"):
        made(project(tmp_path / "project"))


@pytest.mark.slow
def test_spawned_report_has_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system does not fork well, each report is a new process."""
    forked, spawned = project(tmp_path / "forked"), project(tmp_path / "spawned")
    assert made(forked).exit_code == 0
    monkeypatch.setattr(process_source, "FORKS_WELL", False)
    assert made(spawned).exit_code == 0
    assert hashes(spawned.outputs, (".fsb.lock",)) == hashes(forked.outputs, (".fsb.lock",))
