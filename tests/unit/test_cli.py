"""The command line: which exit code, how quick, and what never reaches a user."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fsb_lib import __version__, cli
from fsb_lib.base.errors import InputError, Problem
from fsb_lib.cli import surroundings


def leave(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0)


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("--version") == 0
    assert capsys.readouterr().out == f"fsb {__version__}\n"


@pytest.mark.parametrize("command", ["synth", "intake", "run", "check", "verify", "compare"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave(command, "--help") == 0
    assert f"fsb {command}" in capsys.readouterr().out


def test_misspelt_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("rnu") == 2
    assert "Did you mean 'run'?" in capsys.readouterr().err


def test_audience_that_does_not_exist_is_wrong_use() -> None:
    assert leave("run", "--audience", "public") == 2


def _raise(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError(Problem("is wrong", "2009.yaml")), 1),
        (KeyError("0101701234"), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_fault_gives_its_code_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
) -> None:
    monkeypatch.setattr(surroundings, "project_here", lambda *_: _raise(error))
    assert leave("doctor") == code
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "0101701234" not in said


def test_debug_shows_the_traceback_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        surroundings, "project_here", lambda *_: _raise(InputError(Problem("a", "b")))
    )
    assert leave("doctor", "--debug") == 1
    assert "Traceback" in capsys.readouterr().err


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from fsb_lib import cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"pandas", "numpy", "ibis", "duckdb", "papermill", "nbformat", "pydantic", "matplotlib"}
    assert not heavy & set(done.stdout.split())


def completed(*words: str) -> list[str]:
    """What Tab offers in bash behind these words."""
    asked = {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    surroundings = {**os.environ, **asked, "_FSB_COMPLETE": "complete_bash"}
    command = [sys.executable, "-m", "fsb_lib"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    return done.stdout.split()


def test_shell_completes_commands_and_options() -> None:
    assert completed("fsb", "le") == ["ledger"]
    assert {"load", "ledger", "lint"} <= set(completed("fsb", "l"))
    assert "schema" not in completed("fsb", "")
    assert completed("fsb", "run", "--aud") == ["--audience"]
    assert completed("fsb", "nothing") == []


def test_completion_can_be_set_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("--help") == 0
    assert "--install-completion" in capsys.readouterr().out


def test_works_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    project = surroundings.project_here()
    assert (project.notebooks / "plan_coverage.ipynb").is_file()


def test_synth_writes_a_delivery(tmp_path: Path) -> None:
    assert leave("synth", str(tmp_path / "city"), "--persons", "200") == 0
    assert (tmp_path / "city" / "SYNTETISK").is_file()
    assert (tmp_path / "city" / "bif_ydelser.csv").is_file()


def test_intake_prints_rows_and_writes_the_snapshot(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "project"
    for name in ("notebooks", "params"):
        (root / name).mkdir(parents=True)
    monkeypatch.chdir(root)
    leave("synth", "city", "--persons", "200")
    assert leave("intake", "city", "snapshot") == 0
    said = capfd.readouterr().out
    assert "bif_ydelser" in said
    assert "kept" in said
    assert (root / "snapshot" / "snapshot.json").is_file()
    (root / "city" / "personer.csv").unlink()
    assert leave("intake", "city", "other") == 1
    assert not (root / "other").exists()
