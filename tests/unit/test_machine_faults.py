"""What the machine refuses has its name in every command, and is no fault of the program."""

import errno
import functools
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fsb_lib import cli
from fsb_lib.base import machine_faults
from fsb_lib.base.errors import InputError, Problem
from fsb_lib.base.machine_faults import end_of_process, machine_fault, machine_fault_of
from fsb_lib.cli import surroundings

PLACE = "/srv/borger/report.html"
# Each command with what it needs to reach the edge that is spoilt here.
COMMANDS = {
    "synth": ["synth", "city"], "intake": ["intake", "a", "b"], "load": ["load", "a", "b"],
    "run": ["run"], "release": ["release", "2009", "--by", "N"], "ledger": ["ledger"],
    "kit": ["kit", "2009"], "check": ["check"], "lint": ["lint", "a"], "scan": ["scan", "a"],
    "verify": ["verify", "a"], "compare": ["compare", "a", "b"], "audit": ["audit", "a"],
    "protection": ["protection", "--year", "2009"], "doctor": ["doctor"],
    "population": ["population", "2014"], "new_year": ["new-year", "2012"],
    "schema": ["schema"], "measures": ["measures"], "tables": ["tables"], "cells": ["cells"],
    "mapping_schema": ["mapping-schema"],
}  # fmt: skip
NUMBERS = sorted({number for name in dir(errno) if isinstance(number := getattr(errno, name), int)})


def leave(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0)


def spoil(monkeypatch: pytest.MonkeyPatch, command: str, error: BaseException) -> None:
    """Let the command meet an error in the middle of its work."""

    def refuse(*_: object, **__: object) -> None:
        raise error

    functions = {each.__name__: each for each in (*cli.COMMANDS, *cli.HIDDEN_COMMANDS)}
    assert functions.keys() == COMMANDS.keys()
    for info in cli.app.registered_commands:
        assert info.callback is not None
        if info.callback.__name__ == command:
            monkeypatch.setattr(info, "callback", _like(info.callback, refuse))


def _like(callback: Callable[..., object], refuse: Callable[..., None]) -> Callable[..., None]:
    return functools.wraps(callback)(lambda *_, **__: refuse())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_fault_has_its_name_in_every_command(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENAMETOOLONG, errno.EFBIG):
        with monkeypatch.context() as patched:
            spoil(patched, command, OSError(number, os.strerror(number), PLACE))
            assert leave(*COMMANDS[command]) == 1
        said = capsys.readouterr().err
        assert f"{PLACE}: {machine_faults._BY_NUMBER[number][0]}" in said
        assert "to do:" in said
        assert "program itself" not in said
        assert number == errno.ENOMEM or "memory" not in said


@pytest.mark.parametrize("command", COMMANDS)
def test_lack_of_memory_has_its_name(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(monkeypatch, command, MemoryError())
    assert leave(*COMMANDS[command]) == 1
    assert "memory ran out" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_interrupt_is_one_sentence(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(monkeypatch, command, KeyboardInterrupt())
    assert leave(*COMMANDS[command]) == 130
    assert capsys.readouterr().err == (
        "Interrupted before it was done. Run the same command again: "
        "it completes or repeats the work.\n"
    )


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_of_the_system_is_told(number: int) -> None:
    fault = machine_fault(OSError(number, "x", PLACE))
    assert isinstance(fault, InputError)
    (problem,) = fault.problems
    assert problem.where == PLACE
    assert problem.what
    assert problem.remedy


def test_every_name_of_a_fault_is_a_number_of_some_system() -> None:
    assert set(machine_faults._WORDS) <= set(errno.errorcode.values()) | {"ENOTSUP", "EOPNOTSUPP"}


def test_path_is_found_where_the_system_names_none(tmp_path: Path) -> None:
    """As when a disk fills up in the middle of a file."""

    def write(path: Path) -> None:
        assert path
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError) as caught:  # noqa: PT011 (any)
        write(tmp_path / "a.html")
    fault = machine_fault(caught.value)
    assert fault is not None
    assert fault.problems[0].where == str(tmp_path / "a.html")
    of_page = machine_fault_of(caught.value, "2009/plan_coverage")
    assert of_page is not None
    assert str(tmp_path) not in str(of_page)


def test_fault_is_found_behind_what_another_library_raises() -> None:
    error = ValueError("x")
    error.__cause__ = OSError(errno.ENOSPC, "x")
    fault = machine_fault(error)
    assert fault is not None
    assert fault.problems[0].what == "the disk is full"
    assert machine_fault(ValueError("x")) is None
    assert machine_fault(OSError("without a number")) is None


@pytest.mark.parametrize(
    ("code", "words", "remedy"),
    [
        (-9, "was killed by signal 9 (SIGKILL)", "memory"),
        (-11, "was killed by signal 11 (SIGSEGV)", "library"),
        (-25, "was killed by signal 25 (SIGXFSZ)", "ulimit -f"),
        (-15, "was killed by signal 15 (SIGTERM)", "again"),
        (1, "ended by itself, with code 1", "again"),
        (None, "ended without a word", "again"),
    ],
)
def test_end_of_a_process_is_told_by_its_signal(code: int | None, words: str, remedy: str) -> None:
    told, todo = end_of_process(code)
    assert told == words
    assert remedy in todo
    assert ("memory" in todo) is (code == -9)


# --- the real thing -------------------------------------------------------------------------------

LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.argv = ["fsb", *sys.argv[1:]]
runpy.run_module("fsb_lib", run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_file_that_may_not_grow_is_named(tmp_path: Path) -> None:
    for name in ("notebooks", "params"):
        (tmp_path / name).mkdir()
    command = [sys.executable, "-c", LIMITED, "synth", "city", "--persons", "600"]
    surrounding = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    done = subprocess.run(command, cwd=tmp_path, env=surrounding, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "a file may not grow as large as this" in done.stderr
    assert "city" in done.stderr
    assert "ulimit -f" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("after", [0.06, 0.25, 0.6])
def test_interrupt_in_the_first_second_is_one_sentence(how: signal.Signals, after: float) -> None:
    """From the moment that the interpreter reads the program; before that nobody can."""
    process = subprocess.Popen(
        [sys.executable, "-m", "fsb_lib", "check"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )  # fmt: skip
    try:
        said = _interrupted(process, how, after)
    finally:
        process.kill()
        process.communicate()
    assert "Traceback" not in said
    assert process.returncode in {130, 0}
    assert process.returncode == 0 or said.strip().startswith("Interrupted before it was done.")


def _interrupted(process: "subprocess.Popen[str]", how: signal.Signals, after: float) -> str:
    handled = Path(f"/proc/{process.pid}/status")
    while not _is_caught(handled.read_text(), signal.SIGTERM):
        pass
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(after)
    process.send_signal(how)
    return process.communicate(timeout=30)[1]


def _is_caught(status: str, number: int) -> bool:
    mask = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(mask, 16) & 1 << (number - 1))


def test_surroundings_that_fail_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "x", "work")

    monkeypatch.setattr(surroundings, "project_here", refuse)
    assert leave("doctor") == 1
    assert "work: may not be read or written with your rights" in capsys.readouterr().err


def test_error_that_another_process_tells_reads_the_same() -> None:
    error = InputError([Problem("is wrong", "2009.yaml"), Problem("is wrong", "2010.yaml")])
    told = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    assert str(told) == str(error) == "2009.yaml: is wrong\n2010.yaml: is wrong"
    assert told.problems == error.problems
