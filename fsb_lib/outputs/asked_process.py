"""A process of this program that answers questions: one JSON object per line, in and out."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from fsb_lib.base.project import own_process_environment

_END_SECONDS: Final = 10


class AskedProcess:
    """Runs a module and asks it. No answer, within the time given, is None and no error.

    A thread reads the answers, so that a process that never answers can be waited for.
    """

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a crash would print could hold a number
            text=True,
            encoding="utf-8",
            env=own_process_environment(),
            start_new_session=True,  # an interrupt is for the run, which ends it
        )
        self.is_late = False  # whether the last answer did not come in time
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def asked(self, question: Mapping[str, str | None], seconds: float) -> dict[str, Any] | None:
        """The answer to a line; None when it died or took longer."""
        return self.heard(seconds) if self.say(question) else None

    def say(self, line: Mapping[str, str | None]) -> bool:
        """Whether the process could be told."""
        if self._process.stdin is None:
            return False
        try:
            self._process.stdin.write(json.dumps(line) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def heard(self, seconds: float) -> dict[str, Any] | None:
        """The next answer."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            self.is_late = True
            return None
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError:
            return None
        return answer

    def end(self) -> None:
        """End it whatever it does: it has nothing to keep."""
        self._process.kill()
        self._process.wait()
        self._reader.join(_END_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not yet said to it
                    pipe.close()

    def _read(self) -> None:
        """Every line, and an empty one when there are no more: nobody waits for the dead."""
        for line in self._process.stdout or ():
            self._lines.put(line)
        self._lines.put("")
