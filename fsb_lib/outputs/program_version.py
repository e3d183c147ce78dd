"""Which program made a report: its version, its files and, from a clean checkout, the commit."""

import shutil
import subprocess
from pathlib import Path

from fsb_lib import __version__
from fsb_lib.base.project import PACKAGE
from fsb_lib.outputs.manifest import folder_hash


def program_identity() -> dict[str, str | None]:
    """Version, hash of all files, and git commit: None outside a checkout or with local changes."""
    commit = clean_commit(PACKAGE)
    return {"version": __version__, "files": program_files(), "git_commit": commit}


def program_files() -> str:
    """One hash over the library with its data and templates."""
    return folder_hash(PACKAGE)


def clean_commit(package: Path) -> str | None:
    """The commit that the package's files are, or None when they are not exactly that."""
    git = shutil.which("git")
    if git is None or _git(git, package, "ls-files", "--error-unmatch", "__init__.py") is None:
        return None
    changes = _git(git, package.parent, "status", "--porcelain")
    return _git(git, package, "rev-parse", "HEAD") if changes == "" else None


def _git(git: str, folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            [git, "-C", str(folder), *arguments],
            capture_output=True, text=True, check=True, timeout=20,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
