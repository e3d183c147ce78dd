"""A project with what lies around it, and how a command is given there."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

LIMIT_SECONDS = 300


@dataclass(frozen=True)
class Said:
    """How a command ended, and all that it said."""

    code: int
    text: str


@dataclass(frozen=True)
class Place:
    """`program` is what is tried; `elsewhere` lies on another disk; `order` is for inside.py."""

    root: Path
    program: Path
    elsewhere: Path
    order: str = ""

    @property
    def beside(self) -> Path:
        """Home, temporary files, and what is counted: nothing of the project."""
        return self.root.with_name(f"{self.root.name}-beside")

    def make_folders(self) -> None:
        for folder in (self.beside / "home", self.beside / "tmp", self.elsewhere):
            folder.mkdir(parents=True)

    def remove(self) -> None:
        for folder in (self.root, self.beside, self.elsewhere):
            shutil.rmtree(folder, ignore_errors=True)

    def ordered(self, role: str, harm: str, number: int) -> "Place":
        """The same with harm in the processes of a role."""
        order = {"root": f"{self.root}{os.sep}", "role": role, "harm": harm, "number": number}
        order["counted"] = str(self.beside / "counted")
        return replace(self, order=json.dumps(order))

    def started(self, words: tuple[str, ...]) -> "subprocess.Popen[str]":
        """Start a command of `fsb`, in a session of its own; in a clone, `make`."""
        names = {"elsewhere": str(self.elsewhere), "beside": str(self.beside)}
        given = [word.format(**names) for word in words]
        if (self.root / "Makefile").is_file():
            command = ["make", *given, f"PYTHON={sys.executable}"]
        else:
            command = [sys.executable, "-m", "fsb_lib", *given]
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )

    def give(self, words: tuple[str, ...]) -> Said:
        """Give a command and wait for its end."""
        process = self.started(words)
        text, _ = process.communicate(timeout=LIMIT_SECONDS)
        return Said(process.returncode, text)

    def _environment(self) -> dict[str, str]:
        own = {
            "PYTHONPATH": str(self.program),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(self.beside / "home"),
            "TMPDIR": str(self.beside / "tmp"),
        }
        without = {name: value for name, value in os.environ.items() if name != "FSB_CHAOS"}
        return {**without, **own, **({"FSB_CHAOS": self.order} if self.order else {})}
