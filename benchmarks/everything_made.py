"""Everything that the program makes and says, made in one project: files and terminal output.

outputs/ drafts/ released/ internal/ dirty/ refused/ kits/ work/ deliveries/    files
told/01-run.txt ...                                                    exit code and output
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pinned_project import FIXED, git

FOLDERS = (
    *("outputs", "drafts", "released", "internal", "dirty", "refused"),
    *("kits", "work", "deliveries", "told", "notebooks"),
)
N_RELEASED = 2
DIRTY_PERSONS = 2000
LACKING = "sof_sager"
KEY = "a key for comparing, of enough bytes"
# Names of folders that follow from the code; nothing that is made tells of them.
CODE_HASH = re.compile(r"(?<=snapshots/)[0-9a-f]{32}|(?<=twin-city-)[0-9a-f]{12}")
_SECONDS = re.compile(r"\bin \d+ s\b")
_PROGRESS = re.compile(r" *\d+ of \d+  ")


@dataclass(frozen=True)
class Order:
    """What both revisions are to make."""

    years: tuple[int, ...]
    drafts_only: bool


class Terminal:
    """Gives commands in a project and keeps what they say."""

    def __init__(self, project: Path) -> None:
        self.project, self._n_commands = project, 0
        (project / "told").mkdir()
        key = project / "work" / "key"
        key.parent.mkdir()
        key.write_text(KEY, encoding="utf-8")
        key.chmod(0o600)
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(project),
            "FSB_KEY_FILE": str(key),
            "COLUMNS": "120",
        }

    def give(self, *arguments: str, ends: tuple[int, ...] = (0,)) -> None:
        """Give one command of `fsb`.

        Errors: SystemExit when it ends with another exit code than those.
        """
        command = [sys.executable, "-m", "fsb_lib", *arguments]
        done = subprocess.run(
            command, cwd=self.project, env=self._environment, capture_output=True, check=False
        )
        output, errors = (part.decode(errors="replace") for part in (done.stdout, done.stderr))
        if done.returncode not in ends:
            said = f"{output}\n{errors}"[-4000:]
            raise SystemExit(f"{said}\nfsb {' '.join(arguments)} ended with {done.returncode}")
        self._n_commands += 1
        name = f"{self._n_commands:02}-{arguments[0].strip('-')}.txt"
        parts = (f"$ fsb {' '.join(arguments)}\nexit code {done.returncode}", output, errors)
        text = "\n--\n".join(map(without_chance, parts))
        (self.project / "told" / name).write_text(text, encoding="utf-8")

    def keep(self, folder: str, name: str) -> None:
        """Keep a folder as it is now under another name."""
        shutil.copytree(self.project / folder, self.project / name)


def years_of(revision: str) -> tuple[int, ...]:
    """The years that a revision has a file of."""
    names = git("ls-tree", "--name-only", revision, "params/").decode().split()
    return tuple(sorted(int(Path(name).stem) for name in names if name.endswith(".yaml")))


def without_chance(text: str) -> str:
    """Terminal output without what differs from run to run: times, and the order in which two
    reports in the making tell how far they are."""
    lines = CODE_HASH.sub("HASH", _SECONDS.sub("in N s", text)).split("\n")
    progress = sorted(line for line in lines if _PROGRESS.match(line))
    return "\n".join(progress.pop(0) if _PROGRESS.match(line) else line for line in lines)


def make_everything(project: Path, order: Order) -> None:
    """Make it all.

    Errors: SystemExit when a command fails.
    """
    terminal = Terminal(project)
    _small_things(terminal)
    terminal.give("run", *_years(order.years))
    _refuse_another_identity(project)
    (project / "kits").mkdir()
    for year in order.years:
        terminal.give("kit", str(year), "--to", f"kits/{year}.zip")
    if order.drafts_only:
        _look_at_outputs(terminal)
        return
    terminal.keep("outputs", "drafts")
    _released(terminal, order.years[-N_RELEASED - 1 : -1] or order.years)
    terminal.give(
        *("run", *_years(order.years[-1:])),
        *("--audience", "internal", "--outputs", "internal"),
    )
    _deliveries_taken_in(terminal, order.years[-1:])


def _small_things(terminal: Terminal) -> None:
    for arguments in ("--help", "check", "measures", "schema", "lint --rules"):
        terminal.give(*arguments.split())


def _look_at_outputs(terminal: Terminal) -> None:
    """Whatever they find is compared."""
    terminal.give("verify", "outputs")
    terminal.give("lint", "outputs", ends=(0, 3))
    terminal.give("audit", "--outputs", "outputs", ends=(0, 3))


def _released(terminal: Terminal, years: tuple[int, ...]) -> None:
    """Years released one after the other, looked at, packed, kept, and the first withdrawn."""
    for year in years:
        terminal.give("release", str(year), "--by", "NN")
        terminal.give("kit", str(year), "--to", f"kits/{year}-released.zip")
    terminal.keep("outputs", "released")
    _look_at_outputs(terminal)
    terminal.give("compare", "drafts", "released")
    terminal.give("run", *_years(years))
    terminal.give("kit", str(years[-1]), "--form", "indstilling", "--to", "kits/recommendation.zip")
    terminal.give("release", str(years[0]), "--by", "NN", "--withdraw", "--reason", "en prøve")
    terminal.give("ledger")


def _deliveries_taken_in(terminal: Terminal, years: tuple[int, ...]) -> None:
    """A dirty delivery with the reports of a year, and the same refused for lack of a table."""
    dirty, lacking = "deliveries/dirty", "deliveries/lacking"
    terminal.give("synth", "--dirty", "--persons", str(DIRTY_PERSONS), dirty)
    terminal.keep(dirty, lacking)
    for path in (terminal.project / lacking).iterdir():
        if path.name.lower().startswith(LACKING):
            path.unlink()
    terminal.give("intake", dirty, "work/dirty")
    terminal.give(*("run", *_years(years)), *("--registers", "work/dirty", "--outputs", "dirty"))
    terminal.give("intake", lacking, "work/lacking", ends=(1,))
    terminal.give("run", "--registers", lacking, "--outputs", "refused", ends=(1,))


def _years(years: tuple[int, ...]) -> list[str]:
    return [f"--year={year}" for year in years]


def _refuse_another_identity(project: Path) -> None:
    manifests = sorted(project.glob("outputs/*/*/manifest.json"))
    found = {json.loads(path.read_bytes())["program"]["files"] for path in manifests}
    if found != {FIXED}:
        raise SystemExit("the manifests of the reports do not hold the fixed hash of the program")
