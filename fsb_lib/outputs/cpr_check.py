"""Nothing leaves unseen: every file is looked through for CPR numbers before it is published.

Files are looked through in a process of its own (scanning_process), which alone reads the key;
this side hands it paths and gets findings. Whatever goes wrong there counts as a finding.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError, Problem, ReportError
from fsb_lib.base.project import own_process_environment
from fsb_lib.scanner.scan import Hit, problems, scan_bytes

_END_SECONDS = 10


class CprCheck:
    """The check of one run. It gets ready while the caller does other work."""

    def __init__(self, process: "subprocess.Popen[str]", order: Mapping[str, str | None]) -> None:
        self._process = process
        self._say(order)

    @cached_property
    def remark(self) -> str:
        """Why the delivery's numbers are not looked up, if so.

        Errors: InputError when the key is no good or, of a real delivery, another than intake's.
        """
        answer = self._heard()
        if answer and "problems" in answer:
            raise InputError([Problem(**problem) for problem in answer["problems"]])
        return str(answer["remark"]) if answer else ""

    def problems(self, path: Path) -> tuple[Problem, ...]:
        """What forbids to publish a file, or a folder with all that it holds.

        Errors: those of `remark`.
        """
        answer = self._asked({"path": str(path)})
        if answer is None:
            return (
                Problem("the search for CPR numbers stopped unexpectedly", path.name,
                        remedy="Run the command again; report it when it happens again."),
            )  # fmt: skip
        return problems(Hit(**hit) for hit in answer["findings"])

    def _asked(self, question: Mapping[str, str | None]) -> dict[str, Any] | None:
        """The answer to a line; None when there is none."""
        _ = self.remark  # what was said first is answered first
        return self._heard() if self._say(question) else None

    def _say(self, line: Mapping[str, str | None]) -> bool:
        """Whether the process could be told."""
        if self._process.stdin is None:
            return False
        try:
            self._process.stdin.write(json.dumps(line) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def _heard(self) -> dict[str, Any] | None:
        if self._process.stdout is None:
            return None
        try:
            answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            return None
        return answer


@contextmanager
def cpr_check(
    snapshot: Path | None, work: Path, key_file: Path | None = None
) -> Iterator[CprCheck]:
    """The check against a snapshot's numbers, or by look alone."""
    paths = {"snapshot": snapshot, "work": work, "key_file": key_file}
    with subprocess.Popen(
        [sys.executable, "-m", "fsb_lib.outputs.scanning_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what a crash would print could hold a number
        text=True,
        encoding="utf-8",
        env=own_process_environment(),
        start_new_session=True,  # an interrupt is for the run, which ends it by closing the pipe
    ) as process:
        try:
            yield CprCheck(
                process, {name: str(path) if path else None for name, path in paths.items()}
            )
        finally:
            _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    try:
        process.communicate(timeout=_END_SECONDS)
    except (subprocess.TimeoutExpired, OSError, ValueError):
        process.kill()


def refuse_numbers(content: bytes, name: str) -> None:
    """Look through one page of the program's own before it is written.

    Errors: ReportError when it holds what looks like a CPR number.
    """
    found = scan_bytes(content, name)
    if found:
        raise ReportError(problems(found))
