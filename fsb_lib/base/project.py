"""Where a project keeps its notebooks, year files, outputs and workspace."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from fsb_lib.base.errors import InputError, Problem, UsageError

PACKAGE = Path(__file__).resolve().parents[1]
PROOFS = "proofs"
FAULT_REPORT = "fault-report.html"
_MOST_BYTES = 1 << 24  # of a text that a person wrote, pictures in a notebook and all


def own_process_environment() -> dict[str, str]:
    """The environment of a process of this very program, wherever it was started from."""
    search = os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": search, "PYTHONIOENCODING": "utf-8"}


@dataclass(frozen=True)
class Project:
    """The folders of one project, all absolute."""

    root: Path
    notebooks: Path
    params: Path
    outputs: Path
    work: Path

    @property
    def proofs(self) -> Path:
        """The private proofs that the years in the outputs are protected."""
        return self.work / PROOFS

    @property
    def internal(self) -> Path:
        """Where reports go that hide nothing: never beside those for a committee."""
        return self.work / "internal"

    @property
    def fault_report(self) -> Path:
        """What the last delivery was like. It counts rows that reports hide: for the source."""
        return self.work / FAULT_REPORT

    @property
    def run_record(self) -> Path:
        """What a run leaves for the next one into the same outputs, hashes of private files too."""
        is_inside = self.outputs.is_relative_to(self.root)
        outputs = self.outputs.relative_to(self.root) if is_inside else self.outputs
        name = hashlib.sha256(os.fsencode(outputs)).hexdigest()[:16]
        return self.work / "runs" / f"{name}.json"

    @property
    def matplotlib_cache(self) -> Path:
        """Kept between runs: listing the fonts of a machine takes seconds."""
        return self.work / "cache" / "matplotlib"


def find_project(start: Path) -> Project:
    """The project around `start`, or the one that the program itself lies in.

    Errors: UsageError when neither holds a `notebooks` folder.
    """
    start = start.resolve()
    for folder in (start, *start.parents, PACKAGE.parent):
        if (folder / "notebooks").is_dir() and (folder / "params").is_dir():
            return Project(
                folder,
                folder / "notebooks",
                folder / "params",
                folder / "outputs",
                folder / "work",
            )
    raise UsageError(
        Problem(
            "no project here",
            str(start),
            "a folder that holds `notebooks` and `params`, or one below it",
            remedy="Go to the project's folder and run the command there.",
        )
    )


def year_files(project: Project) -> tuple[Path, ...]:
    """Every `params/*.yaml`, in the order of the names."""
    return tuple(sorted(project.params.glob("*.yaml")))


def read_text(path: Path, remedy: str) -> str:
    """The text of a file that the user named.

    Errors: InputError when it is missing, no file, not UTF-8 or larger than any of them.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise OSError("too large")
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(Problem("the file does not exist", str(path), remedy=remedy)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            Problem(
                "the file cannot be read",
                str(path),
                "a readable text file in UTF-8",
                type(error).__name__,
                remedy,
            )
        ) from None
